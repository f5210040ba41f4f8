"""What a letter carries beside its text: urgency, class, disclosure, seal, joint issuers."""

import io
import json
import re

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from proposals import actions
from proposals.examination import digest, examine
from proposals.letters import Seal, compose
from proposals.letters.geometry import failures, measure
from proposals.models import IssuedLetter, Letter, RoleSetting
from tests.makers import make_observation, make_user
from tests.proposals.letters.worddraft import replaced
from tests.proposals.makers import (
    explain_all,
    make_awaiting,
    make_draft,
    make_ready,
    pass_reviews,
    seen,
    write,
)
from tests.proposals.pages import VALUE, as_, path, said

pytestmark = pytest.mark.django_db
MARKS = {"class_mark": "B", "disclosure": "主动公开"}


def signed_by_a_leader(letter: Letter) -> IssuedLetter:
    handling = letter.handling
    make_ready(handling)
    pass_reviews(actions.submit(by=handling.officer, handling=handling))
    return actions.sign(by=make_user("局领导"), handling=handling, seen=seen(handling))


def test_an_answer_of_the_lead_unit_carries_class_and_disclosure():
    letter = make_draft(role="主办")
    write(letter, **MARKS)
    assert compose(letter).top_right == ("B类", "主动公开")


def test_an_opinion_for_the_lead_unit_carries_neither():
    letter = make_draft(role="协办")
    write(letter, **MARKS)
    assert compose(letter).top_right == ()


@pytest.mark.parametrize(("role", "is_asked"), [("主办", True), ("协办", False)])
def test_only_the_desk_of_an_answer_asks_for_them(role, is_asked):
    letter = make_draft(role=role)
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert ("办理结果类别" in text) is is_asked
    assert "紧急程度" in text


def test_a_choice_that_must_be_made_has_no_blank_and_one_that_may_be_left_says_so():
    letter = make_draft(role="主办")
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert "---------" not in text
    assert text.count('<option value="" selected>无</option>') == 3


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [({}, False), ({"seal": "不盖章"}, True), ({"urgency": "加急"}, True)],
)
def test_what_most_letters_leave_alone_is_unfolded_where_this_one_does_not(changes, is_open):
    letter = make_draft()
    write(letter, **changes)
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert ('<details class="seldom" open>' in text) is is_open


def test_the_page_to_sign_at_tells_all_that_will_be_printed():
    handling = make_awaiting(role="主办")
    Letter.objects.filter(round=handling.round).update(
        **MARKS, urgency="加急", joint="慈溪市财政局", seal="不盖章"
    )
    leader = as_(make_user("局领导"))
    text = leader.get(path("letter_sign", handling)).text
    for printed in ("B类", "主动公开", "加急", "不盖章"):
        assert printed in text
    assert '<p class="sheet-close">慈溪市财政局</p>' in text
    assert f'href="{path("letter_check", handling)}"' in text


def test_a_letter_signed_by_stamp_is_read_with_the_post():
    letter = make_draft()
    write(letter, seal="签名章", post="局长")
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert '<p class="sheet-close">局长（签名章）</p>' in text


def test_joint_issuers_and_urgency_reach_the_letter():
    letter = make_draft()
    write(letter, joint="慈溪市财政局、 慈溪市科学技术局", urgency="加急", seal="不盖章")
    document = compose(letter)
    assert document.issuers == ("慈溪市市场监督管理局", "慈溪市财政局", "慈溪市科学技术局")
    assert (document.top_left, document.seal) == (("加急",), Seal.UNSEALED)


@pytest.mark.parametrize(
    "values",
    [
        {"seal": "签名章"},
        {"seal": "盖章", "post": "局长"},
        {"seal": "签名章", "post": "局长", "joint": "慈溪市财政局"},
        {"seal": "签名章", "post": "局长、局长"},
    ],
)
def test_a_letter_signed_by_stamp_names_a_post_for_each_issuer(values):
    letter = make_draft()
    with pytest.raises(ValidationError, match="签发人职务"):
        write(letter, **values)
    write(letter, seal="签名章", post="局长")
    assert compose(letter).posts == ("局长",)


