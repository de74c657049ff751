"""Dense sets of 5-tuples, of the character that Taylor and Turner describe in "ClassBench: A Packet Classification
Benchmark" (IEEE INFOCOM 2005): access lists (acl), firewalls (fw) and chains of Linux firewalls (ipc).

None of their seed files is used: the weights below are rounded from what the literature says of such sets. Ports come
in five classes: any, high (1024-65535), low (0-1023), a range, one port. Prefixes are cut from a pool of hosts in few
networks, so that they nest and repeat. Specific rules come before general ones, roughly, as people write them.
"""

import random
from dataclasses import dataclass

from .rule import ESP, GRE, ICMP, NOWHERE, OSPF, TCP, UDP, UNUSED_DPORT, UNUSED_SPORT, Rule, cut
from .services import SERVICE_PORTS, address


@dataclass(frozen=True)
class Character:
    """Weights. Protocols: tcp, udp, icmp, any, another. Ports: any, high, low, range, one. Lengths of prefixes."""

    protocols: tuple[int, ...]
    sports: tuple[int, ...]
    dports: tuple[int, ...]
    saddrs: dict[int, int]
    daddrs: dict[int, int]


CHARACTERS = {
    "acl1": Character((75, 20, 2, 3, 0), (100, 0, 0, 0, 0), (13, 2, 0, 25, 60),
                      {0: 2, 16: 3, 20: 5, 23: 10, 24: 30, 26: 8, 27: 12, 28: 10, 30: 5, 32: 15},
                      {16: 2, 21: 3, 24: 25, 27: 5, 30: 5, 32: 60}),
    "acl2": Character((60, 20, 8, 12, 0), (95, 3, 0, 0, 2), (35, 5, 5, 10, 45),
                      {0: 12, 8: 3, 16: 10, 20: 8, 24: 25, 28: 7, 32: 35},
                      {0: 15, 8: 3, 16: 10, 20: 8, 24: 25, 28: 4, 32: 35}),
    "fw1": Character((55, 25, 5, 12, 3), (70, 8, 0, 2, 20), (25, 10, 0, 10, 55),
                     {0: 40, 8: 5, 14: 5, 16: 5, 20: 3, 24: 12, 32: 30},
                     {0: 20, 16: 3, 24: 17, 28: 10, 32: 50}),
    "fw2": Character((50, 30, 6, 12, 2), (50, 20, 0, 5, 25), (30, 20, 2, 8, 40),
                     {0: 50, 8: 5, 16: 10, 24: 15, 32: 20},
                     {0: 30, 16: 5, 20: 5, 24: 20, 32: 40}),
    "ipc1": Character((50, 30, 8, 8, 4), (75, 3, 0, 2, 20), (40, 4, 2, 6, 48),
                      {0: 10, 8: 3, 16: 12, 20: 5, 24: 15, 32: 55},
                      {0: 12, 8: 3, 16: 10, 20: 5, 24: 20, 32: 50}),
    "ipc2": Character((5, 15, 0, 80, 0), (90, 0, 0, 0, 10), (90, 0, 0, 0, 10),
                      {0: 25, 24: 15, 32: 60},
                      {0: 25, 24: 15, 32: 60}),
}


def host_pool(rng: random.Random, count: int) -> list[int]:
    """Hosts in networks of /16, subnets of /24 in each; early ones are picked more often below."""
    networks = [cut(address(rng), 16)[0] for _ in range(max(2, round(count ** 0.5 / 4)))]
    networks = [network for network in networks if network >> 17 != NOWHERE[0] >> 17]
    subnets = [rng.choice(networks) | rng.randrange(256) << 8 for _ in range(max(4, round(count ** 0.5 * 2)))]
    return [rng.choice(subnets) | rng.randrange(256) for _ in range(max(8, count // 2))]


def pick(rng: random.Random, pool: list[int]) -> int:
    """Some hosts come often, most of them once or twice."""
    return pool[int(len(pool) * rng.random() ** 2)]


def port(rng: random.Random, weights: tuple[int, ...], ranges: list[tuple[int, int]], unused: int):
    kind = rng.choices(range(5), weights)[0]
    if kind == 0:
        return None
    if kind == 1:
        return 1024, 65535
    if kind == 2:
        return unused + 1, 1023
    if kind == 3:
        return rng.choice(ranges)
    value = rng.choice(SERVICE_PORTS) if rng.random() < 0.7 else rng.randrange(1024, 65536)
    return value, value


def prefix(rng: random.Random, lengths: dict[int, int], pool: list[int]):
    length = rng.choices(list(lengths), lengths.values())[0]
    value = cut(pick(rng, pool), length) if length else None
    if value and not (value[0] ^ NOWHERE[0]) >> (32 - min(length, NOWHERE[1])):
        return None
    return value


def specificity(rule: Rule) -> int:
    bits = (rule.saddr[1] if rule.saddr else 0) + (rule.daddr[1] if rule.daddr else 0) + (8 if rule.proto else 0)
    for ports in (rule.sport, rule.dport):
        if ports:
            bits += 17 - (ports[1] - ports[0] + 1).bit_length()
    return bits


def generate(kind: str, rng: random.Random, count: int) -> list[Rule]:
    """`count` different rules. None takes packets of an odd protocol between addresses that no rule names."""
    character = CHARACTERS[kind]
    sources, destinations = host_pool(rng, count), host_pool(rng, count)
    ranges = []
    for _ in range(24):
        first = rng.randrange(1024, 60000)
        ranges.append((first, first + rng.choice((1, 4, 9, 19, 63, 99, 255, 1000, 5000))))
    found: dict[Rule, None] = {}
    while len(found) < count:
        proto = rng.choices((TCP, UDP, ICMP, None, rng.choice((GRE, ESP, OSPF))), character.protocols)[0]
        has_ports = proto in (TCP, UDP)
        rule = Rule(proto=proto, saddr=prefix(rng, character.saddrs, sources),
                    daddr=prefix(rng, character.daddrs, destinations),
                    sport=port(rng, character.sports, ranges, UNUSED_SPORT) if has_ports else None,
                    dport=port(rng, character.dports, ranges, UNUSED_DPORT) if has_ports else None)
        # What takes nearly everything leaves the rules behind it without packets.
        if rule.saddr or rule.daddr or (rule.sport and rule.dport):
            found[rule] = None
    # Noise of a few bits: sets of several people, merged.
    return sorted(found, key=lambda rule: -specificity(rule) + rng.gauss(0, 6))
