"""Where figures go, and what is taken from samples: the least, the first quartile and the median."""

import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
DIRECTORY = ROOT / ".build/bench"


class Figures:
    """Of samples of one thing. The least is what it costs undisturbed, the others how disturbed it was."""

    def __init__(self, samples: list[float]):
        ordered = sorted(samples)
        self.least = ordered[0]
        self.quarter = self.at(ordered, 0.25)
        self.median = self.at(ordered, 0.5)

    @staticmethod
    def at(ordered: list[float], part: float) -> float:
        place = part * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def tool(name: str) -> pathlib.Path:
    """A program of this directory that `make bench-tools` compiles."""
    program = DIRECTORY / name
    if not program.exists():
        raise SystemExit(f"no {program.relative_to(ROOT)}: run `make bench-tools`")
    return program


def add_rows(path: pathlib.Path, columns, rows) -> None:
    """Tab-separated, with the names of the columns in the first line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with open(path, "a") as file:
        if new:
            print(*columns, sep="\t", file=file)
        for row in rows:
            print(*(round(value, 3) if isinstance(value, float) else value for value in row), sep="\t", file=file)
