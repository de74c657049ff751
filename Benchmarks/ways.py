"""Ways to load one rule set. Each is a list of commands, to be run in a namespace of its own."""

import pathlib
import re

from lab import Namespace

EMPTY = "table ip empty { chain output { type filter hook output priority -140; policy accept; }; }"

# What stands before the hyphen is the program, what stands behind it how.
WAYS = ("none", "empty", "nft", "nft-counters", "iptables-legacy", "iptables-nft",
        "qosctl-none", "qosctl-class", "qosctl-rule")


def commands(way: str, place: Namespace, rules: pathlib.Path, work: pathlib.Path, qosctl: pathlib.Path) -> list[list]:
    """`rules` is the directory of the rule set; files that a way needs besides are put into `work`."""
    if way == "none":
        return []
    if way == "empty":
        return [["nft", EMPTY]]
    if way == "nft":
        return [["nft", "-f", rules / "linear.nft"]]
    if way == "nft-counters":
        # A counter in the chain of each class, as `counters class` has.
        counted = work / f"{place.name}.nft"
        counted.write_text(re.sub(r"(chain \w+ \{) ip dscp", r"\1 counter ip dscp", (rules / "linear.nft").read_text()))
        return [["nft", "-f", counted]]
    if way.startswith("iptables-"):
        return [[f"{way}-restore", rules / "linear.iptables"]]
    policy = work / f"{place.name}.qos"
    policy.write_text(with_counters((rules / "policy.qos").read_text(), way.removeprefix("qosctl-")))
    return [[qosctl, "apply", "--state-dir", work / f"{place.name}.state", policy]]


def with_counters(text: str, counters: str) -> str:
    return re.sub(r"^counters \w+$", f"counters {counters}", text, flags=re.MULTILINE)


def load(way: str, place: Namespace, rules: pathlib.Path, work: pathlib.Path, qosctl: pathlib.Path) -> None:
    for command in commands(way, place, rules, work, qosctl):
        place.run(command)
