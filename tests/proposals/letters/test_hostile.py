"""A hostile text prints as it stands or is refused with a reason, in whatever part it comes."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.core.exceptions import ValidationError

from cixi_ip.hygiene import sanitise
from proposals.letters import Attachment, Letter, Seal, parse_body, plain_text, to_pdf
from proposals.letters.geometry import measure
from proposals.letters.typeset import FOLDER
from tests.proposals.letters.invented import NASTY
from tests.proposals.letters.samples import MOMENT, make_letter

CODES = (
    '#read("/etc/passwd")',
    "*b*_i_`c`$x^2$@r<l>=//~--",
    "{{7*7}}</w:t>&amp;\\u{41}\\\\",
)
# Every part of a letter that somebody types, with such a text in it.
PARTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "发文机关": lambda text: {"issuers": (text, "云溪市数据局")},
    "发文字号": lambda text: {"number": text},
    "签发人": lambda text: {"signers": (text,)},
    "类别和公开属性": lambda text: {"class_mark": text, "disclosure": text},
    "标题": lambda text: {"title": f"关于{text}的函"},
    "主送": lambda text: {"addressee": f"{text}、市科技局"},
    "正文": lambda text: {"body": parse_body(f"一、{text}\n{text * 40}\n（一）{text}。{text}")},
    "表格": lambda text: {
        "body": parse_body(f"见表。\n表1　{text}\n|{text}|二|\n|---|---|\n|{text}|1|")
    },
    "附件": lambda text: {"attachments": (Attachment(text, parse_body(text)),) * 2},
    "签名章": lambda text: {"seal": Seal.SIGNED, "posts": (text,)},
    "附注": lambda text: {"contact": text, "phone": text},
    "抄送和主送": lambda text: {"cc": (text, text), "addressee_in_record": True, "addressee": text},
    "印发": lambda text: {"printer": text},
}
# What cannot be printed, and how the refusal names it.
UNPRINTABLE = {
    "双向控制": ("\u202e", "U+202E"),
    "零宽": ("\u200b", "U+200B"),
    "字节序标记": ("\ufeff", "U+FEFF"),
    "空字符": ("\x00", "U+0000"),
    "退格": ("\x08", "U+0008"),
    "半个代理对": ("\ud800", "U+D800"),
    "标签字符": ("\U000e0041", "U+E0041"),
    "私用区": ("\ue000", "U+E000"),
    "第十五平面": ("\U000f0000", "U+F0000"),
    "非字符": ("\uffff", "U+FFFF"),
    "表情": ("\U0001f600", "U+1F600"),
    "异体选择符": ("\ufe0f", "U+FE0F"),
}


def layer_fault(letter: Letter) -> str:
    """How the text layer differs from the source; empty when it does not."""
    done = to_pdf(letter, moment=MOMENT)
    findings = measure(done.pdf, kind=letter.format, text=plain_text(done.letter))
    [equal] = [finding for finding in findings if finding.rule == "text_equal"]
    acting = [finding for finding in findings if finding.rule == "active_content"]
    assert all(finding.ok for finding in acting)
    return "" if equal.ok else equal.measured


@pytest.mark.parametrize("kind", ["文件", "信函"])
@pytest.mark.parametrize("part", PARTS)
def test_code_in_any_part_prints_as_it_stands(part: str, kind: str) -> None:
    for text in CODES:
        assert layer_fault(make_letter(kind, **PARTS[part](text))) == "", text


def test_addresses_and_markup_print_as_they_stand_and_link_to_nothing() -> None:
    letter = make_letter(body=parse_body("\n".join(NASTY["混合"])))

    assert layer_fault(letter) == ""


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", UNPRINTABLE)
def test_what_cannot_be_printed_is_refused_by_name(name: str, part: str) -> None:
    character, code = UNPRINTABLE[name]
    letter = make_letter(**PARTS[part](f"甲{character}乙"))

    with pytest.raises(ValidationError) as refusal:
        to_pdf(letter, moment=MOMENT)
    assert code in "".join(refusal.value.messages)


@pytest.mark.parametrize("name", UNPRINTABLE)
def test_what_nobody_can_see_never_comes_so_far(name: str) -> None:
    """Saving removes the invisible; what a font lacks stays to be seen and refused."""
    character, _ = UNPRINTABLE[name]
    is_visible = name in ("私用区", "第十五平面", "非字符", "表情")

    assert sanitise(f"甲{character}乙")[0] == (f"甲{character}乙" if is_visible else "甲乙")


@pytest.mark.parametrize("part", PARTS)
def test_a_text_of_300_000_characters_is_refused_in_any_part(part: str) -> None:
    with pytest.raises(ValidationError, match=r"超过|不是|排不下"):
        to_pdf(make_letter(**PARTS[part]("长" * 300_000)), moment=MOMENT)


def test_a_letter_of_addresses_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of our own process; that the engine reaches nothing is shown in test_typeset_worker."""

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a letter asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    letter = make_letter(body=parse_body("\n".join((*NASTY["网址"], *CODES))))

    assert layer_fault(letter) == ""


def test_nothing_but_templates_lies_where_the_engine_may_read() -> None:
    found = list(FOLDER.rglob("*"))

    assert found
    assert all(path.suffix == ".typ" and not path.is_symlink() for path in found)
    assert {path.resolve().parent for path in found} == {Path(FOLDER).resolve()}
