"""The commands: No. 220 as it comes, and a letter as a file."""

import io

import pytest
from django.core.management import CommandError, call_command

from proposals.letters.geometry import failures, measure
from proposals.models import CongressSession, Letter, Proposal
from tests.proposals.makers import SEED_SESSION, make_draft, make_issued, make_session, write

pytestmark = pytest.mark.django_db


def export(number: int, session: str, output: object, **options: object) -> str:
    printed = io.StringIO()
    call_command("export_letter", number, session=session, output=output, stdout=printed, **options)
    return printed.getvalue()


def test_no_220_is_loaded_once(no_220: Letter):
    proposal = no_220.handling.proposal
    assert proposal.reference == "市十八届人大二次会议第220号建议"
    assert proposal.title == "关于提升民营企业核心竞争力的建议"
    assert no_220.title == "关于市十八届人大二次会议第220号建议的协办意见"
    assert (no_220.addressee, no_220.page_form, no_220.contact) == ("市科技局", "文件", "")
    CongressSession.objects.filter(name=SEED_SESSION).update(year=2024)
    call_command("load_proposals", verbosity=0)
    assert Proposal.objects.count() == 1
    assert CongressSession.objects.get().year == 2024


@pytest.mark.parametrize("page_form", ["文件", "信函"])
def test_a_draft_is_exported_in_either_form(no_220: Letter, tmp_path, page_form):
    path = tmp_path / "220.pdf"
    printed = export(220, SEED_SESSION, path, format=page_form)
    assert {finding.rule for finding in failures(measure(path.read_bytes(), kind=page_form))} <= {
        "parts",  # a draft has no number and no date yet
        "date_form",
    }
    assert "（草稿）" in printed


def test_an_issued_letter_is_exported_as_signed(tmp_path):
    issued = make_issued(number=9)
    path = tmp_path / "9.pdf"
    export(9, "市十九届人大一次会议", path)
    assert path.read_bytes() == bytes(issued.pdf)
    with pytest.raises(CommandError, match="不能改版式"):
        export(9, "市十九届人大一次会议", path, format="信函")


def test_refusals_say_how_to_mend(tmp_path):
    with pytest.raises(CommandError, match="请核对届次和编号"):
        export(4711, SEED_SESSION, tmp_path / "x.pdf")
    session = make_session()
    make_draft(number=5, kind="建议", session=session)
    make_draft(number=5, kind="议案", session=session)
    with pytest.raises(CommandError, match="请用 --kind 指明类别"):
        export(5, session.name, tmp_path / "x.pdf")
    assert "议案" in export(5, session.name, tmp_path / "x.pdf", kind="议案")
    with pytest.raises(CommandError, match="写不了"):
        export(5, session.name, tmp_path / "none" / "x.pdf", kind="议案")


def test_a_letter_that_cannot_be_set_says_why(tmp_path):
    letter = make_draft(number=6)
    write(letter, body="一个\U0001f600字。")
    with pytest.raises(CommandError, match=r"U\+1F600"):
        export(6, "市十九届人大一次会议", tmp_path / "x.pdf")
