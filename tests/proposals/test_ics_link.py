"""The secret calendar address: shown once, kept as a digest, open to its owner's day book only."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from icalendar import Calendar

from cixi_ip.models import Event
from proposals import actions
from proposals.actions.links import link_digest
from proposals.models import CalendarLink, Round
from tests.makers import make_user
from tests.proposals.makers import make_draft, make_handling
from tests.proposals.pages import as_, said

pytestmark = pytest.mark.django_db
PAGE = "/proposals/calendar/link/"
DAY = date(2027, 3, 5)


def feed(token: str, **headers: str) -> object:
    return Client().get(f"/proposals/calendar/{token}.ics", **headers)


def entries(token: str) -> list[str]:
    response = feed(token)
    assert response.status_code == 200
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(response.content).walk("VEVENT")]


def test_the_address_is_shown_once_and_only_its_digest_is_kept():
    user = make_user("经办人")
    client = as_(user)
    assert "生成我的订阅网址" in client.get(PAGE).text
    address = client.post(PAGE).context["address"]
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(token) >= 43
    link = CalendarLink.objects.get(user=user)
    assert link.digest == link_digest(token)
    assert token not in client.get(PAGE).text
    assert token not in str(list(Event.objects.values()))
    assert entries(token) == []


def test_only_the_owners_open_cases_are_in_it():
    owner, other = make_user("经办人"), make_user("经办人")
    make_draft(by=owner, number=11)
    make_draft(by=other, number=12)
    Round.objects.update(due_on=DAY, is_estimated=False)
    token = actions.make_link(by=owner)
    assert entries(token) == ["11号建议 协办意见"]
    Round.objects.filter(handling__officer=owner).update(delivered_on=DAY, delivery="公文系统")
    assert entries(token) == []


def test_the_office_has_every_open_case_and_a_reader_none():
    make_handling(number=21)
    Round.objects.update(due_on=DAY, is_estimated=True)
    assert entries(actions.make_link(by=make_user("办公室"))) == ["〔预估〕21号建议 协办意见"]
    assert entries(actions.make_link(by=make_user("读者"))) == []


def test_an_unchanged_calendar_is_not_sent_again():
    owner = make_user("经办人")
    make_draft(by=owner)
    Round.objects.update(due_on=DAY)
    token = actions.make_link(by=owner)
    first = feed(token)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert feed(token, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    Round.objects.update(due_on=date(2027, 3, 8))
    assert feed(token, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_a_renewed_or_revoked_address_is_not_found():
    user = make_user("经办人")
    client = as_(user)
    first = actions.make_link(by=user)
    assert "先勾选" in said(client.post(PAGE, follow=True))
    assert feed(first).status_code == 200
    assert client.post(PAGE, {"confirmed": "1"}).context["address"]
    assert feed(first).status_code == 404
    second = actions.make_link(by=user)
    response = client.post(f"{PAGE}revoke/", follow=True)
    assert "已停用" in said(response)
    assert feed(second).status_code == 404
    kinds = list(Event.objects.filter(kind__contains="日历链接").values_list("kind", flat=True))
    assert kinds == ["撤销日历链接", "更换日历链接", "更换日历链接", "生成日历链接"]


def test_who_has_left_or_lost_the_role_has_no_calendar():
    user = make_user("经办人")
    token = actions.make_link(by=user)
    user.is_active = False
    user.save()
    assert feed(token).status_code == 404
    user.is_active = True
    user.save()
    assert feed(token).status_code == 200
    user.groups.clear()
    assert feed(token).status_code == 404


@pytest.mark.parametrize("token", ["x", "0" * 43, "0" * 64, "是" * 20])
def test_what_is_no_secret_is_not_found(token):
    actions.make_link(by=make_user("经办人"))
    assert feed(token).status_code == 404


def test_a_digest_is_no_secret():
    actions.make_link(by=make_user("经办人"))
    assert feed(CalendarLink.objects.get().digest).status_code == 404


def test_who_may_not_read_proposals_makes_no_link():
    admin = make_user("系统管理员")
    with pytest.raises(PermissionDenied):
        actions.make_link(by=admin)
    assert as_(admin).post(PAGE).status_code == 403
    assert Client().post(PAGE).url.startswith("/login/")
    assert as_(make_user("读者")).get(f"{PAGE}revoke/").status_code == 405
    assert Client().post("/proposals/calendar/x.ics").status_code == 405
