"""What the dashboard shows of the proposals."""

from datetime import date

import pytest
from django.core.cache import cache

from cixi_ip.panels import cited_by
from proposals import actions
from proposals.panels import waiting
from tests.makers import make_observation, make_user
from tests.proposals.makers import (
    make_awaiting,
    make_department,
    make_draft,
    make_handling,
    make_issued,
)

pytestmark = pytest.mark.django_db
VALUE = "{{patent.granted@330282-BJ/2022|value}}"
TODAY = date(2026, 4, 12)


def lines(user: object) -> list[tuple[str, str]]:
    cache.clear()
    return [(line.level, line.text) for line in waiting(user, TODAY)]


def test_each_role_sees_what_waits_for_it():
    make_handling(number=1)
    make_awaiting(number=2)
    reference = "市十九届人大一次会议第{}号建议"
    assert lines(make_user("经办人")) == [("提示", reference.format(1) + "还没有人承办")]
    assert lines(make_user("局领导")) == [("提示", reference.format(2) + "的协办公文待签发")]
    assert lines(make_user("读者")) == []


def test_a_case_given_to_one_officer_waits_for_that_one_alone():
    handling, officer = make_handling(number=3), make_user("经办人")
    actions.assign(
        by=make_user("办公室"), handling=handling, department=make_department(), officer=officer
    )
    assert lines(officer) == [("提示", "市十九届人大一次会议第3号建议已分给您，请承办")]
    assert lines(make_user("经办人")) == []


def test_a_draft_sent_back_or_at_odds_with_the_figures_comes_to_its_officer():
    handling = make_awaiting()
    actions.send_back(by=make_user("局领导"), handling=handling, reason="请写明口径")
    assert [text for _level, text in lines(handling.officer)] == [
        f"{handling.proposal.reference}的稿件被退回：请写明口径"
    ]
    letter = make_draft("授权{{nonsense}}。")
    (line,) = lines(letter.handling.officer)
    assert line[0] == "错误"
    assert "1 处须改正" in line[1]


def test_a_figure_names_the_letters_that_print_it():
    observation = make_observation(12688)
    issued = make_issued(f"授权{VALUE}，又是{VALUE}。")
    assert cited_by(observation.pk) == [
        (
            f"{issued.reference} {issued.title}",
            f"/proposals/{issued.letter.handling.proposal_id}/verify/",
        )
    ]
    assert cited_by(observation.pk + 1) == []
