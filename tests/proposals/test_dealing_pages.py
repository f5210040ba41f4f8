"""Pages of dealings: who gets them, whose rows they open, what they do and what they keep."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.context_processors import PermWrapper
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proposals import actions
from proposals.case import dealings
from proposals.models import Contact, Feedback, Handling, Proposer, Round
from tests.makers import make_user
from tests.proposals.makers import make_delivered, make_handling, make_unit
from tests.proposals.pages import as_, said

pytestmark = pytest.mark.django_db
RECORD = ("contact_new", "unit_new", "feedback_new")
CLOSE = ("round_extend", "rehandle", "opinion_returned")
OF_A_ROW = {
    "contact_edit": "contact",
    "unit_ask": "unit",
    "unit_receive": "unit",
    "unit_return": "unit",
    "unit_waive": "unit",
    "feedback_edit": "feedback",
}
PART = {
    "contacts": dealings.contacts,
    "units": dealings.units,
    "feedback": dealings.feedback,
    "rounds": dealings.rounds,
}


def day(back: int = 0) -> str:
    return str(timezone.localdate() - timedelta(days=back))


def to(name: str, handling: Handling, row: object = None) -> str:
    given = {OF_A_ROW[name]: getattr(row, "pk", row)} if name in OF_A_ROW else {}
    return reverse(name, kwargs={"proposal": handling.proposal_id} | given)


def case(handling: Handling) -> str:
    return reverse("proposal_detail", kwargs={"proposal": handling.proposal_id})


def talk(**values: str) -> dict[str, str]:
    told = {"with_whom": "甲代表", "our_people": "乙某", "content": "听取意见。", "result": "同意"}
    return {"day": day(), "way": "面商"} | told | values


def receipt(**values: object) -> dict[str, object]:
    rated = {"attitude": "满意", "result": "基本满意", "reason": ""}
    return rated | {"received_on": day(), "is_on_paper": "on"} | values


def row_of(name: str, handling: Handling) -> object:
    """A row of the kind the page changes, in this case."""
    if name.startswith("unit"):
        return make_unit(handling)
    if name == "contact_edit":
        return Contact.objects.create(
            round=handling.round,
            day=timezone.localdate(),
            way="电话",
            with_whom="甲代表",
            our_people="乙某",
            content="原话",
            recorded_by=make_user("经办人"),
        )
    return Feedback.objects.create(
        round=handling.round,
        attitude="满意",
        result="满意",
        received_on=timezone.localdate(),
        typed_by=make_user("经办人"),
    )


@pytest.mark.parametrize("name", [*RECORD, *CLOSE, *OF_A_ROW])
def test_who_has_no_part_in_it_gets_no_page(name):
    handling = make_handling(role="主办")
    url = to(name, handling, 1)
    assert Client().get(url).status_code == 302
    assert "/login" in Client().post(url).url
    for role in ("读者", "局领导", "审计员"):
        assert as_(make_user(role)).post(url).status_code == 403
    if name in CLOSE:
        assert as_(make_user("经办人")).get(url).status_code == 403
    assert as_(make_user("办公室")).put(url).status_code == 405


@pytest.mark.parametrize("name", OF_A_ROW)
def test_a_row_of_another_case_is_not_found(name):
    mine, other = make_handling(role="主办"), make_handling(role="主办")
    row, clerk = row_of(name, other), as_(make_user("经办人"))
    assert clerk.get(to(name, mine, row)).status_code == 404
    assert clerk.post(to(name, mine, row), talk()).status_code == 404
    assert clerk.get(to(name, mine, 10**25)).status_code == 404
    assert clerk.get(to(name, other, row)).status_code == 200


def test_a_talk_is_recorded_and_corrected():
    handling, clerk = make_handling(role="主办"), as_(make_user("经办人", full_name="戊某"))
    Proposer.objects.create(proposal=handling.proposal, name="甲代表")
    Proposer.objects.create(proposal=handling.proposal, name="丁代表", part="联名")
    page = clerk.get(to("contact_new", handling)).text
    assert '<option value="甲代表、丁代表">' in page
    assert 'value="戊某"' in page
    response = clerk.post(to("contact_new", handling), talk(), follow=True)
    assert "沟通记录已记下" in said(response)
    assert response.redirect_chain[-1][0].endswith("#contacts")
    assert "共 1 次：当面商谈 1 次" in " ".join(response.text.split())
    contact = Contact.objects.get()
    assert 'value="2' in clerk.get(to("contact_edit", handling, contact)).text
    clerk.post(to("contact_edit", handling, contact), talk(content="补记一句。"))
    assert Contact.objects.get().content == "补记一句。"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"day": ""}, "请填写日期。"),
        ({"day": "昨天"}, "日期请照 2026-03-05 的写法填写"),
        ({"day": "0026-03-05"}, "年份从 1949 到 2100"),
        ({"day": day(-2)}, "沟通日期不能晚于今天"),
        ({"way": "心灵感应"}, "方式没有所选的这一项"),
        ({"content": " "}, "请填写沟通内容。"),
    ],
)
def test_a_refusal_keeps_what_was_typed(values, words):
    handling = make_handling(role="主办")
    response = as_(make_user("经办人")).post(
        to("contact_new", handling), talk(with_whom="留着某", **values)
    )
    assert response.status_code == 200
    assert words in response.text
    assert 'value="留着某"' in response.text
    assert not Contact.objects.exists()


def test_what_a_text_lost_on_the_way_is_said():
    handling = make_handling(role="主办")
    response = as_(make_user("经办人")).post(
        to("contact_new", handling), talk(content="听取\u202e意见"), follow=True
    )
    assert "沟通内容：" in said(response)
    assert Contact.objects.get().content == "听取意见"


def test_the_way_of_an_opinion_through_the_pages():
    handling, clerk = make_handling(role="主办"), as_(make_user("经办人"))
    form = {"unit": "市某局", "role": "协办", "contact": "丙某", "phone": "0574-00000000"}
    clerk.post(to("unit_new", handling), form)
    unit = handling.other_units.get()
    text = clerk.get(case(handling)).text
    assert "还没有发出" in text
    assert "还有 1 个协办单位的意见没有收到" in text
    clerk.post(to("unit_ask", handling, unit), {"asked_on": day(9), "due_on": day(2)})
    assert "等回复，逾期2天" in clerk.get(case(handling)).text
    sent = {"received_on": day(1), "opinion": "同意。"}
    clerk.post(to("unit_receive", handling, unit), sent)
    assert "已收到，逾期1天" in clerk.get(case(handling)).text
    page = clerk.get(to("unit_return", handling, unit)).text
    assert "同意。" in page
    sent = {"returned_on": day(), "reason": "没有实质内容"}
    clerk.post(to("unit_return", handling, unit), sent)
    assert "已退回，等重报" in clerk.get(case(handling)).text
    clerk.post(to("unit_waive", handling, unit), {"reason": "催办三次"})
    text = clerk.get(case(handling)).text
    assert "不再等：催办三次" in text
    assert "个协办单位的意见没有收到" not in text


def test_a_unit_is_listed_once_and_its_phone_is_not_for_all():
    handling, clerk = make_handling(role="主办"), as_(make_user("经办人"))
    form = {"unit": "市某局", "role": "协办", "contact": "丙某", "phone": "0574-00000000"}
    clerk.post(to("unit_new", handling), form)
    assert "这个单位已经列入" in clerk.post(to("unit_new", handling), form).text
    assert "0574-00000000" in clerk.get(case(handling)).text
    assert "0574-00000000" not in as_(make_user("读者")).get(case(handling)).text


def test_who_assists_sees_where_the_opinion_goes_and_may_get_it_back():
    handling, office = make_delivered(role="协办"), as_(make_user("办公室"))
    text = office.get(case(handling)).text
    assert "由主办单位统一答复提出人" in text
    assert to("opinion_returned", handling) in text
    sent = {"returned_on": day(), "reason": "没有实质内容"}
    response = office.post(to("opinion_returned", handling), sent, follow=True)
    assert "请重写协办意见" in said(response)
    assert "没有实质内容" in response.text
    assert Round.objects.filter(handling=handling).count() == 2
    again = office.post(to("opinion_returned", handling), sent, follow=True)
    assert "拟稿中" in said(again)
    assert to("opinion_returned", handling) not in again.text


def test_an_extension_shows_its_limits_and_what_it_refuses():
    handling = make_handling(role="主办", assigned_on=date(2026, 3, 2))
    office = as_(make_user("办公室"))
    page = office.get(to("round_extend", handling)).text
    assert "2026年6月2日" in page
    assert "2026年9月2日" in page
    late = {"extended_to": "2026-09-03", "note": "交办机关同意"}
    assert "延期最迟到2026年9月2日" in office.post(to("round_extend", handling), late).text
    sent = late | {"extended_to": "2026-07-31"}
    text = " ".join(office.post(to("round_extend", handling), sent, follow=True).text.split())
    assert "原期限 2026年6月2日，延至 2026年7月31日（交办机关同意）" in text
    assert "改延期" in text


@pytest.mark.parametrize("name", ["round_extend", "rehandle", "opinion_returned", "feedback_new"])
def test_before_the_first_round_there_is_no_such_page(name):
    handling = make_handling(role="主办", is_accepted=False)
    response = as_(make_user("办公室")).get(to(name, handling), follow=True)
    assert response.redirect_chain[-1][0] == case(handling)
    assert "签收" in said(response)


def test_receipts_are_typed_one_for_each_proposer():
    handling, clerk = make_delivered(role="主办"), as_(make_user("经办人", full_name="戊某"))
    proposers = [
        Proposer.objects.create(proposal=handling.proposal, name=name, order=order)
        for order, name in enumerate(("甲代表", "乙代表"))
    ]
    text = clerk.get(case(handling)).text
    assert text.count("还没有收到") >= 2
    url = f"{to('feedback_new', handling)}?proposer={proposers[1].pk}"
    assert f'value="{proposers[1].pk}" selected' in clerk.get(url).text
    clerk.post(url, receipt(proposer=proposers[1].pk))
    text = " ".join(clerk.get(case(handling)).text.split())
    assert "结果：基本满意" in text
    assert "纸质回执，戊某" in text
    assert f'value="{proposers[1].pk}"' not in clerk.get(to("feedback_new", handling)).text
    again = clerk.post(url, receipt(proposer=proposers[1].pk))
    assert "请从列表中重新选择" in again.text
    assert Feedback.objects.count() == 1


def test_discontent_needs_its_reason_beside_the_field():
    handling = make_delivered(role="主办")
    response = as_(make_user("经办人")).post(to("feedback_new", handling), receipt(result="不满意"))
    assert response.context["form"].errors["reason"] == ["不满意的须写明原因，照回执抄写。"]
    assert not response.context["form"].non_field_errors()


def test_a_wrong_receipt_is_corrected_with_a_reason():
    handling, clerk = make_delivered(role="主办"), as_(make_user("经办人"))
    clerk.post(to("feedback_new", handling), receipt())
    feedback = Feedback.objects.get()
    url = to("feedback_edit", handling, feedback)
    assert "请填写更正的原因。" in clerk.post(url, receipt(result="满意")).text
    response = clerk.post(url, receipt(result="满意", why="看错一行"), follow=True)
    assert "征询意见已更正" in said(response)
    assert "看错一行" in response.text
    assert Feedback.objects.get().result == "满意"


def test_a_late_receipt_is_shown_as_left_out():
    handling, clerk = make_delivered(role="主办"), as_(make_user("经办人"))
    old = timezone.localdate() - timedelta(days=40)
    Round.objects.filter(pk=handling.round_id).update(
        sealed_on=old, delivered_on=old, receipt_due_on=old + timedelta(days=20)
    )
    assert "没有回执也可办结" in clerk.get(case(handling)).text
    clerk.post(to("feedback_new", handling), receipt())
    text = " ".join(clerk.get(case(handling)).text.split())
    assert "计入满意率 0 份" in text
    assert "逾期 1 份不计入" in text


def test_discontent_leads_to_another_round_and_the_first_is_kept():
    handling, office = make_delivered(role="主办"), as_(make_user("办公室"))
    assert to("rehandle", handling) not in office.get(case(handling)).text
    clerk = as_(make_user("经办人"))
    clerk.post(to("feedback_new", handling), receipt(result="不满意", reason="没有落实"))
    assert to("rehandle", handling) not in clerk.get(case(handling)).text
    assert to("rehandle", handling) in office.get(case(handling)).text
    page = office.get(to("rehandle", handling)).text
    assert "没有落实" in page
    assert "要上报" not in page
    response = office.post(to("rehandle", handling), {"started_on": day()}, follow=True)
    text = " ".join(response.text.split())
    assert "第2轮" in text
    assert "态度满意，结果不满意。没有落实" in text


def test_the_second_discontent_says_whom_to_report_to():
    handling, office = make_delivered(role="主办"), as_(make_user("办公室"))
    office.post(to("feedback_new", handling), receipt(result="不满意", reason="没有落实"))
    handling.refresh_from_db()
    first = handling.round
    office.post(to("rehandle", handling), {"started_on": day()})
    Handling.objects.filter(pk=handling.pk).update(state="delivered")
    Round.objects.filter(handling=handling, number=2).update(
        delivered_on=timezone.localdate(), delivery="当面送交"
    )
    response = office.post(
        to("feedback_new", handling), receipt(result="不满意", reason="仍未落实"), follow=True
    )
    for text in (response.text, office.get(to("rehandle", handling)).text):
        assert "已有 2 轮“不满意”，要上报" in text
        assert "人大常委会代表工作机构" in text
    assert first.feedback.get().reason == "没有落实"


@pytest.mark.parametrize(
    ("part", "role", "count"),
    [
        ("contacts", "主办", 1),
        ("contacts", "协办", 1),
        ("units", "主办", 3),
        ("units", "协办", 3),
        ("feedback", "主办", 2),
        ("rounds", "主办", 2),
        ("rounds", "协办", 2),
    ],
)
def test_a_part_asks_as_often_for_many_as_for_few(part, role, count, django_assert_num_queries):
    handling, clerk = make_delivered(role=role), make_user("经办人")
    clerk.has_perm("proposals.view_handling")
    for _ in range(2):
        fill(handling, clerk)
        loaded = Handling.objects.with_proposal().get(pk=handling.pk)
        with django_assert_num_queries(count):
            shown = {"part": PART[part](loaded, clerk), "handling": loaded}
            render_to_string(f"proposals/case/{part}.html", shown | {"perms": PermWrapper(clerk)})


def fill(handling: Handling, clerk: object) -> None:
    """Some of everything, each time more."""
    number = handling.proposal.proposers.count()
    proposer = Proposer.objects.create(proposal=handling.proposal, name=f"代表{number}")
    Feedback.objects.create(
        round=handling.round,
        proposer=proposer,
        attitude="满意",
        result="满意",
        received_on=timezone.localdate(),
        typed_by=clerk,
    )
    make_unit(handling, unit=f"单位{number}", due_on=timezone.localdate())
    Contact.objects.create(
        round=handling.round,
        day=timezone.localdate(),
        way="电话",
        with_whom="甲代表",
        our_people="乙某",
        content="原话",
        recorded_by=clerk,
    )
    Round.objects.create(handling=handling, number=handling.rounds.count() + 1)


def test_what_is_over_offers_nothing_more():
    handling, office = make_delivered(role="协办"), make_user("办公室")
    actions.close(by=office, handling=handling)
    text = as_(office).get(case(handling)).text
    for name in ("contact_new", "unit_new", "round_extend"):
        assert to(name, handling) not in text
    # The lead unit may still send back an opinion without substance.
    assert to("opinion_returned", handling) in text


def test_a_case_for_information_has_no_such_parts():
    handling = make_handling(role="参阅")
    loaded = Handling.objects.with_proposal().get(pk=handling.pk)
    assert [make(loaded, make_user("办公室")) for make in PART.values()] == [None] * 4
