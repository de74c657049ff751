#!/usr/bin/env python3
"""Commands that need no kernel, as whole processes: starting, checking, compiling.

    Benchmarks/offline.py [--family services,acl1] [--rules 1000,10000]

First `qosctl --version` beside `nft --version`, and `qosctl check` beside `nft -c -f` of what `qosctl compile` prints,
for the 10,000 rules of policy.sh. Then check and compile for each rule set: milliseconds, and peak memory. Results are
added to offline.tsv in the directory of --results.
"""

import pathlib
import subprocess
import sys
import tempfile

import generate
from arguments import parser
from lab import CommandFailed, Namespace, begin
from results import ROOT, Figures, add_rows
from timing import interleaved, used

COLUMNS = ("family", "rules", "command", "least", "quarter", "median", "peak_mib")


def show(results: pathlib.Path, rows: list[tuple]) -> None:
    add_rows(results / "offline.tsv", COLUMNS, rows)
    for family, count, command, least, quarter, median, peak in rows:
        shared = f"{least * 1000 / count:8.2f} us a rule" if count else ""
        times = f"{least:9.2f} {quarter:9.2f} {median:9.2f} ms"
        print(f"{family:10} {count:7} {command:26} {times} {peak:7.1f} MiB {shared}", flush=True)


def measure(chosen, place: Namespace, family: str, count: int, commands: dict[str, list], rounds: int) -> None:
    times = interleaved(place, {name: (["true"], command) for name, command in commands.items()}, rounds)
    rows = []
    for name, samples in times.items():
        figures = Figures(samples)
        peak = used(place.enter(commands[name])).mebibytes
        rows.append((family, count, name, figures.least, figures.quarter, figures.median, peak))
    show(chosen.results, rows)


def beside_nft(chosen, place: Namespace, work: pathlib.Path) -> None:
    measure(chosen, place, "start", 0, {"qosctl --version": [chosen.qosctl, "--version"],
                                        "nft --version": ["nft", "--version"]}, chosen.rounds * 5)
    # nft -c asks the kernel, which looks through all sets of a table for each new one: mixed has 9,000 lists.
    for kind, rounds in (("plain", chosen.rounds), ("mixed", 1)):
        policy, script = work / f"{kind}.qos", work / f"{kind}.nft"
        with open(policy, "w") as text:
            subprocess.run([ROOT / "Benchmarks/policy.sh", kind, "10000"], stdout=text, check=True)
        with open(script, "w") as text:
            subprocess.run([chosen.qosctl, "compile", policy], stdout=text, stderr=subprocess.DEVNULL, check=True)
        measure(chosen, place, kind, 10000, {"qosctl check": [chosen.qosctl, "check", policy],
                                             "nft -c -f compiled": ["nft", "-c", "-f", script]}, rounds)


def main() -> None:
    arguments = parser(__doc__, "ports,prefixes,services,sections", "1000,10000", 7)
    arguments.add_argument("--no-nft", action="store_true", help="leave out what is compared with nft")
    chosen = arguments.parse_args()
    begin()
    with tempfile.TemporaryDirectory(prefix="qosctl-bench-") as directory, Namespace("offline") as place:
        work = pathlib.Path(directory)
        if not chosen.no_nft:
            beside_nft(chosen, place, work)
        for family in chosen.family:
            for count in chosen.rules:
                generate.write(family, count, work / "rules", seed=chosen.seed, packets=1)
                policy = work / "rules/policy.qos"
                measure(chosen, place, family, count, {
                    "qosctl check": [chosen.qosctl, "check", policy],
                    "qosctl compile": [chosen.qosctl, "compile", policy],
                }, min(3, chosen.rounds) if count > 20_000 else chosen.rounds)


if __name__ == "__main__":
    try:
        main()
    except CommandFailed as failure:
        sys.exit(f"offline.py: {failure}")
