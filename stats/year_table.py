"""The year table (一览表): every indicator of a year and scope in the catalogue's order; pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from cixi_ip.wording import DASH
from stats.arithmetic import Figure, Meaning, reported
from stats.selection import Selection, change, ranking, scope_name
from stats.sheets import Cell, Column, Link, Table, amount, columns, measured, noted, short

STATUS_WORDS = {
    "P": "初步：以后公布的数可能不同。",
    "E": "估算：按说明推算，不是统计结果。",
    "B": "口径变更：与上年不可比。",
    "D": "口径或时段不同：定义或时段与指标目录不一致，见下面的说明。",
    "L": "未报：应有而没有报来。",
    "M": "无此项：不存在这样的数。",
    "Q": "不予公布：有数而不公布。",
}
ALWAYS = (
    "“—”表示没有数据，不等于 0；“该口径未公布”表示另一口径有数，口径不同的数不能互相代替。",
    "增幅按同一口径两年的公布数计算，四舍五入；上报增幅取自原文。",
)


@dataclass(frozen=True)
class Addresses:
    """Where a table's names and values lead; this module knows no addresses."""

    indicator: Callable[[Meaning], str]
    figure: Callable[[int | None], str]  # by its id


def year_table(
    selection: Selection,
    to: Addresses,
    groups: Collection[str] = (),
    *,
    is_whole: bool = True,
) -> Table:
    """One row for each published figure; an indicator without one says why, unless left out.

    All groups of the catalogue where none is chosen.
    """
    shown = [pair for pair in listed(selection, groups) if is_whole or pair[1] is not None]
    found = [figure for _meaning, figure in shown if figure is not None]
    return Table(
        columns(
            "分组",
            Column("指标", width=30),
            short("口径"),
            short("单位"),
            amount(f"{selection.year - 1}年"),
            amount(f"{selection.year}年"),
            Column("增幅", width=30),
            Column("上报增幅", width=18),
            "位次",
            Column("状态", width=14),
            Column("来源", width=40),
        ),
        tuple(row(selection, meaning, figure, to) for meaning, figure in shown),
        id="year",
        name=f"{selection.year}年知识产权数据一览表",
        notes=(*ALWAYS, *notes(selection, found)),
        figures=tuple(found),
        is_grouped=True,
    )


def listed(
    selection: Selection, groups: Collection[str]
) -> Iterator[tuple[Meaning, Figure | None]]:
    """Each indicator with its figures of the year, in every scope of the selection that has one."""
    catalogue = selection.figures.meanings.values()
    for group in dict.fromkeys(meaning.group for meaning in catalogue):
        if groups and group not in groups:
            continue
        for meaning in catalogue:
            if meaning.group == group:
                found = present(selection, meaning)
                yield from ((meaning, figure) for figure in found or [None])


def present(selection: Selection, meaning: Meaning) -> list[Figure | None]:
    found = (
        selection.figures.get(meaning.code, region, selection.year) for region in selection.regions
    )
    return [figure for figure in found if figure is not None]


def row(
    selection: Selection, meaning: Meaning, figure: Figure | None, to: Addresses
) -> tuple[Cell, ...]:
    head = (meaning.group, Link(meaning.name, to.indicator(meaning)))
    if figure is None:
        why = f"{DASH}（{absence(selection, meaning)}）"
        return (*head, DASH, meaning.unit, DASH, why, *(DASH,) * 5)
    grown = reported(figure)
    return (
        *head,
        scope_name(figure),
        meaning.unit,
        measured(selection.figures.base_of(figure)),
        Link(measured(figure), to.figure(figure.id)),
        change(selection.figures, replace(figure, reported_growth=None)).cell,
        grown.phrase if grown else DASH,
        ranking(figure) or DASH,
        figure.standing,
        figure.source,
    )


def absence(selection: Selection, meaning: Meaning) -> str:
    """Why there is no figure: not in this scope, or not at all in this year."""
    return "该口径未公布" if selection.is_elsewhere(meaning.code) else "未公布"


def notes(selection: Selection, found: list[Figure]) -> Iterator[str]:
    for status, words in STATUS_WORDS.items():
        if any(figure.status == status for figure in found):
            yield words
    yield from noted(found, selection.year - 1, selection.year)
    for figure in found:
        if figure.status == "D":
            yield f"{figure.meaning.name}（{scope_name(figure)}）：{because(figure)}"


def because(figure: Figure) -> str:
    """Why a figure is marked as different, in the paper's words and ours."""
    said = [
        f"原文时段作“{figure.printed_period}”" if figure.printed_period else "",
        f"原文口径作“{figure.printed_scope}”" if figure.printed_scope else "",
        figure.explanation or figure.note,
    ]
    return "；".join(filter(None, said)).rstrip("。") + "。" if any(said) else "没有写明原因。"
