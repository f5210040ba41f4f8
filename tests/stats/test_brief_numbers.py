"""Every number on the printed brief is one of the raw rows, or follows from them by plain sums.

Nothing of the statistics is imported here but their models: the sums are done again.
"""

import io
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

from stats.models import Source
from tests.makers import make_user
from tests.stats.recompute import Rows, half_up, value_of, written

pytestmark = pytest.mark.django_db
OURS = ("330282", "330282-BJ")
GI = ("mark", "product", "agri")
SCOPES = ("published", "whole", "core")
# Counted by the page itself: marks of sources, how many lines there are besides.
COUNTED = re.compile(r"\[\d+(?:—\d+)?\]|另\s*有\s*\d+\s*项")


def expected(rows: Rows, year: int) -> set[str]:
    """All that may stand on the brief of a year."""
    found = {str(each) for each in range(year - 5, year + 3)}
    for (_code, region, at, month), row in rows.by_key.items():
        if region in OURS and month == 12 and year - 5 <= at <= year and row.value is not None:
            found |= set(of_row(rows, row))
    for target in rows.targets.values():
        found |= set(of_target(rows, target, year))
    return {each.replace(",", "").lstrip("-") for each in found}


def of_row(rows: Rows, row: Any) -> Iterator[str]:
    yield value_of(row)
    if row.reported_growth is not None:
        yield from rows.implied(row)
    yield from (str(place) for place in (row.rank, row.rank_of) if place)
    before = rows.before(row)
    if before is not None and before.value is not None:
        difference = row.value - before.value
        yield written(difference, row.indicator.decimals)
        if before.value > 0:
            yield written(difference / before.value * 100, 1)
    code, *where = rows.key(row)
    if code == "patent.granted.invention":
        yield rows.share(row, rows.by_key["patent.granted", *where]).rstrip("%")
    if code == "brand.gi":
        kinds = [rows.by_key.get((f"brand.gi.{kind}", *where)) for kind in GI]
        yield written(sum((kind.value for kind in kinds if kind), Decimal(0)), 0)


def of_target(rows: Rows, target: Any, year: int) -> Iterator[str]:
    code, region = target.indicator.code, target.region.code
    digits = target.indicator.decimals
    yield written(target.value, digits)
    yield from (str(each) for each in (target.stated_year, target.due_year) if each)
    held = {
        at: row.value
        for (of, where, at, month), row in rows.by_key.items()
        if (of, where, month) == (code, region, 12)
    }
    earlier = [at for at in held if at < target.stated_year]
    if held.get(year) is None or target.due_year is None or not earlier:
        return
    base = max(earlier)
    way = (target.value - held[base]) * (year - base) / (target.due_year - base)
    yield written(held[year] - half_up(held[base] + way, digits), digits)
    yield written(held[year] / target.value * 100, 1)


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
    rows = Rows()
    # 数字体检: what 42.5 per 10,000 means of 185.9 × 10,000 people, to three digits.
    people = rows.by_key["population.resident", "330282", 2021, 12].value
    per_10k = Decimal("42.45"), Decimal("42.55")
    implied_stock = {
        f"{(rate * people).quantize(Decimal('1e1'), ROUND_HALF_UP):f}" for rate in per_10k
    }
    for scope in SCOPES:
        found = numbers(brief_of(browser, 2022, scope))
        # The 1 is that of the formula 12,688÷（1+5.8%）.
        strange = set(found) - expected(rows, 2022) - implied_stock - {"1"}
        assert not strange, (scope, strange)
        assert len(found) > 20


@pytest.mark.slow
def test_of_six_invented_years_in_three_scopes(browser: Client, settings: Any):
    settings.DEMO_DATA = True
    call_command("load_fixtures", catalogue_only=True, stdout=StringIO())
    call_command("generate_demo_figures", stdout=StringIO())
    rows = Rows()
    for year in range(2018, 2024):
        allowed = expected(rows, year)
        for scope in SCOPES:
            found = numbers(brief_of(browser, year, scope))
            assert not set(found) - allowed, (year, scope, set(found) - allowed)
            assert len(found) > (60 if year > 2018 else 10)
