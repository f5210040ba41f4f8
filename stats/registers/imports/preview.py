"""An uploaded sheet against a register: what each of its rows would come to."""

from __future__ import annotations

import copy
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from cixi_ip.workbooks.complaints import HINT, REFUSED, Complaint
from cixi_ip.workbooks.sheets import open_workbook
from stats.imports.reading import uncollected
from stats.models import Enterprise
from stats.registers import enterprises
from stats.registers.imports.holding import broken_checks, key_of, twins
from stats.registers.imports.naming import Firms, Names, Unnamed
from stats.registers.imports.reading import CODE, TOWN, Contents, Row, enterprise_field, read
from stats.registers.register import Register
from stats.registers.showing import said

NO_TOWN = "新企业“{}”没有填镇街，不计入市本级和镇街的数。知道的请补上。"
UNCLEAR = (
    "登记册或表中有几条“{}”都相同，分不清这一行是其中哪一条。"
    "请删去这一行，到登记册里打开那一条修改，或另行登记。"
)


class Verdict(StrEnum):
    NEW = "新增"
    CHANGED = "有改动"
    SAME = "不变"
    FAULTY = "有问题"


@dataclass
class Judged:
    """One row with what it becomes; `stored` is the row it changes, if any."""

    row: Row
    record: Model | None = None
    stored: Model | None = None
    verdict: Verdict = Verdict.FAULTY
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"{self.row.sheet}第 {self.row.row} 行"

    def differing(self, register: Register) -> list[str]:
        """The fields that would change; none of a new row."""
        if self.stored is None or self.record is None:
            return []
        names = ((name, register.field(name).attname) for name in register.filled)
        return [
            name
            for name, attname in names
            if getattr(self.stored, attname) != getattr(self.record, attname)
        ]

    def changes(self, register: Register, *, sees_people: bool) -> list[tuple[str, str, str]]:
        """Heading, old words and new words of what would change."""
        return [
            (
                register.heading(name),
                said(register, self.stored, name, sees_people=sees_people),  # type: ignore[arg-type]
                said(register, self.record, name, sees_people=sees_people),  # type: ignore[arg-type]
            )
            for name in self.differing(register)
        ]


@dataclass(frozen=True)
class Preview:
    register: Register
    contents: Contents
    judged: tuple[Judged, ...]

    @cached_property
    def complaints(self) -> list[Complaint]:
        """Those in the way first, each kind in the order of the sheet."""
        kinds = (REFUSED, HINT)
        return sorted(self.contents.complaints, key=lambda one: (kinds.index(one.kind), one.row))

    @cached_property
    def counts(self) -> dict[str, int]:
        found = Counter(one.verdict for one in self.judged)
        return {verdict.value: found[verdict] for verdict in Verdict}

    @cached_property
    def brought(self) -> list[Enterprise]:
        """The enterprises that sound rows register along with themselves."""
        name = enterprise_field(self.register)
        found = (getattr(one.record, name) for one in self.fresh) if name else ()
        return list({id(firm): firm for firm in found if firm is not None and not firm.pk}.values())

    @cached_property
    def fresh(self) -> list[Judged]:
        """The rows that are to be saved."""
        return [one for one in self.judged if one.verdict in (Verdict.NEW, Verdict.CHANGED)]

    @cached_property
    def digest(self) -> str:
        """Differs as soon as anything else would be saved than was shown."""
        told = hashlib.sha256()
        for one in self.judged:
            line = (one.row.sheet, one.row.row, one.verdict.value, self.told(one))
            told.update(repr(line).encode())
        return told.hexdigest()

    def told(self, one: Judged) -> list[tuple[str, str, str]]:
        if one.record is None:
            return []
        names = one.differing(self.register) if one.stored is not None else self.register.filled
        return [(name, plain(one.stored, name), plain(one.record, name)) for name in names]


def plain(record: Model | None, name: str) -> str:
    if record is None:
        return ""
    value = getattr(record, record._meta.get_field(name).attname)  # type: ignore[union-attr]
    return str(getattr(record, name) if value is None else value)


