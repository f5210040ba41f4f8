"""Personal data covered before publication; all names and numbers are invented."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.masking import MASK, contacts, mask, persons

MOBILE, PERSON_ID, LANDLINE = "13800000000", "33028219000101001X", "0574-00000000"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13800000000。", "电话×××××××××××。"),
        ("138-0000-0000或138 0000 0000", "×××-××××-××××或××× ×××× ××××"),
        ("手机+86 13800000000", "手机××× ×××××××××××"),
        ("手机１３８００００００００", "手机×××××××××××"),
        ("电话0574-00000000转801", "电话××××-××××××××转×××"),
        ("（0574）00000000", "（××××）××××××××"),
        ("联系电话：00000000、00000001", "联系电话：××××××××、××××××××"),
        ("传真 00000000-12", "传真 ××××××××-××"),
        ("身份证号33028219000101001X，", "身份证号××××××××××××××××××，"),
        ("330282 19000101 0011", "×××××× ×××××××× ××××"),
        ("身份证号码：330282000101001", "身份证号码：×××××××××××××××"),
        ("邮箱a.b-c@mail.example.cn", "邮箱×××-×@×××××××××××××××"),
        ("QQ：1234567", "QQ：×××××××"),
    ],
)
def test_ways_to_reach_somebody_are_covered_sign_by_sign(text, shown):
    masked = mask(text)
    assert masked.text == shown
    assert len(masked.text) == len(text)


@pytest.mark.parametrize(
    ("names", "text", "shown"),
    [
        (["甲某"], "甲某代表：您好。", "甲×代表：您好。"),
        (["张某某代表"], "感谢张某某委员。", "感谢张××委员。"),
        (["甲某"], "甲　某委员", "甲　×委员"),
        (["欧阳某"], "欧阳某、欧阳某某", "欧阳×、欧阳×某"),
        (["诸葛某某"], "诸葛某某代表", "诸葛××代表"),
        (["欧阳"], "欧阳代表", "欧×代表"),
        (["甲某", "甲某某"], "甲某某和甲某", "甲××和甲×"),
        (["买买提·某某"], "买买提・某某代表", "买××・××代表"),
        (["甲某、乙某代表"], "甲某、乙某代表：", "甲×、乙×代表："),
    ],
)
def test_of_a_name_the_family_name_stays(names, text, shown):
    assert mask(text, names).text == shown


@pytest.mark.parametrize(
    "name",
    [
        "",
        "某",
        "某代表",
        "各位代表",
        "市人大代表",
        "某某科技协会",
        "市工商联",
        "民革慈溪市委员会",
        "第三代表团",
    ],
)
def test_units_and_what_is_no_name_are_left(name):
    text = f"{name}：您好，某代表、人大代表、市工商联的意见收悉。"
    assert mask(text, [name]).text == text


@pytest.mark.parametrize(
    "text",
    [
        "慈市监函〔2026〕12号",
        "2026年3月5日，2026-03-05，20260305",
        "全年授权专利12688件，增长5.8%，位次第1位，投入12345678元",
        "拨打12315、12345热线，投诉举报电话12345678件",
        "专利号ZL202010123456.7，标准号GB/T 9704-2012",
        "统一社会信用代码91330282MA00000000",
        "12.13800000000",
        "热线400-000-0000，浙江省慈溪市某路1号",
    ],
)
def test_numbers_that_reach_nobody_are_left(text):
    assert mask(text).text == text
    assert mask(text).covered == ()


def test_listed_phones_are_covered_however_they_are_written():
    assert mask("短号 660000 可找到", phones=["660000"]).text == "短号 ×××××× 可找到"


def test_the_contact_in_the_note_of_a_letter_is_covered():
    text = "（联系人：甲某、乙某某，联系电话：0574-00000000）\n甲某负责。"
    assert mask(text).text == "（联系人：甲×、乙××，联系电话：××××-××××××××）\n甲×负责。"
    assert list(contacts("联系人：甲某　联系电话：1")) == ["甲某"]


def test_what_was_covered_is_told_in_order_with_its_place():
    text = "甲某，电话13800000000"
    masked = mask(text, ["甲某"])
    assert [(one.kind, one.words) for one in masked.covered] == [
        ("姓名", "甲某"),
        ("手机号", MOBILE),
    ]
    assert list(masked.pieces(text)) == [("甲某", "姓名"), ("，电话", ""), (MOBILE, "手机号")]
    assert all(text[one.start : one.end] == one.words for one in masked.covered)


def test_persons_come_without_their_title():
    assert list(persons(["甲某代表", "乙某、丙某委员", "某公司"])) == ["甲某", "乙某", "丙某"]


NAMES = st.sampled_from(["甲某", "乙某某", "欧阳某", "诸葛某某", "丙丁"])
digits = st.text("0123456789", min_size=1, max_size=4)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
ids = st.from_regex(r"33[0-9]{4}(?:19|20)[0-9]{9}[0-9X]", fullmatch=True)
harmless = st.sampled_from(
    [
        "。",
        "，与",
        "慈市监函〔2026〕12号",
        "2026年3月5日",
        "授权12688件，",
        "市某局、",
        "增长5.8%；",
        "\n",
    ]
)
PRIVATE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dX]")


@given(st.lists(st.one_of(harmless, NAMES, mobiles, ids), max_size=12), st.sets(NAMES))
def test_nothing_private_is_left_and_nothing_else_is_changed(parts, names):
    text = "。".join(parts)
    masked = mask(text, names)
    assert not PRIVATE.search(masked.text)
    assert not any(name in masked.text for name in names)
    wanted = [part for part in parts if PRIVATE.fullmatch(part) or part in names]
    rebuilt = "。".join(part if part not in wanted else masked_alone(part, names) for part in parts)
    assert masked.text == rebuilt


def masked_alone(part: str, names: set[str]) -> str:
    if PRIVATE.fullmatch(part):
        return MASK * len(part)
    kept = 2 if part.startswith(("欧阳", "诸葛")) else 1
    return part[:kept] + MASK * (len(part) - kept)


@given(st.text(st.sampled_from("甲某乙欧阳138 0-X@.电话：\n〔〕，a"), max_size=60), st.sets(NAMES))
def test_any_text_keeps_its_length_and_changes_only_where_it_says(text, names):
    masked = mask(text, names)
    assert len(masked.text) == len(text)
    spans = {at for one in masked.covered for at in range(one.start, one.end)}
    assert all(
        before == after
        for at, (before, after) in enumerate(zip(text, masked.text, strict=True))
        if at not in spans
    )
    assert mask(masked.text, names).text == masked.text
    assert not PRIVATE.search(masked.text)
    assert not any(name in masked.text for name in names)
