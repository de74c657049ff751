"""The figures of a run: rows of its .tsv files, as dictionaries by the names of their columns."""

import csv
import json
import pathlib

SERVICE_FAMILIES = ("ports", "prefixes", "services", "sections")
DENSE_FAMILIES = ("acl1", "acl2", "fw1", "fw2", "ipc1", "ipc2")


class Run:
    def __init__(self, directory: pathlib.Path):
        self.facts = json.loads((directory / "facts.json").read_text())
        self.tables = {path.stem: self.rows(path) for path in sorted(directory.glob("*.tsv"))}

    @staticmethod
    def rows(path: pathlib.Path) -> list[dict]:
        def value(text: str):
            try:
                return float(text)
            except ValueError:
                return text

        with open(path, newline="") as file:
            return [{name: value(text) for name, text in row.items()} for row in csv.DictReader(file, delimiter="\t")]

    def table(self, name: str, **wanted) -> list[dict]:
        """Rows of a table whose columns have these values."""
        rows = self.tables.get(name, [])
        return [row for row in rows if all(row[column] == value for column, value in wanted.items())]

    def one(self, table: str, column: str, **wanted) -> float | None:
        """The figure of the last such row, None if it was not measured."""
        rows = self.table(table, **wanted)
        return rows[-1][column] if rows else None

    def values(self, table: str, column: str) -> list:
        """Different values of a column, in the order in which they came."""
        return list(dict.fromkeys(row[column] for row in self.tables.get(table, [])))

    def packet(self, family: str, rules: int, way: str, trace: str = "mixed") -> float | None:
        """Nanoseconds, the least of all rounds."""
        return self.one("packets", "least", family=family, rules=rules, way=way, trace=trace)

    def load(self, family: str, rules: int, what: str) -> float | None:
        """Milliseconds, the median."""
        return self.one("load", "median", family=family, rules=rules, what=what)
