#!/usr/bin/env python3
"""One-way delay, loss and order of a marked and an unmarked flow, at rest and with every CPU busy.

    Benchmarks/delay.py [--family services] [--rules 10000] [--way none,nft,qosctl-class] [--seconds 1] [--rounds 3]

Two namespaces, a veth pair between them. Paced packets carry the time at which they were sent. The marked flow is taken
by a rule in the middle of the list, the other by none. Ways in turn. Results are added to delay.tsv and delay-cdf.tsv
in the directory of --results.
"""

import contextlib
import os
import pathlib
import sys
import tempfile

import generate
from arguments import names, parser
from lab import CommandFailed, Namespace, begin, run
from results import Figures, add_rows, tool
from ways import WAYS, load

COLUMNS = ("family", "rules", "state", "way", "flow", "sent", "lost", "reordered", "dscp", "with_dscp", "median",
           "p90", "p99", "p999", "most")
CDF_COLUMNS = ("family", "rules", "state", "way", "flow", "permille", "nanoseconds")
FLOWS = {"marked": "middle", "unmarked": "none"}


def options():
    arguments = parser(__doc__, "services", "10000", 3)
    arguments.add_argument("--way", type=names, default="none,nft,qosctl-class", help=f"of: {','.join(WAYS)}")
    arguments.add_argument("--seconds", type=float, default=1, help="of each way in each round")
    arguments.add_argument("--rate", type=int, default=1000, help="packets of each flow in a second")
    return arguments.parse_args()


class Flow:
    """What was seen of one flow, over all rounds."""

    def __init__(self):
        self.sent = self.received = self.reordered = self.marked = 0
        self.dscp = "-"
        self.delays: list[int] = []

    def add(self, words: list[str]) -> None:
        sent, received, reordered, self.dscp, marked, delays = words
        self.sent += int(sent)
        self.received += int(received)
        self.reordered += int(reordered)
        self.marked += int(marked)
        self.delays += map(int, delays.split())


def send(chosen, rules, pairs, burners: int) -> dict[tuple[str, str], Flow]:
    seen: dict[tuple[str, str], Flow] = {}
    packets = int(chosen.seconds * chosen.rate)
    command = [tool("delay"), "--rate", chosen.rate, "--packets", packets, "--burners", burners]
    command += [word for flow, trace in FLOWS.items() for word in ("--flow", f"{flow}={rules / f'{trace}.trace'}")]
    for _ in range(chosen.rounds):
        for way, (near, far) in pairs.items():
            for line in run(list(map(str, command + [near.path, far.path]))).splitlines():
                flow, *words = line.split("\t")
                seen.setdefault((way, flow), Flow()).add(words)
    return seen


def measure(chosen, family: str, count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="qosctl-bench-") as directory, contextlib.ExitStack() as stack:
        work = pathlib.Path(directory)
        generate.write(family, count, work / "rules", seed=chosen.seed, packets=1)
        pairs = {}
        for way in chosen.way:
            near, far = stack.enter_context(Namespace(way)), stack.enter_context(Namespace(f"{way}-far", setup=None))
            near.give_far_end(far)
            load(way, near, work / "rules", work, chosen.qosctl)
            pairs[way] = near, far
        print(f"{family}, {count} rules, seed {chosen.seed}; us")
        print(f"{'state':6} {'way':16} {'flow':9} {'sent':>6} {'lost':>5} {'order':>5} {'DSCP':>5} "
              f"{'median':>8} {'p90':>8} {'p99':>8} {'p99.9':>8} {'most':>8}")
        for state, burners in (("rest", 0), ("busy", os.cpu_count() or 1)):
            rows, points = [], []
            for (way, flow), seen in send(chosen, work / "rules", pairs, burners).items():
                key = (family, count, state, way, flow)
                ordered = sorted(seen.delays)
                at = [Figures.at(ordered, part) / 1000 for part in (0.5, 0.9, 0.99, 0.999, 1)]
                rows.append((*key, seen.sent, seen.sent - seen.received, seen.reordered, seen.dscp, seen.marked, *at))
                points += [(*key, part, Figures.at(ordered, part / 1000)) for part in range(0, 1001, 5)]
                print(f"{state:6} {way:16} {flow:9} {seen.sent:6} {seen.sent - seen.received:5} {seen.reordered:5} "
                      f"{seen.dscp:>5} {' '.join(f'{value:8.1f}' for value in at)}", flush=True)
            add_rows(chosen.results / "delay.tsv", COLUMNS, rows)
            add_rows(chosen.results / "delay-cdf.tsv", CDF_COLUMNS, points)


def main() -> None:
    chosen = options()
    begin()
    for family in chosen.family:
        for count in chosen.rules:
            measure(chosen, family, count)


if __name__ == "__main__":
    try:
        main()
    except CommandFailed as failure:
        sys.exit(f"delay.py: {failure}")
