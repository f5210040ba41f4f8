"""The office's settings in the admin: saved with an event, refused with a reason."""

import pytest
from django.test import Client
from django.urls import reverse

from cixi_ip.models import Event
from proposals.models import CongressSession, NumberSeries, RoleSetting
from tests.makers import make_user
from tests.proposals.makers import make_issued, make_session

pytestmark = pytest.mark.django_db


def as_(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def add(noun: str, **typed: object) -> object:
    return as_("办公室").post(reverse(f"admin:proposals_{noun}_add"), typed)


def test_a_session_and_its_settings():
    add(
        "congresssession",
        name="政协十九届一次会议",
        body="政协",
        level="慈溪市",
        year="2027",
        assist_word="会办",
    )
    session = CongressSession.objects.get()
    add("rolesetting", session=session.pk, role="协办", page_form="信函", series="慈市监函")
    assert RoleSetting.objects.get().page_form == "信函"
    assert set(Event.objects.values_list("kind", flat=True)) >= {"新建届次", "新建公文设置"}


def test_a_series_runs_ahead_but_never_back():
    issued = make_issued()
    series = NumberSeries.objects.get()
    url = reverse("admin:proposals_numberseries_change", args=[series.pk])
    typed = {"prefix": series.prefix, "year": series.year}
    client = as_("办公室")
    client.post(url, typed | {"next_number": "12"})
    assert NumberSeries.objects.get().next_number == 12
    response = client.post(url, typed | {"next_number": "1"})
    assert f"{issued.reference}已经用过，下一个序号不能小于 2" in response.text
    assert make_issued().number == 12


@pytest.mark.parametrize("noun", ["congresssession", "rolesetting", "numberseries"])
def test_others_do_not_see_the_settings(noun):
    make_session()
    assert as_("录入员").get(reverse(f"admin:proposals_{noun}_changelist")).status_code == 403
    assert as_("读者").get(reverse(f"admin:proposals_{noun}_changelist")).status_code in (302, 403)
    assert as_("办公室").get(reverse(f"admin:proposals_{noun}_changelist")).status_code == 200
