"""Reads a 交办清单 into rows, one a case; of each wrong cell it says where and how to mend it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from cixi_ip.workbooks.cells import clean, is_blank, text_of
from cixi_ip.workbooks.complaints import DOUBT, HINT, REFUSED, Refusal, letter
from cixi_ip.workbooks.sheets import Cell, Fault, Sheet
from proposals.intake import cells as read_cells
from proposals.intake.columns import HEADINGS, Head, head_of, is_empty, refuse_missing
from proposals.intake.listing import Listing, Row, Terms
from proposals.intake.units import is_ours, own_role

MOST_CASES = 3000
LONGEST = {
    "title": 120,
    "group": 40,
    "phone": 40,
    "lead_unit": 60,
    "assigned_by": 60,
    "topic": 20,
    "text": 50_000,
}
ANSWERING = ("主办", "分办", "独办")
LONGEST_NAME, LONGEST_UNIT = 60, 60
ASIDE = re.compile(r"(?:合计|总计|小计)$|(?:注|说明|备注)[:：]")
T = TypeVar("T")


def read(sheets: Sequence[Sheet], terms: Terms) -> Listing:
    """Every case of every sheet that has a head; Refusal where there is none at all."""
    listing = Listing()
    heads = [(sheet, head) for sheet in sheets if (head := head_of(sheet))]
    if not heads:
        raise Refusal(
            "没有找到表头。表中要有一行写着栏名，至少有“编号”“标题”两栏；请下载模板对照，"
            "改好后再上传。"
        )
    for sheet, head in heads:
        refuse_missing(head, sheet.name)
        tell_columns(listing, sheet, head)
        for place, row_cells in enumerate(sheet.rows[head.end :], head.end + 1):
            if not is_empty(row_cells) and not is_aside(row_cells, head):
                listing.rows.append(
                    RowReader(listing, sheet.name, place, row_cells, head).read(terms)
                )
    if len(listing.rows) > MOST_CASES:
        raise Refusal(
            f"清单有 {len(listing.rows)} 件，一次最多 {MOST_CASES} 件。请拆成几个文件上传。"
        )
    if not listing.rows:
        raise Refusal("表头下面没有内容。请填好后再上传。")
    tell_repeats(listing)
    return listing


def tell_columns(listing: Listing, sheet: Sheet, head: Head) -> None:
    for place, word in head.unknown.items():
        sentence = f"“{word[:20]}”一栏不认得，没有读入。需要读入的，请改用模板中的栏名。"
        listing.complain(HINT, sheet.name, head.row + 1, letter(place), sentence)
    for place, word in head.doubled.items():
        sentence = f"“{word[:20]}”一栏与前面的栏意思相同，只读了前面的。请删去一栏。"
        listing.complain(DOUBT, sheet.name, head.row + 1, letter(place), sentence)


def is_aside(row_cells: Sequence[Cell], head: Head) -> bool:
    """A note or a sum below the list: one cell filled, and neither number nor title."""
    filled = [place for place, cell in enumerate(row_cells) if not is_blank(cell)]
    named = {head.columns["number"], head.columns["title"]}
    first = text_of(row_cells[filled[0]])
    return bool(ASIDE.match(first)) or (len(filled) == 1 and filled[0] not in named)


class RowReader:
    """Reads the cells of one row; a cell that is wrong is complained of and left as it was."""

    def __init__(
        self, listing: Listing, sheet: str, place: int, row_cells: Sequence[Cell], head: Head
    ) -> None:
        self.listing, self.cells, self.columns = listing, row_cells, head.columns
        self.row = Row(sheet, place)

    def read(self, terms: Terms) -> Row:
        row = self.row
        row.number = self.take("number", read_cells.number_of, 0)
        row.title = self.text("title")
        if not row.title and not self.is_faulty("title"):
            self.refuse("title", "没有填标题。请照来文补上。")
        self.people()
        self.circumstances(terms)
        self.kind(terms)
        self.units(terms)
        return row

    def cell(self, name: str) -> Cell:
        place = self.columns.get(name)
        return "" if place is None or place >= len(self.cells) else self.cells[place]

    def is_faulty(self, name: str) -> bool:
        return isinstance(self.cell(name), Fault)

    def take(self, name: str, reader: Callable[[Cell], T], otherwise: T) -> T:
        try:
            return reader(self.cell(name))
        except ValueError as error:
            self.refuse(name, str(error))
            return otherwise

    def refuse(self, name: str, sentence: str) -> None:
        self.row.is_sound = False
        self.tell(REFUSED, name, sentence)

    def tell(self, kind: str, name: str, sentence: str) -> None:
        place = self.columns.get(name)
        column = "" if place is None else letter(place)
        self.listing.complain(kind, self.row.sheet, self.row.row, column, sentence)

    def text(self, name: str) -> str:
        if self.is_faulty(name):
            self.take(name, read_cells.refuse_fault, None)
            return ""
        raw = "" if is_blank(self.cell(name)) else text_of(self.cell(name))
        text, was_cleaned = (raw, False) if name == "text" else clean(raw)
        if len(text) > LONGEST[name]:
            self.refuse(
                name,
                f"“{HEADINGS[name]}”有 {len(text)} 个字，最多 {LONGEST[name]} 个。请缩短。",
            )
        if was_cleaned:
            self.tell(HINT, name, f"“{HEADINGS[name]}”里看不见的字符已去掉。")
        return text

    def people(self) -> None:
        row = self.row
        row.lead = self.named("lead", LONGEST_NAME)
        row.joint = [name for name in self.named("joint", LONGEST_NAME) if name not in row.lead]
        row.group, row.phone = self.text("group"), self.text("phone")
        if len(row.lead) > 1 and not row.is_group:
            row.lead, row.joint = row.lead[:1], [*row.lead[1:], *row.joint]
            self.tell(HINT, "lead", "领衔人一栏有几位，第一位作领衔，其余作联名。")

    def named(self, name: str, longest: int) -> list[str]:
        reader = read_cells.names_of if name in ("lead", "joint") else read_cells.units_of
        found: list[str] = self.take(name, reader, [])
        if any(len(one) > longest for one in found):
            self.refuse(name, f"“{HEADINGS[name]}”中有一个超过 {longest} 字。请用顿号分开。")
            return []
        return found

    def circumstances(self, terms: Terms) -> None:
        row = self.row
        for name in ("assigned_by", "topic", "text"):
            setattr(row, name, self.text(name))
        row.assigned_on = self.take(
            "assigned_on", lambda cell: read_cells.date_of(cell, terms.today), None
        )
        row.sitting = self.word("sitting") or "大会"
        row.wish, row.repeated = self.word("wish"), self.word("repeated")
        row.is_key = bool(self.yes("is_key"))
        row.needs_answer = self.yes("needs_answer") is not False

    def yes(self, name: str) -> bool | None:
        return self.take(name, read_cells.yes_of, None)

    def word(self, name: str) -> str:
        return self.take(name, lambda cell: read_cells.word_of(name, cell), "")

    def kind(self, terms: Terms) -> None:
        stated = self.word("kind")
        if stated and stated not in terms.kinds:
            wanted = "、".join(terms.kinds)
            self.refuse(
                "kind",
                f"类别“{stated}”不属于所选的届次（应为{wanted}）。请改正，或换一个届次另行上传。",
            )
        self.row.kind = stated or terms.kinds[0]

    def units(self, terms: Terms) -> None:
        row = self.row
        lead_units = self.named("lead_unit", LONGEST_UNIT)
        others = self.named("units", LONGEST_UNIT)
        row.role = self.word("role")
        if not row.role and not self.is_filled("role"):
            row.role, row.is_role_told = own_role(lead_units, others), False
        self.place_units(lead_units, others, terms)

    def is_filled(self, name: str) -> bool:
        return not is_blank(self.cell(name))

    def place_units(self, lead_units: list[str], others: list[str], terms: Terms) -> None:
        row = self.row
        if not row.role:
            if not self.is_filled("role"):
                self.refuse(
                    "role" if "role" in self.columns else "lead_unit",
                    "看不出我局的角色：没有填“我局角色”，单位栏里也没有我局。请补上。",
                )
            return
        if row.role in ANSWERING and not row.lead and not self.is_filled("lead"):
            self.refuse("lead", f"我局{row.role}要答复，没有填领衔人。请补上代表、委员或团体。")
        is_lead = row.role in ("主办", "独办")
        ours = next((one for one in lead_units if is_ours(one)), "")
        if is_lead and lead_units and not ours:
            self.refuse(
                "lead_unit",
                f"我局角色是{row.role}，主办单位却是“{lead_units[0]}”。请核对，改成一致。",
            )
        if row.role == "协办" and ours:
            self.refuse("role", "我局角色是协办，主办单位却是我局。请核对，改成一致。")
        if not lead_units and not is_lead:
            self.refuse("lead_unit", "没有填主办单位。请补上。")
            return
        row.lead_unit = terms.bureau if is_lead else "、".join(lead_units)
        if len(row.lead_unit) > LONGEST["lead_unit"]:
            self.refuse("lead_unit", f"主办单位超过 {LONGEST['lead_unit']} 字。请缩短。")
        row.units = [one for one in others if not is_ours(one)]


def tell_repeats(listing: Listing) -> None:
    """Of rows with one number only the first can be registered; one title twice is asked about."""
    numbers: dict[tuple[str, int], Row] = {}
    titles: dict[str, list[Row]] = defaultdict(list)
    for row in listing.rows:
        if row.number:
            first = numbers.setdefault((row.kind, row.number), row)
            if first is not row:
                row.is_sound = False
                sentence = (
                    f"{row.kind}{row.number}号在{first.place}已有。请删去重复的，或改正编号。"
                )
                listing.complain(REFUSED, row.sheet, row.row, "", sentence)
        if row.title:
            titles[row.title].append(row)
    for found in titles.values():
        for row in found[1:]:
            if row.number != found[0].number:
                sentence = f"标题与{found[0].place}相同，编号不同。请核对是不是同一件。"
                listing.complain(DOUBT, row.sheet, row.row, "", sentence)
