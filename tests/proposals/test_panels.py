"""What the dashboard shows of the proposals."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from cixi_ip.models import User
from cixi_ip.panels import AttentionPanel, cited_by
from proposals.models import Round
from proposals.panels import MOST_URGENT, at_the_desk, waiting
from tests.makers import make_observation, make_user
from tests.proposals.makers import (
    make_draft,
    make_handling,
    make_issued,
)

pytestmark = pytest.mark.django_db
VALUE = "{{patent.granted@330282-BJ/2022|value}}"


def lines(user: User, panel: AttentionPanel = waiting) -> list[tuple[str, str]]:
    cache.clear()
    return [(line.level, line.text) for line in panel(user, timezone.localdate())]


def test_the_dashboard_shows_what_is_urgent_and_the_desk_the_rest():
    letter = make_draft(number=1)
    officer, reference = letter.handling.officer, letter.handling.proposal.reference
    calm = [("提示", f"拟稿：{reference}，稿件还没有送核")]
    assert (lines(officer), lines(officer, at_the_desk)) == ([], calm)
    Round.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    late = [("逾期", f"拟稿：{reference}（已过2天），稿件还没有送核")]
    assert (lines(officer), lines(officer, at_the_desk)) == (late, [])
    assert lines(make_user("读者")) == []


def test_who_leads_sees_what_is_late_of_others():
    letter = make_draft(number=1, role="主办")
    leader, today = make_user("局领导"), timezone.localdate()
    assert lines(leader) == []
    Round.objects.update(due_on=today - timedelta(days=2))
    proposal = letter.handling.proposal
    assert lines(leader) == [("逾期", f"{proposal.reference}（主办）：已过2天，{proposal.title}")]
    Round.objects.update(due_on=today)
    ((level, text),) = lines(leader)
    assert (level, "今天" in text) == ("提示", True)
    assert lines(make_user("读者")) == []


def test_a_long_desk_is_cut_short_on_the_dashboard():
    for number in range(1, MOST_URGENT + 4):
        make_handling(number=number, is_accepted=False)
    found = lines(make_user("办公室"), at_the_desk)
    assert len(found) == MOST_URGENT + 1
    assert found[-1] == ("提示", "另有 3 项其他待办")


def test_a_draft_at_odds_with_the_figures_comes_to_its_officer():
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
