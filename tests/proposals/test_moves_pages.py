"""The pages of a case's moves: each works, and refuses the wrong visitor, moment and page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions
from proposals.models import Handling
from proposals.move_base import fingerprint
from proposals.move_forms import FORMS
from proposals.workflow import MOVES, S
from tests.makers import make_user
from tests.proposals.makers import (
    make_delivered,
    make_department,
    make_draft,
    make_handling,
    make_issued,
    make_submitted,
)
from tests.proposals.moving import make_in, say
from tests.proposals.pages import as_, move_path, now, path, said, send

pytestmark = pytest.mark.django_db
OFFICE = "办公室"


def today() -> str:
    return timezone.localdate().isoformat()


CASES = {
    "accept": (
        lambda: make_handling(is_accepted=False),
        OFFICE,
        {"received_on": today},
        "accepted",
    ),
    "ask_return": (lambda: make_handling(), OFFICE, {"reason": "属市科技局职责"}, "returning"),
    "assign": (lambda: make_handling(), OFFICE, {"department": "*"}, "assigned"),
    "note": (
        lambda: make_handling(role="参阅"),
        OFFICE,
        {},
        "closed",
    ),
    "reassign": (
        lambda: make_draft().handling,
        "科室负责人",
        {"officer": "*", "note": "原经办人外出学习"},
        "drafting",
    ),
    "seal": (
        lambda: make_issued().letter.handling,
        OFFICE,
        {"sealed_on": today, "copies": "6"},
        "sealed",
    ),
    "close": (lambda: make_delivered(), OFFICE, {}, "closed"),
    "settle": (lambda: make_in(S.TRACKING), OFFICE, {}, "closed"),
    "answer_again": (lambda: make_in(S.TRACKING), "经办人", {}, "drafting"),
}


def typed(values: dict[str, object]) -> dict[str, object]:
    stars = {
        "department": lambda: make_department("商标科").pk,
        "officer": lambda: make_user("经办人", department=make_department()).pk,
    }
    return {
        name: stars[name]() if value == "*" else value() if callable(value) else value
        for name, value in values.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_each_page_makes_its_move(name):
    make, role, values, after = CASES[name]
    handling = Handling.objects.get(pk=make().pk)
    response = send(make_user(role), handling, name, **typed(values))
    assert now(handling) == after, response.text
    assert response.redirect_chain[-1][0] == path("proposal_detail", handling)
    assert said(response)


@pytest.mark.parametrize("name", FORMS)
def test_pages_need_a_login_and_the_right_role(name):
    handling = make_handling()
    assert Client().get(move_path(handling, name)).url.startswith("/login/")
    reader = as_(make_user("读者"))
    assert reader.get(move_path(handling, name)).status_code == 403
    assert reader.post(move_path(handling, name)).status_code == 403
    assert as_(make_user("系统管理员")).get(move_path(handling, name)).status_code == 403


@pytest.mark.parametrize("name", FORMS)
def test_a_skipped_step_is_refused_with_the_present_state(name):
    handling = make_submitted()
    boss = make_user(OFFICE, "经办人", "科室负责人")
    for method in ("get", "post"):
        response = getattr(as_(boss), method)(move_path(handling, name), follow=True)
        label = MOVES[name].label
        assert f"现为“科室核稿”，不能{label}" in said(response)
    assert now(handling) == "section"


def test_a_move_that_does_not_exist_and_a_method_that_does_not():
    handling = make_handling()
    office = as_(make_user(OFFICE))
    assert office.get(move_path(handling, "sign")).status_code == 404
    assert office.get(move_path(handling, "burn")).status_code == 404
    assert office.delete(move_path(handling, "assign")).status_code == 405
    for name in ("letter_take", "letter_withdraw", "letter_pass", "letter_send_back"):
        assert office.get(path(name, handling)).status_code in (403, 405)


@pytest.mark.parametrize("name", ["letter_take", "letter_withdraw", "letter_pass"])
def test_a_button_that_acts_at_once_takes_no_get(name):
    handling = make_submitted()
    assert as_(make_user("经办人", OFFICE)).get(path(name, handling)).status_code == 405


def test_receipt_and_assignment_in_one_go():
    handling = make_handling(is_accepted=False)
    section = make_department()
    officer = make_user("经办人", department=section, full_name="甲某")
    page = as_(make_user(OFFICE)).get(move_path(handling, "accept")).text
    assert '<optgroup label="知识产权科">' in page
    response = send(make_user(OFFICE), handling, "accept", received_on=today(), officer=officer.pk)
    assert "已分办到知识产权科" in said(response)
    handling.refresh_from_db()
    assert (handling.state, handling.officer, handling.department) == (
        "assigned",
        officer,
        section,
    )


def test_receipt_with_an_assignment_that_is_refused_does_neither(monkeypatch):
    handling = make_handling(is_accepted=False)
    officer = make_user("经办人", department=make_department())
    monkeypatch.setattr(type(officer), "has_perm", refusing(type(officer).has_perm, officer))
    response = send(make_user(OFFICE), handling, "accept", received_on=today(), officer=officer.pk)
    assert "没有拟稿的角色" in response.text
    assert now(handling) == "registered"


def refusing(original, refused):
    def has_perm(self, permission, obj=None):
        is_refused = self.pk == refused.pk and permission == "proposals.draft_letter"
        return not is_refused and original(self, permission, obj)

    return has_perm


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"received_on": ""}, "请填写签收日期。"),
        ({"received_on": "昨天"}, "签收日期请照 2026-03-05 的写法填写。"),
        ({"received_on": "2999-01-01"}, "签收日期不能晚于今天"),
        ({"received_on": today, "officer": "4711"}, "经办人没有所选的这一项"),
    ],
)
def test_what_is_wrong_with_a_receipt_is_said_and_nothing_happens(values, message):
    handling = make_handling(is_accepted=False)
    response = send(make_user(OFFICE), handling, "accept", **typed(values))
    assert message in response.text
    assert now(handling) == "registered"


def test_assigning_needs_a_section():
    handling = make_handling()
    response = send(make_user(OFFICE), handling, "assign")
    assert "请选承办科室" in response.text
    officer = make_user("经办人")
    response = send(make_user(OFFICE), handling, "assign", officer=officer.pk)
    assert "选一位有科室的经办人" in response.text


def test_what_cannot_be_taken_back_asks_for_a_confirmation():
    handling = make_delivered()
    response = send(make_user(OFFICE), handling, "close", confirm="")
    assert "请先核对，再勾选" in response.text
    assert now(handling) == "delivered"


def test_a_page_opened_before_somebody_else_acted_is_looked_at_again():
    handling = make_handling()
    client, url = as_(make_user(OFFICE)), move_path(handling, "assign")
    before = client.get(url).context["form"]["seen"].value()
    officer = make_user("经办人", full_name="乙某")
    actions.assign(
        by=make_user(OFFICE), handling=handling, department=make_department(), officer=officer
    )
    data = {"seen": before, "department": make_department("商标科").pk}
    response = client.post(url, data)
    assert "您打开页面之后这件有变动" in response.text
    assert "经办人：乙某" in response.text
    assert Handling.objects.get().department == make_department()
    again = data | {"seen": response.context["form"]["seen"].value()}
    assert client.post(url, again).status_code == 302
    assert Handling.objects.get().department == make_department("商标科")


def test_returning_shows_the_last_day_and_both_rulings_can_be_recorded():
    handling, office = make_handling(is_accepted=False), make_user(OFFICE)
    send(office, handling, "ask_return", reason="不属我局职责")
    response = send(
        office, handling, "grant_return", ruling="refused", text="仍由你局办理", received_on=today()
    )
    assert "不予退办，请分办" in said(response)
    handling.refresh_from_db()
    assert (handling.state, handling.received_on) == ("accepted", timezone.localdate())
    assert handling.round.started_on == timezone.localdate()
    page = as_(office).get(move_path(handling, "ask_return")).text
    assert f"最后一天是 {handling.return_due_on:%Y-%m-%d}，还有 10 天" in page
    send(office, handling, "ask_return", reason="补充了职责依据")
    send(office, handling, "grant_return", ruling="granted", text="同意改交市科技局")
    assert now(handling) == "away"
    response = send(office, handling, "archive")
    assert now(handling) == "archived"


def test_after_the_last_day_the_return_is_not_offered():
    handling = make_handling()
    yesterday = timezone.localdate() - timedelta(days=1)
    Handling.objects.filter(pk=handling.pk).update(return_due_on=yesterday)
    page = as_(make_user(OFFICE)).get(move_path(handling, "ask_return"))
    assert "已过期限，不能再退办" in page.text
    assert 'name="reason"' not in page.text
    detail = as_(make_user(OFFICE)).get(path("proposal_detail", handling)).text
    assert "申请退办</a>" not in detail


def test_delivery_starts_the_receipt_and_offers_ways():
    issued, office = make_issued(role="主办"), make_user(OFFICE)
    handling = issued.letter.handling
    send(office, handling, "seal", sealed_on=today(), copies=6)
    assert '<option value="公文交换">' in as_(office).get(move_path(handling, "deliver")).text
    response = send(office, handling, "deliver", delivered_on=today(), delivery="公文交换")
    assert "征询意见" in said(response)
    assert now(handling) == "delivered"


def test_closing_waits_for_the_receipt_and_says_where_to_enter_it():
    handling = make_delivered(role="主办")
    page = as_(make_user(OFFICE)).get(move_path(handling, "close"))
    assert "征询意见还没有收到" in page.text
    assert f"{path('proposal_detail', handling)}#feedback" in page.text
    say(handling, "满意")
    response = send(make_user(OFFICE), handling, "close")
    assert now(handling) == "closed"
    assert "已办结" in said(response)


def test_a_class_to_follow_up_goes_on_tracking():
    handling = make_in(S.TRACKING)
    assert handling.state == "tracking"
    assert Event.objects.filter(kind="办结转跟踪").exists()


def test_withdrawing_is_for_the_officer():
    handling = make_submitted()
    assert as_(make_user("经办人")).post(path("letter_withdraw", handling)).status_code == 403
    response = as_(handling.officer).post(path("letter_withdraw", handling), follow=True)
    assert "已撤回" in said(response)
    assert now(handling) == "drafting"


def test_every_form_belongs_to_a_move():
    assert set(FORMS) <= set(MOVES)
    assert fingerprint(make_handling()).startswith("assigned-")
