"""Sections of docs/benchmarks.md as Markdown: tables, and the bars."""

from .bars import bars
from .figures import DENSE_FAMILIES, SERVICE_FAMILIES, Run

PLOTS = "benchmarks"


def table(head: list[str], rows: list[list[str]], more: str = "---:") -> str:
    """The first column is words, the others are figures."""
    lines = [head, ["---"] + [more] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def words_table(head: list[str], rows: list[list[str]]) -> str:
    return table(head, rows, more="---")


def figure(value: float | None, digits: int = 0) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def plot(name: str, words: str) -> str:
    return f"![{words}]({PLOTS}/{name}.svg)"


def facts(run: Run) -> str:
    return words_table(["", "measured with"], [[name, str(value)] for name, value in run.facts.items()])


def promises(run: Run) -> str:
    rows = []
    for bar in bars(run):
        shown = ", ".join(f"{name} {value:.2f}{bar.unit}" for name, value in bar.figures.items())
        rows.append([bar.promise, bar.verdict, shown or "-"])
    return words_table(["promise", "", "measured"], rows)


def packets(run: Run) -> str:
    parts = []
    ways = [way for way in run.values("packets", "way")]
    for family in SERVICE_FAMILIES:
        for trace in ("mixed", "last"):
            rows = [row for row in run.table("packets", family=family, trace=trace)]
            counts = sorted({row["rules"] for row in rows})
            if not rows or (trace == "last" and family not in ("ports", "prefixes")):
                continue
            lines = []
            for way in ways:
                cells = [run.packet(family, count, way, trace) for count in counts]
                if any(cells):
                    lines.append([way, *(figure(cell) for cell in cells)])
            matches = [run.one("packets", "average_match", family=family, rules=count, way="none", trace=trace)
                       for count in counts]
            head = f"**{family}**, " + ("packets for all rules" if trace == "mixed" else "packets for the last rule")
            shown = [f"*{match:,.0f}*" if isinstance(match, float) else "" for match in matches]
            lines.append(["*the rule that matches*", *shown])
            parts.append(f"{head}:\n\n" + table(["ns a packet"] + [f"{count:,.0f} rules" for count in counts], lines))
        if run.table("packets", family=family):
            parts.append(plot(f"packets-{family}", f"Nanoseconds a packet against number of rules: {family}"))
    return "\n\n".join(parts)


def office(run: Run) -> str:
    rows = run.table("packets", family="office")
    traces = list(dict.fromkeys(row["trace"] for row in rows))
    lines = [[way, *(figure(run.packet("office", 10, way, trace)) for trace in traces)]
             for way in dict.fromkeys(row["way"] for row in rows)]
    return table(["ns a packet"] + traces, lines)


def dense(run: Run) -> str:
    lines = []
    for family in DENSE_FAMILIES:
        for count in (1000, 10000):
            linear, own = run.packet(family, count, "nft"), run.packet(family, count, "qosctl-class")
            if linear and own:
                lines.append([f"{family}, {count:,}", figure(run.packet(family, count, "none")),
                              figure(run.packet(family, count, "iptables-legacy")), figure(linear), figure(own),
                              f"{linear / own:.1f}x"])
    head = ["rule set", "nothing", "iptables-legacy", "nft, linear", "qosctl", "nft / qosctl"]
    return table(head, lines) + "\n\n" + plot("packets-dense", "Nanoseconds a packet with dense 5-tuple rule sets")


def load(run: Run) -> str:
    parts = []
    for family in (*SERVICE_FAMILIES, *DENSE_FAMILIES):
        counts = sorted({row["rules"] for row in run.table("load", family=family)})
        names = dict.fromkeys(row["what"] for row in run.table("load", family=family))
        lines = [[name.replace("part:", "&nbsp;&nbsp;"),
                  *(figure(run.load(family, count, name), 1) for count in counts)] for name in names]
        if lines:
            parts.append(table([f"ms, **{family}**"] + [f"{count:,.0f} rules" for count in counts], lines))
    return "\n\n".join([*parts, plot("load", "Milliseconds to load 10,000 rules")])


def delay(run: Run) -> str:
    lines = [[f"{row['state']}, {row['way']}, {row['flow']}",
              *(figure(row[column]) for column in ("sent", "lost", "reordered")),
              *(figure(row[column], 1) for column in ("median", "p90", "p99", "p999", "most"))]
             for row in run.table("delay")]
    head = ["one-way delay, us", "sent", "lost", "out of order", "median", "90 %", "99 %", "99.9 %", "most"]
    return "\n\n".join([table(head, lines), plot("delay-rest", "Distribution of one-way delay at rest"),
                        plot("delay-busy", "Distribution of one-way delay with every CPU busy")])


def memory(run: Run) -> str:
    lines = [[f"{row['family']}, {row['rules']:,.0f}, {row['way']}", figure(row["kernel_kib"]), row["how"],
              figure(row["kernel_kib"] * 1024 / row["rules"]), figure(row["peak_mib"], 1)]
             for row in run.table("memory")]
    return table(["", "kernel, KiB", "by", "bytes a rule", "peak of the process, MiB"], lines)


def offline(run: Run) -> str:
    lines = []
    for row in run.table("offline"):
        rule = figure(row["least"] * 1000 / row["rules"], 2) if row["rules"] else ""
        name = row["family"] if not row["rules"] else f"{row['family']}, {row['rules']:,.0f}"
        lines.append([f"{name}: {row['command']}", figure(row["least"], 2), figure(row["median"], 2), rule,
                      figure(row["peak_mib"], 1)])
    return table(["whole process", "least, ms", "median, ms", "us a rule", "peak, MiB"], lines)


def edits(run: Run) -> str:
    lines = [[f"{row['rules']:,.0f} rules: {row['what']}", figure(row["least"], 1), figure(row["median"], 1),
              figure(row["bytes"])] for row in run.table("edits")]
    return table(["one rule changed", "least, ms", "median, ms", "bytes sent"], lines)


SECTIONS = {"facts": facts, "promises": promises, "packets": packets, "office": office, "dense": dense, "load": load,
            "delay": delay, "memory": memory, "offline": offline, "edits": edits}
