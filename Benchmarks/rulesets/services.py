"""Rule sets of the kinds that QoS policies have: ports, prefixes, services, and sections of all of them.

Rules of a family do not depend on how many there are: only the sizes of the pools that values come from do.
"""

import random

from .rule import ESP, GRE, ICMP, NOWHERE, TCP, UDP, Rule, cut

SERVICE_PORTS = [22, 25, 53, 80, 88, 123, 143, 389, 443, 445, 514, 636, 993, 1194, 1433, 1521, 1720, 1935, 2049, 3260,
                 3306, 3389, 3478, 4500, 5004, 5060, 5061, 5201, 5222, 5432, 5671, 6379, 8080, 8443, 8801, 9000, 9092,
                 9418, 11211, 27017]
# Weights of prefix lengths, where prefixes stand alone: hosts and sites mostly.
LENGTHS = {12: 1, 14: 1, 16: 6, 18: 4, 20: 6, 22: 10, 23: 6, 24: 36, 26: 3, 28: 3, 30: 2, 32: 22}


def proto(rng: random.Random) -> int:
    return UDP if rng.random() < 0.6 else TCP


def address(rng: random.Random) -> int:
    """Unicast, outside of this host's and the network that is kept free."""
    while True:
        value = rng.randrange(0x01000000, 0xDF000000)
        if value >> 24 not in (10, 127, 192) and value >> 17 != NOWHERE[0] >> 17:
            return value


def prefix(rng: random.Random) -> tuple[int, int]:
    length = rng.choices(list(LENGTHS), LENGTHS.values())[0]
    while True:
        value = cut(address(rng), length)
        if (value[0] ^ NOWHERE[0]) >> (32 - min(length, NOWHERE[1])):
            return value


def port_or_range(rng: random.Random, ranges: float) -> tuple[int, int]:
    """One port, or up to 64 of them, short ranges more often: no port below 1024."""
    first = rng.randrange(1024, 65536)
    if rng.random() >= ranges:
        return first, first
    return first, min(65535, first + rng.choice((1, 3, 4, 7, 9, 15, 19, 31, 63)))


def ports(rng: random.Random, count: int) -> list[Rule]:
    """Protocol and destination port: 70 % one port, 30 % a range."""
    return [Rule(proto=proto(rng), dport=port_or_range(rng, 0.3)) for _ in range(count)]


def prefixes(rng: random.Random, count: int) -> list[Rule]:
    """A destination prefix: /12 to /32, nested where they happen to be."""
    return [Rule(daddr=prefix(rng)) for _ in range(count)]


def services(rng: random.Random, count: int) -> list[Rule]:
    """Destination prefix, protocol and port: about ten services at each of count / 10 sites."""
    sites = [prefix(rng) for _ in range(max(2, count // 10))]
    rules = []
    for _ in range(count):
        if rng.random() < 0.5:
            port = rng.choice(SERVICE_PORTS)
            dport = (port, port)
        else:
            dport = port_or_range(rng, 0.3)
        rules.append(Rule(proto=proto(rng), daddr=rng.choice(sites), dport=dport))
    return rules


def sections(rng: random.Random, count: int) -> list[Rule]:
    """Users, then services, ports and prefixes, then catch-alls: what a grown policy looks like."""
    users = max(1, min(200, count // 20))
    rest = count - users - max(1, min(5, count // 20))
    rules = []
    for user in range(users):
        narrow = rng.random() < 0.3
        rules.append(Rule(user=2000 + user, proto=proto(rng) if narrow else None,
                          dport=port_or_range(rng, 0.5) if narrow else None))
    rules += services(rng, rest * 45 // 100)
    rules += ports(rng, rest * 25 // 100)
    rules += prefixes(rng, count - (len(rules) + count - users - rest))
    catch_alls = [Rule(proto=TCP), Rule(proto=ICMP), Rule(proto=GRE), Rule(proto=ESP), Rule(daddr=(0x64400000, 10))]
    return rules + catch_alls[:count - len(rules)]


FAMILIES = {"ports": ports, "prefixes": prefixes, "services": services, "sections": sections}
