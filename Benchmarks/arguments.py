"""The arguments that every measurement has."""

import argparse
import pathlib

from results import DIRECTORY, ROOT
from rulesets import make


def parser(description: str, family: str, rules: str, rounds: int) -> argparse.ArgumentParser:
    """With these defaults: families and numbers of rules are lists with commas."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--family", type=names, default=family,
                      help=f"of: {','.join(make.FAMILIES)}, with commas (default: {family})")
    made.add_argument("--rules", type=numbers, default=rules, help=f"with commas (default: {rules})")
    made.add_argument("--rounds", type=int, default=rounds, help=f"(default: {rounds})")
    made.add_argument("--seed", type=int, default=make.SEED)
    made.add_argument("--qosctl", type=existing, default=ROOT / ".build/release/qosctl",
                      help="(default: .build/release/qosctl)")
    made.add_argument("--results", type=pathlib.Path, default=DIRECTORY, help="directory of the .tsv files")
    return made


def names(text: str) -> list[str]:
    return text.split(",")


def numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def existing(text: str) -> pathlib.Path:
    path = pathlib.Path(text).resolve()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"no {text}")
    return path