@pytest.mark.parametrize(
    "change", [{"urgency": "特急"}, {"seal": "不盖章"}, {"joint": "慈溪市财政局"}]
)
def test_signing_is_refused_when_such_a_part_has_changed_unseen(change):
    letter = make_draft()
    before = digest(letter, examine(letter))
    write(letter, **change)
    assert digest(letter, examine(letter)) != before


def test_a_signed_letter_keeps_them_and_the_whole_text_as_printed():
    letter = make_draft("一段。\n【附件】名单\n|甲|\n|1|", role="主办")
    write(letter, **MARKS, urgency="加急")
    issued = signed_by_a_leader(letter)
    assert issued.parts == MARKS | {"urgency": "加急", "seal": "盖章"}
    lines = issued.text.split("\n")
    assert "附件：名单" in lines
    assert lines.index("附件") < lines.index("甲") < lines.index("1")
    page = as_(letter.handling.officer).get(path("proposal_detail", letter.handling)).text
    assert '<p class="sheet-annex">【附件】名单</p>' in page
    assert '<p class="sheet-row">|甲|</p>' in page


def test_a_signed_pdf_can_carry_where_its_figures_come_from():
    observation = make_observation(12688)
    letter = make_draft(f"授权{VALUE}。")
    RoleSetting.objects.update(attaches_provenance=True)
    explain_all(letter)
    issued = signed_by_a_leader(letter)
    with pikepdf.open(io.BytesIO(issued.pdf)) as document:
        (attached,) = document.attachments.values()
        told = json.loads(attached.get_file().read_bytes())
    assert (attached.filename, told["发文字号"]) == ("数据出处.json", issued.reference)
    (figure,) = told["数据"]
    assert (figure["印出"], figure["数据编号"]) == ("12688件", observation.pk)
    assert (figure["口径"], figure["来源"]) == ("慈溪市（市本级）", "测试通报")
    assert failures(measure(bytes(issued.pdf), kind="文件", text=issued.text)) == []


JOINT = {"joint": "慈溪市财政局"}
UPWARD = {"upward": True, "addressee": "宁波市市场监督管理局"}
POSTS = "慈溪市市场监督管理局局长、慈溪市财政局局长"
STAMPED = {"seal": "签名章", "post": POSTS} | JOINT


@pytest.mark.parametrize(
    ("values", "seal", "printed"),
    [
        (STAMPED, "签名章", ()),
        (UPWARD, "盖章", ("张某",)),
        (UPWARD | JOINT | {"co_signers": "李某某"}, "盖章", ("张某", "李某某")),
    ],
    ids=["joint stamps", "upward", "joint and upward"],
)
def test_a_signed_letter_of_each_kind_is_set_as_the_standard_has_it(values, seal, printed):
    letter = make_draft("\n".join(["现就建议中的事项提出如下意见。"] * 9))
    write(letter, **values)
    handling = letter.handling
    pass_reviews(actions.submit(by=handling.officer, handling=handling))
    leader = make_user("局领导", full_name="张某")
    issued = actions.sign(by=leader, handling=handling, seen=seen(handling))
    found = failures(measure(bytes(issued.pdf), kind="文件", text=issued.text, seal=seal))
    assert found == []
    assert ("签发人：" + "".join(printed) in issued.text) is bool(printed)
    kept = {name: value for name, value in values.items() if name != "addressee"}
    assert issued.parts == {"seal": seal} | kept


