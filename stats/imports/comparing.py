"""What an import would change: each entry against what is published, in one query for all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cixi_ip.workbooks.complaints import HINT
from stats.figures import COUNTY, COUNTY_CORE
from stats.imports.contents import Contents, Key, Place
from stats.models import Entry, Observation, RevisionKind, Status

ADDED, CHANGED, SAME, REFUSED = "新增", "变更", "不变", "拒绝"
KEY = ("indicator_id", "region_id", "year", "through_month")
# Groups of fields that are stated together or not at all.
GROWTH = ("reported_growth", "growth_digits", "growth_base")
RANK = ("rank", "rank_of", "rank_region_id")
PRINTED = (
    ("上报增幅", "reported_growth"),
    ("位次", "rank"),
    ("原文口径", "printed_scope"),
    ("原文时段", "printed_period"),
)
TEXTS = ("printed_scope", "printed_period", "explanation", "note")
FIELDS = (*KEY, "vintage", "value", "status", "denominator_id", *GROWTH, *RANK, *TEXTS)


@dataclass(frozen=True)
class Comparison:
    """`verdicts` go with the entries, one for one; `unreasoned` changes do not say why."""

    verdicts: list[str]
    unreasoned: int
    refused: int

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(self.verdicts)
        return {verdict: found[verdict] for verdict in (ADDED, CHANGED, SAME)} | {
            REFUSED: self.refused
        }


def compare(contents: Contents) -> Comparison:
    """Settle for each entry what it is based on, and what its blank cells mean.

    A blank cell never erases: while the value stays, it stands for what is published. With another
    value the row speaks for itself, for what a paper printed beside the old one is not its own.
    """
    published = known(contents.entries)
    verdicts, unreasoned = [], 0
    for entry, place in zip(contents.entries, contents.places, strict=True):
        old = published.get(entry.key)
        verdict = added(entry, place, contents) if old is None else against(entry, old)
        if verdict == CHANGED and old is not None:
            entry.based_on = old["vintage"]
            tell_lost(entry, old, place, contents)
            unreasoned += entry.revision_kind == RevisionKind.FIRST or not entry.reason
        verdicts.append(verdict)
    tell_scope(contents)
    return Comparison(verdicts, unreasoned, contents.refusals)


def known(entries: Sequence[Entry]) -> dict[Key, dict[str, Any]]:
    """The current vintages of these keys."""
    keys = {entry.key for entry in entries}
    if not keys:
        return {}
    indicators, regions, years, months = (set(parts) for parts in zip(*keys, strict=True))
    rows = (
        Observation.objects.published()
        .filter(
            indicator__in=indicators,
            region__in=regions,
            year__in=years,
            through_month__in=months,
        )
        .order_by()
        .values_list(*FIELDS)
    )
    return {row[:4]: dict(zip(FIELDS, row, strict=True)) for row in rows if row[:4] in keys}


def added(entry: Entry, place: Place, contents: Contents) -> str:
    entry.status = entry.status or Status.FINAL
    if entry.revision_kind == RevisionKind.FIRST:
        return ADDED
    contents.refuse(
        place,
        f"{entry.place}还没有发布过，不能“{entry.revision_kind}”。"
        "请核对年份、地区和指标；确是首次填报的，请把修改性质留空。",
    )
    return REFUSED


def against(entry: Entry, old: dict[str, Any]) -> str:
    if entry.value != old["value"]:
        entry.status = entry.status or Status.FINAL
        return CHANGED
    verdict = SAME
    entry.denominator_id = old["denominator_id"]
    if not entry.status:
        entry.status = old["status"]
    elif entry.status != old["status"]:
        verdict = CHANGED
    for names in (GROWTH, RANK, *((name,) for name in TEXTS)):
        if getattr(entry, names[0]) in (None, ""):
            for name in names:
                setattr(entry, name, old[name])
        elif any(getattr(entry, name) != old[name] for name in names):
            verdict = CHANGED
    return verdict


def tell_lost(entry: Entry, old: dict[str, Any], place: Place, contents: Contents) -> None:
    lost = [
        word
        for word, name in PRINTED
        if old[name] not in (None, "") and getattr(entry, name) in (None, "")
    ]
    if lost:
        contents.complain(
            HINT,
            place,
            f"{entry.place}已发布的一版印有{'、'.join(lost)}，这一行没有填，新的一版将不带。",
            "如仍适用，请在表中填上。",
        )


def tell_scope(contents: Contents) -> None:
    """A figure of 全市 that equals the published one of 市本级 may stand in the wrong scope."""
    whole = [
        (entry, place)
        for entry, place in zip(contents.entries, contents.places, strict=True)
        if entry.region.code == COUNTY and entry.value
    ]
    if not whole:
        return
    core = Observation.objects.published().filter(
        region__code=COUNTY_CORE, year__in={entry.year for entry, _place in whole}
    )
    values = {
        row[:3]: row[3]
        for row in core.values_list("indicator_id", "year", "through_month", "value")
    }
    for entry, place in whole:
        if values.get((entry.indicator_id, entry.year, entry.through_month)) == entry.value:
            contents.complain(
                HINT,
                place,
                f"{entry.place}与已发布的市本级数相同。",
                "两个口径的数很少相等，请核对这个数是全市还是市本级。",
            )
