#!/usr/bin/env python3
"""How long it takes to load a rule set: whole processes, and their parts.

    Benchmarks/load.py [--family services,acl1] [--rules 10,1000,10000] [--command 'qosctl apply,nft -f linear'] …

`qosctl apply` beside `nft -f` of the same rules as a linear list, `nft -f` of what `qosctl compile` prints, and the
restore programs of iptables. The floor is what qosctl sends, sent again by a program that does nothing else. Results
are added to load.tsv in the directory of --results.
"""

import pathlib
import subprocess
import sys
import tempfile

import generate
from arguments import names, parser
from lab import CommandFailed, Namespace, begin
from results import Figures, add_rows, tool
from timing import interleaved, parts, prepare_script, used

COMMANDS = ("qosctl apply", "nft -f linear", "nft -f compiled", "iptables-legacy-restore", "iptables-nft-restore")
COLUMNS = ("family", "rules", "what", "least", "quarter", "median", "bytes")
# Above this, nft -f of a linear list takes seconds.
MANY = 20_000


def whole(chosen, rules: pathlib.Path, work: pathlib.Path, count: int, rounds: int) -> list[tuple]:
    """Every command as a whole process, from an empty rule set."""
    state = work / "state"
    # The kernel frees what was deleted after the command that deleted it.
    pause = min(1.0, 0.02 + count / 100_000)
    clean = prepare_script(work / "clean.sh", "\n".join((
        "nft flush ruleset", "iptables-legacy -t mangle -F", "iptables-legacy -t mangle -X", f"rm -rf {state}",
        f"sleep {pause}")))
    every = {
        "qosctl apply": [chosen.qosctl, "apply", "--state-dir", state, rules / "policy.qos"],
        "nft -f linear": ["nft", "-f", rules / "linear.nft"],
        "nft -f compiled": ["nft", "-f", rules / "compiled.nft"],
        "iptables-legacy-restore": ["iptables-legacy-restore", rules / "linear.iptables"],
        "iptables-nft-restore": ["iptables-nft-restore", rules / "linear.iptables"],
    }
    wanted = {name: (clean, every[name]) for name in chosen.command}
    with Namespace("load") as place:
        times = interleaved(place, wanted, rounds)
    return [(name, Figures(samples), "-") for name, samples in times.items() if samples]


def phases(chosen, rules: pathlib.Path, work: pathlib.Path, rounds: int) -> list[tuple]:
    """The parts that --timings names, and the floor of what is sent, in turn."""
    record = work / "record"
    samples: dict[str, list[float]] = {}
    sent = 0
    for turn in range(rounds + 1):
        with Namespace("phases") as place:
            state = work / f"phases-{turn}"
            apply = [chosen.qosctl, "apply", "--timings", "--state-dir", state, rules / "policy.qos"]
            recorder = {"LD_PRELOAD": str(tool("record.so")), "NETLINK_RECORD": str(record)}
            took = parts(used(place.enter(apply), None if turn else recorder).said)
        with Namespace("floor") as place:
            floor, sent, _ = place.run([tool("replay"), record]).split()
        if turn:
            took["build and send"] = took.get("encode", 0) + took.get("kernel", 0)
            took["floor"] = float(floor)
            for name, value in took.items():
                samples.setdefault(name, []).append(value)
    return [(f"part: {name}", Figures(values), sent if name == "floor" else "-") for name, values in samples.items()]


def measure(chosen, family: str, count: int) -> None:
    rounds = min(3, chosen.rounds) if count > MANY else chosen.rounds
    with tempfile.TemporaryDirectory(prefix="qosctl-bench-") as directory:
        work = pathlib.Path(directory)
        rules = work / "rules"
        generate.write(family, count, rules, seed=chosen.seed, packets=1)
        with open(rules / "compiled.nft", "w") as compiled:
            subprocess.run([chosen.qosctl, "compile", rules / "policy.qos"], stdout=compiled, check=True)
        found = whole(chosen, rules, work, count, rounds) + phases(chosen, rules, work, rounds)
    rows = [(family, count, name, figures.least, figures.quarter, figures.median, size)
            for name, figures, size in found]
    add_rows(chosen.results / "load.tsv", COLUMNS, rows)
    print(f"{family}, {count} rules, seed {chosen.seed}, {rounds} rounds, ms:")
    for _, _, name, least, quarter, median, size in rows:
        sent = "" if size == "-" else f"{size} bytes"
        print(f"  {name:26} {least:10.2f} {quarter:10.2f} {median:10.2f}  {sent}", flush=True)


def main() -> None:
    arguments = parser(__doc__, "ports,prefixes,services,sections", "10,1000,10000", 7)
    arguments.add_argument("--command", type=names, default=",".join(COMMANDS), help="(default: %(default)s)")
    chosen = arguments.parse_args()
    begin()
    for family in chosen.family:
        for count in chosen.rules:
            measure(chosen, family, count)


if __name__ == "__main__":
    try:
        main()
    except CommandFailed as failure:
        sys.exit(f"load.py: {failure}")
