#!/usr/bin/env python3
"""Writes one rule set for every tool: policy.qos, linear.nft, linear.iptables, and traces of packets (*.trace).

    Benchmarks/generate.py FAMILY RULES DIRECTORY [--counters rule|class|none|auto] [--seed N] [--packets N]

The same arguments give the same files. facts.json says the seed and how far, on average, packets get in the list.
"""

import argparse
import json
import pathlib

from rulesets import make, trace, writers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", choices=make.FAMILIES)
    parser.add_argument("rules", type=int)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--counters", choices=("rule", "class", "none", "auto"), default="class")
    parser.add_argument("--seed", type=int, default=make.SEED)
    parser.add_argument("--packets", type=int, default=16384, help="in the mixed trace")
    options = parser.parse_args()
    print(f"{options.family} {options.rules}, seed {options.seed}")
    write(options.family, options.rules, options.directory, options.counters, options.seed, options.packets)


def write(family: str, count: int, directory: pathlib.Path, counters: str = "class", seed: int = make.SEED,
          packets: int = 16384) -> dict:
    """Returns what stands in facts.json."""
    rules = make.make(family, count, seed)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "policy.qos").write_text(writers.policy(rules, counters))
    (directory / "linear.nft").write_text(writers.nft(rules))
    (directory / "linear.iptables").write_text(writers.iptables(rules))
    facts = {"family": family, "rules": count, "seed": seed, "average_match": {}}
    for name, (sent, match) in trace.traces(rules, packets).items():
        (directory / f"{name}.trace").write_text("".join(map(trace.line, sent)))
        facts["average_match"][name] = match and round(match, 1)
    (directory / "facts.json").write_text(json.dumps(facts, indent=2) + "\n")
    return facts


if __name__ == "__main__":
    main()
