"""会议纪要: who writes them, what is printed, and that nothing changes once they are issued."""

import hashlib
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cixi_ip.models import Event
from proposals.actions import issue_minutes, save_minutes
from proposals.export import minutes_pdf
from proposals.letters import compose_minutes
from proposals.letters.geometry import examine, failures
from proposals.models import Minutes
from tests.makers import make_stand_in, make_user
from tests.proposals.makers import make_issued_minutes, make_minutes

pytestmark = pytest.mark.django_db
LONG = "\n".join(f"{name}镇：甲某、乙某、丙某、丁某" for name in "东南西北中上下左右前后内外")


def test_what_is_printed_is_what_the_standard_has_for_minutes():
    document = compose_minutes(make_minutes(number="〔2026〕9号", cc="市政府办公室、市科技局"))
    assert (document.head_names[0] + document.head_word).endswith("办理工作会议纪要")
    assert document.body[0].text == (
        "2026年3月5日，张某副局长在局三楼会议室主持召开2026年建议提案办理工作会议。"
        "现将会议议定事项纪要如下："
    )
    assert document.attendance == (
        ("出席", "知识产权科：甲某、乙某；办公室：丙某"),
        ("列席", "市科技局：丁某"),
    )
    assert (document.number, document.copies) == ("〔2026〕9号", "市政府办公室，市科技局。")
    assert document.draft


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"attendance": LONG, "absent": "甲科：戊某", "cc": "市政府办公室"},
        {"body": "\n".join(["会议要求按期办结，逐件落实到人。" * 4] * 20)},
        {"body": "议定如下。\n【附件】分工表\n|单位|任务|\n|---|---|\n|甲科|领办|"},
    ],
    ids=["short", "many names", "several pages", "attachment"],
)
def test_the_issued_pdf_meets_every_rule(fields):
    issued = make_issued_minutes(**fields)
    found = examine(bytes(issued.pdf), text=issued.text)
    assert (found.kind, found.is_guessed) == ("纪要", True)
    assert failures(found.findings) == []
    today = timezone.localdate()
    assert f"{today.year}年{today.month}月{today.day}日印发" in issued.text


def test_issuing_freezes_bytes_and_records_them():
    issued = make_issued_minutes()
    issued.refresh_from_db()
    assert issued.sha256 == hashlib.sha256(bytes(issued.pdf)).hexdigest()
    assert minutes_pdf(issued).pdf == bytes(issued.pdf)
    event = Event.objects.filter(kind="会议纪要定稿").get()
    assert (event.detail["sha256"], event.by) == (issued.sha256, issued.issued_by)


def test_a_stored_copy_that_was_changed_is_not_given_out():
    issued = make_issued_minutes()
    Minutes.objects.update(pdf=b"%PDF-other")
    issued.refresh_from_db()
    with pytest.raises(ValidationError, match="与定稿时的 SHA-256 不一致"):
        minutes_pdf(issued)


def test_issued_minutes_take_no_change():
    issued = make_issued_minutes()
    issued.place = "别处"
    with pytest.raises(ValidationError, match="已经定稿"):
        save_minutes(by=issued.drafted_by, minutes=issued, seen_edition=issued.edition)
    with pytest.raises(ValidationError, match="已经定稿"):
        issue_minutes(by=make_user("局领导"), minutes=issued, seen_edition=issued.edition)
    assert Minutes.objects.get().place == "局三楼会议室"


def test_a_stale_save_changes_nothing():
    minutes = make_minutes()
    later = Minutes.objects.get()
    minutes.place = "二楼"
    save_minutes(by=minutes.drafted_by, minutes=minutes, seen_edition=1)
    later.place = "一楼"
    with pytest.raises(ValidationError) as refusal:
        save_minutes(by=minutes.drafted_by, minutes=later, seen_edition=1)
    assert refusal.value.code == "stale"
    assert (Minutes.objects.get().place, Minutes.objects.get().edition) == ("二楼", 2)


