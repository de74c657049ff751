#!/usr/bin/env python3
"""Writes the figures of a run into docs/benchmarks.md, between its markers, and the plots beside it.

    Benchmarks/write_report.py [--results DIRECTORY] [--output FILE]

A section stands between `<!-- bench: NAME -->` and `<!-- bench end -->`; what is outside of them stays as it is.
"""

import argparse
import pathlib
import re
import sys

from report.bars import bars
from report.figures import Run
from report.plots import plots
from report.tables import PLOTS, SECTIONS
from results import DIRECTORY, ROOT


def filled(text: str, run: Run) -> str:
    def section(found: re.Match) -> str:
        name = found["name"]
        if name not in SECTIONS:
            sys.exit(f"write_report.py: no section {name}")
        return f"<!-- bench: {name} -->\n\n{SECTIONS[name](run)}\n\n<!-- bench end -->"

    return re.sub(r"<!-- bench: (?P<name>\w+) -->.*?<!-- bench end -->", section, text, flags=re.DOTALL)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--results", type=pathlib.Path, default=DIRECTORY)
    arguments.add_argument("--output", type=pathlib.Path, default=ROOT / "docs/benchmarks.md")
    arguments.add_argument("--dry-run", action="store_true", help="print the promises, write nothing")
    chosen = arguments.parse_args()
    run = Run(chosen.results)
    if not chosen.dry_run:
        write(run, chosen.output)
    for bar in bars(run):
        worst = "" if bar.worst is None else f"{bar.worst:.2f}{bar.unit}"
        print(f"{bar.verdict.strip('*'):12} {worst:>10}  {bar.promise}")


def write(run: Run, output: pathlib.Path) -> None:
    output.write_text(filled(output.read_text(), run))
    pictures = output.parent / PLOTS
    pictures.mkdir(exist_ok=True)
    for name, drawn in plots(run).items():
        (pictures / f"{name}.svg").write_text(drawn)


if __name__ == "__main__":
    main()
