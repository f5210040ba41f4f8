"""The calendar: due days of every kind in the sheet of a month, days off shaded."""

from datetime import date, timedelta

import pytest
from django.test import Client

from proposals.models import CalendarYear, Commitment, Holiday, OtherUnit, Publication, Round
from proposals.month import PER_CELL, month_asked
from tests.makers import make_user
from tests.proposals.makers import make_draft, make_handling, make_issued
from tests.proposals.pages import as_

pytestmark = pytest.mark.django_db
URL = "/proposals/calendar/"
DAY = date(2026, 11, 5)


def cells(query: str = "?month=2026-11", role: str = "读者") -> dict[date, object]:
    response = as_(make_user(role)).get(URL + query)
    assert response.status_code == 200
    return {cell.day.day: cell for week in response.context["month"].weeks for cell in week}


def labels(found: dict[date, object], day: date = DAY) -> list[str]:
    return [entry.label for entry in found[day].entries]


def test_due_days_of_every_kind_stand_in_the_month():
    issued = make_issued("下一步，我局将在2027年6月底前建成维权援助站点。", role="主办")
    handling = issued.letter.round.handling
    OtherUnit.objects.create(handling=handling, unit="某局", due_on=DAY)
    Publication.objects.update(due_on=DAY + timedelta(days=1))
    Commitment.objects.update(
        state="open", owner=issued.drafted_by, due_on=DAY + timedelta(days=1), action="建成站点"
    )
    Round.objects.update(
        due_on=DAY, delivered_on=DAY, delivery="当面送交", receipt_due_on=DAY + timedelta(days=2)
    )
    found = cells()
    assert labels(found) == ["某局的意见", "答复"]
    assert labels(found, DAY + timedelta(days=1)) == ["承诺：建成站点", "答复公开"]
    assert labels(found, DAY + timedelta(days=2)) == ["征询意见收回"]
    done = [entry.done_on for entry in found[DAY].entries]
    assert done == [None, DAY]


def test_days_off_are_those_of_the_bureaus_calendar():
    found = cells("?month=2026-10")
    assert found[date(2026, 10, 1)].note == "国庆节"
    assert not found[date(2026, 10, 1)].day.is_working
    assert found[date(2026, 10, 10)].day.is_working
    Holiday.objects.create(day=DAY, is_working=False, name="本地假", source="某通知")
    text = as_(make_user("读者")).get(f"{URL}?month=2026-11").text
    assert "本地假" in text
    assert 'class="day-off' in text


def test_a_year_without_notice_is_said_to_be_an_estimate():
    client = as_(make_user("读者"))
    said = "2031年的放假安排还没有载入"
    assert said in client.get(f"{URL}?month=2031-05").text
    CalendarYear.objects.create(year=2031, source="某通知")
    assert said not in client.get(f"{URL}?month=2031-05").text


def test_a_full_day_shows_some_and_leads_to_all():
    for number in range(1, PER_CELL + 3):
        handling = make_handling(number=number)
        Round.objects.filter(handling=handling).update(due_on=DAY)
    cell = cells()[DAY]
    assert (len(cell.entries), cell.more) == (PER_CELL, 2)
    client = as_(make_user("读者"))
    assert "另有 2 件" in client.get(f"{URL}?month=2026-11").text
    page = client.get(f"{URL}?day={DAY}")
    assert len(page.context["entries"]) == PER_CELL + 2
    assert "共 6 件" in page.text


def test_mine_are_the_cases_of_the_one_who_asks():
    officer, other = make_user("经办人"), make_user("经办人")
    make_draft(by=officer)
    Round.objects.update(due_on=DAY)
    assert "答复" not in labels(cells())  # 协办: an opinion, not an answer
    for user, count in ((officer, 1), (other, 0), (make_user("办公室"), 1)):
        response = as_(user).get(f"{URL}?month=2026-11&mine=1")
        found = [cell for week in response.context["month"].weeks for cell in week if cell.entries]
        assert len(found) == count


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "abc", "99999-01", "２０２６-11", "-", "0001-01"]
)
def test_what_is_no_month_shows_this_one(text):
    assert month_asked(text, DAY) == date(2026, 11, 1)


def test_the_months_lead_to_each_other_over_the_year():
    month = as_(make_user("读者")).get(f"{URL}?month=2026-12").context["month"]
    assert (month.before, month.after) == ("2026-11", "2027-01")
    month = as_(make_user("读者")).get(f"{URL}?month=2026-01").context["month"]
    assert (month.before, month.after) == ("2025-12", "2026-02")


def test_an_empty_month_says_so():
    assert "这个月没有期限" in as_(make_user("读者")).get(f"{URL}?month=2026-03").text


def test_the_calendar_is_for_readers_of_proposals_only():
    assert Client().get(URL).url.startswith("/login/")
    assert as_(make_user("系统管理员")).get(URL).status_code == 403
    assert as_(make_user("读者")).post(URL).status_code == 405
