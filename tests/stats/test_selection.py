"""Which figure an indicator shows in a scope, and how its change is printed."""

from decimal import Decimal

import pytest

from stats.selection import change, printed, scope_name, status, value, when
from tests.stats.given import CITY, CORE, WHOLE, figure, reported, selection

GRANTED, VALID, RATIO = "patent.granted", "patent.valid.invention", "patent.valid.invention.per_10k"


def test_as_published_each_indicator_is_shown_in_its_own_scope():
    chosen = selection(figure(GRANTED, 12688, CORE), figure(RATIO, "42.5", WHOLE))
    assert chosen.figure(GRANTED).region == CORE
    assert chosen.figure(RATIO).region == WHOLE


def test_a_strict_scope_shows_nothing_of_another():
    chosen = selection(figure(GRANTED, 12688, CORE), regions=(WHOLE,))
    assert chosen.figure(GRANTED) is None


def test_a_value_is_preferred_to_a_status_without_one():
    empty = figure(GRANTED, None, WHOLE, status="L", status_name="未报")
    assert selection(empty, figure(GRANTED, 1, CORE)).figure(GRANTED).region == CORE
    assert selection(empty).figure(GRANTED).status == "L"


def test_a_series_never_crosses_scopes_and_ends_with_the_year():
    figures = [figure(GRANTED, 10, WHOLE, year) for year in (2015, 2020, 2021, 2023)]
    chosen = selection(*figures, figure(GRANTED, 12, CORE, 2022))
    assert [past.year for past in chosen.series(GRANTED)] == [2022]
    assert [past.year for past in selection(*figures, year=2021).series(GRANTED)] == [2020, 2021]


@pytest.mark.parametrize(
    ("before", "now", "arrow", "words", "tone"),
    [
        (100, 150, "▲", "比上年末增长50.0%（+50件）", "good"),
        (150, 100, "▼", "比上年末下降33.3%（−50件）", "bad"),
        (1000, 1000, "", "与上年末持平", "neutral"),
        (10, 13, "▲", "比上年末增加3件", "good"),
    ],
)
def test_a_change_has_arrow_word_and_judgement(before, now, arrow, words, tone):
    chosen = selection(figure(VALID, before, year=2021), figure(VALID, now))
    shown = change(chosen.figures, chosen.figure(VALID))
    assert (shown.arrow, shown.words, shown.tone) == (arrow, words, tone)


def test_judgement_follows_the_direction_of_the_indicator():
    cases = selection(figure("protection.case", 100, year=2021), figure("protection.case", 150))
    assert change(cases.figures, cases.figure("protection.case")).tone == "bad"
    grants = selection(figure(GRANTED, 100, year=2021), figure(GRANTED, 150))
    assert change(grants.figures, grants.figure(GRANTED)).tone == "neutral"


def test_a_reported_growth_is_marked_and_shows_no_absolute_change():
    chosen = selection(figure(VALID, 3483, **reported("19.3")))
    shown = change(chosen.figures, chosen.figure(VALID))
    assert shown.is_reported
    assert shown.text == "▲ 同比增长19.3%（上报）"


def test_without_a_base_the_reason_stands_instead():
    chosen = selection(figure(VALID, 3483), figure(VALID, 100, WHOLE, 2021))
    assert change(chosen.figures, chosen.figure(VALID)).text == "—（上年数未公布）"


def test_words_of_a_figure():
    ratio = figure(RATIO, "42.5", WHOLE, printed_period="去年以来", status="P", status_name="初步")
    assert printed(ratio) == "42.5件"
    assert value(figure(GRANTED, 12688)) == "12,688"
    assert value(figure(GRANTED, None)) == "—"
    assert when(ratio) == "时段原文作“去年以来”"
    assert when(figure(VALID, 1)) == "截至2022年末"
    assert when(figure(GRANTED, 1)) == "2022年全年"
    assert status(ratio) == "（初步）"
    assert status(figure(GRANTED, Decimal(1))) == ""
    assert (scope_name(ratio), scope_name(figure(VALID, 1))) == ("全市", "市本级")
    assert scope_name(figure(GRANTED, 1, CITY)) == "宁波市"
