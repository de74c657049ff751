"""The plots of docs/benchmarks, by name."""

from . import svg
from .figures import DENSE_FAMILIES, SERVICE_FAMILIES, Run

SHOWN = {"none": "nothing", "iptables-legacy": "iptables-legacy", "iptables-nft": "iptables-nft", "nft": "nft, linear",
         "qosctl-class": "qosctl", "qosctl-rule": "qosctl, by rule"}
NAMES = list(SHOWN.values())
LOADING = ["qosctl apply", "nft -f linear", "nft -f compiled"]
FLOWS = [f"{SHOWN[way]}, {flow}" for way in ("none", "nft", "qosctl-class") for flow in ("marked", "unmarked")]


def packets(run: Run, family: str) -> str | None:
    series = {}
    for way, name in SHOWN.items():
        rows = run.table("packets", family=family, way=way, trace="mixed")
        if rows:
            series[name] = sorted((row["rules"], row["least"]) for row in rows)
    return series and svg.lines(f"A packet's cost: {family}, packets for all rules", series, NAMES, "rules",
                               "ns a packet")


def dense(run: Run) -> str | None:
    groups = {}
    for family in DENSE_FAMILIES:
        figures = {name: run.packet(family, 10000, way) for way, name in SHOWN.items()}
        if any(figures.values()):
            groups[family] = {name: value for name, value in figures.items() if value}
    return groups and svg.bars("A packet's cost: dense 5-tuples, 10,000 rules", groups, NAMES, "ns a packet")


def load(run: Run) -> str | None:
    groups = {}
    for family in (*SERVICE_FAMILIES, *DENSE_FAMILIES):
        figures = {name: run.load(family, 10000, name) for name in LOADING}
        if any(figures.values()):
            groups[family] = {name: value for name, value in figures.items() if value}
    return groups and svg.bars("Loading 10,000 rules", groups, LOADING, "ms")


def delay(run: Run, state: str) -> str | None:
    series: dict[str, list[tuple[float, float]]] = {}
    for row in run.table("delay-cdf", state=state):
        name = f"{SHOWN[row['way']]}, {row['flow']}"
        series.setdefault(name, []).append((row["nanoseconds"] / 1000, row["permille"] / 10))
    # What is beyond 99.5 % is in the table: it would make everything else a vertical line.
    series = {name: [point for point in points if point[1] <= 99.5] for name, points in series.items()}
    words = "at rest" if state == "rest" else "every CPU busy"
    return series and svg.lines(f"One-way delay, {words}", series, FLOWS, "us", "% of packets", log_y=False)


def plots(run: Run) -> dict[str, str]:
    made = {f"packets-{family}": packets(run, family) for family in SERVICE_FAMILIES}
    made |= {"packets-dense": dense(run), "load": load(run)}
    made |= {f"delay-{state}": delay(run, state) for state in ("rest", "busy")}
    return {name: drawn for name, drawn in made.items() if drawn}
