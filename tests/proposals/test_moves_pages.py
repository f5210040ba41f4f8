"""The pages of a case's moves: each works, and refuses the wrong visitor, moment and page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions
from proposals.models import Contact, Feedback, Handling, IssuedLetter, OtherUnit, Proposer
from proposals.move_forms import FORMS, fingerprint
from proposals.workflow import MOVES
from tests.makers import make_user
from tests.proposals.makers import (
    make_awaiting,
    make_department,
    make_draft,
    make_handling,
    make_issued,
    make_ready,
    make_submitted,
    pass_reviews,
    seen,
    write,
)
from tests.proposals.pages import as_, path, said

pytestmark = pytest.mark.django_db
OFFICE = "办公室"


def today() -> str:
    return timezone.localdate().isoformat()


def move_path(handling: Handling, name: str) -> str:
    return reverse("proposal_move", kwargs={"proposal": handling.proposal_id, "name": name})


def send(user: object, handling: Handling, name: str, **values: object) -> object:
    """Open the page, fill it in and send it."""
    client, url = as_(user), move_path(handling, name)
    page = client.get(url)
    assert page.status_code == 200, said(client.get(url, follow=True))
    data = {"seen": page.context["form"]["seen"].value(), "confirm": "on"} | values
    return client.post(url, data, follow=True)


def now(handling: Handling) -> str:
    return Handling.objects.get(pk=handling.pk).state


def make_delivered(**fields: object) -> Handling:
    issued = make_issued(**fields)
    handling = Handling.objects.get(pk=issued.letter.round.handling_id)
    office, day = make_user(OFFICE), timezone.localdate()
    actions.seal(by=office, handling=handling, sealed_on=day, copies=6)
    actions.deliver(by=office, handling=handling, delivered_on=day, delivery="当面送交")
    return Handling.objects.with_proposal().get(pk=handling.pk)


def make_tracking() -> Handling:
    """A B-class answer, closed to be followed up."""
    letter = make_draft(role="主办")
    write(letter, class_mark="B", disclosure="主动公开")
    handling = Handling.objects.get(pk=letter.round.handling_id)
    make_ready(handling)
    actions.submit(by=handling.officer, handling=handling)
    handling = pass_reviews(handling)
    actions.sign(by=make_user("局领导"), handling=handling, seen=seen(handling))
    handling = Handling.objects.get(pk=handling.pk)
    office, day = make_user(OFFICE), timezone.localdate()
    actions.seal(by=office, handling=handling, sealed_on=day, copies=6)
    actions.deliver(by=office, handling=handling, delivered_on=day, delivery="当面送交")
    satisfied(handling)
    actions.close(by=office, handling=handling)
    return Handling.objects.get(pk=handling.pk)


def satisfied(handling: Handling) -> None:
    actions.record_feedback(
        by=make_user(OFFICE),
        handling=handling,
        feedback=Feedback(attitude="满意", result="满意", received_on=timezone.localdate()),
    )


# move → (how the case is made, a role that may, what is typed, the state after it)
REGISTERED = {"is_accepted": False}
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
    "settle": (make_tracking, OFFICE, {}, "closed"),
    "answer_again": (make_tracking, "经办人", {}, "drafting"),
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
    satisfied(handling)
    response = send(make_user(OFFICE), handling, "close")
    assert now(handling) == "closed"
    assert "已办结" in said(response)


def test_a_class_to_follow_up_goes_on_tracking():
    handling = make_tracking()
    assert handling.state == "tracking"
    assert Event.objects.filter(kind="办结转跟踪").exists()


def test_withdrawing_is_for_the_officer():
    handling = make_submitted()
    assert as_(make_user("经办人")).post(path("letter_withdraw", handling)).status_code == 403
    response = as_(handling.officer).post(path("letter_withdraw", handling), follow=True)
    assert "已撤回" in said(response)
    assert now(handling) == "drafting"


REVIEWERS = {"section": "科室负责人", "office": OFFICE, "deputy": "局领导"}


@pytest.mark.parametrize(("state", "role"), REVIEWERS.items())
def test_each_review_shows_the_letter_and_passes_it(state, role):
    handling = pass_reviews(make_submitted("现提出意见。", role="主办"), to=state)
    client = as_(make_user(role))
    page = client.get(path("letter_review", handling))
    for shown in ("现提出意见。", "听取了意见。", "已经加强", "A类（已经解决", "通过", "退回"):
        assert shown in page.text
    data = {
        "seen_state": state,
        "seen_edition": handling.letter.edition,
        "comment": "数据请再核对一次",
    }
    response = client.post(path("letter_pass", handling), data, follow=True)
    assert "已通过" in said(response)
    assert "意见：数据请再核对一次" in response.text
    repeated = client.post(path("letter_pass", handling), data, follow=True)
    assert "这件有变动" in said(repeated)


@pytest.mark.parametrize("state", REVIEWERS)
def test_only_the_reviewer_of_the_step_gets_its_page(state):
    handling = pass_reviews(make_submitted(), to=state)
    others = {"经办人", "读者", *REVIEWERS.values()} - {REVIEWERS[state]}
    for role in others:
        client = as_(make_user(role))
        assert client.get(path("letter_review", handling)).status_code == 403
        data = {"seen_state": state, "seen_edition": handling.letter.edition}
        assert client.post(path("letter_pass", handling), data).status_code == 403
    assert now(handling) == state


def test_a_review_at_the_wrong_moment_says_the_state():
    handling, head = make_draft().handling, as_(make_user("科室负责人"))
    response = head.get(path("letter_review", handling), follow=True)
    assert "现为“拟稿中”" in said(response)
    waiting = make_awaiting()
    leader = as_(make_user("局领导"))
    response = leader.get(path("letter_review", waiting))
    assert response.url == path("letter_sign", waiting)


def test_an_edition_that_was_not_seen_is_not_passed():
    handling = make_submitted()
    data = {"seen_state": "section", "seen_edition": handling.letter.edition - 1}
    head = as_(make_user("科室负责人"))
    for edition in (handling.letter.edition - 1, "甲", ""):
        response = head.post(
            path("letter_pass", handling), data | {"seen_edition": edition}, follow=True
        )
        assert "请重新看过再通过" in said(response)
    assert now(handling) == "section"


def test_after_a_return_the_reviewer_sees_what_changed():
    handling = make_submitted("第一段。\n第二段。")
    head = as_(make_user("科室负责人"))
    head.post(path("letter_send_back", handling), {"reason": "第二段请写明口径"})
    write(handling.letter, body="第一段。\n第二段，口径为市本级。")
    handling.refresh_from_db()
    actions.submit(by=handling.officer, handling=handling)
    page = head.get(path("letter_review", handling))
    assert page.context["changed"].new == ("第二段，口径为市本级。",)
    assert page.context["changed"].gone == 1
    assert "原因：第二段请写明口径" in page.text
    assert not Event.objects.filter(detail__icontains="第一段").exists()


def test_the_signing_page_shows_the_trail_and_what_is_missing():
    handling = make_awaiting(role="主办")
    page = as_(make_user("局领导")).get(path("letter_sign", handling))
    assert "科室核稿通过" in page.text
    assert "办公室审核通过" in page.text
    assert "A类（已经解决或者基本解决）" in page.text
    handling.round.contacts.all().delete()
    page = as_(make_user("局领导")).get(path("letter_sign", handling))
    assert "现在不能签发" in page.text
    assert "还没有沟通记录" in page.text


def test_earlier_letters_stay_readable_in_a_new_round():
    handling = make_tracking()
    first = IssuedLetter.objects.get()
    send(handling.officer, handling, "answer_again")
    reader = as_(make_user("读者"))
    page = reader.get(path("proposal_detail", handling)).text
    assert "以前各轮的公文" in page
    assert first.reference in page
    assert reader.get(path("letter_pdf", handling)).status_code == 403
    pdf = reader.get(path("letter_pdf", handling) + "?round=1")
    assert pdf.content == bytes(first.pdf)
    assert first.sha256 in reader.get(path("letter_verify", handling) + "?round=1").text
    for wrong in ("9", "甲", "-1"):
        assert reader.get(path("letter_pdf", handling) + f"?round={wrong}").status_code == 404


def test_phones_of_proposers_are_for_those_who_deal_with_them():
    office = make_user(OFFICE)
    handling = make_handling()
    actions.amend(
        by=office,
        proposal=handling.proposal,
        proposers=[Proposer(name="甲代表", phone="0574-00000000", address="某镇某村")],
    )
    assert "0574-00000000" in as_(office).get(path("proposal_detail", handling)).text
    page = as_(make_user("读者")).get(path("proposal_detail", handling)).text
    assert "甲代表" in page
    assert "0574-0000" not in page
    assert "某镇某村" not in page


def test_the_case_page_names_the_next_step_or_who_is_waited_for():
    handling = make_submitted(role="主办")
    head = as_(make_user("科室负责人")).get(path("proposal_detail", handling)).text
    assert f'href="{path("letter_review", handling)}">看稿审核</a>' in head
    reader = as_(make_user("读者")).get(path("proposal_detail", handling)).text
    assert "等待：科室核稿（科室负责人）" in reader or "科室负责人）" in reader
    assert "看稿审核" not in reader


def test_what_a_draft_lacks_is_listed_with_the_way_to_mend_it():
    handling = make_draft(role="主办").handling
    page = as_(handling.officer).get(path("proposal_detail", handling)).text
    assert "这一轮还没有沟通记录" in page
    assert f"{path('proposal_detail', handling)}#contacts" in page
    reader = as_(make_user("读者")).get(path("proposal_detail", handling))
    assert reader.context["conditions"] == []


def test_the_case_page_costs_the_same_with_a_long_history():
    handling = make_draft(role="主办").handling
    client, url = as_(handling.officer), path("proposal_detail", handling)
    client.get(url)

    def counted() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    def deal(number: int) -> None:
        contact = Contact(
            day=timezone.localdate(),
            way="电话",
            with_whom=f"代表{number}",
            our_people="经办人",
            content="听取意见。",
        )
        actions.record_contact(by=handling.officer, handling=handling, contact=contact)
        unit = OtherUnit(unit=f"某局{number}", role="协办", asked_on=timezone.localdate())
        actions.add_unit(by=handling.officer, handling=handling, unit=unit)

    deal(0)
    few = counted()
    for number in range(1, 20):
        deal(number)
        write(handling.letter)
    assert Event.objects.count() > 40
    assert counted() == few
    page = client.get(url + "?events=2").text
    assert "第 2 页，共" in page


def test_the_desk_has_the_proposal_the_draft_and_the_help_side_by_side():
    letter = make_draft(role="主办", text="第一，建议加强保护。\n第二，建议加大奖励。")
    page = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    zones = ("source", "draft", "help")
    source, draft, help_ = (page.index(f'class="desk-{zone}"') for zone in zones)
    assert source < page.index("建议加大奖励") < draft < page.index("id_body") < help_
    assert page.index("数字体检") > help_
    assert ">B类（正在解决或者列入规划逐步解决）</option>" in page
    assert 'name="disclosure_reason"' in page


def test_the_desk_of_an_opinion_has_no_marks():
    letter = make_draft()
    page = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    for name in ("class_mark", "disclosure", "disclosure_reason"):
        assert f'name="{name}"' not in page


def test_every_form_belongs_to_a_move():
    assert set(FORMS) <= set(MOVES)
    assert fingerprint(make_handling()).startswith("assigned-")
