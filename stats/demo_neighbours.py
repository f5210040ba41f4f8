"""Invented counties of 宁波 and towns of 慈溪 beside the invented years of `demo_figures`; pure.

The other counties share what 宁波 has beyond 慈溪, the towns of 市本级 and of 前湾 share what their
scope has, by weights from a fixed seed that drift a little: every additive number holds together.
"""

import random
from collections.abc import Mapping
from decimal import Decimal

CITY, WHOLE = "330200", "330282"
# The weight of each place: about its part of what is shared.
COUNTIES = {
    "330203": 10,
    "330205": 7,
    "330206": 14,
    "330211": 10,
    "330212": 24,
    "330213": 8,
    "330225": 5,
    "330226": 8,
    "330281": 14,
}
TOWNS = {
    "330282-BJ": {
        "330282002": 9,
        "330282003": 6,
        "330282004": 8,
        "330282005": 7,
        "330282006": 8,
        "330282104": 4,
        "330282107": 11,
        "330282108": 3,
        "330282109": 3,
        "330282110": 2,
        "330282111": 4,
        "330282112": 4,
        "330282113": 3,
        "330282114": 6,
        "330282120": 4,
        "330282121": 12,
        "330282123": 6,
    },
    "330282-QW": {"330282116": 5, "330282118": 13},
}
# Shared out, with the decimals of the catalogue; totals follow from their types.
SHARED = {
    "patent.granted.invention": 0,
    "patent.granted.utility": 0,
    "patent.granted.design": 0,
    "patent.valid.invention": 0,
    "patent.valid.utility": 0,
    "patent.valid.design": 0,
    "trademark.valid": 0,
    "population.resident": 1,
}
# What flows into a stock in a year.
INFLOWS = {
    f"patent.valid.{kind}": f"patent.granted.{kind}" for kind in ("invention", "utility", "design")
}
# How far an indicator's weights stray from the place's own: people stay where they are.
STRAYING = {"population.resident": (0.9, 1.1)}
STRAYS, DRIFTS = (0.6, 1.5), (0.95, 1.06)
Values = dict[tuple[str, str, int], Decimal]


def add_neighbours(values: Values, years: range, seed: str) -> None:
    """Add the counties' and the towns' values of the years that the values above them have."""
    for code, decimals in SHARED.items():
        for whole, places in ((CITY, COUNTIES), *TOWNS.items()):
            weights = first_weights(code, whole, places, seed)
            dice = chance(seed, "drift", code, whole)
            for year in years:
                if (code, whole, year) not in values:
                    continue
                shared = (
                    continued(values, code, whole, year, list(places))
                    if code in INFLOWS and (code, next(iter(places)), year - 1) in values
                    else shared_out(to_share(values, code, whole, year), weights, decimals)
                )
                for place, part in shared.items():
                    values[code, place, year] = part
                low, high = (0.998, 1.002) if code in STRAYING else DRIFTS
                weights = {place: w * dice.uniform(low, high) for place, w in weights.items()}


def to_share(values: Values, code: str, whole: str, year: int) -> Decimal:
    """What the places of a whole add up to: of 宁波 without 慈溪, which has figures of its own."""
    amount = values[code, whole, year]
    return amount - values[code, WHOLE, year] if whole == CITY else amount


def continued(
    values: Values, code: str, whole: str, year: int, places: list[str]
) -> dict[str, Decimal]:
    """A stock is last year's and what came less what lapsed, which falls on each by its stock."""
    inflow = INFLOWS[code]
    before = {place: values[code, place, year - 1] for place in places}
    came = {place: values[inflow, place, year] for place in places}
    lapsed = sum(before.values()) + sum(came.values()) - to_share(values, code, whole, year)
    lost = shared_out(Decimal(lapsed), {place: float(n) for place, n in before.items()}, 0)
    return {place: before[place] + came[place] - lost[place] for place in places}


def chance(*name: str) -> random.Random:
    return random.Random("|".join(name))  # noqa: S311 - not a secret


def first_weights(code: str, whole: str, places: Mapping[str, int], seed: str) -> dict[str, float]:
    dice = chance(seed, code, whole)
    low, high = STRAYING.get(code, STRAYS)
    return {place: weight * dice.uniform(low, high) for place, weight in places.items()}


def shared_out(amount: Decimal, weights: Mapping[str, float], decimals: int) -> dict[str, Decimal]:
    """`amount` in parts to so many decimals that add up to it; the largest remainders round up."""
    units = int(amount.scaleb(decimals))
    total = sum(weights.values())
    exact = {place: units * weight / total for place, weight in weights.items()}
    parts = {place: int(part) for place, part in exact.items()}
    by_remainder = sorted(exact, key=lambda place: parts[place] - exact[place])
    for place in by_remainder[: units - sum(parts.values())]:
        parts[place] += 1
    return {place: Decimal(part).scaleb(-decimals) for place, part in parts.items()}
