"""Ways to load one rule set, each in a namespace of its own."""

import pathlib
import re

from lab import Namespace

EMPTY = "table ip empty { chain output { type filter hook output priority -140; policy accept; }; }"


def none(place: Namespace, rules: pathlib.Path, work: pathlib.Path, qosctl: pathlib.Path) -> None:
    """Nothing at all."""


def empty(place, rules, work, qosctl) -> None:
    """A base chain without rules."""
    place.run(["nft", "-f", "-"], input=EMPTY)


def nft(place, rules, work, qosctl) -> None:
    place.run(["nft", "-f", rules / "linear.nft"])


def nft_counters(place, rules, work, qosctl) -> None:
    """With a counter in the chain of each class, as `counters class` has."""
    text = (rules / "linear.nft").read_text()
    place.run(["nft", "-f", "-"], input=re.sub(r"(chain \w+ \{) ip dscp", r"\1 counter ip dscp", text))


def iptables(tool: str):
    def load(place, rules, work, qosctl) -> None:
        with open(rules / "linear.iptables") as text:
            place.run([tool], stdin=text)
    return load


def with_counters(text: str, counters: str) -> str:
    return re.sub(r"^counters \w+$", f"counters {counters}", text, flags=re.MULTILINE)


def qosctl_with(counters: str):
    def load(place, rules, work, qosctl) -> None:
        policy = work / f"{place.name}.qos"
        policy.write_text(with_counters((rules / "policy.qos").read_text(), counters))
        place.run([qosctl, "apply", "--state-dir", work / f"{place.name}.state", policy])
    return load


WAYS = {
    "none": none,
    "empty": empty,
    "nft": nft,
    "nft-counters": nft_counters,
    "iptables-legacy": iptables("iptables-legacy-restore"),
    "iptables-nft": iptables("iptables-nft-restore"),
    "qosctl-none": qosctl_with("none"),
    "qosctl-class": qosctl_with("class"),
    "qosctl-rule": qosctl_with("rule"),
}