def test_the_draft_of_an_upward_letter_leaves_the_name_to_be_signed():
    letter = make_draft()
    write(letter, **UPWARD, **JOINT, co_signers="李某")
    assert compose(letter).signers == ("待签发", "李某")
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert "签发人：（签发时印）、李某" in text
    write(letter, upward=False, co_signers="")
    assert compose(letter).signers == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (STAMPED | {"post": "局长"}, "发文机关有 2 个，签发人职务填了 1 个"),
        (STAMPED | {"post": "局长、局长、局长"}, "发文机关有 2 个，签发人职务填了 3 个"),
        (UPWARD | JOINT, "联合发文机关有 1 个，签发人填了 0 个"),
        (UPWARD | {"co_signers": "李某"}, "只在联合上报的公文（上行文）中填写"),
        (JOINT | {"co_signers": "李某"}, "只在联合上报的公文（上行文）中填写"),
        (UPWARD | {"page_form": "信函"}, "上行文只用文件格式"),
    ],
)
def test_signers_and_posts_that_do_not_fit_the_issuers_are_refused(values, words):
    letter = make_draft()
    with pytest.raises(ValidationError, match=re.escape(words)):
        write(letter, **values)


def test_the_page_to_sign_at_names_all_signers_and_posts():
    handling = make_awaiting()
    Letter.objects.filter(round=handling.round).update(**UPWARD, **STAMPED, co_signers="李某")
    leader = make_user("局领导", full_name="张某")
    text = as_(leader).get(path("letter_sign", handling)).text
    assert "是，首页印签发人：张某、李某" in text
    for post in POSTS.split("、"):
        assert f'<p class="sheet-close">{post}（签名章）</p>' in text


def test_a_stale_page_tells_them_apart_and_the_desk_saves_them():
    letter = make_draft()
    desk, url = as_(letter.handling.officer), path("letter_desk", letter.handling)
    write(letter, urgency="加急")
    stored = desk.get(url).context["form"].initial
    sent = {name: value for name, value in stored.items() if value is not False}
    sent |= {"upward": "on", "seen_edition": letter.edition - 1}
    answer = desk.post(url, sent)
    found = {one.label: (one.typed, one.stored) for one in answer.context["differences"]}
    assert found == {"上行文": ("是", "否")}
    assert "两份稿件的不同之处" in answer.text
    assert desk.post(url, sent | {"seen_edition": letter.edition}).status_code == 302
    assert Letter.objects.get().upward


@pytest.mark.parametrize("upward", [True, False])
def test_a_word_draft_read_back_leaves_them_as_they_are(upward):
    letter = make_draft("一段。")
    write(letter, **(UPWARD | JOINT | {"co_signers": "李某"} if upward else STAMPED))
    desk = as_(letter.handling.officer)
    made = desk.get(path("letter_docx", letter.handling)).content
    url = path("letter_from_docx", letter.handling)
    answer = desk.post(url, {"file": SimpleUploadedFile("a.docx", made)}, follow=True)
    assert "文件与现存的稿件相同" in answer.text
    changed = SimpleUploadedFile("a.docx", replaced(made, "一段。", "两段。"))
    answer = desk.post(url, {"file": changed})
    assert answer.context["form"].is_valid()
    assert answer.context["form"].cleaned_data["upward"] is upward
    assert not [note for note in answer.context["word"].notes if "没有采用" in note]


def test_an_upward_letter_is_not_drawn_in_the_other_page_form():
    letter = make_draft()
    desk, url = as_(letter.handling.officer), path("letter_pdf", letter.handling)
    assert "format=信函" in desk.get(path("proposal_detail", letter.handling)).text
    write(letter, **UPWARD)
    assert "上行文只用文件格式" in said(desk.get(url, {"format": "信函"}, follow=True))
    page = desk.get(path("proposal_detail", letter.handling)).text
    assert "format=信函" not in page


def test_the_page_of_a_case_names_the_addressee_of_its_letter():
    letter = make_draft()
    write(letter, addressee="宁波市某局")
    facts = r"<dd>\s+宁波市某局"
    for role, is_seen in (("经办人", True), ("读者", False)):
        page = as_(make_user(role)).get(path("proposal_detail", letter.handling)).text
        assert bool(re.search(facts, page)) is is_seen
    signed_by_a_leader(letter)
    page = as_(make_user("读者")).get(path("proposal_detail", letter.handling)).text
    assert re.search(facts, page)