def test_issuing_is_refused_when_the_draft_moved_on():
    minutes = make_minutes()
    save_minutes(by=minutes.drafted_by, minutes=minutes, seen_edition=1)
    with pytest.raises(ValidationError, match="重新看过"):
        issue_minutes(by=make_user("局领导"), minutes=minutes, seen_edition=1)
    assert not Minutes.objects.get().is_issued


def test_whoever_had_a_hand_in_the_draft_does_not_issue_it():
    both = make_user("经办人", "局领导")
    minutes = make_minutes()
    save_minutes(by=both, minutes=minutes, seen_edition=1)
    with pytest.raises(PermissionDenied, match="拟稿人不能定稿"):
        issue_minutes(by=both, minutes=minutes, seen_edition=2)


def test_a_stand_in_for_the_drafter_does_not_issue_it():
    leader, minutes = make_user("局领导"), make_minutes()
    make_stand_in(minutes.drafted_by, leader)
    with pytest.raises(PermissionDenied, match="拟稿人不能定稿"):
        issue_minutes(by=leader, minutes=minutes, seen_edition=1)


@pytest.mark.parametrize("role", ["经办人", "科室负责人", "办公室"])
def test_who_writes_and_who_does_not_issue(role):
    minutes = make_minutes(by=make_user(role))
    with pytest.raises(PermissionDenied, match="不能签发会议纪要"):
        issue_minutes(by=make_user(role), minutes=minutes, seen_edition=1)


@pytest.mark.parametrize("role", ["读者", "局领导", "录入员", "系统管理员"])
def test_who_does_not_write(role):
    with pytest.raises(PermissionDenied, match="不能起草会议纪要"):
        make_minutes(by=make_user(role))


def test_hidden_characters_are_taken_out_and_told():
    minutes = make_minutes()
    minutes.chair, minutes.body = "张\u200b某", "一段。\u202e"
    notes = save_minutes(by=minutes.drafted_by, minutes=minutes, seen_edition=1)
    stored = Minutes.objects.get()
    assert (stored.chair, stored.body) == ("张某", "一段。")
    assert [note.partition("：")[0] for note in notes] == ["主持人", "正文"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"number": "2026年第1号"}, "请照〔2026〕1号的写法"),
        ({"number": "〔2026〕01号"}, "请照〔2026〕1号的写法"),
        ({"title": "关于分工的通知"}, "请以“纪要”结尾"),
        ({"heading": "慈溪市市场监督管理局会议纪要"}, "由系统印出"),
        ({"body": "授权{{patent.granted@330282/2022|value}}。"}, "请改成要印的数"),
        ({"attendance": "\u200b"}, "出席"),
        ({"body": "字" * 50_001}, "超过 50,000 字"),
    ],
)
def test_what_cannot_be_printed_is_refused(values, words):
    with pytest.raises(ValidationError) as refusal:
        make_minutes(**values)
    said = "".join(refusal.value.messages) + "".join(map(field_name, refusal.value.error_dict))
    assert words in said


def field_name(name: str) -> str:
    return str(Minutes._meta.get_field(name).verbose_name)


def test_a_number_is_given_once():
    make_minutes(number="〔2026〕1号")
    with pytest.raises(ValidationError, match="这一编号的纪要已经有了"):
        make_minutes(number="〔2026〕1号")
    other = make_minutes(number="〔2026〕2号")
    other.number = "〔2026〕1号"
    with pytest.raises(ValidationError, match="这一编号的纪要已经有了"):
        save_minutes(by=other.drafted_by, minutes=other, seen_edition=1)


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"edition": 0},
        {"pdf": b"%PDF"},
        {"sha256": "0" * 64},
        {"issued_at": timezone.now()},
        {"number": "〔2026〕1号"},
    ],
)
def test_what_the_database_itself_refuses(values):
    make_minutes(number="〔2026〕1号")
    minutes = make_minutes(number="〔2026〕2号", held_on=date(2026, 4, 1))
    for name, value in values.items():
        setattr(minutes, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        minutes.save()


def test_the_database_refuses_an_issuer_who_drafted():
    issued = make_issued_minutes()
    issued.issued_by = issued.drafted_by
    with pytest.raises(IntegrityError), transaction.atomic():
        issued.save()
