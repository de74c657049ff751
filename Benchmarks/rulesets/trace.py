"""Packets for a rule set: those that its first, middle or last rule takes, those that none takes, and a mix."""

import random

from .rule import GRE, NOWHERE, PROTOCOLS, TCP, UDP, UNUSED_DPORT, UNUSED_SPORT, Packet, Rule, RuleSet, dotted
from .services import address

GOLDEN = 0.6180339887498949


def packet_in(rule: Rule, rng: random.Random, like: Rule) -> Packet:
    """A packet that the rule matches. `like` has a field if packets of this set should have it."""

    def host(prefix, wanted):
        if prefix:
            return prefix[0] | rng.randrange(1 << (32 - prefix[1]))
        return address(rng) if wanted else 0

    proto = rule.proto or UDP
    has_ports = proto in (TCP, UDP)

    def port(ports, wanted, unused):
        if not has_ports:
            return 0
        return rng.randint(*ports) if ports else rng.randrange(1024, 65536) if wanted else unused

    return Packet(proto, host(rule.saddr, like.saddr), host(rule.daddr, True), port(rule.sport, like.sport, 0),
                  port(rule.dport, True, UNUSED_DPORT), rule.user or 0)


def fields_in_use(rules: list[Rule]) -> Rule:
    """Says for each field whether any rule has it."""
    def first(name: str):
        return next((getattr(rule, name) for rule in rules if getattr(rule, name) is not None), None)

    return Rule(*map(first, ("proto", "saddr", "daddr", "sport", "dport", "user")))


def taken_by(rules: RuleSet, places, rng: random.Random, like: Rule) -> tuple[int, Packet] | None:
    """A packet that the first possible of these rules takes, and that no earlier rule does."""
    for place in places:
        for _ in range(4):
            packet = packet_in(rules.rules[place], rng, like)
            if rules.first_match(packet, place) is None:
                return place, packet
    return None


def taken_by_none(rules: RuleSet, rng: random.Random, like: Rule) -> Packet | None:
    for proto in (UDP, GRE):
        for _ in range(8):
            nowhere = NOWHERE[0] | rng.randrange(1 << (32 - NOWHERE[1]))
            packet = Packet(proto, nowhere if like.saddr else 0, nowhere ^ 1, UNUSED_SPORT if like.sport else 0,
                            UNUSED_DPORT)
            if rules.first_match(packet) is None:
                return packet
    return None


def mixed(rules: RuleSet, count: int, rng: random.Random, like: Rule) -> list[Packet]:
    """A packet inside of rule after rule, in an order of which every beginning is spread evenly over all rules."""
    size = len(rules.rules)
    start = rng.random()
    return [packet_in(rules.rules[int((start + i * GOLDEN) % 1 * size)], rng, like) for i in range(count)]


def traces(rules: RuleSet, count: int) -> dict[str, tuple[list[Packet], float | None]]:
    """For each name the packets, and the average place (from 1) of the rules that take them, measured on a part."""
    rng = random.Random(f"{rules.family} {len(rules.rules)} {rules.seed} packets")
    like = fields_in_use(rules.rules)
    size = len(rules.rules)
    made: dict[str, tuple[list[Packet], float | None]] = {}
    middle = size // 2
    wanted = {"first": range(size), "middle": range(middle, size), "last": range(size - 1, -1, -1)}
    for name, places in wanted.items():
        found = taken_by(rules, places, rng, like)
        if found:
            made[name] = ([found[1]], found[0] + 1)
    none = taken_by_none(rules, rng, like)
    if none:
        made["none"] = ([none], None)
    packets = mixed(rules, count, rng, like)
    sample = packets[:max(50, 2_000_000 // size)]
    taken = [rules.first_match(packet) for packet in sample]
    made["mixed"] = (packets, sum(place + 1 for place in taken if place is not None) / len(taken))
    return made


def line(packet: Packet) -> str:
    """As sender/trace.c reads it; the name at the end is for people."""
    return (f"{packet.proto} {dotted(packet.saddr)} {dotted(packet.daddr)} {packet.sport} {packet.dport} {packet.user}"
            f" {PROTOCOLS[packet.proto]}\n")
