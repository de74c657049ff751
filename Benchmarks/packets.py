#!/usr/bin/env python3
"""What a packet costs with a rule set, loaded in several ways: nanoseconds of the sending thread's CPU time.

    Benchmarks/packets.py [--family services,acl1] [--rules 10,1000] [--way nft,qosctl-class] [--trace mixed,last] …
    Benchmarks/packets.py --family office     ten rules, beside nft rules that were written by hand

Every way has a network namespace of its own. Slices of the same packets are sent in each in turn. Before that, the
marks of all ways are compared, packet by packet. Results are added to packets.tsv in the directory of --results.
"""

import contextlib
import pathlib
import sys
import tempfile
import time

import generate
from arguments import names, parser
from lab import DEVICE, CommandFailed, Namespace, begin, run
from results import Figures, add_rows, tool
from ways import WAYS, load

OFFICE = pathlib.Path(__file__).parent / "office"
TRACES = ("first", "middle", "last", "none", "mixed")
COLUMNS = ("family", "rules", "way", "trace", "average_match", "packets", "least", "quarter", "median")


def options():
    arguments = parser(__doc__, "ports,prefixes,services,sections", "10,1000,10000", 9)
    arguments.add_argument("--way", type=names, default=",".join(WAYS), help="(default: %(default)s)")
    arguments.add_argument("--trace", type=names, default="mixed",
                           help=f"of: {','.join(TRACES)} (default: %(default)s)")
    arguments.add_argument("--slice", default="20", help="milliseconds that one way sends in one round")
    arguments.add_argument("--checked", type=int, default=2000, help="packets whose marks are compared, 0: none")
    return arguments.parse_args()


def rule_set(family: str, count: int, seed: int, work: pathlib.Path) -> tuple[pathlib.Path, dict]:
    """The directory of its files, and how far packets of each trace get in the list."""
    if family == "office":
        return OFFICE, {}
    facts = generate.write(family, count, work / "rules", seed=seed)
    return work / "rules", facts["average_match"]


def load_all(ways: list[str], rules: pathlib.Path, work: pathlib.Path, qosctl: pathlib.Path,
             stack: contextlib.ExitStack) -> dict[str, Namespace]:
    """Leaves a way out, and says so, if it cannot load these rules."""
    places = {}
    for way in ways:
        place = stack.enter_context(Namespace(way))
        start = time.monotonic()
        try:
            load(way, place, rules, work, qosctl)
        except CommandFailed as failure:
            print(f"left out: {way}: {failure}", file=sys.stderr)
            continue
        print(f"  {way} loaded in {time.monotonic() - start:.2f} s", file=sys.stderr)
        places[way] = place
    return places


def compare_marks(sender, places, rules, trace: str, most: int) -> None:
    # The linear rules come first: they are what the others have to agree with.
    order = [way for way in ("nft", *places) if way in places and way not in ("none", "empty")]
    arguments = [f"{way}={places[way].path}" for way in dict.fromkeys(order)]
    if most and len(arguments) > 1:
        run([sender, "marks", "--device", DEVICE, "--packets", str(most),
             "--trace", f"{trace}={rules / f'{trace}.trace'}", *arguments])


def measure(chosen, family: str, count: int) -> None:
    sender = tool("sender")
    print(f"{family}, {count} rules, seed {chosen.seed}", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="qosctl-bench-") as directory, contextlib.ExitStack() as stack:
        work = pathlib.Path(directory)
        rules, matches = rule_set(family, count, chosen.seed, work)
        places = load_all(chosen.way, rules, work, chosen.qosctl, stack)
        traces = [trace for trace in chosen.trace if (rules / f"{trace}.trace").exists()]
        for trace in traces:
            # A linear list of 100,000 rules takes a millisecond and more for each packet.
            compare_marks(sender, places, rules, trace, min(chosen.checked, 20_000_000 // count))
        for place in places.values():
            place.drop_what_is_sent()
        command = [sender, "cost", "--cpu", "1", "--rounds", str(chosen.rounds), "--slice", chosen.slice]
        command += [word for trace in traces for word in ("--trace", f"{trace}={rules / f'{trace}.trace'}")]
        rows = []
        for line in run(command + [f"{way}={place.path}" for way, place in places.items()]).splitlines():
            way, trace, packets, costs = line.split("\t")
            figures = Figures([float(cost) for cost in costs.split()])
            match = matches.get(trace) or "-"
            rows.append((family, count, way, trace, match, packets, figures.least, figures.quarter, figures.median))
    add_rows(chosen.results / "packets.tsv", COLUMNS, rows)
    print(f"{'way':16} {'trace':8} {'match':>9} {'packets':>8} {'least':>10} {'q25':>10} {'median':>10}")
    for _, _, way, trace, match, packets, least, quarter, median in rows:
        print(f"{way:16} {trace:8} {match:>9} {packets:>8} {least:10.1f} {quarter:10.1f} {median:10.1f}", flush=True)


def main() -> None:
    chosen = options()
    begin()
    for family in chosen.family:
        for count in [10] if family == "office" else chosen.rules:
            measure(chosen, family, count)


if __name__ == "__main__":
    try:
        main()
    except CommandFailed as failure:
        sys.exit(f"packets.py: {failure}")
