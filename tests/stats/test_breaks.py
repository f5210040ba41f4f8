"""Breaks of a series: who keeps them, that growth stops at them, and what comes with the system."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from cixi_ip.models import Event, User
from stats import actions, figures, fixtures
from stats.arithmetic import Break, Figure, comparable, growth
from stats.models import Indicator, SeriesBreak
from tests.makers import make_break, make_indicator, make_observation, make_user
from tests.stats.given import figure, meaning
from tests.stats.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(city: object) -> User:
    return make_user("科室负责人")


def unsaved(**fields: object) -> SeriesBreak:
    defaults = {
        "indicator": make_indicator(),
        "year": 2017,
        "title": "口径变更",
        "note": "前后不同",
    }
    return SeriesBreak(**(defaults | fields))


class TestKeeping:
    def test_a_new_one_is_on_record_and_changes_the_version_of_the_data(self, head: User):
        before = figures.version()
        saved = actions.save_break(by=head, series_break=unsaved())
        event = Event.objects.get(kind="修改目录")
        assert (event.by, event.subject_id) == (head, str(saved.pk))
        assert event.detail["changes"]["note"] == ["", "前后不同"]
        assert figures.version() != before

    def test_a_mended_one_records_what_changed_alone(self, head: User):
        kept = actions.save_break(by=head, series_break=unsaved())
        kept.is_break = False
        actions.save_break(by=head, series_break=kept)
        changes = Event.objects.filter(kind="修改目录").first().detail["changes"]
        assert changes == {"is_break": ["True", "False"]}

    def test_a_removed_one_stays_on_record(self, head: User):
        kept = actions.save_break(by=head, series_break=unsaved())
        actions.remove_break(by=head, series_break=kept)
        assert not SeriesBreak.objects.exists()
        assert Event.objects.first().detail["removed"]["note"] == "前后不同"

    @pytest.mark.parametrize("role", ["录入员", "复核员", "读者"])
    def test_other_roles_change_nothing(self, role: str, head: User):
        kept = actions.save_break(by=head, series_break=unsaved())
        for act in (actions.save_break, actions.remove_break):
            with pytest.raises(PermissionDenied):
                act(by=make_user(role), series_break=kept)

    def test_the_same_note_twice_is_refused_in_chinese(self, head: User):
        actions.save_break(by=head, series_break=unsaved())
        with pytest.raises(ValidationError, match="已有同名的注释"):
            actions.save_break(by=head, series_break=unsaved())


class TestInTheAdmin:
    def fields(self) -> dict[str, object]:
        return {
            "indicator": make_indicator().pk,
            "year": 2017,
            "is_break": "on",
            "title": "口径变更",
            "note": "前后不同",
        }

    def test_it_is_added_mended_and_removed(self, client: Client, head: User):
        client.force_login(head)
        client.post(reverse("admin:stats_seriesbreak_add"), self.fields())
        kept = SeriesBreak.objects.get()
        change = reverse("admin:stats_seriesbreak_change", args=[kept.pk])
        client.post(change, self.fields() | {"note": "改了说明"})
        kept.refresh_from_db()
        assert kept.note == "改了说明"
        assert "确定要删除" in page(client.get(change.replace("change", "delete")))
        client.post(change.replace("change", "delete"), {"post": "yes"})
        assert not SeriesBreak.objects.exists()
        assert Event.objects.filter(kind="修改目录").count() == 3

    def test_a_refusal_names_the_field(self, client: Client, head: User):
        client.force_login(head)
        sent = self.fields() | {"indicator": "", "year": "201", "note": ""}
        shown = page(client.post(reverse("admin:stats_seriesbreak_add"), sent))
        assert "请选择指标。" in shown
        assert "“自哪年起”不能小于1949" in shown
        assert "请填写“说明”。" in shown

    def test_who_enters_figures_reads_them_and_the_rest_do_not(self, client: Client, head: User):
        kept = make_break()
        change = reverse("admin:stats_seriesbreak_change", args=[kept.pk])
        client.force_login(make_user("录入员"))
        assert client.get(change).status_code == 200
        assert client.post(change, self.fields()).status_code == 403
        assert client.get(reverse("admin:stats_seriesbreak_add")).status_code == 403
        client.force_login(make_user("审计员"))
        assert client.get(change).status_code == 403


class TestReading:
    MARK = Break(2022, "口径变更", "前后不同")

    def pair(self, *breaks: Break, **fields: object) -> tuple[Figure, Figure]:
        described = meaning("patent.granted", "专利授权量", breaks=breaks)
        now = figure("patent.granted", 120, year=2022, **fields)
        before = figure("patent.granted", 100, year=2021)
        return replace(now, meaning=described), replace(before, meaning=described)

    @pytest.mark.parametrize(
        ("breaks", "reason"),
        [
            ((), ""),
            ((MARK,), "统计口径有变更"),
            ((Break(2021, "早一年", ""),), ""),
            ((Break(2023, "晚一年", ""),), ""),
            ((Break(2022, "只是注释", "", is_break=False),), ""),
            ((Break(2022, "只是注释", "", is_break=False), MARK), "统计口径有变更"),
        ],
    )
    def test_only_a_break_between_the_two_years_parts_them(self, breaks, reason):
        assert comparable(*self.pair(*breaks)) == reason

    def test_growth_across_a_break_is_not_computed_but_the_printed_one_is_kept(self):
        now, before = self.pair(self.MARK)
        assert growth(now, before).reason == "统计口径有变更"
        now, before = self.pair(self.MARK, reported_growth=Decimal(6), growth_base="同比")
        assert growth(now, before).words == "增长6.0%"
        assert growth(now, before).is_reported

    def test_every_figure_carries_the_breaks_of_its_series_in_order(
        self, django_assert_num_queries
    ):
        make_observation(120)
        make_break(year=2022, title="后")
        make_break(year=2017, title="先", is_break=False)
        with django_assert_num_queries(3):
            found = figures.published()
        assert [mark.title for mark in next(iter(found)).meaning.breaks] == ["先", "后"]
        assert set(found.meanings) == {"patent.granted"}

    def test_rules_follow(self):
        make_observation(100, year=2021)
        make_observation(120, reported_growth=50, growth_base="同比", explanation="只为测试")
        assert "growth" in {finding.rule for finding in figures.check(figures.published())}
        make_break(year=2022)
        assert "growth" not in {finding.rule for finding in figures.check(figures.published())}


class TestThoseOfTheSystem:
    def test_they_name_indicators_of_the_catalogue_and_say_where_they_are_from(self):
        fixtures.load_catalogue()
        assert SeriesBreak.objects.count() == 12
        assert not [kept for kept in SeriesBreak.objects.all() if "据" not in kept.note]
        parted = SeriesBreak.objects.filter(is_break=True, year=2017)
        assert {kept.indicator.code for kept in parted} == {
            "patent.applied", "patent.applied.invention", "patent.applied.utility",
            "patent.applied.design",
        }  # fmt: skip

    def test_what_staff_have_reworded_or_removed_stays_so(self):
        fixtures.load_catalogue()
        applied = Indicator.objects.get(code="patent.applied")
        applied.breaks.update(title="另起的名", year=2018)
        applied = Indicator.objects.get(code="cultivation.ip_standard")
        applied.breaks.filter(year=2024).delete()
        fixtures.load_catalogue()
        assert SeriesBreak.objects.count() == 11
        assert Event.objects.filter(kind="修改目录").count() == 1
