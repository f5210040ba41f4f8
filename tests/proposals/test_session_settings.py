"""Sessions, clocks, classes and days off in the admin: saved with an event, or refused in words."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from cixi_ip.models import Event
from proposals import actions
from proposals.holiday_lines import NamedDay, read
from proposals.models import (
    CalendarYear,
    ClockSetting,
    CongressSession,
    Handling,
    Holiday,
    ResultClass,
)
from tests.makers import make_user
from tests.proposals.makers import make_draft, make_handling, make_session, write
from tests.proposals.pages import as_, said

NOTICE = """1月1日至1月3日　放假　元旦
1月4日 上班 元旦调休

10月1日—10月7日，放假，国庆节"""


# The lines of a notice


def test_a_notice_is_read_day_by_day():
    days = read(NOTICE, 2031)
    assert len(days) == 3 + 1 + 7
    assert days[3] == NamedDay(date(2031, 1, 4), True, "元旦调休")
    assert days[-1] == NamedDay(date(2031, 10, 7), False, "国庆节")
    assert read("2030-12-31至2031-01-02 放假 元旦", 2031)[0].day == date(2030, 12, 31)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有写日期"),
        ("国庆节放假七天", "第 1 行“国庆节放假七天”读不出来"),
        ("2月30日 放假 某节", "第 1 行的日期不存在"),
        ("10月1日 调整 国庆节", "第 1 行“调整”认不出"),
        ("10月1日 放假 国庆节\n10月1日 上班 国庆节", "第 2 行：2031-10-01 前面已经写过"),
        ("2030-10-01 放假 国庆节", "第 1 行的日期不在2031年"),
        ("10月7日至10月1日 放假 国庆节", "第 1 行的日期不在2031年"),
        ("1月1日至3月1日 放假 元旦", "第 1 行超过 15 天"),
        (f"10月1日 放假 {'长' * 21}", "第 1 行的名称超过 20 字"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read(text, 2031)


# Actions


@pytest.mark.django_db
def test_a_years_notice_replaces_its_days_and_settles_what_was_estimated():
    office = make_user("办公室")
    actions.save_year(by=office, year=2031, source="某通知", days=read("1月1日 放假 旧名", 2031))
    actions.save_year(by=office, year=2031, source="某通知", days=read(NOTICE, 2031))
    assert Holiday.objects.get(day=date(2031, 1, 1)).name == "元旦"
    assert CalendarYear.objects.get().source == "某通知"
    event = Event.objects.filter(kind="录入全年放假通知").order_by("-id").first()
    assert event.detail["days"]["2031-01-04"] == "上班 元旦调休"
    with pytest.raises(PermissionDenied):
        actions.save_year(by=make_user("经办人"), year=2031, source="某通知", days=[])
    with pytest.raises(ValidationError, match="出处"):
        actions.save_year(by=office, year=2031, source=" ", days=[])


@pytest.mark.django_db
def test_a_class_that_letters_carry_stays():
    office = make_user("办公室")
    letter = make_draft(role="主办")
    write(letter, class_mark="A")
    classes = letter.handling.proposal.session.classes
    with pytest.raises(ValidationError, match="有 1 件公文标为A类"):
        actions.remove_class(by=office, result=classes.get(code="A"))
    actions.remove_class(by=office, result=classes.get(code="D"))
    assert list(classes.values_list("code", flat=True)) == ["A", "B", "C"]
    assert Event.objects.filter(kind="删除办理结果类别").exists()
    with pytest.raises(PermissionDenied):
        actions.remove_class(by=make_user("经办人"), result=classes.get(code="C"))


# Pages


@pytest.mark.django_db
def test_a_session_shows_where_its_defaults_are_from():
    session = make_session()
    url = reverse("admin:proposals_congresssession_change", args=[session.pk])
    page = as_(make_user("办公室")).get(url).text
    assert "代表法（2025年修正）第五十一条" in page
    assert "自交办之日起3个月内" in page
    assert "待核实" in page
    assert "A类（已经解决或者基本解决）" in page
    assert "复制为新届次" in page


@pytest.mark.django_db
def test_last_years_session_is_copied_with_its_settings():
    source = make_session()
    source.clocks.filter(name="assist").update(
        amount=0, unit="固定日期", fixed=date(2026, 5, 31), note="某年交办通知"
    )
    client = as_(make_user("办公室"))
    url = reverse("admin:proposals_session_copy", args=[source.pk])
    assert client.get(url).status_code == 200
    again = client.post(url, {"name": source.name, "year": 2027}).text
    assert "已有这个届次" in again
    response = client.post(
        url, {"name": "市十九届人大二次会议", "year": 2027, "term": 19, "meeting": 2}, follow=True
    )
    assert "已按“市十九届人大一次会议”新建“市十九届人大二次会议”" in said(response)
    session = CongressSession.objects.get(year=2027)
    clock = session.clocks.get(name="assist")
    assert (clock.fixed, clock.note) == (date(2027, 5, 31), "某年交办通知")
    assert session.settings.count() == source.settings.count()
    assert session.classes.count() == 4
    assert (session.term, session.meeting) == (19, 2)


@pytest.mark.django_db
def test_a_clock_is_set_with_its_source_and_due_days_follow():
    handling = make_handling()
    before = Handling.objects.get(pk=handling.pk).round.due_on
    clock = handling.proposal.session.clocks.get(name="assist")
    client = as_(make_user("办公室"))
    url = reverse("admin:proposals_clocksetting_change", args=[clock.pk])
    typed = {"amount": "2", "unit": "月", "start": "签收", "fixed": "", "moves": "unknown"}
    client.post(url, typed | {"note": "交办通知第三条"})
    clock.refresh_from_db()
    assert (clock.amount, clock.note) == (2, "交办通知第三条")
    assert Handling.objects.get(pk=handling.pk).round.due_on > before
    refused = client.post(url, typed | {"amount": "0"}).text
    assert "没有保存" in refused
    assert ClockSetting.objects.get(pk=clock.pk).amount == 2


@pytest.mark.django_db
def test_classes_are_added_and_deleted():
    session = make_session()
    client = as_(make_user("办公室"))
    add = reverse("admin:proposals_resultclass_add")
    typed = {"session": session.pk, "code": "E", "wording": "涉及上级职权", "order": "5"}
    client.post(add, typed)
    made = ResultClass.objects.get(code="E")
    assert (
        "两项只选一项"
        in client.post(add, typed | {"code": "F", "is_settled": "on", "follows_up": "on"}).text
    )
    delete = reverse("admin:proposals_resultclass_delete", args=[made.pk])
    assert client.get(delete).status_code == 200
    client.post(delete, {"post": "yes"})
    assert not ResultClass.objects.filter(code="E").exists()


@pytest.mark.django_db
def test_a_whole_year_is_pasted():
    client = as_(make_user("办公室"))
    assert "录入全年放假通知" in client.get(reverse("admin:proposals_holiday_changelist")).text
    url = reverse("admin:proposals_holiday_paste")
    assert client.get(url).status_code == 200
    wrong = client.post(url, {"year": 2031, "source": "某通知", "lines": "国庆放假"}).text
    assert "第 1 行“国庆放假”读不出来" in wrong
    response = client.post(url, {"year": 2031, "source": "某通知", "lines": NOTICE}, follow=True)
    assert "已录入2031年 11 天" in said(response)
    assert Holiday.objects.count() == 11


@pytest.mark.django_db
def test_single_days_are_added_and_removed():
    client = as_(make_user("办公室"))
    typed = {"day": "2031-02-03", "name": "某节", "source": "某通知"}
    client.post(reverse("admin:proposals_holiday_add"), typed)
    day = Holiday.objects.get()
    client.post(reverse("admin:proposals_holiday_delete", args=[day.pk]), {"post": "yes"})
    assert not Holiday.objects.exists()
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds >= {"新建放假调休", "删除放假调休"}


NOUNS = ["clocksetting", "resultclass", "holiday", "calendaryear", "congresssession"]


@pytest.mark.django_db
@pytest.mark.parametrize("noun", NOUNS)
def test_only_the_office_sets_them(noun):
    make_session()
    url = reverse(f"admin:proposals_{noun}_changelist")
    assert as_(make_user("办公室")).get(url).status_code == 200
    assert as_(make_user("录入员")).get(url).status_code == 403
    assert as_(make_user("经办人")).get(url).status_code in (302, 403)


@pytest.mark.django_db
def test_others_neither_copy_nor_paste(client):
    session = make_session()
    for url in (
        reverse("admin:proposals_session_copy", args=[session.pk]),
        reverse("admin:proposals_holiday_paste"),
    ):
        assert client.get(url).status_code == 302
        assert as_(make_user("录入员")).get(url).status_code == 403
        assert as_(make_user("录入员")).post(url, {}).status_code == 403
