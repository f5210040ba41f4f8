"""What of a signed answer is put before the public: its text without red head and 版记, masked."""

import re
from collections.abc import Iterator

from cixi_ip.departments import BUREAU
from proposals.letters.compose import OFFICE
from proposals.masking import Masked, mask
from proposals.models import IssuedLetter, Proposal, Proposer

RECORD = ("抄送：", "主送：")
HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、[^。]{1,40}$|（[一二三四五六七八九十]{1,3}）[^。]{1,40}$"
)
COVERED = re.compile(r"((?:×[@ \-－]*)*×)")
A_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def original(issued: IssuedLetter) -> str:
    """The printed text from the addressee on; title and number head the public page themselves."""
    lines = issued.text.split("\n")
    if issued.title in lines:
        lines = lines[lines.index(issued.title) + 1 :]
    while lines and is_record(lines[-1]):
        lines.pop()
    return "\n".join(lines) or issued.body


def is_record(line: str) -> bool:
    return line.startswith(RECORD) or line == OFFICE or line.endswith("日印发")


def masked(issued: IssuedLetter, text: str | None = None) -> Masked:
    """`text`, or the original, with everybody covered whom the case names."""
    proposal = issued.letter.handling.proposal
    people = proposal.proposers.exclude(part=Proposer.Part.GROUP).values_list("name", "phone")
    names = [name for name, _phone in people]
    parts = issued.parts
    return mask(
        original(issued) if text is None else text,
        [*names, *addressed(issued.addressee), parts.get("contact", "")],
        [*(phone for _name, phone in people), parts.get("phone", "")],
    )


def addressed(addressee: str) -> list[str]:
    """The people of an addressee such as 甲某、乙某代表; a unit is none."""
    is_people = addressee.rstrip("：:").endswith(("代表", "委员", "先生", "女士"))
    return addressee.rstrip("：:").split("、") if is_people else []


def is_title_only(proposal: Proposal) -> bool:
    """Whether those who put it forward want less than the whole to be read by all."""
    return proposal.wish in (Proposal.Wish.TITLE, Proposal.Wish.CLOSED)


# What the public text is at first where not all may be shown; a person may write more.
TITLE_ALONE = "按提出人的意愿，本件只公开标题，答复内容不公开。"


def pieces(text: str, still: Masked) -> Iterator[tuple[str, str]]:
    """(words, kind) of a public text: what is 已遮盖, what `still` stands there, the rest plain."""
    for words, kind in still.pieces(text):
        if kind:
            yield words, kind
            continue
        for at, part in enumerate(COVERED.split(words)):
            if part:
                yield part, "已遮盖" if at % 2 else ""


def lines(text: str, joint: str = "") -> Iterator[tuple[str, str]]:
    """(kind, words) of each line as it is set: address, heading, close or text."""
    signers = {BUREAU, *joint.split("、")}
    for at, line in enumerate(part.strip() for part in text.split("\n")):
        if not line:
            continue
        if at == 0 and line.endswith("："):
            yield "address", line
        elif HEADING.fullmatch(line):
            yield "heading", line
        elif line in signers or A_DATE.fullmatch(line):
            yield "close", line
        else:
            yield "text", line