@uncollected()
def preview(register: Register, name: str, content: bytes) -> Preview:
    """Read a file anew and judge its rows; Refusal where it cannot be read.

    A dozen queries, and some more for every thousand rows that are there already.
    """
    contents = read(open_workbook(name, content), register)
    judged = [Judged(row) for row in contents.rows]
    Linking(register, contents).link(judged)
    match(register, contents, judged)
    check(register, contents, judged)
    for one in judged:
        if one.row.is_sound:
            one.verdict = verdict(register, one)
    return Preview(register, contents, tuple(judged))


def verdict(register: Register, one: Judged) -> Verdict:
    if one.stored is None:
        return Verdict.NEW
    return Verdict.CHANGED if one.differing(register) else Verdict.SAME


class Linking:
    """Puts in place of names the rows they name."""

    def __init__(self, register: Register, contents: Contents) -> None:
        self.register, self.contents = register, contents
        self.belongs = enterprise_field(register)
        related = [name for name in register.filled if register.field(name).is_relation]
        self.to_firms = [n for n in related if register.field(n).related_model is Enterprise]
        self.names = {n: Names(register.field(n)) for n in related if n not in self.to_firms}

    @cached_property
    def firms(self) -> Firms:
        return Firms(towns=self.towns())

    def towns(self) -> Names | None:
        """Where new enterprises may sit; only the office that keeps enterprises brings any."""
        own = self.register.office == enterprises.ENTERPRISES.office
        return Names(Enterprise._meta.get_field("town")) if own else None

    def link(self, judged: Sequence[Judged]) -> None:
        for one in judged:
            one.values = {k: v for k, v in one.row.cells.items() if k not in (CODE, TOWN)}
            for name in (*self.to_firms, *self.names):
                self.put(one, name)
        self.load(judged)

    def put(self, one: Judged, name: str) -> None:
        cells = one.row.cells
        known = (CODE, name) if name == self.belongs else (name,)
        if not any(cells.get(each) for each in known):
            return
        try:
            one.values[name] = self.found(name, cells)
        except Unnamed as error:
            column = TOWN if error.column == "town" else error.column
            self.contents.refuse(one.row, column, str(error))
            return
        firm = one.values[name]
        if isinstance(firm, Enterprise) and firm.town is None:
            self.contents.hint(one.row, TOWN, NO_TOWN.format(firm))

    def found(self, name: str, cells: dict[str, Any]) -> Any:
        said = cells.get(name, "")
        if name in self.names:
            return self.names[name].find(said)
        if name != self.belongs:
            return self.firms.find(name, said)
        return self.firms.find(name, said, cells.get(CODE, ""), cells.get(TOWN, ""))

    def load(self, judged: Sequence[Judged]) -> None:
        """The enterprises that are named, all at once."""
        sound = [one for one in judged if one.row.is_sound]
        named = [one.values.get(name) for one in sound for name in self.to_firms]
        objects = Enterprise.objects.in_bulk({pk for pk in named if isinstance(pk, int)})
        for one in sound:
            for name in self.to_firms:
                if isinstance(pk := one.values.get(name), int):
                    one.values[name] = objects[pk]


def match(register: Register, contents: Contents, judged: Sequence[Judged]) -> None:
    """Make the record of each sound row: a changed copy of the one with its key, or a new one."""
    attnames = [register.field(name).attname for name in register.key]
    there: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    stored = register.model._default_manager.order_by()
    for pk, *key in stored.values_list("pk", *attnames):
        there[tuple(key)].append(pk)
    rows: dict[tuple[Any, ...], list[Judged]] = defaultdict(list)
    for one in judged:
        if one.row.is_sound and has_key(register, contents, one):
            one.record = register.model(**one.values)
            rows[key_of(one.record, attnames)].append(one)
    found = stored.in_bulk([pk for key in rows for pk in there.get(key, ())])
    load_named(register, list(found.values()))
    for key, alike in rows.items():
        pair(register, contents, alike, [found[pk] for pk in there.get(key, ())])


