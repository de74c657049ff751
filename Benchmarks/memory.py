#!/usr/bin/env python3
"""Memory of a loaded rule set in the kernel, and the most that the loading process held.

    Benchmarks/memory.py [--family services] [--rules 1000,10000] [--way nft,qosctl-class]

The loading process runs in a memory control group of its own; what the kernel still holds for that group after the
process has ended is the rule set: slab objects, per-CPU counters, and pages that were allocated whole. The kernel keeps
up to 64 pages for each CPU ahead, so a figure is exact to some 100 KiB; what is charged to nobody is not in it. Where
no such group can be made, it is the difference of Slab, Percpu and VmallocUsed in /proc/meminfo, which whatever else
the kernel does disturbs by a megabyte or two. Results are added to memory.tsv in the directory of --results.
"""

import pathlib
import sys
import tempfile
import time

import generate
from arguments import names, parser
from lab import CommandFailed, Namespace, begin
from results import Figures, add_rows
from timing import used
from ways import WAYS, commands

COLUMNS = ("family", "rules", "way", "kernel_kib", "how", "peak_mib")


def all_kibibytes() -> float:
    """All of the kernel's memory of the kinds that rules are made of."""
    fields = dict(line.split(":") for line in pathlib.Path("/proc/meminfo").read_text().splitlines())
    return sum(float(fields[name].split()[0]) for name in ("Slab", "Percpu", "VmallocUsed"))


class NoGroup:
    """Where no control group can be made."""

    how = "meminfo"

    def __enter__(self):
        self.before = all_kibibytes()
        return self

    def entering(self, command) -> list[str]:
        return list(map(str, command))

    def kibibytes(self) -> float:
        return all_kibibytes() - self.before

    def __exit__(self, *_):
        pass


class ControlGroup:
    """A memory control group below our own."""

    how = "memcg"

    def __init__(self, parent: pathlib.Path, figure: str):
        self.path = parent / f"qosctl-bench-{time.monotonic_ns()}"
        self.figure = figure

    @staticmethod
    def own() -> "ControlGroup | None":
        """Version 1 first: version 2 has no memory controller where both are there."""
        for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if "memory" in controllers.split(","):
                made = ControlGroup(pathlib.Path("/sys/fs/cgroup/memory" + path), "memory.kmem.usage_in_bytes")
                if made.path.parent.joinpath(made.figure).exists():
                    return made
            if not controllers:
                made = ControlGroup(pathlib.Path("/sys/fs/cgroup" + path), "memory.stat")
                control = made.path.parent / "cgroup.subtree_control"
                if control.exists() and "memory" in control.read_text():
                    return made
        return None

    def __enter__(self):
        self.path.mkdir()
        return self

    def entering(self, command) -> list[str]:
        return ["sh", "-c", 'echo $$ > "$0"; exec "$@"', str(self.path / "cgroup.procs"), *map(str, command)]

    def kibibytes(self) -> float:
        text = (self.path / self.figure).read_text()
        if self.figure == "memory.stat":
            text = next(line.split()[1] for line in text.splitlines() if line.startswith("kernel "))
        return int(text) / 1024

    def __exit__(self, *_):
        # Charges move to the parent group.
        self.path.rmdir()


def load(way: str, place: Namespace, rules: pathlib.Path, work: pathlib.Path, qosctl) -> tuple[float, str, float]:
    """KiB in the kernel, how that was found, peak MiB of the process."""
    with ControlGroup.own() or NoGroup() as held:
        peak = 0.0
        for command in commands(way, place, rules, work, qosctl):
            peak = max(peak, used(place.enter(held.entering(command))).mebibytes)
        # Freed memory of the process, and of the kernel's own work for it, comes back after a grace period.
        time.sleep(0.3)
        return held.kibibytes(), held.how, peak


def measure(chosen, family: str, count: int) -> None:
    rows = []
    print(f"{family}, {count} rules, seed {chosen.seed}")
    with tempfile.TemporaryDirectory(prefix="qosctl-bench-") as directory:
        work = pathlib.Path(directory)
        generate.write(family, count, work / "rules", seed=chosen.seed, packets=1)
        for way in chosen.way:
            samples = []
            for turn in range(chosen.rounds):
                with Namespace(f"{way}-{turn}") as place:
                    samples.append(load(way, place, work / "rules", work, chosen.qosctl))
            kernel = Figures([kernel for kernel, _, _ in samples]).median
            peak = Figures([peak for _, _, peak in samples]).median
            how = samples[0][1]
            rows.append((family, count, way, kernel, how, peak))
            print(f"  {way:16} kernel {kernel:10.0f} KiB ({how}), {kernel * 1024 / count:7.0f} bytes a rule;"
                  f" process {peak:7.1f} MiB", flush=True)
    add_rows(chosen.results / "memory.tsv", COLUMNS, rows)


def main() -> None:
    arguments = parser(__doc__, "services", "1000,10000", 3)
    arguments.add_argument("--way", type=names, help=f"of: {','.join(WAYS)} (default: all that load rules)",
                           default="nft,iptables-legacy,iptables-nft,qosctl-none,qosctl-class,qosctl-rule")
    chosen = arguments.parse_args()
    begin()
    for family in chosen.family:
        for count in chosen.rules:
            measure(chosen, family, count)


if __name__ == "__main__":
    try:
        main()
    except CommandFailed as failure:
        sys.exit(f"memory.py: {failure}")
