"""The entry sheet on paper: what it prints, and the code that ties it to the screen."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_ip.models import User
from stats import actions, entry_sheet
from stats.models import Entry, Submission, TargetEntry
from tests.makers import (
    make_entry,
    make_indicator,
    make_observation,
    make_part,
    make_region,
    make_round,
    make_source,
    make_user,
)
from tests.stats.pages import page

pytestmark = pytest.mark.django_db


def make_target(batch: Submission, **fields: Any) -> TargetEntry:
    defaults = {
        "title": "新增贯标企业", "indicator": make_indicator(), "region": make_region(),
        "stated_year": 2022, "value": Decimal(24), "typed_by": batch.created_by,
    }  # fmt: skip
    return TargetEntry.objects.create(submission=batch, **(defaults | fields))


@pytest.fixture
def batch(clerk: User) -> Submission:
    make_observation(12000, year=2021)
    return make_entry(
        12688,
        by=clerk,
        reported_growth=Decimal("5.7"),
        growth_base="同比",
        printed_scope="市本级",
        note="按公告日",
    ).submission


class TestLines:
    def test_a_line_says_all_there_is_of_a_figure(self, batch: Submission) -> None:
        (block,) = entry_sheet.of_batch(batch).blocks
        (line,) = block.lines
        assert block.place == "2022年 慈溪市（市本级）"
        assert (line.unit, line.last, line.value) == ("件", "12,000", "12,688")
        assert "增长5.7%（+688件）" in line.growth
        assert line.reported == "5.7%（同比）"
        assert (line.status, line.source) == ("正式", "同本批来源")
        assert line.note == "原文口径：市本级；备注：按公告日"

    def test_what_is_not_known_is_a_dash_and_never_a_nought(self, clerk: User) -> None:
        entry = make_entry(None, by=clerk, status="L")
        (line,) = entry_sheet.of_batch(entry.submission).blocks[0].lines
        assert (line.last, line.value, line.growth[0], line.ranking) == ("—", "—", "—", "—")
        assert line.status == "未报"

    def test_a_growth_that_is_only_reported_is_not_called_computed(self, clerk: User) -> None:
        entry = make_entry(5, by=clerk, reported_growth=Decimal("5.8"), growth_base="同比")
        (line,) = entry_sheet.of_batch(entry.submission).blocks[0].lines
        assert (line.growth, line.reported) == ("—", "5.8%（同比）")

    def test_scopes_and_periods_stand_apart(self, batch: Submission) -> None:
        assert entry_sheet.of_batch(batch).title == "2022年 慈溪市（市本级） 知识产权数据填报表"
        make_entry(5, by=batch.created_by, submission=batch, region="330282")
        drawn = entry_sheet.of_batch(batch)
        assert drawn.title == "知识产权数据填报表"
        assert {block.place for block in drawn.blocks} == {
            "2022年 慈溪市（市本级）",
            "2022年 慈溪市（全市）",
        }

    def test_many_figures_cost_what_few_cost(
        self, clerk: User, django_assert_num_queries: Any
    ) -> None:
        for count in (1, 8):
            batch = actions.open_submission(by=clerk, title=f"{count}", source=make_source())
            for year in range(2010, 2010 + count):
                make_entry(year, by=clerk, submission=batch, year=year)
            with django_assert_num_queries(9):
                entry_sheet.of_batch(batch)

    def test_ten_thousand_lines_are_not_printed(
        self, batch: Submission, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = entry_sheet.of_batch(batch)
        monkeypatch.setattr(entry_sheet, "MOST_LINES", 0)
        short = entry_sheet.of_batch(batch)
        assert (short.blocks, short.left_out, short.code) == ((), 1, whole.code)


CHANGES: dict[str, Callable[[Submission], object]] = {
    "a value": lambda batch: batch.entries.update(value=12689),
    "its precision": lambda batch: batch.entries.update(half_width=Decimal("0.5")),
    "a remark": lambda batch: batch.entries.update(note="按授权日"),
    "an explanation": lambda batch: batch.entries.update(explanation="核对过"),
    "the status": lambda batch: batch.entries.update(status="P"),
    "the growth": lambda batch: batch.entries.update(reported_growth=Decimal("5.9")),
    "the year": lambda batch: batch.entries.update(year=2020),
    "the scope": lambda batch: batch.entries.update(region=make_region()),
    "the source of one": lambda batch: batch.entries.update(source=make_source("另一")),
    "the source of all": lambda batch: Submission.objects.update(source=make_source("另一")),
    "the title": lambda batch: Submission.objects.update(title="另一批"),
    "a figure more": lambda batch: make_entry(
        5, by=batch.created_by, submission=batch, region="330282"
    ),
    "no figure": lambda batch: batch.entries.all().delete(),
    "a target": make_target,
}


class TestCode:
    def code(self, batch: Submission) -> str:
        return entry_sheet.code(Submission.objects.select_related("source").get(pk=batch.pk))

    @pytest.mark.parametrize("change", CHANGES)
    def test_any_change_makes_another(self, batch: Submission, change: str) -> None:
        before = self.code(batch)
        CHANGES[change](batch)
        assert self.code(batch) != before

    def test_a_changed_target_makes_another(self, batch: Submission) -> None:
        target = make_target(batch)
        before = self.code(batch)
        TargetEntry.objects.filter(pk=target.pk).update(value=25)
        assert self.code(batch) != before

    def test_saving_the_same_again_does_not(self, batch: Submission) -> None:
        before = self.code(batch)
        entry = batch.entries.get()
        entry.value = Decimal("12688.000000")
        actions.enter(by=batch.created_by, entry=entry)
        assert self.code(batch) == before

    def test_what_was_signed_is_what_was_approved(self, batch: Submission) -> None:
        signed = self.code(batch)
        actions.submit(by=batch.created_by, submission=batch)
        assert self.code(batch) == signed
        actions.approve(by=make_user("复核员"), submission=batch)
        assert self.code(batch) == signed

    def test_an_empty_batch_has_none(self, clerk: User) -> None:
        assert entry_sheet.code(actions.open_submission(by=clerk)) == ""

    def test_every_field_an_author_fills_is_in_it(self) -> None:
        kept_out = {"id", "submission_id", "typed_by_id", "edition", "updated_at"}
        for model, names in ((Entry, entry_sheet.ENTERED), (TargetEntry, entry_sheet.PLANNED)):
            fields = {field.attname for field in model._meta.concrete_fields}
            assert fields - kept_out == set(names), model


class TestPages:
    def test_paper_and_screen_show_the_same_code(self, browser: Client, batch: Submission) -> None:
        code = entry_sheet.code(batch)
        shown = page(browser.get(reverse("admin:stats_submission_change", args=[batch.pk])))
        assert f"版本码{code}" in shown
        assert "打印填报表" in shown
        printed = page(browser.get(reverse("admin:stats_submission_sheet", args=[batch.pk])))
        for words in (
            f"版本码{code}",
            "填表人：",
            "审核人：",
            "负责人：",
            "12,688",
            "科室：知识产权科",
        ):
            assert words in printed

    def test_targets_are_read_on_both(self, browser: Client, batch: Submission) -> None:
        make_target(batch, plan="“十四五”规划")
        for name in ("change", "sheet"):
            shown = page(browser.get(reverse(f"admin:stats_submission_{name}", args=[batch.pk])))
            for words in ("新增贯标企业", "24件", "预期性", "“十四五”规划", "不是完成数"):
                assert words in shown, name

    def test_an_empty_sheet_shows_last_year_and_leaves_this_year_open(
        self, browser: Client
    ) -> None:
        make_observation(12000, year=2021)
        make_indicator("patent.pct")
        make_indicator("economy.gdp", office="办公室")
        query = {"year": 2022, "month": 12, "region": "330282-BJ", "office": "知识产权科"}
        response = browser.get(reverse("admin:stats_empty_sheet"), query)
        shown = page(response)
        assert "2022年慈溪市（市本级）知识产权数据填报表" in shown
        assert "12,000" in shown
        assert "指标patent.pct" in shown
        assert "economy.gdp" not in shown
        (block,) = response.context["sheet"].blocks
        assert {line.value for line in block.lines} == {""}

    def test_an_assignment_narrows_it_to_what_is_asked(self, browser: Client) -> None:
        make_indicator("patent.pct")
        made = make_round(make_part("patent.granted"))
        query = {"year": 2022, "region": "330282-BJ", "office": "知识产权科"}
        query["assignment"] = made.assignments.get().pk
        response = browser.get(reverse("admin:stats_empty_sheet"), query)
        (block,) = response.context["sheet"].blocks
        assert [line.name for line in block.lines] == ["指标patent.granted"]

    @pytest.mark.parametrize("number", ["x", "0", "9" * 30])
    def test_an_unknown_assignment_narrows_nothing(self, browser: Client, number: str) -> None:
        make_indicator()
        query = {"region": "330282-BJ", "office": "", "assignment": number}
        response = browser.get(reverse("admin:stats_empty_sheet"), query)
        assert len(response.context["sheet"].blocks[0].lines) == 1

    def test_only_who_sees_batches_prints_them(self, client: Client, batch: Submission) -> None:
        urls = [
            reverse("admin:stats_submission_sheet", args=[batch.pk]),
            reverse("admin:stats_empty_sheet"),
        ]
        for role, status in (("复核员", 200), ("科室负责人", 200), ("审计员", 403)):
            client.force_login(make_user(role))
            assert [client.get(url).status_code for url in urls] == [status, status], role

    def test_nothing_is_posted_to_it_and_nothing_unknown_is_shown(self, browser: Client) -> None:
        assert browser.get(reverse("admin:stats_submission_sheet", args=[99])).status_code == 404
        assert browser.post(reverse("admin:stats_empty_sheet")).status_code == 405
