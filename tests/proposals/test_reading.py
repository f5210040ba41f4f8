"""Who reads drafts and issued letters, in which form, and what the verification says."""

import hashlib

import pytest

from proposals.models import LetterFigure
from tests.makers import make_observation, make_user
from tests.proposals.makers import (
    make_draft,
    make_issued,
)
from tests.proposals.pages import VALUE, as_, path, said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("经办人", True),
        ("科室负责人", True),
        ("局领导", True),
        ("办公室", True),
        ("读者", False),
        ("录入员", False),
        ("复核员", False),
    ],
)
def test_a_draft_is_read_only_by_those_who_work_on_letters(role, reads):
    handling = make_draft("还没有定的话。").handling
    client = as_(make_user(role))
    page = client.get(path("proposal_detail", handling))
    assert handling.proposal.title in page.text
    assert ("还没有定的话。" in page.text) == reads
    assert ("数字体检" in page.text) == reads
    assert (path("letter_pdf", handling) in page.text) == reads
    assert ("签发前，草稿只供拟稿、核稿和签发的人看" in page.text) != reads
    pdf = client.get(path("letter_pdf", handling))
    assert pdf.status_code == (200 if reads else 403)
    assert ("草稿只供" in pdf.content.decode(errors="ignore")) != reads


def test_what_is_issued_is_read_by_all():
    handling = make_issued("定了的话。").letter.handling
    assert "定了的话。" in as_(make_user("读者")).get(path("proposal_detail", handling)).text


def test_a_draft_is_downloaded_in_either_form_and_marked():
    letter = make_draft()
    client = as_(make_user("科室负责人"))
    for form in ("", "?format=文件", "?format=信函"):
        response = client.get(path("letter_pdf", letter.handling) + form)
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")
        assert "no-store" in response["Cache-Control"]
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%E5%85%B3")
    response = client.get(path("letter_pdf", letter.handling) + "?format=命令", follow=True)
    assert "没有“命令”这种版式" in said(response)


def test_an_issued_letter_is_downloaded_as_signed():
    issued = make_issued()
    handling, client = issued.letter.handling, as_(make_user("读者"))
    response = client.get(path("letter_pdf", handling))
    assert hashlib.sha256(response.content).hexdigest() == issued.sha256
    assert "%E3%80%94" in response["Content-Disposition"]
    refusal = client.get(path("letter_pdf", handling) + "?format=信函", follow=True)
    assert "不能改版式" in said(refusal)


def test_the_verification_recomputes_the_digest():
    issued = make_issued()
    text = as_(make_user("读者")).get(path("letter_verify", issued.letter.handling)).text
    assert text.count(issued.sha256) == 2
    assert "逐字节相同" in text


def test_a_figure_added_behind_the_system_is_reported():
    observation = make_observation(12688)
    issued = make_issued(f"授权{VALUE}。")
    LetterFigure.objects.create(
        issued=issued, position=2, token=VALUE, printed="99件", observation=observation
    )
    client = as_(make_user("读者"))
    for name in ("letter_verify", "proposal_detail"):
        text = client.get(path(name, issued.letter.handling)).text
        assert "登记的数据与签发时冻结的不同" in text
        assert "99件" not in text


def test_a_draft_has_no_verification():
    assert (
        as_(make_user("读者")).get(path("letter_verify", make_draft().handling)).status_code == 404
    )
