"""What this project promises of its speed, beside what a run measured: ratios to something else in the same run."""

import math
from dataclasses import dataclass

from .figures import DENSE_FAMILIES, SERVICE_FAMILIES, Run


@dataclass
class Bar:
    promise: str
    figures: dict[str, float]
    limit: float
    # The promise holds for figures up to the limit; otherwise for those from it on.
    most: bool = True
    unit: str = "x"

    @property
    def worst(self) -> float | None:
        if not self.figures:
            return None
        return max(self.figures.values()) if self.most else min(self.figures.values())

    @property
    def verdict(self) -> str:
        if self.worst is None:
            return "not measured"
        return "met" if (self.worst <= self.limit if self.most else self.worst >= self.limit) else "**not met**"


def ratios(names, above, below) -> dict[str, float]:
    """For each name the ratio of the two figures, where both were measured."""
    found = {}
    for name in names:
        first, second = above(name), below(name)
        if first and second:
            found[name] = first / second
    return found


def packet_bars(run: Run) -> list[Bar]:
    def grown(count: int, way: str) -> dict[str, float]:
        return ratios(SERVICE_FAMILIES, lambda f: run.packet(f, count, way), lambda f: run.packet(f, 10, way))

    def beside_linear(families, trace: str) -> dict[str, float]:
        return ratios(families, lambda f: run.packet(f, 10000, "nft", trace),
                      lambda f: run.packet(f, 10000, "qosctl-class", trace))

    dense = beside_linear(DENSE_FAMILIES, "mixed")
    mean = {"mean": math.exp(sum(map(math.log, dense.values())) / len(dense))} if dense else {}
    traces = ("mixed", "first", "middle", "last", "none")
    by_hand = {}
    for way, peer in (("qosctl-none", "nft"), ("qosctl-class", "nft-counters")):
        by_hand |= {f"{way.removeprefix('qosctl-')}, {trace}": ratio for trace, ratio in ratios(
            traces, lambda t: run.packet("office", 10, way, t), lambda t: run.packet("office", 10, peer, t)).items()}
    return [
        Bar("a packet with 10,000 rules costs at most 1.6 times one with 10 (`counters class`)",
            grown(10000, "qosctl-class"), 1.6),
        Bar("… with 100,000 rules at most 2.2 times", grown(100000, "qosctl-class"), 2.2),
        Bar("… with `counters rule`, 10,000 rules at most 2.5 times", grown(10000, "qosctl-rule"), 2.5),
        Bar("10,000 rules, mixed packets: at least 25 times cheaper than linear nft",
            beside_linear(SERVICE_FAMILIES, "mixed"), 25, most=False),
        Bar("10,000 rules in one map, the last one matches: at least 100 times cheaper than linear nft",
            beside_linear(("ports", "prefixes"), "last"), 100, most=False),
        Bar("dense 5-tuples, 10,000 rules: each at least 15 times cheaper than linear nft", dense, 15, most=False),
        Bar("… geometric mean at least 22 times", mean, 22, most=False),
        Bar("ten rules cost at most 1.05 times the same ten written by hand for nft", by_hand, 1.05),
    ]


def load_bars(run: Run) -> list[Bar]:
    def compile_time(families, counts) -> dict[str, float]:
        found = {}
        for family in families:
            for count in counts:
                took = run.load(family, count, "part: compile")
                if took:
                    found[f"{family} {count:,}"] = took * 1000 / count
        return found

    def beside(families, peer: str) -> dict[str, float]:
        return ratios(families, lambda f: run.load(f, 10000, peer), lambda f: run.load(f, 10000, "qosctl apply"))

    every = (*SERVICE_FAMILIES, *DENSE_FAMILIES)
    floor = {}
    for count in (10000, 100000):
        found = ratios(every, lambda f: run.load(f, count, "part: build and send"),
                       lambda f: run.load(f, count, "part: floor"))
        floor |= {f"{name} {count:,}": ratio for name, ratio in found.items()}
    seconds = {f: took / 1000 for f in SERVICE_FAMILIES if (took := run.load(f, 100000, "qosctl apply"))}
    peaks = {f: peak for f in SERVICE_FAMILIES
             if (peak := run.one("memory", "peak_mib", family=f, rules=100000, way="qosctl-class"))}
    slower = ratios(DENSE_FAMILIES, lambda f: run.load(f, 10000, "qosctl apply"),
                    lambda f: run.load(f, 10000, "nft -f linear"))
    return [
        Bar("compiling takes at most 5 us a rule, up to 100,000 rules",
            compile_time(SERVICE_FAMILIES, (10000, 100000)), 5, unit=" us"),
        Bar("… at most 20 us for dense 5-tuples, 10,000 rules", compile_time(DENSE_FAMILIES, (10000,)), 20, unit=" us"),
        Bar("building and sending takes at most 1.3 times sending the same bytes", floor, 1.3),
        Bar("`qosctl apply` of 10,000 ports or prefixes: at least 5 times faster than `nft -f` of the linear list",
            beside(("ports", "prefixes"), "nft -f linear"), 5, most=False),
        Bar("… services and sections at least 1.5 times", beside(("services", "sections"), "nft -f linear"), 1.5,
            most=False),
        Bar("… dense 5-tuples at most 3 times slower", slower, 3),
        Bar("… at least 5 times faster than `nft -f` of what `qosctl compile` prints",
            beside(every, "nft -f compiled"), 5, most=False),
        Bar("100,000 rules: `qosctl apply` takes less than 3 s", seconds, 3, unit=" s"),
        Bar("… and less than 500 MB", peaks, 500 / 1.048576, unit=" MiB"),
    ]


def bars(run: Run) -> list[Bar]:
    return packet_bars(run) + load_bars(run)
