"""The catalogue, the regions and the real figures of the fixtures, free of the database."""

import csv
import json
from decimal import Decimal
from functools import cache

from django.conf import settings

from stats.arithmetic import Figure, Meaning

FIXTURES = settings.BASE_DIR / "fixtures"
SEED_PAPER = "市十八届人大二次会议第220号建议协办意见"
STATUSES = {"A": "正式", "P": "初步", "D": "口径或时段不同"}


def read(name: str) -> list[dict]:
    return [row["fields"] for row in json.loads((FIXTURES / name).read_text())]


@cache
def meanings() -> dict[str, Meaning]:
    """All indicators by code."""
    return {
        row["code"]: Meaning(
            code=row["code"],
            name=row["name"],
            unit=row["unit"],
            kind=row["kind"],
            direction=row["direction"],
            decimals=row["decimals"],
            group=row["group"],
            part_of=first(row.get("part_of")),
            partition=row.get("partition", ""),
            is_additive=row.get("is_additive"),
            numerator=first(row.get("numerator")),
            denominator=first(row.get("denominator")),
            denominator_lag=row.get("denominator_lag") or 0,
        )
        for row in sorted(read("indicators.json"), key=lambda row: row["order"])
    }


def first(natural_key: list[str] | None) -> str:
    return natural_key[0] if natural_key else ""


@cache
def region_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in read("regions.json")}


@cache
def parents() -> dict[str, str]:
    """The region above each; a town's is its scope."""
    return {
        row["code"]: first(row.get("scope")) or first(row.get("parent"))
        for row in read("regions.json")
    }


@cache
def real_figures() -> tuple[Figure, ...]:
    """All 206 rows of the fixtures."""
    with (FIXTURES / "figures.csv").open() as rows:
        return tuple(real_figure(row) for row in csv.DictReader(rows))


def real_figure(row: dict[str, str]) -> Figure:
    return Figure(
        meaning=meanings()[row["indicator"]],
        region=row["region"],
        region_name=region_names()[row["region"]],
        year=int(row["year"]),
        through_month=int(row["through_month"]),
        value=Decimal(row["value"]),
        half_width=Decimal(row["half_width"]),
        status=row["status"],
        status_name=STATUSES[row["status"]],
        reported_growth=Decimal(row["reported_growth"]) if row["reported_growth"] else None,
        growth_digits=int(row["growth_digits"] or 1),
        growth_base=row["growth_base"],
        rank=int(row["rank"]) if row["rank"] else None,
        rank_of=int(row["rank_of"]) if row["rank_of"] else None,
        rank_region_name=region_names().get(row["rank_region"], ""),
        printed_scope=row["printed_scope"],
        printed_period=row["printed_period"],
        source=row["source"],
        note=row["note"],
    )


def seed() -> tuple[Figure, ...]:
    """The 19 rows of the letter."""
    return tuple(figure for figure in real_figures() if figure.source == SEED_PAPER)
