"""Every number on the pages of the dashboard equals one recomputed from raw rows (recompute.py).

The last invented year, and a sixth of its sums; under `make soak` all years and every sum.
"""

import json
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from io import StringIO
from typing import Any
from urllib.parse import parse_qs

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
from tests.stats import recompute_sums
from tests.stats.printed import printed
from tests.stats.recompute import Rows, digits_of, value_of, visible, written

OURS = ("330282", "330282-BJ", "330282-QW")
SCOPES = ("published", "whole", "core")
OUR_TABS = ("trademarks", "patents", "cultivation", "protection")
OTHER_TABS = ("comparison", "towns", "targets")
TABS = (*OUR_TABS, *OTHER_TABS, "brief")
IS_SOAK = os.environ.get("CIXI_SOAK") == "1"
YEARS = range(2018, 2024) if IS_SOAK else (2023,)
KINDS = {"growth", "share", "ratio", "per", "target", "net", "against", "part", "apart"}
PLACES = ("comparison", "towns")  # which print more regions than the county
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


def chart_faults(rows: Rows, html: str, year: int, slug: str = "") -> list[str]:
    """Numbers in a picture, its live form or its sentence that follow from no row of its places."""
    if slug in OTHER_TABS:
        known = allowed(rows, slug, year)
    else:
        known = rows.explained(OURS, year - 5, year) | rows.around(year - 5, year)
    known |= rows.planned() | {str(at) for at in range(year - 5, year + 1)}
    faults = []
    for name, chart in FIGURE.findall(html):
        labels = re.findall(r"<text[^>]*>(.*?)</text>", chart, re.S)
        sentences = re.findall(r'chart-sentence"[^>]*>(.*?)</p>', chart, re.S)
        live = re.findall(r'<script type="application/json">(.*?)</script>', chart, re.S)
        shown = [text for each in live for text in live_texts(json.loads(each))]
        for text in (*map(visible, labels), *map(visible, sentences), *map(unescape, shown)):
            strange = {token.replace(",", "") for token in NUMBER.findall(text)} - known
            faults += [f"{name} “{text}” {sorted(strange)}"] if strange else []
    return faults


def live_texts(chart: dict[str, Any]) -> Iterator[str]:
    for trace in chart["data"]:
        for field in ("text", "customdata"):
            yield from (str(each) for each in trace.get(field) or ())


def allowed(rows: Rows, slug: str, year: int) -> set[str]:
    """All that may stand on a page: what follows from the rows of its places, and small counts."""
    places = rows.regions() if slug in PLACES else OURS
    found = rows.explained(places, year - 5, year) | rows.around(year - 5, year)
    for target in rows.targets.values():
        found |= {token.replace(",", "") for token in rows.aimed(target, year)}
    if slug == "comparison":
        found |= rows.beside(year)
    if slug == "towns":
        found |= rows.per_person(year)
    for scope in (*((code,) for code in OURS), OURS[:2]):
        found |= {str(count) for count in rows.standing(scope, year)}
    return found | {str(count) for count in range(21)}  # places in a list, parts of a group


def number_faults(html: str, names: tuple[str, ...], known: set[str]) -> list[str]:
    return [f"{token}：“{text[:80]}”" for token, text in printed(html, names) if token not in known]


def list_faults(html: str) -> Iterator[str]:
    """Lists of names whose heading says another number than they have."""
    for count, listed in re.findall(r"未公布的指标 (\d+) 项</summary>\s*<p>(.*?)</p>", html):
        if int(count) != len(listed.split("；")):
            yield f"{count}≠{listed}"


def choices(html: str) -> set[str]:
    """The addresses of a tab with an option beside year and scope."""
    found = {unescape(link) for link in re.findall(r'href="(\?year=[^"]*)"', html)}
    return {link for link in found if set(parse_qs(link[1:])) - {"year", "scope"}}


def check(rows: Rows, reader: Client, years: list[int], slugs: tuple[str, ...]) -> set[str]:
    """The sums the pages lead to; fails naming page and number."""
    names, sums = rows.names(), set[str]()
    for year in years:
        for slug in slugs:
            known = allowed(rows, slug, year)
            for where, html in pages(reader, slug, year):
                faults = [
                    *(*rows.faults(html), *card_faults(rows, html)),
                    *(*number_faults(html, names, known), *list_faults(html)),
                ]
                assert slug or len(list(cards(html))) == html.count('class="card"')
                assert not faults, (where, faults[:5])
                sums |= set(re.findall(r'href="(/sums/[^"]*)"', html))
    return sums


