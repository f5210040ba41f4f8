"""How long all rules take over 100,000 figures, and whether ten times as many take ten times."""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

from stats import figures, rules
from stats.arithmetic import Figure, FigureSet

REGIONS, YEARS = 100, range(2010, 2025)


def run() -> None:
    print("\nRules")
    few, many = synthetic(REGIONS // 10), synthetic(REGIONS)
    rules.check(few)
    short, long = taken(few), taken(many)
    print(f"  {len(many):,} made-up figures through {len(rules.RULES)} rules: {long:.1f} s")
    per_figure = (long / len(many)) / (short / len(few))
    print(f"  for each of them {per_figure:.1f} times what it takes among {len(few):,}")


def taken(of: FigureSet) -> float:
    start = perf_counter()
    rules.check(of)
    return perf_counter() - start


def synthetic(count: int) -> FigureSet:
    """Every indicator in so many counties of one city, each growing at random from year to year."""
    catalogue = figures.meanings()
    codes = [f"3399{n:02d}" for n in range(count)]
    parents = dict.fromkeys(codes, figures.CITY) | {figures.CITY: figures.PROVINCE}
    return FigureSet(
        (figure for code in codes for figure in county(code, catalogue)), catalogue, parents
    )


def county(code: str, catalogue: dict[str, figures.Meaning]) -> Iterator[Figure]:
    dice = random.Random(code)  # noqa: S311 - not a secret
    for meaning in catalogue.values():
        figure = Figure(meaning, code, f"县{code}", YEARS[0], 12, None, source="演示数据")
        value = dice.randrange(20, 5000)
        for year in YEARS:
            value = value * dice.randrange(85, 125) // 100 + 1
            exact = Decimal(value).scaleb(-meaning.decimals)
            yield replace(figure, year=year, value=exact)
