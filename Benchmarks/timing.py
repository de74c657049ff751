"""Whole processes, timed by hyperfine; and what one process used."""

import json
import os
import pathlib
import subprocess
import tempfile
from dataclasses import dataclass

from lab import CommandFailed, Namespace, run
from results import ROOT

MEASURE = ROOT / ".build/release/qosctl-measure"


def hyperfine(place: Namespace, command, prepare, **options) -> float:
    """Milliseconds of one run in the namespace, after `prepare`."""
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        place.run(["hyperfine", "--shell=none", "--style=none", "--runs=1", f"--export-json={result.name}",
                   f"--prepare={' '.join(map(str, prepare))}", " ".join(map(str, command))], **options)
        return json.load(open(result.name))["results"][0]["mean"] * 1000


def interleaved(place: Namespace, commands: dict[str, tuple], rounds: int) -> dict[str, list[float]]:
    """`commands` has for each name what has to run before it, and the command itself. In turn: A B C A B C …, since a
    machine that gets slower then gets slower for all. One round that does not count comes first. What fails is left out
    with its message."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, (prepare, command) in commands.items():
            if name not in times:
                continue
            try:
                took = hyperfine(place, command, prepare)
            except CommandFailed as failure:
                print(f"left out: {name}: {failure}", flush=True)
                del times[name]
                continue
            if turn:
                times[name].append(took)
    return times


@dataclass
class Used:
    """Wall clock milliseconds, peak resident MiB, and what it said on standard error."""

    milliseconds: float
    mebibytes: float
    said: str


def used(command, environment: dict[str, str] | None = None) -> Used:
    # A process starts with the peak of the one that it was forked from: qosctl-measure is small, Python is not.
    with tempfile.TemporaryFile("w+") as said, tempfile.NamedTemporaryFile("r") as measured:
        result = subprocess.run([MEASURE, measured.name, *map(str, command)], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=said, env={**os.environ, **(environment or {})})
        said.seek(0)
        text = said.read()
        if result.returncode:
            raise CommandFailed(f"exit {result.returncode} of: {' '.join(map(str, command))}\n{text[:2000]}")
        milliseconds, kibibytes, _ = measured.read().split()
    return Used(float(milliseconds), float(kibibytes) / 1024, text)


def parts(said: str) -> dict[str, float]:
    """The lines `NAME MILLISECONDS ms` of --timings."""
    found = {}
    for line in said.splitlines():
        words = line.split()
        if len(words) == 3 and words[2] == "ms":
            found[words[0]] = float(words[1])
    return found


def prepare_script(path: pathlib.Path, text: str) -> list[str]:
    """hyperfine splits a command into words itself; a script needs no quoting."""
    path.write_text(f"set -e\n{text}\n")
    return ["sh", path]


def version(command) -> str:
    try:
        return run(command).splitlines()[0].strip()
    except (CommandFailed, FileNotFoundError, IndexError):
        return "unknown"
