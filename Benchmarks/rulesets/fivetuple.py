"""Dense sets of 5-tuples, of the character that Taylor and Turner describe in "ClassBench: A Packet Classification
Benchmark" (IEEE INFOCOM 2005): access lists (acl), firewalls (fw) and chains of Linux firewalls (ipc).

None of their seed files is used: the weights below are rounded from what the literature says of such sets. As there:
ports come in five classes, any, high (1024-65535), low (0-1023), one of a few ranges, one of some dozens of ports; and
the rules go down a tree of addresses together, in order, for sources as for destinations, and part where it branches,
the heavy side getting more than the light one. So addresses repeat and nest, and rules of one network of sources are of
few networks of destinations. Specific rules come before general ones, roughly, as people write them.
"""

import random
from dataclasses import dataclass

from .rule import ESP, GRE, ICMP, NOWHERE, OSPF, TCP, UDP, UNUSED_DPORT, UNUSED_SPORT, Rule
from .services import SERVICE_PORTS


@dataclass(frozen=True)
class Character:
    """Weights. Protocols: tcp, udp, icmp, any, another. Ports: any, high, low, range, one. Lengths of prefixes.
    How often a tree branches in its upper 8 levels, the 16 in the middle, and the lower 8. How many single ports there
    are, of sources and of destinations."""

    protocols: tuple[int, ...]
    sports: tuple[int, ...]
    dports: tuple[int, ...]
    saddrs: dict[int, int]
    daddrs: dict[int, int]
    source_tree: tuple[float, float, float]
    destination_tree: tuple[float, float, float]
    single_ports: tuple[int, int]


CHARACTERS = {
    "acl1": Character((75, 20, 2, 3, 0), (100, 0, 0, 0, 0), (13, 2, 0, 25, 60),
                      {0: 2, 16: 3, 20: 5, 23: 10, 24: 30, 26: 8, 27: 12, 28: 10, 30: 5, 32: 15},
                      {16: 2, 21: 3, 24: 25, 27: 5, 30: 5, 32: 60},
                      (.2, .05, .6), (.6, .2, .1), (1, 70)),
    "acl2": Character((60, 20, 8, 12, 0), (95, 3, 0, 0, 2), (35, 5, 5, 10, 45),
                      {0: 12, 8: 3, 16: 10, 20: 8, 24: 25, 28: 7, 32: 35},
                      {0: 15, 8: 3, 16: 10, 20: 8, 24: 25, 28: 4, 32: 35},
                      (.4, .15, .2), (.5, .15, .15), (10, 50)),
    "fw1": Character((55, 25, 5, 12, 3), (70, 8, 0, 2, 20), (25, 10, 0, 10, 55),
                     {0: 40, 8: 5, 14: 5, 16: 5, 20: 3, 24: 12, 32: 30},
                     {0: 20, 16: 3, 24: 17, 28: 10, 32: 50},
                     (.4, .1, .15), (.4, .12, .2), (12, 40)),
    "fw2": Character((50, 30, 6, 12, 2), (50, 20, 0, 5, 25), (30, 20, 2, 8, 40),
                     {0: 50, 8: 5, 16: 10, 24: 15, 32: 20},
                     {0: 30, 16: 5, 20: 5, 24: 20, 32: 40},
                     (.4, .1, .15), (.4, .12, .2), (12, 30)),
    "ipc1": Character((50, 30, 8, 8, 4), (75, 3, 0, 2, 20), (40, 4, 2, 6, 48),
                      {0: 10, 8: 3, 16: 12, 20: 5, 24: 15, 32: 55},
                      {0: 12, 8: 3, 16: 10, 20: 5, 24: 20, 32: 50},
                      (.5, .15, .2), (.5, .15, .2), (30, 50)),
    "ipc2": Character((5, 15, 0, 80, 0), (90, 0, 0, 0, 10), (90, 0, 0, 0, 10),
                      {0: 25, 24: 15, 32: 60},
                      {0: 25, 24: 15, 32: 60},
                      (.5, .2, .3), (.5, .2, .3), (10, 10)),
}

# First bytes of addresses: unicast, and outside of this host's and the network that is kept free.
FIRST_BYTES = [byte for byte in range(1, 223) if byte not in (10, 127, 192, NOWHERE[0] >> 24)]


