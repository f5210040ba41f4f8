"""Every number on the pages of the dashboard equals one recomputed from raw rows (recompute.py)."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.arithmetic import Figure, FigureSet, Meaning
from stats.models import Indicator, Observation, Region
from stats.selection import change
from tests.makers import make_user
from tests.stats.recompute import Rows, digits_of, value_of, visible, written

OURS = ("330282", "330282-BJ", "330282-QW")
SCOPES = ("published", "whole", "core")
TABS = ("trademarks", "patents", "cultivation", "protection", "comparison", "towns", "brief")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
FIGURE = re.compile(r'<figure class="chart" id="(chart-[^"]*)">(.*?)</figure>', re.S)


@pytest.fixture
def reader(client: Client, db: None) -> Client:
    cache.clear()
    client.force_login(make_user("读者"))
    return client


@pytest.fixture
def real(reader: Client) -> Rows:
    call_command("load_fixtures", stdout=StringIO())
    return Rows()


@pytest.fixture
def demo(reader: Client, settings: Any) -> Rows:
    settings.DEMO_DATA = True
    call_command("load_fixtures", catalogue_only=True, stdout=StringIO())
    call_command("generate_demo_figures", stdout=StringIO())
    return Rows()


def page(reader: Client, slug: str, year: int, scope: str) -> str:
    where = f"/board/{slug}/" if slug else "/"
    response = reader.get(f"{where}?year={year}&scope={scope}")
    assert response.status_code == 200, (slug, year, scope)
    return response.content.decode()


def cards(html: str) -> Iterator[tuple[int, str]]:
    """The id and the printed number of each card that has one."""
    for card in re.findall(r'<li class="card">(.*?)</li>', html, re.S):
        pk = re.search(r'<h3><a href="/data/(\d+)/', card)
        number = re.search(r'class="card-number">(.*?)<', card)
        if pk and number:
            yield int(pk[1]), number[1]


def card_faults(rows: Rows, html: str) -> list[str]:
    faults = []
    for pk, number in cards(html):
        row = rows.by_id[pk]
        wanted = "—" if row.value is None else value_of(row)
        faults += [f"卡片 {row.indicator.name} {number}≠{wanted}"] if number != wanted else []
    return faults


def chart_faults(rows: Rows, html: str, year: int) -> list[str]:
    """Numbers in a picture, its live form or its sentence that follow from no row of the county."""
    allowed = rows.explained(OURS, year - 5, year) | rows.planned() | rows.around(year - 5, year)
    allowed |= {str(at) for at in range(year - 5, year + 1)}
    faults = []
    for name, chart in FIGURE.findall(html):
        labels = re.findall(r"<text[^>]*>(.*?)</text>", chart, re.S)
        sentences = re.findall(r'chart-sentence"[^>]*>(.*?)</p>', chart, re.S)
        live = re.findall(r'<script type="application/json">(.*?)</script>', chart, re.S)
        shown = [text for each in live for text in live_texts(json.loads(each))]
        for text in (*map(visible, labels), *map(visible, sentences), *map(unescape, shown)):
            strange = {token.replace(",", "") for token in NUMBER.findall(text)} - allowed
            faults += [f"{name} “{text}” {sorted(strange)}"] if strange else []
    return faults


def live_texts(chart: dict[str, Any]) -> Iterator[str]:
    for trace in chart["data"]:
        for field in ("text", "customdata"):
            yield from (str(each) for each in trace.get(field) or ())


def check(rows: Rows, reader: Client, years: list[int], slugs: tuple[str, ...]) -> int:
    """How many figures were compared; fails naming page and number."""
    compared = 0
    for year in years:
        for scope in SCOPES:
            for slug in slugs:
                html = page(reader, slug, year, scope)
                faults = [*rows.faults(html), *card_faults(rows, html)]
                assert slug or len(list(cards(html))) == html.count('class="card"')
                assert not faults, (slug, year, scope, faults[:5])
                compared += len(re.findall(r'href="/(?:data|sums)/', html))
    return compared


def test_the_real_years(reader: Client, real: Rows):
    offered = re.findall(r"[?;]year=(\d{4})", reader.get("/").content.decode())
    years = sorted({int(year) for year in offered})
    assert years
    assert check(real, reader, years, ("", *TABS)) > 100


@pytest.mark.slow
@pytest.mark.parametrize("year", [2019, 2023])
def test_an_invented_year(reader: Client, demo: Rows, year: int):
    assert check(demo, reader, [year], ("", *TABS)) > 500
    for slug in ("", "trademarks", "patents", "cultivation", "protection"):
        for scope in SCOPES:
            faults = chart_faults(demo, page(reader, slug, year, scope), year)
            assert not faults, (slug, year, scope, faults[:5])
    headline = re.search(r'class="headline">(.*?)</p>', page(reader, "", year, "whole"), re.S)
    assert headline
    allowed = demo.explained(OURS, year, year) | {str(year)}
    unit_words = headline[1].replace("每万人", "")
    assert {token.replace(",", "") for token in NUMBER.findall(unit_words)} <= allowed


def altered(text: str) -> str:
    """The same with its last digit changed."""
    at = max(index for index, letter in enumerate(text) if letter.isdigit())
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


@pytest.mark.slow
def test_one_wrong_digit_is_found(reader: Client, demo: Rows):
    front, tab = page(reader, "", 2023, "whole"), page(reader, "patents", 2023, "whole")
    card = re.search(r'class="card-number">[\d,.]+', front)
    grown = re.search(r"比上年末?增长[\d.]+", front)
    assert card
    assert grown
    assert card_faults(demo, front.replace(card[0], altered(card[0]), 1))
    assert list(demo.faults(front.replace(grown[0], altered(grown[0]))))
    cell = re.search(r'<td class="number">[\d,]+</td><td class="number"><a href="/sums/share', tab)
    assert cell
    value = re.search(r"[\d,]+(?=</td>)", cell[0])
    assert value
    wrong = tab.replace(cell[0], cell[0].replace(value[0], altered(value[0]), 1), 1)
    assert list(demo.faults(wrong))
    for pattern in (r"<text[^>]*>[\d,]{5,}</text>", r'chart-sentence"[^>]*>[^<]*?[\d]{4,}件'):
        found = re.search(pattern, tab)
        assert found, pattern
        assert chart_faults(demo, tab.replace(found[0], altered(found[0]), 1), 2023), pattern


@pytest.mark.django_db
@settings(max_examples=100)
@given(
    st.sampled_from(["flow", "stock", "ratio"]),
    st.integers(0, 2),
    st.lists(st.integers(0, 500_000), min_size=2, max_size=2),
    st.sampled_from("APBD"),
)
def test_the_words_of_a_change(kind: str, decimals: int, values: list[int], status: str):
    """Generated pairs of years, not saved: the card's words against the oracle's."""
    rows = generated(kind, decimals, values, status)
    meaning = Meaning("x.y", "指标", rows[0].indicator.unit, kind, decimals=decimals)  # type: ignore[arg-type]
    shown = [
        Figure(
            meaning, "330282", "慈溪市（全市）", row.year, 12, row.value, status=row.status,
            status_name=row.get_status_display(),
        )
        for row in rows
    ]  # fmt: skip
    read = FigureSet(shown, {"x.y": meaning}, {})
    oracle = Rows()
    oracle.by_key = {("x.y", "330282", row.year, 12): row for row in rows}
    text = change(read, shown[1]).text
    assert ("—" if text.startswith("—") else text) == oracle.growth(rows[1])
    assert written(rows[1].value, digits_of(rows[1])) == value_of(rows[1])


def generated(kind: str, decimals: int, values: list[int], status: str) -> list[Observation]:
    unit = {"flow": "件", "stock": "件", "ratio": "件/万人"}[kind]
    indicator = Indicator(pk=1, code="x.y", name="指标", unit=unit, kind=kind, decimals=decimals)
    region = Region(pk=1, code="330282", name="慈溪市（全市）")
    return [
        Observation(
            indicator=indicator, region=region, year=year, status=state, through_month=12,
            value=Decimal(value).scaleb(-decimals),
        )
        for year, value, state in zip((2021, 2022), values, ("A", status), strict=True)
    ]  # fmt: skip
