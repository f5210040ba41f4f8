"""The one door to published figures: now, as of a moment, and with the real figures loaded."""

from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from cixi_ip.models import Event
from stats import figures
from stats.models import Target
from tests.makers import (
    make_entry,
    make_indicator,
    make_observation,
    make_region,
    make_source,
)

pytestmark = pytest.mark.django_db


def values(**filters: object) -> list[object]:
    return sorted(found.value for found in figures.published(**filters))


class TestPublished:
    def test_only_what_was_approved(self) -> None:
        make_entry(1)
        assert len(figures.published()) == 0
        make_observation(2, code="patent.pct")
        assert values() == [2]

    def test_it_narrows_by_code_region_and_year(self) -> None:
        make_observation(1)
        make_observation(2, code="patent.pct")
        make_observation(3, region="330282")
        make_observation(4, year=2020)
        assert values() == [1, 2, 3, 4]
        assert values(codes=["patent.pct"]) == [2]
        assert values(regions=["330282"]) == [3]
        assert values(years=(2021, 2022)) == [1, 2, 3]
        assert values(codes=[]) == []

    def test_as_it_stood_at_a_moment(self) -> None:
        before = timezone.now()
        make_observation(100)
        between = timezone.now()
        make_observation(110, based_on=1, revision_kind="更正", reason="原数有误")
        assert [values(as_of=at) for at in (before, between, None)] == [[], [100], [110]]

    def test_plain_figures_carry_all_a_reader_needs(self) -> None:
        city = make_region("330200")
        make_region("330282-BJ", parent=city)
        make_indicator("ratio", kind="ratio", unit="件/万人", decimals=1)
        made = make_observation(
            "42.5",
            code="ratio",
            half_width=Decimal("0.05"),
            status="D",
            printed_period="去年以来",
            rank=1,
            rank_region=city,
        )
        (found,) = figures.published()
        assert found.key == ("ratio", "330282-BJ", 2022, 12)
        assert (found.id, found.vintage, found.source) == (made.pk, 1, "测试通报")
        assert (found.status_name, found.printed_period) == ("口径或时段不同", "去年以来")
        assert (found.rank, found.rank_region_name) == (1, "宁波市")
        assert found.shown() == "42.5件/万人"

    def test_always_three_queries(self, django_assert_num_queries: object) -> None:
        for year in range(2010, 2020):
            make_observation(year, year=year)
        with django_assert_num_queries(3):
            assert len(list(figures.published())) == 10


class TestVersion:
    def test_it_changes_with_every_approval_and_edit_of_the_catalogue(self) -> None:
        seen = [figures.version()]
        make_entry(1)
        assert figures.version() == seen[-1]
        make_observation(1, code="patent.pct")
        seen.append(figures.version())
        make_observation(2, code="patent.pct", based_on=1, revision_kind="修订", reason="新资料")
        seen.append(figures.version())
        Event.objects.record("修改目录", by=None, label="装载")
        seen.append(figures.version())
        assert len(set(seen)) == 4


def test_years_are_those_with_whole_years_of_the_county() -> None:
    make_observation(1, year=2020)
    make_observation(1, year=2022, region="330282")
    make_observation(1, year=2021, region="330200")
    make_observation(1, year=2023, through_month=6)
    make_indicator("population.resident", group="基础")
    make_observation(1, code="population.resident", year=2019)
    assert figures.years_published() == [2022, 2020]


def test_targets_are_never_among_the_figures() -> None:
    Target.objects.create(
        title="贯标",
        indicator=make_indicator(),
        region=make_region(),
        stated_year=2023,
        value=24,
        source=make_source(),
    )
    assert len(figures.published()) == 0
    assert [str(goal) for goal in figures.targets()] == ["贯标"]
    assert figures.targets(["330282-BJ"]) == []


def test_a_town_stands_below_its_scope_and_the_scope_below_the_county() -> None:
    whole = make_region("330282")
    core = make_region("330282-BJ", parent=whole)
    make_region("330282002", level="镇街", parent=whole, scope=core)
    assert figures.parents() == {"330282": "", "330282-BJ": "330282", "330282002": "330282-BJ"}


@pytest.fixture
def real(db: None) -> figures.FigureSet:
    call_command("load_fixtures", verbosity=0)
    return figures.published()


class TestRealFigures:
    """The letter's figures as they are loaded; the verdicts are those settled for it."""

    LETTER = "市十八届人大二次会议第220号建议协办意见"

    def test_verdicts_on_the_letter(self, real: figures.FigureSet) -> None:
        about_letter = [
            (finding.rule, finding.verdict)
            for finding in figures.check(real)
            if finding.figures[0].source == self.LETTER
        ]
        found = Counter(about_letter)
        unstated = sum(
            1 for figure in real if figure.source == self.LETTER and not figure.printed_scope
        )
        assert unstated == 13
        assert found == {
            ("net_change", "存疑"): 1,
            ("ratio", "无法核对"): 1,
            ("rank", "提示"): 1,
            ("period", "提示"): 8,
            ("scope", "提示"): unstated,
        }

    def test_of_all_real_figures_one_contradicts_another(self, real: figures.FigureSet) -> None:
        # 13.04 - 12.71 = 0.33 points, printed 0.44: the 2022 share was revised to 12.60.
        (found,) = [finding for finding in figures.check(real) if finding.verdict == "矛盾"]
        assert found.rule == "points"
        for words in ("0.44个百分点", "12.71%", "0.32—0.34个百分点"):
            assert words in found.text

    def test_scopes_are_kept_apart(self, real: figures.FigureSet) -> None:
        assert real.known("patent.granted", figures.COUNTY_CORE, 2022).value == 12688
        assert real.get("patent.granted", figures.COUNTY, 2022) is None
        assert real.known("patent.valid.invention.per_10k", figures.COUNTY, 2022).value == (
            Decimal("42.5")
        )


@pytest.mark.parametrize("kind", figures.TELLING)
def test_every_act_that_shows_on_pages_changes_the_version(db: None, kind: str) -> None:
    late = Event.objects.record("登录", by=None, label="测试")
    before = figures.version()
    Event.objects.record(kind, by=None, label="测试")
    between = figures.version()
    # An act numbered earlier but committed later still changes the version.
    Event.objects.bulk_create([Event(id=-late.pk, kind=kind, by_label="测试")])
    assert len({before, between, figures.version()}) == 3
