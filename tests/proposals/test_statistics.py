"""The statistics page and its table, against cases taken through the actions."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from proposals import actions
from proposals.models import Feedback, Handling
from proposals.statistics import of_year
from tests.makers import make_user
from tests.proposals.makers import make_draft, make_issued, make_session

pytestmark = pytest.mark.django_db


def answered(result: str = "满意", **fields: object) -> Handling:
    """An answer signed, sealed, delivered and rated."""
    handling = make_issued(role="主办", **fields).letter.handling
    office, today = make_user("办公室"), timezone.localdate()
    actions.seal(by=office, handling=handling, sealed_on=today, copies=5)
    actions.deliver(by=office, handling=handling, delivered_on=today, delivery="当面送交")
    reason = "没有解决" if result == "不满意" else ""
    feedback = Feedback(attitude="满意", result=result, reason=reason, received_on=today)
    actions.record_feedback(by=office, handling=handling, feedback=feedback)
    return handling


def shares(year: int = 2026) -> dict[str, str]:
    found = of_year(year, timezone.localdate())
    return {one.rate.name: one.share.counted for one in found.headlines}


def test_each_rate_counts_what_was_done():
    answered("满意", topic="专利", assigned_on=timezone.localdate())
    answered("不满意", topic="商标")
    make_draft()
    assert shares() == {
        "办结率": "0/3",
        "按期率": "1/1",
        "面商率": "2/2",
        "公开率": "0/2",
        "满意率": "1/2",
        "满意和基本满意率": "1/2",
        "落实率": "2/2",
    }


def test_the_last_round_is_what_is_said_of_a_case():
    handling = answered("不满意")
    office = make_user("办公室")
    actions.rehandle(by=office, handling=handling, started_on=timezone.localdate())
    assert shares()["满意率"] == "0/1"


def test_a_case_sent_away_is_not_counted():
    handling = make_draft().handling
    Handling.objects.filter(pk=handling.pk).update(state="away")
    found = of_year(2026, timezone.localdate())
    assert (found.total.count, found.returned_away) == (0, 1)


def test_the_year_before_stands_beside_it():
    answered("满意", session=make_session("市十八届人大五次会议", year=2025))
    answered("基本满意")
    found = of_year(2026, timezone.localdate())
    change = {one.rate.name: one.change for one in found.headlines}
    assert change["满意率"] == "—（不足30件，不比较百分点）"
    assert change["面商率"] == "—（不足30件，不比较百分点）"


def test_the_page_and_its_queries(client, django_assert_num_queries):
    answered("满意", topic="专利")
    client.force_login(make_user("读者"))
    client.get(reverse("proposal_statistics"))
    with django_assert_num_queries(19):
        page = client.get(reverse("proposal_statistics")).content.decode()
    for words in ("办理统计 2026年", "满意率", "1/1 件", "100.0%", "按主题", "专利"):
        assert words in page


def test_an_odd_year_shows_the_latest_and_none_says_so(client):
    client.force_login(make_user("读者"))
    page = client.get(reverse("proposal_statistics"), {"year": "1e9"}).content.decode()
    assert "还没有登记建议提案" in page
    answered("满意")
    assert "2026年" in client.get(reverse("proposal_statistics"), {"year": "1900"}).content.decode()


def test_strangers_are_sent_to_the_login(client):
    for name in ("proposal_statistics", "statistics_xlsx"):
        assert client.get(reverse(name)).status_code == 302
        assert client.post(reverse(name)).status_code in (302, 405)


def test_the_summary_table_holds_numbers_and_leaves_cells_of_nothing_empty(client):
    answered("满意", topic="=1+1")
    client.force_login(make_user("局领导"))
    content = client.get(reverse("statistics_xlsx")).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content))["汇总表"].values)
    head, total, before = rows[:3]
    place = head.index("满意率")
    assert (total[0], total[2], total[place], total[place + 1]) == ("2026年", 1, 100, "1/1")
    assert (before[2], before[place], before[place + 1]) == (0, None, "0/0")
    assert ("主题", "'=1+1") in {row[:2] for row in rows}
