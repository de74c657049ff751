"""Makes a rule set: always the same one for the same family, size and seed."""

import random

from . import fivetuple, services
from .rule import CLASSES, RuleSet

SEED = 20260

FAMILIES = [*services.FAMILIES, *fivetuple.CHARACTERS]


def make(family: str, count: int, seed: int = SEED) -> RuleSet:
    rng = random.Random(f"{family} {count} {seed}")
    if family in services.FAMILIES:
        rules = services.FAMILIES[family](rng, count)
    else:
        rules = fivetuple.generate(family, rng, count)
    return RuleSet(family, seed, rules, [rng.randrange(len(CLASSES)) for _ in rules])
