"""What a rule set is: an ordered list of rules, of which the first that matches a packet marks it."""

from dataclasses import dataclass

# Class names, and the DSCP that each sets. They differ, so that a wrong order is seen in the marks.
CLASSES = [("c0", 46), ("c1", 34), ("c2", 26), ("c3", 18), ("c4", 10), ("c5", 40), ("c6", 24), ("c7", 8)]

PROTOCOLS = {1: "icmp", 6: "tcp", 17: "udp", 47: "gre", 50: "esp", 89: "ospf"}
ICMP, TCP, UDP, GRE, ESP, OSPF = PROTOCOLS

# No generated rule has an address in here, and none has these ports: packets that no rule takes.
NOWHERE = (0xC6120000, 15)  # 198.18.0.0/15
UNUSED_SPORT, UNUSED_DPORT = 9, 7


@dataclass(slots=True, frozen=True)
class Packet:
    """Addresses are numbers. 0 as the source address or port: the kernel chooses. User 0: root."""

    proto: int
    saddr: int = 0
    daddr: int = 0
    sport: int = 0
    dport: int = 0
    user: int = 0


@dataclass(slots=True, frozen=True)
class Rule:
    """None is any. Prefixes are (number, length), ports (first, last); a port comes with protocol TCP or UDP."""

    proto: int | None = None
    saddr: tuple[int, int] | None = None
    daddr: tuple[int, int] | None = None
    sport: tuple[int, int] | None = None
    dport: tuple[int, int] | None = None
    user: int | None = None

    def matches(self, packet: Packet) -> bool:
        if self.daddr and (packet.daddr ^ self.daddr[0]) >> (32 - self.daddr[1]):
            return False
        if self.saddr and (packet.saddr ^ self.saddr[0]) >> (32 - self.saddr[1]):
            return False
        if self.proto is not None and packet.proto != self.proto:
            return False
        if self.dport and not self.dport[0] <= packet.dport <= self.dport[1]:
            return False
        if self.sport and not self.sport[0] <= packet.sport <= self.sport[1]:
            return False
        return self.user is None or packet.user == self.user


@dataclass(slots=True)
class RuleSet:
    """`classes` has the index into CLASSES for each rule."""

    family: str
    seed: int
    rules: list[Rule]
    classes: list[int]

    def first_match(self, packet: Packet, end: int | None = None) -> int | None:
        """The place of the rule that takes the packet, among the first `end` rules."""
        for place, rule in enumerate(self.rules[:end]):
            if rule.matches(packet):
                return place
        return None


def dotted(address: int) -> str:
    return f"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"


def cut(address: int, length: int) -> tuple[int, int]:
    """The prefix of this length that holds the address."""
    return address >> (32 - length) << (32 - length) if length else 0, length