def plant(rng: random.Random, lengths: list[int], tree: tuple[float, float, float]) -> list[tuple[int, int] | None]:
    """A prefix of each of these lengths; None for 0. Neighbours stay together down the tree."""
    prefixes: list[tuple[int, int] | None] = [None] * len(lengths)
    todo = [(0, 0, [place for place, length in enumerate(lengths) if length])]
    first = list(FIRST_BYTES)
    rng.shuffle(first)
    while todo:
        level, value, here = todo.pop()
        if level == 8:
            value = first[value % len(first)]
        below = []
        for place in here:
            if lengths[place] == level:
                prefixes[place] = value << (32 - level), level
            else:
                below.append(place)
        if not below:
            continue
        heavy = rng.randrange(2)
        light = 0
        if rng.random() < tree[0 if level < 8 else 1 if level < 24 else 2]:
            # The light side has up to as many as the heavy one.
            light = round(len(below) * rng.uniform(.05, .5))
        for side, part in ((1 - heavy, below[:light]), (heavy, below[light:])):
            if part:
                todo.append((level + 1, value << 1 | side, part))
    return prefixes


@dataclass(frozen=True)
class Ports:
    """The single ports and ranges of a set: the first of each come most often."""

    single: list[int]
    ranges: list[tuple[int, int]]
    unused: int

    @staticmethod
    def make(rng: random.Random, single: int, unused: int) -> "Ports":
        known = rng.sample(SERVICE_PORTS, min(single, len(SERVICE_PORTS)) * 2 // 3)
        others = [rng.randrange(1024, 65536) for _ in range(single - len(known))]
        ports = known + others
        rng.shuffle(ports)
        ranges = []
        for _ in range(24):
            first = rng.randrange(1024, 60000)
            ranges.append((first, first + rng.choice((1, 4, 9, 19, 63, 99, 255, 1000, 5000))))
        return Ports(ports, ranges, unused)

    def pick(self, rng: random.Random, weights: tuple[int, ...]) -> tuple[int, int] | None:
        kind = rng.choices(range(5), weights)[0]
        if kind == 0:
            return None
        if kind == 1:
            return 1024, 65535
        if kind == 2:
            return self.unused + 1, 1023
        if kind == 3:
            return self.ranges[int(len(self.ranges) * rng.random() ** 2)]
        port = self.single[int(len(self.single) * rng.random() ** 2)]
        return port, port


def specificity(rule: Rule) -> int:
    bits = (rule.saddr[1] if rule.saddr else 0) + (rule.daddr[1] if rule.daddr else 0) + (8 if rule.proto else 0)
    for ports in (rule.sport, rule.dport):
        if ports:
            bits += 17 - (ports[1] - ports[0] + 1).bit_length()
    return bits


def candidates(character: Character, rng: random.Random, count: int) -> list[Rule]:
    def lengths(weights: dict[int, int]) -> list[int]:
        return rng.choices(list(weights), weights.values(), k=count)

    sources = plant(rng, lengths(character.saddrs), character.source_tree)
    destinations = plant(rng, lengths(character.daddrs), character.destination_tree)
    sports = Ports.make(rng, character.single_ports[0], UNUSED_SPORT)
    dports = Ports.make(rng, character.single_ports[1], UNUSED_DPORT)
    rules = []
    for saddr, daddr in zip(sources, destinations):
        proto = rng.choices((TCP, UDP, ICMP, None, rng.choice((GRE, ESP, OSPF))), character.protocols)[0]
        has_ports = proto in (TCP, UDP)
        rules.append(Rule(proto=proto, saddr=saddr, daddr=daddr,
                          sport=sports.pick(rng, character.sports) if has_ports else None,
                          dport=dports.pick(rng, character.dports) if has_ports else None))
    return rules


def generate(kind: str, rng: random.Random, count: int) -> list[Rule]:
    """`count` different rules. None takes packets of an odd protocol between addresses that no rule names."""
    tried = count
    while True:
        # What takes nearly everything leaves the rules behind it without packets.
        found = {rule: None for rule in candidates(CHARACTERS[kind], rng, tried)
                 if rule.saddr or rule.daddr or (rule.sport and rule.dport)}
        if len(found) >= count:
            break
        tried += tried // 4 + 1
    rules = list(found)
    # Some were made too many, anywhere in the trees.
    rules = [rules[place] for place in sorted(rng.sample(range(len(rules)), count))]
    # Noise of a few bits: sets of several people, merged.
    return sorted(rules, key=lambda rule: -specificity(rule) + rng.gauss(0, 6))
