"""A draft as a Word file, and an edited Word file beside the draft it would change."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError

from proposals.examination import examine
from proposals.letters import Letter as Document
from proposals.letters import compose, compose_minutes, plain_text, to_pdf
from proposals.letters.docx import (
    Change,
    DocxText,
    Rebound,
    changed_passages,
    print_plainly,
    read_docx,
    rebind,
    to_docx,
)
from proposals.models import IssuedLetter, Letter, Minutes
from proposals.models.letter import units

READ_FIELDS = ("title", "addressee", "body", "cc", "contact", "phone")
NEEDED = ("title", "addressee", "body")
MOST_NOTES = 40


@dataclass(frozen=True)
class FieldChanges:
    """What differs in one field of the draft."""

    label: str
    is_body: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ReadBack:
    """What a file would make of a draft: new values, and all there is to see of them before."""

    values: dict[str, str]
    differences: tuple[FieldChanges, ...]
    notes: tuple[str, ...]
    kept: int


def word_draft(letter: Letter, *, moment: datetime) -> tuple[str, bytes]:
    """Name and content of the draft's Word file; a signed letter has none."""
    issued = IssuedLetter.objects.filter(letter=letter).first()
    if issued is not None:
        raise ValidationError(
            f"{issued.reference}已签发定稿，只提供签发的 PDF 原件，不再生成 Word 稿。"
            "请下载签发的原件；确需修改，请另行发文。"
        )
    document = as_set(compose(letter), moment)
    made = to_docx(document, moment=moment, origin=(letter.pk, letter.edition))
    return f"{letter.title}（草稿）.docx", made


def word_minutes(minutes: Minutes, *, moment: datetime) -> tuple[str, bytes]:
    """Name and content of the Word file of 纪要 not issued yet."""
    if minutes.is_issued:
        raise ValidationError(
            f"{minutes}已定稿，只提供定稿的 PDF 原件，不再生成 Word 稿。请下载定稿的原件。"
        )
    return f"{minutes.title}（草稿）.docx", to_docx(compose_minutes(minutes), moment=moment)


def as_set(document: Document, moment: datetime) -> Document:
    """What only setting it can tell of a letter: whether the first page has room for the addressee,
    and whether 版记 needs a page of its own to stand on an even one.

    A draft that cannot be set yet is written as it is: Word is where it may be finished.
    """
    wants_even = document.record_on_even_page
    try:
        made = to_pdf(replace(document, record_on_even_page=False), moment=moment)
    except ValidationError:
        return document
    return replace(made.letter, record_on_even_page=wants_even and made.pages % 2 == 1)


def read_back(letter: Letter, content: bytes) -> ReadBack:
    """Compare an edited file with the stored draft; nothing is saved.

    ValidationError, in Chinese, when the file is not a clean Word document or holds no letter.
    """
    text = read_docx(content)
    if not any(getattr(text, name) for name in NEEDED):
        raise ValidationError(
            "文件中没有读到标题、主送或正文。请确认选的是这件公文的 Word 稿，保存后再上传。"
        )
    expansion = examine(letter).expansion
    printed = {one.token: one.printed for one in expansion.citations}
    rebound = rebind(letter.body, printed, text.body)
    values = _values(letter, text, rebound)
    notes = (*_origin(letter, text), *_missing(text), *text.notes, *rebound.notes)
    return ReadBack(
        values=values,
        differences=_differences(letter, values, print_plainly(letter.body, printed).text, text),
        notes=_first_of((*notes, *_printed_by_system(letter, text))),
        kept=rebound.kept,
    )


def _first_of(notes: tuple[str, ...]) -> tuple[str, ...]:
    rest = len(notes) - MOST_NOTES
    return (*notes[:MOST_NOTES], f"另有 {rest} 条类似的提示。") if rest > 0 else notes


def _values(letter: Letter, text: DocxText, rebound: Rebound) -> dict[str, str]:
    """What the desk's fields would hold; a part that must not be empty stays as it was."""
    is_same_list = text.cc == units(letter.cc)
    return {
        "title": text.title or letter.title,
        "addressee": text.addressee or letter.addressee,
        "body": rebound.text if text.body else letter.body,
        "cc": letter.cc if is_same_list else "、".join(text.cc),
        "contact": text.contact,
        "phone": text.phone,
    }


def _missing(text: DocxText) -> list[str]:
    return [
        f"文件中没有找到{_label(name)}，仍用现存稿的{_label(name)}。"
        for name in NEEDED
        if not getattr(text, name)
    ]


def _label(name: str) -> str:
    return str(Letter._meta.get_field(name).verbose_name)


def _origin(letter: Letter, text: DocxText) -> list[str]:
    """Another letter's file, or one made before the draft was saved again."""
    if text.origin is None:
        return []
    number, edition = text.origin
    if number != letter.pk:
        return ["这个文件是从另一件公文稿下载的。请看清下面的不同之处，确认没有选错文件。"]
    if edition < letter.edition:
        return [
            f"这个文件下载之后，稿件又保存过 {letter.edition - edition} 次。"
            "采用文件会把那几次的改动改回去，请逐处核对。"
        ]
    return []


def _differences(
    letter: Letter, values: dict[str, str], stored_body: str, text: DocxText
) -> tuple[FieldChanges, ...]:
    pairs = {name: (getattr(letter, name), values[name]) for name in READ_FIELDS}
    # Bodies are compared as they are printed: what is cited in both stays out of the list.
    pairs["body"] = (stored_body, text.body or stored_body)
    return tuple(
        FieldChanges(_label(name), name == "body", tuple(changed_passages(*pair)))
        for name, pair in pairs.items()
        if pair[0] != pair[1]
    )


def _printed_by_system(letter: Letter, text: DocxText) -> list[str]:
    """Head, signature and date are set by the system; a change to them in the file is told of."""
    ours = _squeezed(plain_text(compose(letter)))
    changed = [
        piece
        for part in text.fixed
        for piece in re.split(r"[\n\t]| {2,}", part)
        if _squeezed(piece) not in ours
    ]
    quoted = "、".join(f"“{piece[:20]}”" for piece in changed[:5])
    return [f"版头、署名、日期和版记由系统印出，文件中改的没有采用：{quoted}。"] if changed else []


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u3000]", "", text)