def pair(
    register: Register, contents: Contents, alike: Sequence[Judged], stored: Sequence[Model]
) -> None:
    """Rows of one key with those that are stored under it.

    One and one belong together. Where there are more, whatever is unchanged does; of the rest
    nobody can tell which is which.
    """
    if len(alike) == len(stored) == 1:
        change(contents, register, alike[0], stored[0])
        return
    left = list(stored)
    # A blank cell fits whatever is stored, so the fullest rows choose first.
    for one in sorted(alike, key=lambda one: len(one.values), reverse=True):
        same = next((row for row in left if not changing(one, row)), None)
        if same is not None:
            left.remove(same)
            change(contents, register, one, same)
        elif stored:
            heading = "、".join(map(register.heading, register.key))
            contents.refuse(one.row, register.key[0], UNCLEAR.format(heading))


def changing(one: Judged, stored: Model) -> bool:
    """Whether the row says anything else than what is stored."""
    return any(getattr(stored, name) != value for name, value in one.values.items())


def change(contents: Contents, register: Register, one: Judged, stored: Model) -> None:
    one.stored, one.record = stored, copy.copy(stored)
    for name, value in one.values.items():
        setattr(one.record, name, value)
    if merged := getattr(stored, "merged_into", None):
        contents.refuse(one.row, register.key[0], f"这家企业已并入“{merged}”。请改用那一家。")


def load_named(register: Register, rows: Sequence[Model]) -> None:
    """What the rows name, each once for all of them that name it."""
    for name in register.related:
        own = register.field(name)
        pks = {getattr(row, own.attname) for row in rows} - {None}
        objects = own.related_model._default_manager.in_bulk(pks)  # type: ignore[union-attr]
        for row in rows:
            if (pk := getattr(row, own.attname)) is not None:
                setattr(row, name, objects[pk])


def has_key(register: Register, contents: Contents, one: Judged) -> bool:
    for name in register.key:
        if name not in one.values and not register.field(name).blank:
            contents.refuse(one.row, name, f"没有填“{register.heading(name)}”。请补上。")
    return one.row.is_sound


def check(register: Register, contents: Contents, judged: Sequence[Judged]) -> None:
    """What the fields and the database would refuse is said of its row."""
    for one in judged:
        if one.row.is_sound and one.record is not None:
            check_row(register, contents, one)
    sound = [one for one in judged if one.row.is_sound and one.record is not None]
    if not sound:
        return
    for place, first, sentence in twins([one.record for one in sound]):  # type: ignore[misc]
        where = "" if first is None else f"（与{sound[first].place}重复）"
        if sound[place].row.is_sound:
            told = f"{sentence}{where}。请核对后改正，或删去这一行。"
            contents.refuse(sound[place].row, register.key[0], told)


def check_row(register: Register, contents: Contents, one: Judged) -> None:
    record: Any = one.record
    related = [found.name for found in record._meta.concrete_fields if found.is_relation]
    for name in related:
        own = record._meta.get_field(name)
        if name in register.filled and not own.blank and getattr(record, name, None) is None:
            contents.refuse(one.row, name, f"没有填“{register.heading(name)}”。请补上。")
    if not one.row.is_sound:
        return
    try:
        record.clean_fields(exclude=related)
        record.clean()
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, sentences in told.items():
            contents.refuse(one.row, name, sentence_of(register, record, name, sentences))
        return
    for remark in getattr(record, "remarks", ()):
        contents.hint(one.row, "valid_to", remark)
    for sentence in broken_checks(record):
        contents.refuse(one.row, "", f"{sentence}。请改正这一行。")


def sentence_of(register: Register, record: Model, name: str, sentences: list[str]) -> str:
    if name in register.filled and getattr(record, name) in (None, ""):
        return f"没有填“{register.heading(name)}”。请补上。"
    return "；".join(sentences)
