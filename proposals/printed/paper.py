"""What a printed form consists of, and its PDF by the same engine as the letters'."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from cixi_ip import typeset
from cixi_ip.departments import BUREAU
from cixi_ip.wording import chinese_date
from proposals.letters.title import balance
from proposals.models import Handling, Proposer

TEMPLATE = Path(__file__).parent / "templates" / "form.typ"
WIDEST_TITLE = 22  # characters of 18 pt between the margins
BOX = "□"
A_DAY = "　　　年　　月　　日"
SHORT_DAY = "　　　年　月　日"
DEMO = "演示数据"


@dataclass(frozen=True)
class Pair:
    """A label and its value; `room` is the height in mm kept for handwriting where it is empty."""

    label: str
    value: str
    room: int = 6


@dataclass(frozen=True)
class Facts:
    """Pairs in a table whose head says which case it is; a row holds one pair or two."""

    head: str
    rows: tuple[tuple[Pair, ...], ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Column:
    """Of a width in mm; 0 takes what the others leave."""

    name: str
    width: int = 0
    centred: bool = False


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    room: int = 7
    kind: str = "table"


@dataclass(frozen=True)
class Section:
    text: str
    kind: str = "section"


@dataclass(frozen=True)
class Note:
    text: str
    kind: str = "note"


@dataclass(frozen=True)
class Signs:
    lines: tuple[str, ...]
    kind: str = "signs"


Block = Facts | Table | Section | Note | Signs


@dataclass(frozen=True)
class Sheet:
    """One form; its pages are counted by themselves."""

    title: str
    blocks: tuple[Block, ...]
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class Form:
    """What one PDF holds; `name` is the file's without its ending."""

    name: str
    reference: str
    sheets: tuple[Sheet, ...]


def to_pdf(form: Form, *, moment: datetime) -> bytes:
    """PDF/A-2u and PDF/UA-1; the same form, moment, fonts and engine give the same bytes."""
    sheets = [
        asdict(sheet) | {"title": balance(sheet.title, WIDEST_TITLE)} for sheet in form.sheets
    ]
    title = form.sheets[0].title
    content = {
        "title": f"{form.reference} {title}",
        "author": [BUREAU],
        "reference": form.reference,
        "footer": f"{BUREAU}　{title}　{form.reference}",
        "watermark": DEMO if settings.DEMO_DATA else "",
        "sheets": sheets,
    }
    return typeset.render(TEMPLATE, content, moment=moment)


def day(value: date | None) -> str:
    """As Chinese papers write it; empty where there is none yet."""
    return chinese_date(value) if value else ""


def people(handling: Handling) -> list[Proposer]:
    return list(handling.proposal.proposers.all())


def named(one: Proposer, *, shows_phones: bool = False) -> str:
    """甲代表（某代表团），with the phone where it may be seen."""
    group = f"（{one.group}）" if one.group else ""
    phone = f"　{one.phone}" if shows_phones and one.phone else ""
    return f"{one.name}{group}{phone}"


def title_of_people(handling: Handling) -> str:
    """Whom the bureau answers: 代表 of the congress, 委员 of the CPPCC."""
    return "委员" if handling.proposal.session.body == "政协" else "代表"


def head(handling: Handling) -> str:
    return f"{handling.proposal.reference}（我局{handling.role_word}）"
