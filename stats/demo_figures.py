"""Six invented years that hold together, for trying out pages and prints; pure.

Everything follows from a fixed seed, and every number from its own series, so that adding one
leaves the others alone. What must hold among real figures holds here: parts add up to their total,
市本级 and 前湾 to 全市, a stock is last year's plus what came less what lapsed, and a ratio is its
numerator over the population at the end of the year before.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cixi_ip.wording import rounded
from stats.demo_neighbours import COUNTIES as NEIGHBOURS
from stats.demo_neighbours import add_neighbours

SEED = "cixi-ip-demo"
FIRST, LAST = 2018, 2023
YEARS = range(FIRST, LAST + 1)
YEARS_AND_BEFORE = range(FIRST - 1, LAST + 1)
CORE, QIANWAN, WHOLE, CITY, PROVINCE = "330282-BJ", "330282-QW", "330282", "330200", "330000"
SCOPES = (CORE, QIANWAN)
ABOVE = ((CITY, "6"), (PROVINCE, "36"))  # about how many times 慈溪 each is
COUNTIES = 10

TYPES = ("invention", "utility", "design")
APPLICANTS = {
    "by_university": "0.01",
    "by_institute": "0.005",
    "by_organ": "0.004",
    "by_individual": "0.12",
}


@dataclass(frozen=True)
class DemoFigure:
    indicator: str
    region: str
    year: int
    value: Decimal
    half_width: Decimal = Decimal(0)
    reported_growth: Decimal | None = None
    growth_base: str = ""
    rank: int | None = None
    status: str = "A"


@dataclass(frozen=True)
class Course:
    """How a series goes: its value in the first year in 市本级 and 前湾, and its yearly change."""

    core: str
    qianwan: str
    low: str
    high: str


# Counts of a year, or at its end, that depend on nothing else.
COUNTS = {
    "patent.granted.invention": Course("420", "390", "0.04", "0.24"),
    "patent.granted.utility": Course("4300", "900", "-0.12", "0.22"),
    "patent.granted.design": Course("5200", "300", "-0.10", "0.16"),
    "patent.pct": Course("48", "31", "0.02", "0.20"),
    "trademark.applied": Course("8100", "860", "-0.06", "0.18"),
    "trademark.madrid.applied": Course("34", "6", "-0.05", "0.20"),
    "trademark.international": Course("1150", "60", "0.04", "0.12"),
    "trademark.well_known": Course("14", "1", "0", "0.06"),
    "trademark.collective": Course("3", "0", "0", "0.30"),
    "trademark.certification": Course("4", "1", "0", "0.25"),
    "brand.gi_users": Course("26", "4", "0.05", "0.30"),
    "brand.station": Course("9", "2", "0.05", "0.25"),
    "brand.library": Course("120", "22", "0.03", "0.15"),
    "finance.pledge.items": Course("46", "11", "0.10", "0.40"),
    "cultivation.champion.national": Course("3", "2", "0", "0.30"),
    "cultivation.champion.provincial": Course("5", "3", "0.05", "0.30"),
    "cultivation.champion.municipal": Course("38", "14", "0.08", "0.25"),
    "cultivation.srdi": Course("44", "18", "0.10", "0.35"),
    "cultivation.little_giant": Course("11", "6", "0.10", "0.35"),
    "cultivation.innovative_sme": Course("210", "70", "0.05", "0.20"),
    "cultivation.new_product": Course("190", "60", "0.02", "0.18"),
    "cultivation.ip_standard": Course("88", "21", "0.05", "0.25"),
    "cultivation.ip_model": Course("3", "1", "0", "0.25"),
    "cultivation.ip_advantage": Course("19", "7", "0.05", "0.30"),
    "protection.blockchain": Course("36", "9", "0.10", "0.40"),
    "protection.print_inspection": Course("44", "6", "-0.05", "0.15"),
    "protection.case": Course("128", "17", "-0.08", "0.15"),
    "protection.mediation": Course("61", "12", "0.02", "0.25"),
    "protection.agency_interview": Course("4", "1", "-0.10", "0.30"),
    "protection.agency_penalty": Course("2", "0", "-0.10", "0.30"),
    "protection.unlicensed_agency": Course("3", "1", "-0.10", "0.30"),
    "economy.above_scale_firms": Course("1420", "310", "0.02", "0.07"),
}
# Counts that are so much (from, to) of another one.
SHARES = {
    "patent.applied.invention": ("patent.granted.invention", "2.4", "2.9"),
    "patent.applied.utility": ("patent.granted.utility", "1.10", "1.30"),
    "patent.applied.design": ("patent.granted.design", "1.05", "1.20"),
    "trademark.registered": ("trademark.applied", "0.78", "0.94"),
    "trademark.madrid.valid": ("trademark.international", "0.30", "0.36"),
    "finance.pledge.firms": ("finance.pledge.items", "0.75", "0.92"),
    "cultivation.little_giant.ip_standard": ("cultivation.little_giant", "0.40", "0.70"),
    "protection.print_inspection.visits": ("protection.print_inspection", "1.40", "1.90"),
    "protection.case_patent": ("protection.case", "0.30", "0.42"),
    "protection.ruling": ("protection.case", "0.06", "0.12"),
}
# Stocks: what is there before the first year, what flows in, and the part that lapses in a year.
STOCKS = {
    "patent.valid.invention": (
        ("2000", "2450"),
        "patent.granted.invention",
        ("0.015", "0.05"),
    ),
    "patent.valid.utility": (("15500", "3100"), "patent.granted.utility", ("0.06", "0.12")),
    "patent.valid.design": (("19500", "950"), "patent.granted.design", ("0.08", "0.14")),
    "trademark.valid": (("42000", "3600"), "trademark.registered", ("0.02", "0.05")),
}
# Measured in tenths or hundredths: decimals of the catalogue, and the course.
MEASURES = {
    "population.resident": (1, Course("152.4", "25.6", "0.002", "0.011")),
    "population.registered": (1, Course("92.3", "13.5", "0.001", "0.004")),
    "economy.gdp": (2, Course("1160.50", "585.20", "0.03", "0.11")),
    "finance.pledge.amount": (2, Course("6.85", "2.10", "0.10", "0.40")),
}
RATIOS = {
    "patent.valid.invention.per_10k": "patent.valid.invention",
    "patent.valid.high_value.per_10k": "patent.valid.high_value",
}
HELD_ABOVE = (
    "patent.granted.invention",
    "patent.granted.utility",
    "patent.granted.design",
    "patent.pct",
    "patent.valid.invention",
    "patent.valid.utility",
    "patent.valid.design",
    "patent.valid.high_value",
    "trademark.registered",
    "trademark.valid",
    "finance.pledge.amount",
    "population.resident",
    "economy.gdp",
)
Values = dict[tuple[str, str, int], Decimal]


class Dice:
    """Chance for one series, the same on every machine."""

    def __init__(self, *name: str) -> None:
        self.random = random.Random("|".join((SEED, *name)))  # noqa: S311 - not a secret

    def between(self, low: str, high: str) -> Decimal:
        share = Decimal(self.random.randrange(1001)) / 1000
        return Decimal(low) + (Decimal(high) - Decimal(low)) * share

    def whole(self, exact: Decimal) -> Decimal:
        """A whole number near `exact`, so that small counts move now and then and not by rule."""
        floor = exact // 1
        return floor + (self.random.randrange(1000) < (exact - floor) * 1000)


def generate() -> list[DemoFigure]:
    """The figures of six years, and the population of the year before them."""
    values: Values = {}
    for scope in SCOPES:
        values |= of_scope(scope)
    add_whole(values)
    add_above(values)
    add_neighbours(values, YEARS_AND_BEFORE, SEED)
    add_totals(values)
    figures = [plain(key, values) for key in sorted(values) if is_shown(key)]
    return figures + list(ratios(values)) + list(net_changes(values))


def is_shown(key: tuple[str, str, int]) -> bool:
    """The year before the first is there for stocks to start from; only population shows it."""
    indicator, _region, year = key
    return year >= FIRST or indicator == "population.resident"


def of_scope(scope: str) -> Values:
    """市本级 or 前湾: everything that can be added up between the two."""
    values: Values = {}
    for code, course in COUNTS.items():
        dice = Dice(code, scope, "whole")
        never_falls, last = Decimal(course.low) >= 0, Decimal(0)
        for year, exact in along(course, YEARS, code, scope):
            drawn = dice.whole(exact)
            last = max(drawn, last) if never_falls else drawn
            values[code, scope, year] = last
    for code, (decimals, course) in MEASURES.items():
        for year, exact in along(course, YEARS_AND_BEFORE, code, scope):
            values[code, scope, year] = rounded(exact, decimals)
    add_shares(values, scope)
    add_stocks(values, scope)
    add_high_value(values, scope)
    add_applicants(values, scope)
    return values


def along(course: Course, years: range, code: str, scope: str) -> Iterator[tuple[int, Decimal]]:
    dice, exact = Dice(code, scope), Decimal(course.core if scope == CORE else course.qianwan)
    for year in years:
        yield year, exact
        exact *= 1 + dice.between(course.low, course.high)


def add_shares(values: Values, scope: str) -> None:
    for code, (whole, low, high) in SHARES.items():
        dice = Dice(code, scope)
        for year in YEARS:
            exact = values[whole, scope, year] * dice.between(low, high)
            values[code, scope, year] = exact.to_integral_value()


def add_stocks(values: Values, scope: str) -> None:
    for code, (starts, inflow, (low, high)) in STOCKS.items():
        dice = Dice(code, scope)
        values[code, scope, FIRST - 1] = Decimal(starts[SCOPES.index(scope)])
        for year in YEARS:
            before = values[code, scope, year - 1]
            lapsed = (before * dice.between(low, high)).to_integral_value()
            values[code, scope, year] = before + values[inflow, scope, year] - lapsed


def add_high_value(values: Values, scope: str) -> None:
    dice = Dice("patent.valid.high_value", scope)
    share = dice.between("0.26", "0.30")
    for year in YEARS:
        stock = values["patent.valid.invention", scope, year]
        values["patent.valid.high_value", scope, year] = (stock * share).to_integral_value()
        share += dice.between("0.005", "0.020")


def add_applicants(values: Values, scope: str) -> None:
    """Applicants of all kinds add up to the grants, and so do 职务 and 非职务."""
    dice = Dice("applicants", scope)
    for year in YEARS:
        total = sum((values[f"patent.granted.{kind}", scope, year] for kind in TYPES), Decimal(0))
        rest = total
        for kind, share in APPLICANTS.items():
            part = (total * Decimal(share) * dice.between("0.8", "1.2")).to_integral_value()
            values[f"patent.granted.{kind}", scope, year] = part
            rest -= part
        individual = values["patent.granted.by_individual", scope, year]
        values["patent.granted.by_enterprise", scope, year] = rest
        values["patent.granted.nonservice", scope, year] = individual
        values["patent.granted.service", scope, year] = total - individual


def add_whole(values: Values) -> None:
    """全市 is 市本级 and 前湾; a few things are counted for 全市 alone."""
    for code, scope, year in list(values):
        if scope == CORE:
            values[code, WHOLE, year] = values[code, CORE, year] + values[code, QIANWAN, year]
    for year in YEARS:
        values["cultivation.chain", WHOLE, year] = Decimal(4 if year < 2021 else 6)
        grown = (year - FIRST) // 2
        marks, products, agricultural, both = 4 + grown, 2 + grown // 2, 3, 2
        values["brand.gi.mark", WHOLE, year] = Decimal(marks)
        values["brand.gi.product", WHOLE, year] = Decimal(products)
        values["brand.gi.agri", WHOLE, year] = Decimal(agricultural)
        values["brand.gi", WHOLE, year] = Decimal(marks + products + agricultural - both)


def add_above(values: Values) -> None:
    """宁波 and 浙江 are so many times 慈溪, give or take, and always more."""
    for code in HELD_ABOVE:
        decimals = MEASURES[code][0] if code in MEASURES else 0
        for region, times in ABOVE:
            dice = Dice(code, region)
            factor = Decimal(times) * dice.between("0.9", "1.1")
            for year in YEARS_AND_BEFORE:
                if (code, WHOLE, year) in values:
                    exact = values[code, WHOLE, year] * factor
                    values[code, region, year] = rounded(exact, decimals)
                    factor *= 1 + dice.between("-0.003", "0.003")


def add_totals(values: Values) -> None:
    for total in ("patent.granted", "patent.applied", "patent.valid"):
        for code, region, year in list(values):
            if code == f"{total}.invention":
                values[total, region, year] = sum(
                    (values[f"{total}.{kind}", region, year] for kind in TYPES), Decimal(0)
                )


def plain(key: tuple[str, str, int], values: Values) -> DemoFigure:
    code, region, year = key
    decimals = MEASURES[code][0] if code in MEASURES else 0
    half = Decimal(5).scaleb(-decimals - 1) if decimals else Decimal(0)
    growth, base = None, ""
    before = values.get((code, region, year - 1))
    if code in ("patent.granted", "patent.valid.invention") and year > FIRST and before:
        growth = rounded((values[key] - before) / before * 100, 1)
        base = "同比" if code == "patent.granted" else "比上年末"
    rank = None
    if code == "patent.granted" and region == WHOLE:  # the list is of whole counties
        others = (values["patent.granted", county, year] for county in NEIGHBOURS)
        rank = 1 + sum(other > values[key] for other in others)
    status = "P" if (code, year) == ("economy.gdp", LAST) else "A"
    return DemoFigure(code, region, year, values[key], half, growth, base, rank, status)


def ratios(values: Values) -> Iterator[DemoFigure]:
    """Per 10,000 residents at the end of the year before, and a share only 浙江 publishes."""
    for code, numerator in RATIOS.items():
        for region in (WHOLE, CORE, QIANWAN, CITY, PROVINCE, *NEIGHBOURS):
            for year in YEARS:
                if (numerator, region, year) not in values:
                    continue
                people = values["population.resident", region, year - 1]
                value = rounded(values[numerator, region, year] / people, 1)
                yield DemoFigure(code, region, year, value, Decimal("0.05"))
    dice, share = Dice("share"), Decimal("17.20")
    for year in YEARS:
        value = rounded(share, 2)
        yield DemoFigure("economy.patent_intensive_share", PROVINCE, year, value, Decimal("0.005"))
        share += dice.between("0.20", "0.80")


def net_changes(values: Values) -> Iterator[DemoFigure]:
    for region in (WHOLE, CORE, QIANWAN):
        for year in YEARS:
            now, before = (values["patent.valid.invention", region, y] for y in (year, year - 1))
            yield DemoFigure("patent.valid.invention.net_added", region, year, now - before)
