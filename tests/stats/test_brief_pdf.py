"""The brief on paper: one A4 page whatever it holds, nothing small, nothing clipped."""

import io
from dataclasses import replace
from functools import cache

import pikepdf
import pytest

from stats import charts
from stats.brief import everything
from stats.brief.pdf import columns
from tests.stats import catalogue
from tests.stats.briefs import (
    A4,
    ALL,
    aims,
    composed,
    filled,
    invented,
    longest,
    only_page,
    printed,
    squeezed,
    text_of,
)
from tests.stats.given import figure as given
from tests.stats.given import seed, selection

REAL_YEARS = sorted(
    {one.year for one in catalogue.real_figures() if one.region.startswith("330282")}
)
LONG_DATES = tuple(filled(f"临近：第{number}号建议", 200) for number in range(9))


@cache
def made_up():
    return tuple(invented())


@cache
def made_long():
    return tuple(longest(list(made_up())))


def checked(pdf: bytes) -> str:
    """The text of one A4 page with nothing outside its margins and nothing smaller than 9 pt."""
    page = only_page(pdf)
    assert (round(page.width, 2), round(page.height, 2)) == A4
    chars = [char for char in page.chars if char["size"] < 50]
    for char in chars:
        assert char["size"] >= 8.99
        assert 40 <= char["x0"] < char["x1"] <= A4[0] - 40, char["text"]
        assert 30 <= char["top"] < char["bottom"] <= A4[1] - 8, char["text"]
    body = max(char["bottom"] for char in chars if char["bottom"] < A4[1] - 54)
    assert body < min(char["top"] for char in chars if char["top"] > A4[1] - 54)
    return text_of(page)


@pytest.mark.parametrize("year", REAL_YEARS)
def test_every_year_of_the_real_figures_is_one_page(year: int):
    assert checked(printed(composed(list(catalogue.real_figures()), year)))


@pytest.mark.slow
@pytest.mark.parametrize(("year", "scope"), ALL)
def test_every_invented_year_is_one_page_that_says_what_the_brief_holds(year: int, scope: str):
    told = composed(list(made_up()), year, scope, goals=aims(list(made_up()), most=20))
    _above, headline, text = checked(printed(told)).partition(squeezed(told.headline.text))
    shown = everything(told)
    assert headline
    for part in told.parts:
        said = [squeezed(one.text) in text for one in part.sentences]
        # In their order, the first ones; the rest is counted.
        assert said == sorted(said, reverse=True)
        if not all(said):
            assert f"另有{said.count(False)}项见看板" in text
    assert all(squeezed(card.question) in text for card in shown.cards)


@pytest.mark.slow
@pytest.mark.parametrize(("year", "scope"), ALL)
def test_the_longest_names_leave_lines_out_and_never_the_page(year: int, scope: str):
    goals = aims(list(made_long()), most=80)
    told = composed(list(made_long()), year, scope, goals=goals, dates=LONG_DATES)
    text = checked(printed(told, by="打" * 60))
    assert squeezed(told.headline.text) in text
    # The headline may hold the very words of a line below it.
    text = text.partition(squeezed(told.headline.text))[2]
    rest = sum(squeezed(one.text) not in text for one in told.parts[0].sentences)
    assert not rest or f"另有{rest}项见看板" in text


def test_the_same_brief_gives_the_same_bytes():
    told = composed(list(made_up()), 2023)
    assert printed(told) == printed(composed(list(made_up()), 2023))
    assert printed(told) != printed(told, by="别人")


def test_it_is_archival_and_tagged():
    with pikepdf.open(io.BytesIO(printed(composed(list(made_up()), 2023)))) as document:
        with document.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "U")
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"] == "领导一分钟 2023年 按发布口径"
        assert document.Root.Lang == "zh-CN"
        elements = [
            obj
            for obj in document.objects
            if isinstance(obj, pikepdf.Dictionary) and "/S" in obj and "/P" in obj
        ]
    tags = [str(one.S) for one in elements]
    assert {"/H1", "/H2", "/H3", "/P", "/Figure"} <= set(tags)
    heard = [str(one.get("/Alt", "")) for one in elements if one.S == "/Figure"]
    assert len(heard) == 2
    assert all("2023年" in words for words in heard)


def test_charts_are_drawn_as_vectors_over_their_values():
    page = only_page(printed(composed(list(made_up()), 2023)))
    assert page.images == []
    filled = [one for one in page.rects + page.curves if one["fill"] and one["height"] > 10]
    assert len(filled) >= 12
    text = text_of(page)
    assert "10.6%" in text.partition("发明占比")[2]
    for code in ("patent.granted", "patent.granted.design", "patent.valid.invention"):
        for one in made_up():
            if (one.meaning.code, one.region) == (code, "330282"):
                assert f"{one.value:,}" in text, (code, one.year)


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_a_demonstration_is_marked_as_one(settings, is_demo: bool):
    settings.DEMO_DATA = is_demo
    page = only_page(printed(composed(list(made_up()), 2023)))
    large = "".join(char["text"] for char in page.chars if char["size"] > 50)
    assert sorted(large) == (sorted("演示数据") if is_demo else [])


HOSTILE = (
    '#panic("x")',
    "$x^2$ *粗* _斜_ `码`",
    "<script>alert(1)</script>",
    "= 标题 @引用 <标记>",
    r"\u{202e}\ #import",
    '"]; #read("/etc/passwd")',
)


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_a_name_holds_is_printed_as_it_is(words: str):
    figures = [
        replace(
            one,
            meaning=replace(one.meaning, name=f"{words}{one.meaning.name}"[:60]),
            source=words,
        )
        for one in made_up()
    ]
    text = checked(printed(composed(figures, 2023, dates=(f"临近：{words}",)), by=words))
    assert text.count(squeezed(words)) > 3


def test_what_nobody_can_see_is_left_out():
    figures = [replace(one, source="通\u202e报\u200b一\n二\u0007") for one in made_up()]
    text = checked(printed(composed(figures, 2023)))
    assert "通报一二" in text


@pytest.mark.parametrize(
    ("tones", "rise"), [("neutral", "#52606d"), ("red-up", "#c8102e"), ("green-up", "#136f34")]
)
def test_arrows_take_the_colours_the_organisation_chose(tones: str, rise: str):
    told = composed(list(made_up()), 2023)
    grants = next(
        one for one in told.parts[0].sentences if one.figures[0].meaning.code == "patent.granted"
    )
    told = replace(told, parts=(replace(told.parts[0], sentences=(grants,)),), answers=())
    page = only_page(printed(told, tones=tones))
    (arrow,) = [char for char in page.chars if char["text"] == "▲"]
    shown = "#" + "".join(f"{round(part * 255):02x}" for part in arrow["non_stroking_color"])
    assert shown == rise


def test_a_stock_is_a_line_as_on_the_screen_and_a_flow_is_columns():
    drawn = charts.trend(
        selection(*(given("patent.valid.invention", 100 * at, year=2019 + at) for at in (1, 2, 3))),
        "patent.valid.invention",
        kind="lines",
    )
    held = columns(drawn)
    assert held["is_line"]
    assert held["rows"][0]["joints"] == [0.5, pytest.approx(5 / 6), None]
    flow = columns(charts.trend(selection(*seed()), "patent.granted"))
    assert not flow["is_line"]
    assert flow["rows"][0]["joints"] == []
