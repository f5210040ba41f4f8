"""The list: lights, saved filters, due days without a date last, and the file."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from cixi_ip.models import Event
from proposals.models import Proposal, Round
from tests.makers import make_user
from tests.proposals.makers import make_draft, make_handling
from tests.proposals.pages import as_

pytestmark = pytest.mark.django_db
URL = "/proposals/"
DAYS = {1: -30, 2: -3, 3: 0, 4: 6, 5: 90}


def make_dues() -> None:
    """Five cases by number with due days around today, a sixth without."""
    for number, days in DAYS.items():
        handling = make_handling(number=number)
        due_on = timezone.localdate() + timedelta(days=days)
        Round.objects.filter(handling=handling).update(due_on=due_on)
    handling = make_handling(number=6)
    Round.objects.filter(handling=handling).update(due_on=None)


def numbers(query: str, user: object = None) -> list[int]:
    response = as_(user or make_user("读者")).get(URL + query)
    assert response.status_code == 200
    return [row.record.proposal.number for row in response.context["table"].page.object_list]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?due=overdue", [1, 2]),
        ("?due=newly", [2]),
        ("?due=today", [3]),
        ("?due=near", [3, 4]),
        ("?due=none", [6]),
        ("?sort=due", [1, 2, 3, 4, 5, 6]),
        ("?sort=-due", [5, 4, 3, 2, 1, 6]),
    ],
)
def test_due_days_are_filtered_and_sorted(query, found):
    make_dues()
    assert numbers(query) == found


def test_what_is_delivered_is_never_overdue():
    make_dues()
    Round.objects.update(delivered_on=timezone.localdate(), delivery="公文系统")
    assert numbers("?due=overdue") == []
    text = as_(make_user("读者")).get(URL).text
    assert "逾期30天办结" in text
    assert "按期办结" in text


def test_the_saved_filters_lead_to_their_lists():
    officer = make_user("经办人")
    make_draft(by=officer, number=1)
    make_handling(number=2, is_accepted=False)
    assert numbers("?mine=1", officer) == [1]
    assert numbers("?state=registered") == [2]
    text = as_(officer).get(f"{URL}?mine=1").text
    assert '<a href="/proposals/?mine=1" aria-current="true">我经办的</a>' in text


def test_a_light_stands_beside_the_day():
    make_dues()
    text = as_(make_user("读者")).get(URL).text
    for words in ("逾期30天", "逾期3天", "今天到期", "临近"):
        assert words in text


def test_the_list_is_in_pages_of_25_without_a_gap():
    for number in range(1, 28):
        make_handling(number=number, is_accepted=False)
    assert numbers("") + numbers("?page=2") == list(range(1, 28))


def test_the_file_has_what_the_list_was_filtered_to():
    make_dues()
    Proposal.objects.filter(number=1).update(title="=1+1")
    user = make_user("读者")
    response = as_(user).get(f"{URL}list.xlsx?due=overdue")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[2] for row in rows] == ["编号", 1, 2]
    assert rows[1][3] == "=1+1"
    assert sheet["D2"].data_type == "s"
    assert rows[2][13] == "逾期3天"
    assert Event.objects.get(kind="下载建议提案清单").by == user


def test_the_file_is_for_readers_of_proposals_only():
    assert Client().get(f"{URL}list.xlsx").url.startswith("/login/")
    assert as_(make_user("系统管理员")).get(f"{URL}list.xlsx").status_code == 403
    assert as_(make_user("读者")).post(f"{URL}list.xlsx").status_code == 405