def pages(reader: Client, slug: str, year: int) -> Iterator[tuple[str, str]]:
    """A tab in each scope, and each choice it offers."""
    for scope in SCOPES:
        html = page(reader, slug, year, scope)
        yield f"{slug} {year} {scope}", html
        if scope == "whole":
            for link in sorted(choices(html)):
                yield link, reader.get(f"/board/{slug}/{link}").content.decode()


def taken(sums: set[str]) -> list[str]:
    """Every sum in the long run, else of each kind every sixth, chosen by its position."""
    kinds: dict[str, list[str]] = {}
    for address in sorted(sums):
        kinds.setdefault(address.split("/")[2], []).append(address)
    step = 1 if IS_SOAK else 6
    return [address for addresses in kinds.values() for address in addresses[::step]]


def check_sums(rows: Rows, reader: Client, sums: list[str]) -> int:
    """How many results were worked out again."""
    compared = 0
    for address in sums:
        found = recompute_sums.read(reader.get(address).content.decode())
        aims = set[Decimal]()
        if "/target/" in address or "/expected/" in address:
            _, kind, aim, _, *year = address.strip("/").split("/")
            target = rows.targets[int(aim)]
            begun = min(rows.by_id[pk].year for pk, _cells in found.inputs)
            aims = {target.value, Decimal((target.due_year or begun) - begun)}
            aims |= {Decimal(int(year[0]) - begun)} if kind == "expected" else set()
        faults = list(found.faults(rows, aims))
        assert not faults, (address, faults)
        compared += sum("结果" in step.says for step in found.steps)
    return compared


def test_the_real_years(reader: Client, real: Rows):
    offered = re.findall(r"[?;]year=(\d{4})", reader.get("/").content.decode())
    years = sorted({int(year) for year in offered})
    assert years
    sums = check(real, reader, years, ("", *TABS)) | ratios(real)
    assert check_sums(real, reader, sorted(sums)) > 20


def ratios(rows: Rows) -> set[str]:
    """The sums that no dashboard leads to: each ratio, and the change over four years."""
    held = [row for row in rows.by_id.values() if row.value is not None]
    found = {f"/sums/ratio/{row.pk}/" for row in held if row.indicator.kind == "ratio"}
    for row in held:
        code, region, year, month = rows.key(row)
        first = rows.by_key.get((code, region, year - 4, month))
        if region in OURS and first is not None and first.value is not None:
            found.add(f"/sums/yearly/{first.pk}/{row.pk}/")
    return found


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.parametrize("year", YEARS)
def test_an_invented_year(reader: Client, demo: Rows, year: int):
    sums = check(demo, reader, [year], ("", *TABS))
    assert len(sums) > 100
    assert any("/per/" in address for address in sums)  # of towns
    assert {address.split("/")[2] for address in sums} >= KINDS
    assert check_sums(demo, reader, taken(sums | ratios(demo))) > 60
    for slug in ("", *OUR_TABS, *(OTHER_TABS if IS_SOAK else ())):
        for scope in SCOPES:
            faults = chart_faults(demo, page(reader, slug, year, scope), year, slug)
            assert not faults, (slug, year, scope, faults[:5])
    headline = re.search(r'class="headline">(.*?)</p>', page(reader, "", year, "whole"), re.S)
    assert headline
    known = demo.explained(OURS, year, year) | {str(year)}
    unit_words = visible(headline[1]).replace("每万人", "")
    assert {token.replace(",", "") for token in NUMBER.findall(unit_words)} <= known


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
    number = r'<td class="number"[^>]*>'
    cell = re.search(rf'{number}[\d,]+</td>{number}<a href="/sums/share', tab)
    assert cell
    value = re.search(r"[\d,]+(?=</td>)", cell[0])
    assert value
    wrong = tab.replace(cell[0], cell[0].replace(value[0], altered(value[0]), 1), 1)
    assert list(demo.faults(wrong))
    known, names = allowed(demo, "patents", 2023), demo.names()
    assert not number_faults(tab, names, known)
    long = list(re.finditer(r">([\d,]{5,}|\d+\.\d%)<", tab))
    changed = [tab[: at.start()] + f">{altered(at[1])}<" + tab[at.end() :] for at in long]
    unseen = [
        at[1]
        for at, wrong in zip(long, changed, strict=True)
        if not (
            number_faults(wrong, names, known)
            or chart_faults(demo, wrong, 2023)
            or list(demo.faults(wrong))
        )
    ]
    assert len(long) > 100
    assert len(unseen) < 0.1 * len(long), unseen
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
