"""Findings that ask for a line of explanation before a batch moves on, and those that do not."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from stats import actions
from stats.models import Entry, Observation, Submission
from tests.makers import make_entry, make_indicator, make_observation, make_user

pytestmark = pytest.mark.django_db


class TestExplaining:
    """What the rules doubt is not published without a word of its author."""

    def contradicting(self, **fields: object) -> Entry:
        return make_entry(140, reported_growth=Decimal("5.8"), growth_base="同比", **fields)

    def test_a_contradiction_asks_for_an_explanation(self) -> None:
        make_observation(100, year=2021)
        entry = self.contradicting()
        batch, clerk = entry.submission, entry.submission.created_by
        with pytest.raises(ValidationError) as refusal:
            actions.submit(by=clerk, submission=batch)
        (sentence,) = refusal.value.messages
        for words in ("市本级）2022年", "计算为", "（矛盾）", "在“说明”一栏写一句话"):
            assert words in sentence
        assert Submission.objects.get(pk=batch.pk).state == "draft"
        entry.explanation = "上年数不含转让，已核实"
        actions.enter(by=clerk, entry=entry)
        actions.submit(by=clerk, submission=batch)
        (published,) = actions.approve(by=make_user("复核员"), submission=batch)
        assert published.explanation == "上年数不含转让，已核实"

    def test_one_line_explains_one_finding(self) -> None:
        entry = self.contradicting(explanation="上年数不含转让")
        batch = entry.submission
        make_entry(100, year=2021, by=batch.created_by, submission=batch)
        assert actions.submit(by=batch.created_by, submission=batch).state == "submitted"

    def test_a_ratio_that_cannot_be_checked_asks_too(self) -> None:
        people = make_indicator("people", unit="万人", kind="stock", decimals=1)
        make_indicator(
            "ratio",
            kind="ratio",
            decimals=1,
            numerator=make_indicator(),
            denominator=people,
            denominator_lag=1,
        )
        entry = make_entry("42.5", code="ratio")
        with pytest.raises(ValidationError, match="（无法核对）"):
            actions.submit(by=entry.submission.created_by, submission=entry.submission)

    def test_a_jump_asks_why(self) -> None:
        make_observation(100, year=2021)
        entry = make_entry(200)
        batch, clerk = entry.submission, entry.submission.created_by
        with pytest.raises(ValidationError, match="变化超过一半，请说明原因。（存疑）"):
            actions.submit(by=clerk, submission=batch)
        entry.explanation = "新增两家授权大户"
        actions.enter(by=clerk, entry=entry)
        assert actions.submit(by=clerk, submission=batch).state == "submitted"

    def test_a_hint_asks_for_nothing(self) -> None:
        batch = make_entry(5, printed_period="去年以来").submission
        assert actions.submit(by=batch.created_by, submission=batch).state == "submitted"

    def test_what_was_published_meanwhile_is_asked_about_before_publishing(self) -> None:
        entry = self.contradicting()
        batch = actions.submit(by=entry.submission.created_by, submission=entry.submission)
        make_observation(100, year=2021, explanation="按公告日")
        with pytest.raises(ValidationError, match="请退回填报人"):
            actions.approve(by=make_user("复核员"), submission=batch)
        assert (batch.state, Observation.objects.count()) == ("submitted", 1)
