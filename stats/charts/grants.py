"""Charts of the patents granted, by type; the order of the types never changes; pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cixi_ip.wording import DASH, period
from stats import sums
from stats.arithmetic import HUNDRED, Figure
from stats.charts.chart import Chart, about, mark, origin, partings
from stats.charts.drawing import NOTHING, Drawing, Mark, Series
from stats.charts.sentences import disputed, sentence
from stats.charts.trends import aimed, goal_notes, trend, trend_title
from stats.progress import Goal, next_goal
from stats.selection import Selection, change, printed, scope_name
from stats.sheets import Cell, Link, Number, Table, amount, columns, measured, noted
from stats.sums import parts_note, share_in, shares_note

TYPES = (
    ("patent.granted.invention", "发明"),
    ("patent.granted.utility", "实用新型"),
    ("patent.granted.design", "外观设计"),
)
APPLICANTS = (
    ("patent.granted.by_enterprise", "企业"),
    ("patent.granted.by_individual", "个人"),
    ("patent.granted.by_university", "大专院校"),
    ("patent.granted.by_institute", "科研院所"),
    ("patent.granted.by_organ", "机关团体"),
)


def parts_of(selection: Selection, region: str, year: int) -> list[Figure] | None:
    """The three types of patents granted in a region, or None where they make up no whole."""
    return whole_of([selection.figures.known(code, region, year) for code, _name in TYPES])


def whole_of(found: Iterable[Figure | None]) -> list[Figure] | None:
    """The parts, or None where one is missing, of another window, or all of them are nothing."""
    held = list(found)
    parts = [figure for figure in held if figure is not None]
    is_whole = len(parts) == len(held) and share_in(parts[0], parts).amount is not None
    return parts if is_whole else None


def share_of(part: Figure, parts: list[Figure]) -> Decimal:
    """In percent of the parts of a `whole_of`, unrounded."""
    return share_in(part, parts).amount or Decimal(0)


def share_cell(part: Figure, parts: list[Figure]) -> Cell:
    """The share as a table prints it, leading to its sum."""
    return Link(Number(share_of(part, parts), 1, "%"), sums.share_of(part))


def share_marks(parts: list[Figure]) -> list[Mark]:
    """What each type shares in the whole, to be put one into each series."""
    made = []
    for part in parts:
        share = share_in(part, parts)
        words = f"{part.meaning.name}{printed(part)}，占{share.words}"
        made.append(Mark(share_of(part, parts), share.words, words))
    return made


def rounding_note(*wholes: list[Figure]) -> tuple[str, ...]:
    """The standard note, if and only if the printed shares of a whole miss 100.0."""
    return next(filter(None, map(shares_note, wholes)), ())


def type_series(marks_by_category: list[list[Mark]]) -> tuple[Series, ...]:
    return tuple(
        Series(name, tuple(marks[order] for marks in marks_by_category))
        for order, (_code, name) in enumerate(TYPES)
    )


def grant_structure(selection: Selection) -> Chart | None:
    """Patents granted by type in this year: one bar of shares."""
    lead = selection.figure("patent.granted") or selection.figure("patent.granted.invention")
    parts = parts_of(selection, lead.region, selection.year) if lead else None
    if lead is None or parts is None:
        return None
    total = known_total(selection, lead.region, selection.year)
    marks = share_marks(parts)
    rows: list[tuple[Cell, ...]] = [
        (
            part.meaning.name,
            measured(part),
            share_cell(part, parts),
            change(selection.figures, part).cell,
            part.standing,
            part.source,
        )
        for part in parts
    ]
    if total is not None:
        whole = (measured(total), Number(HUNDRED, 1, "%"))
        grown = change(selection.figures, total).cell
        rows.append(("合计", *whole, grown, total.standing, total.source))
    return Chart(
        said=("发明占专利授权量的", marks[0].label),
        about=about(parts, period(selection.year, 12, "flow"), unit="%"),
        drawing=Drawing(
            "grant-structure",
            "shares",
            (f"{scope_name(parts[0])} {selection.year}年",),
            type_series([marks]),
            details=(f"发明{marks[0].label}",),
        ),
        table=Table(
            columns(
                *("专利类型", amount("授权量（件）"), amount("占比")),
                *("变化", "状态", "来源"),
            ),
            tuple(rows),
            figures=(*parts, *([total] if total else ())),
        ),
        notes=(
            *rounding_note(parts),
            *noted([lead, *parts], selection.year - 1, selection.year),
        ),
    )


def applicants(selection: Selection) -> Chart | None:
    """Patents granted by kind of first applicant, where all kinds are published for one scope."""
    lead = selection.figure(APPLICANTS[0][0])
    parts = whole_of(
        selection.figures.known(code, lead.region, selection.year) if lead else None
        for code, _name in APPLICANTS
    )
    if parts is None:
        return None
    names = [name for _code, name in APPLICANTS]
    shares = [Number(share_of(part, parts), 1, "%") for part in parts]
    largest = max(range(len(parts)), key=lambda order: shares[order].value)
    rows = tuple(
        (
            *(name, measured(part), share_cell(part, parts)),
            *(change(selection.figures, part).cell, part.standing, part.source),
        )
        for name, part in zip(names, parts, strict=True)
    )
    marks = tuple(
        Mark(part.value, str(share), f"{printed(part)}，占{share}")
        for part, share in zip(parts, shares, strict=True)
    )
    return Chart(
        said=(f"专利授权量中{names[largest]}", f"占{shares[largest]}"),
        about=about(parts, period(selection.year, 12, "flow")),
        drawing=Drawing(
            "applicants",
            "bars",
            tuple(names),
            (Series("授权量", marks),),
            details=tuple(map(printed, parts)),
        ),
        table=Table(
            columns(
                *("第一申请人", amount("授权量（件）"), amount("占比")),
                *("变化", "状态", "来源"),
            ),
            rows,
            figures=tuple(parts),
        ),
        notes=(
            *rounding_note(parts),
            *noted(parts, selection.year - 1, selection.year),
        ),
    )


def grants_by_year(selection: Selection, goals: Iterable[Goal] = ()) -> Chart | None:
    """Stacked columns by type where two years or more have all three; the order never changes."""
    total = selection.figure("patent.granted")
    if total is None:
        return None
    years = [year for year in selection.years if parts_of(selection, total.region, year)]
    if len(years) < 2 or years[-1] != selection.year:
        return trend(selection, "patent.granted", goals=goals)
    span = range(years[0], selection.year + 1)
    by_year = {year: parts_of(selection, total.region, year) for year in span}
    stacks = [
        [mark(part) for part in found] if found else [NOTHING] * len(TYPES)
        for found in by_year.values()
    ]
    rows = tuple(
        (
            f"{year}年",
            *(map(measured, found) if found else [DASH] * len(TYPES)),
            measured(known_total(selection, total.region, year)),
            share_cell(found[0], found) if found else DASH,
            *origin([*(found or []), known_total(selection, total.region, year)]),
        )
        for year, found in reversed(by_year.items())
    )
    shown = [part for found in by_year.values() if found for part in found]
    drawn = Drawing(
        "patent-granted",
        "stacked",
        tuple(f"{year}年" for year in span),
        type_series(stacks),
        partings=partings(total.meaning, span),
    )
    goal = next_goal(goals, total)
    return Chart(
        said=trend_title(selection, total),
        about=about(shown, f"{years[0]}—{selection.year}年"),
        drawing=aimed(drawn, goal, total) if goal else drawn,
        table=Table(
            columns(
                "年份",
                *(amount(f"{name}（件）") for _code, name in TYPES),
                *(amount("合计（件）"), amount("发明占比"), "状态", "来源"),
            ),
            rows,
            figures=tuple(shown),
        ),
        notes=(
            *unequal_note(selection, by_year),
            *goal_notes(goal, total),
            *noted([total], years[0], selection.year),
        ),
        sentence=sentence(selection, total),
        disputed=disputed(selection, total),
    )


def unequal_note(selection: Selection, by_year: dict[int, list[Figure] | None]) -> tuple[str, ...]:
    """The standard note, if and only if the printed types of a year miss its printed total."""
    notes = (
        parts_note(parts, known_total(selection, parts[0].region, year))
        for year, parts in by_year.items()
        if parts
    )
    return next(filter(None, notes), ())


def known_total(selection: Selection, region: str, year: int) -> Figure | None:
    return selection.figures.known("patent.granted", region, year)
