"""The dashboard's tab of proposals: where cases stand, rates by role, what is due; all made up."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cixi_ip.models import Event
from cixi_ip.panels import Asked
from proposals import actions, board_tab
from proposals.board_tab import LISTED, Board, board
from proposals.models import Feedback, Handling, Round
from tests.makers import make_observation, make_user
from tests.proposals.makers import (
    make_awaiting,
    make_delivered,
    make_draft,
    make_handling,
    make_session,
)
from tests.proposals.many import Many
from tests.proposals.pages import as_

pytestmark = pytest.mark.django_db
URL = "/board/proposals/"


@pytest.fixture
def reader() -> Client:
    """The dashboard has years only once a figure is published."""
    cache.clear()
    make_observation()
    client = as_(make_user("读者"))
    client.get("/password/")
    return client


def seen(year: int = 2026, **options: str) -> Board:
    return board(Asked(year, "published", "1", timezone.localdate(), options))


def phases(shown: Board) -> dict[str, tuple[int, ...]]:
    return {part.name: part.counts for part in shown.parts}


def plain(client: Client, query: str = "") -> str:
    return re.sub(r"<[^>]+>|\s+", "", client.get(URL + query).content.decode())


def due_in(handling: Handling, days: int) -> Handling:
    due_on = timezone.localdate() + timedelta(days=days)
    Round.objects.filter(handling=handling).update(due_on=due_on)
    return handling


def rated(result: str, role: str = "主办", **fields: object) -> Handling:
    handling = make_delivered(role=role, **fields)
    feedback = Feedback(attitude="满意", result=result, received_on=timezone.localdate())
    actions.record_feedback(by=make_user("办公室"), handling=handling, feedback=feedback)
    return handling


def test_each_role_has_its_own_bar_and_what_was_sent_away_is_in_none():
    make_draft(role="主办")
    make_handling(role="主办", is_accepted=False)
    make_awaiting(role="主办")
    make_delivered(role="协办")
    away = make_handling(role="协办")
    Handling.objects.filter(pk=away.pk).update(state="away")
    shown = seen()
    assert phases(shown) == {"主办": (2, 1, 0, 0), "协办": (0, 0, 1, 0)}
    assert shown.returned_away == 1
    first = shown.parts[0]
    assert first.words == "办理中 2 件，待签发送达 1 件，已答复 0 件，已办结 0 件"
    assert re.findall(r'width="([\d.]+)%" height="100%"', first.svg) == ["66.67", "33.33"]


def test_many_cases_stand_where_their_states_say():
    """Counted anew from raw rows."""
    many = Many(300)
    year = many.today.year
    rows = Handling.objects.values_list("role", "state", "round__closed_on")
    expected: Counter[tuple[str, int]] = Counter()
    for role, state, closed_on in rows:
        if state == "away" or (state == "archived" and closed_on is None):
            continue
        place = {"awaiting": 1, "signed": 1, "sealed": 1, "delivered": 2}.get(state, 0)
        expected[role, 3 if state in ("closed", "tracking", "archived") else place] += 1
    shown = phases(seen(year))
    for role in ("主办", "协办"):
        assert shown[role] == tuple(expected[role, n] for n in range(4))


def test_the_numbers_stand_beside_last_years_for_each_role():
    rated("满意", session=make_session("市十八届人大五次会议", year=2025))
    rated("满意")
    rated("基本满意")
    make_delivered(role="协办")
    measures = {one.name: one for one in seen().measures}
    assert list(measures) == ["件数", "按期率", "面商率", "满意率"]
    whole, lead, assist = measures["件数"].lines
    assert (whole.now, whole.before, whole.change) == ("3 件", "1 件", "增加2件")
    assert (lead.now, assist.now) == ("2 件", "1 件")
    whole, lead, assist = measures["满意率"].lines
    assert (whole.now, whole.counted, whole.before) == ("50.0%", "1/2", "100.0%")
    assert whole.change == "—（不足30件，不比较百分点）"
    assert (lead.now, assist.now, assist.counted) == ("50.0%", "—", "")
    assert measures["按期率"].total.counted == "1/1"  # only the opinion had a day to keep


def test_what_is_open_is_listed_by_its_day_whatever_its_session(reader: Client):
    old = make_session("市十八届人大五次会议", year=2025)
    make_handling(number=1, is_accepted=False)
    due_in(make_handling(number=2), 90)
    due_in(make_handling(number=3), 2)
    late = due_in(make_handling(number=4, session=old), -3)
    make_delivered(number=5)
    shown = seen()
    assert [one.handling.proposal.number for one in shown.open] == [4, 3, 2, 1]
    assert shown.counts == {"total": 4, "overdue": 1, "near": 1}
    text = reader.get(URL).content.decode()
    assert f'href="/proposals/{late.proposal_id}/"' in text
    assert "逾期3天" in text
    for query, count in (("?due=overdue", 1), ("?due=near", 1)):
        assert f'href="/proposals/{query}"' in text
        listed = reader.get(f"/proposals/{query}").context["table"].rows
        assert len(listed) == count


def test_a_long_list_is_cut_and_says_so(reader: Client):
    for _number in range(LISTED + 3):
        make_handling(is_accepted=False)
    assert len(seen().open) == LISTED
    assert f"还没有答复的{LISTED + 3}件" in plain(reader)
    assert f"只列期限最近的{LISTED}件" in plain(reader)


def test_the_year_of_the_figures_or_the_latest_session_or_the_one_asked_for():
    make_handling()
    make_handling(session=make_session("市十八届人大五次会议", year=2022))
    assert seen(2022).year == 2022
    assert seen(2021).year == 2026
    assert seen(2022, sessions="2026").year == 2026
    assert seen(2022, sessions="1066").year == 2022


def test_an_empty_tab_says_so(reader: Client):
    assert "还没有登记建议提案" in plain(reader)


def test_it_shows_an_act_at_once(reader: Client):
    handling = make_handling(is_accepted=False)
    assert "待签收" in plain(reader)
    office, today = make_user("办公室"), timezone.localdate()
    actions.accept(by=office, handling=handling, received_on=today)
    assert "待分办" in plain(reader)


def test_every_table_is_a_file(reader: Client):
    due_in(make_handling(title="=关于公式的建议"), 5)
    text = reader.get(f"{URL}?year=2022").content.decode()
    links = re.findall(r'href="(/board/proposals/[^"]+\.(?:xlsx|csv)[^"]*)"', text)
    assert len(links) == 2 * text.count("<table") + 1 == 7  # and all of them in one book
    for link in links:
        assert reader.get(link.replace("&amp;", "&")).status_code == 200
    told = reader.get("/board/proposals/open.csv?year=2022").content.decode("utf-8-sig")
    assert "关于公式的建议" in told
    assert "\n=" not in told
    assert Event.objects.filter(kind="导出数据").count() == 8


def test_it_costs_the_same_for_any_number(reader: Client):
    def cost() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(URL).status_code == 200
        return len(asked)

    many = Many(100)
    few = cost()
    many.make(300)
    assert cost() == few <= 34
    with CaptureQueriesContext(connection) as again:
        reader.get(f"{URL}?scope=published")
    assert len(again) < 16


def test_who_may_see_it(reader: Client):
    assert Client().get(URL).headers["Location"].startswith("/login/")
    assert as_(make_user("审计员")).get(URL).status_code == 403
    assert "建议办理" in reader.get("/").content.decode()
    assert board_tab.tab().permission == "proposals.view_handling"
