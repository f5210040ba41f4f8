"""Every number on the printed brief is one of the raw rows, or follows from them by plain sums.

Nothing of the statistics is imported here but their models: the sums are done again.
"""

import io
import math
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from typing import Any

import pdfplumber
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from stats.models import Observation, Source, Target
from tests.makers import make_user

pytestmark = pytest.mark.django_db
OURS = ("330282", "330282-BJ")
SCOPES = ("published", "whole", "core")
# Counted by the page itself: marks of sources, how many lines there are besides.
COUNTED = re.compile(r"\[\d+(?:—\d+)?\]|另\s*有\s*\d+\s*项")
Rows = dict[tuple[str, str, int], Any]


def half_up(value: Decimal, digits: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}".lstrip("-")


def digits_of(row: Any) -> int:
    if not row.half_width:
        return row.indicator.decimals
    return max(0, -(2 * row.half_width).adjusted())


def raw() -> Rows:
    rows = Observation.objects.filter(
        superseded_at=None, through_month=12, region__code__in=OURS
    ).select_related("indicator", "region")
    return {(row.indicator.code, row.region.code, row.year): row for row in rows}


def expected(rows: Rows, year: int) -> set[str]:
    """All that may stand on the brief of a year."""
    found = {str(each) for each in range(year - 5, year + 3)}
    for (code, region, at), row in rows.items():
        if year - 5 <= at <= year and row.value is not None:
            found |= set(of_row(row, rows.get((code, region, at - 1))))
            found |= set(shares(rows, code, region, at))
    for target in Target.objects.select_related("indicator", "region"):
        found |= set(of_target(target, rows, year))
    return found


def of_row(row: Any, before: Any) -> Iterator[str]:
    yield half_up(row.value, digits_of(row))
    if row.reported_growth is not None:
        yield half_up(row.reported_growth, row.growth_digits)
        yield from implied(row)
    yield from (str(place) for place in (row.rank, row.rank_of) if place)
    if before is not None and before.value is not None:
        difference = row.value - before.value
        yield half_up(difference, row.indicator.decimals)
        if before.value > 0:
            yield half_up(difference / before.value * 100, 1)


def implied(row: Any) -> Iterator[str]:
    """The whole numbers last year's value lies between, and what was added since."""
    half = Decimal(5).scaleb(-row.growth_digits - 1)
    highest = math.floor(row.value * 100 / (100 + row.reported_growth - half))
    lowest = math.ceil(row.value * 100 / (100 + row.reported_growth + half))
    yield from (str(lowest), str(highest))
    yield from (str(int(row.value) - lowest), str(int(row.value) - highest))


def shares(rows: Rows, code: str, region: str, year: int) -> Iterator[str]:
    if code == "patent.granted":
        part = rows.get(("patent.granted.invention", region, year))
        if part is not None:
            yield half_up(part.value / rows[code, region, year].value * 100, 1)
    kinds = [rows.get((f"brand.gi.{kind}", region, year)) for kind in ("mark", "product", "agri")]
    if code == "brand.gi" and all(kinds):
        yield str(sum(kind.value for kind in kinds).to_integral_value())


def of_target(target: Any, rows: Rows, year: int) -> Iterator[str]:
    code, region = target.indicator.code, target.region.code
    digits = target.indicator.decimals
    yield half_up(target.value, digits)
    yield from (str(each) for each in (target.stated_year, target.due_year) if each)
    done = rows.get((code, region, year))
    earlier = [at for (c, r, at) in rows if (c, r) == (code, region) and at < target.stated_year]
    if done is None or target.due_year is None or not earlier:
        return
    base = max(earlier)
    start = rows[code, region, base].value
    way = (target.value - start) * (year - base) / (target.due_year - base)
    due_now = Decimal(half_up(start + way, digits))
    yield half_up(done.value - due_now, digits)
    yield half_up(done.value / target.value * 100, 1)


def numbers(pdf: bytes) -> list[str]:
    """Those between the head and the foot, without the titles of papers."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        (page,) = document.pages
        text = page.filter(lambda one: one.get("size", 0) < 50).extract_text()
    body = text.partition("见页末")[2].rpartition("慈溪市市场监督管理局")[0]
    assert "来源" in body
    body = COUNTED.sub(" ", body)
    for title in Source.objects.values_list("title", flat=True):
        body = body.replace(title, " ")
    return [found.replace(",", "") for found in re.findall(r"\d[\d,]*(?:\.\d+)?", body)]


def brief_of(browser: Client, year: int, scope: str) -> bytes:
    response = browser.get(f"/board/brief.pdf?year={year}&scope={scope}")
    assert response.status_code == 200
    return response.content


@pytest.fixture
def browser(client: Client) -> Client:
    cache.clear()
    client.force_login(make_user("读者"))
    return client


def test_of_the_real_figures(browser: Client):
    call_command("load_fixtures", stdout=StringIO())
    rows = raw()
    # 数字体检: what 42.5 per 10,000 means of 185.9 × 10,000 people, to three digits.
    people = rows["population.resident", "330282", 2021].value
    per_10k = Decimal("42.45"), Decimal("42.55")
    implied_stock = {
        half_up((rate * people).quantize(Decimal("1e1"), ROUND_HALF_UP), 0) for rate in per_10k
    }
    for scope in SCOPES:
        found = numbers(brief_of(browser, 2022, scope))
        # The 1 is that of the formula 12688÷(1+5.8%).
        strange = set(found) - expected(rows, 2022) - implied_stock - {"1"}
        assert not strange, (scope, strange)
        assert len(found) > 20


@pytest.mark.slow
def test_of_six_invented_years_in_three_scopes(browser: Client, settings: Any):
    settings.DEMO_DATA = True
    call_command("load_fixtures", catalogue_only=True, stdout=StringIO())
    call_command("generate_demo_figures", stdout=StringIO())
    rows = raw()
    for year in range(2018, 2024):
        allowed = expected(rows, year)
        for scope in SCOPES:
            found = numbers(brief_of(browser, year, scope))
            assert not set(found) - allowed, (year, scope, set(found) - allowed)
            assert len(found) > (60 if year > 2018 else 10)
