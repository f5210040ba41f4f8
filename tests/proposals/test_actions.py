"""Registering, taking, writing, handing in and sending back: done, refused, and recorded."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cixi_ip.models import Event
from proposals import actions
from proposals.examination import examine
from proposals.models import Handling, Letter, Proposal
from tests.makers import make_observation, make_user
from tests.proposals.makers import (
    make_awaiting,
    make_draft,
    make_handling,
    make_proposal,
    make_session,
    write,
)

pytestmark = pytest.mark.django_db
VALUE = "{{patent.granted@330282-BJ/2022|value}}"


def kinds() -> list[str]:
    events = Event.objects.filter(subject_type="proposals.handling").order_by("id")
    return list(events.values_list("kind", flat=True))


def test_an_opinion_goes_to_the_lead_unit():
    assert make_handling(role="协办").addressee == "市科技局"
    assert make_handling(role="主办").addressee == "某代表"


def test_an_answer_needs_its_addressee():
    with pytest.raises(ValidationError, match=r"请填主送|不能为空|此字段"):
        actions.register(by=make_user("经办人"), proposal=make_proposal(), role="主办")
    assert not Proposal.objects.exists()


def test_registering_removes_what_cannot_be_seen_and_says_so():
    proposal = make_proposal(title="关于\u202e某事的\u200b建议", lead_unit="市科技局\x07")
    notes = actions.register(
        by=make_user("办公室"), proposal=proposal, role="主办", addressee="某\u2066代表"
    )
    stored = Handling.objects.get()
    assert (stored.proposal.title, stored.proposal.lead_unit) == ("关于某事的建议", "市科技局")
    assert stored.addressee == "某代表"
    assert [note[:8] for note in notes] == [
        "标题：已删除双向",
        "标题：已删除零宽",
        "主办单位：已删除",
        "主送：已删除双向",
    ]


def test_registering_the_same_at_once_is_a_refusal(monkeypatch: pytest.MonkeyPatch):
    make_handling(number=88)
    # What the second of two sees at the same moment: the first row is not there yet.
    monkeypatch.setattr(Proposal, "validate_constraints", lambda *_args, **_named: None)
    with pytest.raises(ValidationError, match="第88号建议刚由别人登记了"):
        make_handling(number=88)
    assert Handling.objects.count() == 1


def test_registering_is_for_those_who_may():
    with pytest.raises(PermissionDenied, match="不能登记"):
        actions.register(by=make_user("局领导"), proposal=make_proposal(), role="协办")


def test_taking_makes_a_draft_by_the_settings_of_the_session():
    session = make_session()
    session.settings.filter(role="协办").update(page_form="信函", cc="市政府办公室")
    letter = make_draft(session=session, number=12)
    assert (letter.page_form, letter.cc) == ("信函", "市政府办公室")
    assert letter.title == "关于市十九届人大一次会议第12号建议的协办意见"
    assert letter.addressee == "市科技局"


def test_a_colleague_takes_over_openly():
    letter = make_draft("我写的。")
    colleague = make_user("经办人")
    same = actions.take(by=colleague, handling=letter.handling)
    assert same.pk == letter.pk
    assert same.body == "我写的。"
    assert Handling.objects.get().officer == colleague
    with pytest.raises(PermissionDenied, match="由别的经办人承办"):
        actions.save_draft(
            by=make_user("经办人"), letter=Letter.objects.get(), seen_edition=letter.edition
        )


def test_saving_counts_editions_and_cleans_what_cannot_be_seen():
    letter = make_draft()
    notes = write(letter, body="看得见\u200b的字\u202e。", title=" 标题\u0007 ")
    stored = Letter.objects.get()
    assert stored.body == "看得见的字。"
    assert stored.title == "标题"
    assert stored.edition == 3
    assert any("正文：已删除零宽字符" in note for note in notes)
    assert any("标题：已删除控制字符" in note for note in notes)


def test_a_stale_save_writes_nothing():
    letter = make_draft("第一稿。")
    late = Letter.objects.get()
    late.body = "迟到的稿。"
    write(letter, body="第二稿。")
    with pytest.raises(ValidationError, match="没有丢失") as refusal:
        actions.save_draft(by=letter.handling.officer, letter=late, seen_edition=2)
    assert refusal.value.code == "stale"
    assert Letter.objects.get().body == "第二稿。"
    assert late.body == "迟到的稿。"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": ""}, r"不能为空|此字段|标题"),
        ({"phone": "63000000"}, "填了联系电话就要填联系人"),
        ({"page_form": "命令"}, "命令"),
        ({"body": "字" * 50_001}, "超过 50,000 字的上限"),
    ],
)
def test_a_draft_that_cannot_be_saved(values, said):
    letter = make_draft("原稿。")
    with pytest.raises(ValidationError, match=said):
        write(letter, **values)
    assert Letter.objects.get().body == "原稿。"


def test_only_explanations_of_present_checks_are_kept_cleaned_and_bounded():
    make_observation(12688)
    letter = make_draft(f"今年授权{VALUE}，去年授权{VALUE}。")
    one, two = (c.key for c in examine(letter).checks if c.rule == "relative_year")
    strangers = {f"ratio-{number:012x}": "别的" for number in range(50)}
    write(letter, explanations={one: " 已\u200b核实 " + "长" * 300, two: "  "} | strangers)
    assert Letter.objects.get().explanations == {one: "已核实 " + "长" * 196}
    write(letter, body="不引用数据了。")
    assert Letter.objects.get().explanations == {}


def test_a_letter_handed_in_is_not_changed():
    handling = make_awaiting()
    with pytest.raises(ValidationError, match="不能再改"):
        write(handling.letter, body="再改。")


def test_handing_in_is_refused_while_a_token_is_unknown():
    make_observation(12688)
    letter = make_draft("授权{{patent.granted@330282-BJ/2021|value}}。")
    with pytest.raises(ValidationError, match="没有发布"):
        actions.submit(by=letter.handling.officer, handling=letter.handling)
    assert Handling.objects.get().state == "drafting"


def test_only_the_officer_in_charge_hands_in():
    letter = make_draft()
    with pytest.raises(PermissionDenied, match="别的经办人"):
        actions.submit(by=make_user("经办人"), handling=letter.handling)


def test_sending_back_needs_a_reason_which_the_next_submission_clears():
    handling = make_awaiting()
    with pytest.raises(ValidationError, match="请写明退回原因"):
        actions.send_back(by=make_user("局领导"), handling=handling, reason="  ")
    with pytest.raises(PermissionDenied, match="由审核这一步的人退回"):
        actions.send_back(by=make_user("科室负责人"), handling=handling, reason="数据写明口径")
    actions.send_back(by=make_user("局领导"), handling=handling, reason="数据写明口径")
    handling.refresh_from_db()
    assert (handling.state, handling.return_reason) == ("returned", "数据写明口径")
    again = actions.submit(by=handling.officer, handling=handling)
    assert (again.state, again.return_reason) == ("section", "")


def test_a_reason_is_cleaned_before_it_is_kept_and_recorded():
    handling = make_awaiting()
    with pytest.raises(ValidationError, match="请写明退回原因"):
        actions.send_back(by=make_user("局领导"), handling=handling, reason="\u200b")
    leader = make_user("局领导")
    (note,) = actions.send_back(by=leader, handling=handling, reason=" 请\u202e改 ")
    assert note.startswith("退回原因：已删除双向控制字符")
    assert Handling.objects.get().return_reason == "请改"
    told = Event.objects.get(kind="退回修改").detail
    assert (told["move"], told["state"], told["reason"]) == ("send_back", "returned", "请改")


def test_every_step_is_recorded():
    handling = make_awaiting()
    actions.send_back(by=make_user("局领导"), handling=handling, reason="请改")
    assert kinds() == [
        "登记建议提案", "签收", "分办", "承办", "保存草稿", "送科室核稿",
        "科室核稿通过", "办公室审核通过", "分管领导审核通过", "退回修改",
    ]  # fmt: skip
    told = Event.objects.get(kind="退回修改").detail
    assert (told["move"], told["state"], told["reason"]) == ("send_back", "returned", "请改")


def test_loading_leaves_alone_what_is_there():
    proposal = make_proposal(number=220)
    assert actions.load(proposal=proposal, role="协办", body="随系统的稿。")
    letter = actions.take(by=make_user("经办人"), handling=proposal.handling)
    write(letter, body="改过的稿。")
    assert not actions.load(proposal=make_proposal(number=220), role="协办", body="随系统的稿。")
    assert Letter.objects.get().body == "改过的稿。"
