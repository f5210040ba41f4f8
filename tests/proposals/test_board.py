"""The board: a column for each station, the most urgent cards, counts and filters."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proposals.board import PER_COLUMN
from proposals.models import Handling, Round
from proposals.workflow import STATIONS
from tests.makers import make_department, make_user
from tests.proposals.makers import make_draft, make_handling, make_session
from tests.proposals.many import Many
from tests.proposals.pages import as_

pytestmark = pytest.mark.django_db
URL = "/proposals/board/"


def columns(query: str = "") -> dict[str, object]:
    response = as_(make_user("读者")).get(URL + query)
    assert response.status_code == 200
    return {column.name: column for column in response.context["columns"]}


def test_every_case_stands_at_its_station():
    make_handling(number=1, is_accepted=False)
    make_handling(number=2)
    make_draft(number=3)
    found = columns()
    assert list(found) == [name for name, _states in STATIONS]
    counts = {name: column.count for name, column in found.items() if column.count}
    assert counts == {"签收": 1, "分办": 1, "拟稿": 1}


def test_a_column_shows_the_soonest_and_leads_to_the_rest():
    for number in range(1, PER_COLUMN + 3):
        handling = make_handling(number=number)
        due_on = timezone.localdate() + timedelta(days=50 - number)
        Round.objects.filter(handling=handling).update(due_on=due_on)
    column = columns()["分办"]
    numbers = [card.handling.proposal.number for card in column.cards]
    assert numbers == [8, 7, 6, 5, 4, 3]
    text = as_(make_user("读者")).get(URL).text
    assert f"全部 {PER_COLUMN + 2} 件" in text
    assert "?station=%E5%88%86%E5%8A%9E" in text
    listed = as_(make_user("读者")).get("/proposals/?station=分办")
    assert len(listed.context["table"].rows) == PER_COLUMN + 2


def test_what_is_over_is_counted_and_not_shown():
    handling = make_handling()
    Handling.objects.filter(pk=handling.pk).update(state="closed")
    column = columns()["办结"]
    assert (column.count, list(column.cards)) == (1, [])


def test_the_board_is_filtered_by_session_and_section():
    session = make_session("市十九届政协一次会议", body="政协")
    make_handling(number=1)
    make_handling(number=2, session=session, kind="提案", is_accepted=False)
    found = columns(f"?session={session.pk}")
    assert (found["签收"].count, found["分办"].count) == (1, 0)
    found = columns(f"?section={make_department().pk}")
    assert (found["签收"].count, found["分办"].count) == (0, 1)
    response = as_(make_user("读者")).get(f"{URL}?section={make_department('别的科').pk}")
    assert "没有符合条件" in response.text


def test_an_empty_board_says_so():
    assert "还没有登记建议提案" in as_(make_user("读者")).get(URL).text


def test_the_board_is_for_readers_of_proposals_only():
    assert Client().get(URL).url.startswith("/login/")
    assert as_(make_user("系统管理员")).get(URL).status_code == 403
    assert as_(make_user("读者")).post(URL).status_code == 405


def test_list_board_and_calendar_cost_the_same_for_any_number():
    client = as_(make_user("读者"))
    pages = ("/proposals/", "/proposals/?due=overdue", URL, "/proposals/calendar/")

    def cost() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as seen:
                client.get(page)
            found.append(len(seen))
        return found

    many = Many(400)
    cost()
    few = cost()
    many.make(1200)
    assert cost() == few
    assert max(few) <= 20
