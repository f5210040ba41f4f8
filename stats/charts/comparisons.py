"""Our figures beside those of 宁波, 浙江 and the nation, and what is missing for it; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from cixi_ip.wording import period
from stats.arithmetic import Figure, Growth, Meaning
from stats.charts.chart import Chart, about, listed, mark, origin, partings, slug
from stats.charts.drawing import Drawing, Mark, Series
from stats.charts.grants import parts_of, rounding_note, share_cell, share_marks, type_series
from stats.charts.sentences import disputed, sentence
from stats.charts.trends import aimed, goal_notes, trend_notes
from stats.places import NATIONS, UNPUBLISHED, Place, lacking
from stats.progress import Goal, next_goal
from stats.region_codes import CITY, DOMESTIC, PROVINCE
from stats.selection import (
    Selection,
    change,
    growth_label,
    is_checkable,
    printed,
    quoted,
    scope_name,
    status,
    value,
)
from stats.sheets import Cell, Link, Number, Table, amount, columns, measured, noted
from stats.sums import ratio_of

OTHERS = ((CITY, "宁波市"), (PROVINCE, "浙江省"), (DOMESTIC, "全国（国内）"))
NOTICE = "《浙江省市场监督管理局关于印发{year}年全省专利授权量等统计数据的通知》"
ANNEXES = {
    "patent.granted": "附件1",
    "patent.valid.invention": "附件2",
    "patent.valid.invention.per_10k": "附件2",
    "patent.pct": "附件3",
}


def ours(figure: Figure) -> str:
    return f"慈溪{scope_name(figure)}"


def structure(selection: Selection) -> Chart | None:
    """Shares of the three types among the patents granted, ours and others' of the same year."""
    total = selection.figure("patent.granted.invention")
    own = parts_of(selection, total.region, selection.year) if total else None
    if own is None:
        return None
    found = {ours(own[0]): own}
    for region, name in OTHERS:
        parts = parts_of(selection, region, selection.year)
        if parts:
            found[name] = parts
    if len(found) < 2:
        return None
    marks = {name: share_marks(parts) for name, parts in found.items()}
    rest = [f"{name}为{made[0].label}" for name, made in list(marks.items())[1:]]
    rows = tuple(
        (
            name,
            part.meaning.name,
            measured(part),
            share_cell(part, parts),
            part.standing,
            part.source,
        )
        for name, parts in found.items()
        for part in parts
    )
    return Chart(
        said=listed(f"授权专利中发明占{marks[ours(own[0])][0].label}", *rest),
        about=about(
            [part for parts in found.values() for part in parts], period_of(selection), unit="%"
        ),
        drawing=Drawing(
            "compare-structure",
            "shares",
            tuple(found),
            type_series([*marks.values()]),
            details=tuple(f"发明{made[0].label}" for made in marks.values()),
        ),
        table=Table(
            columns(
                *("地区（口径）", "专利类型", amount("授权量（件）"), amount("占比")),
                *("状态", "来源"),
            ),
            rows,
            figures=tuple(part for parts in found.values() for part in parts),
        ),
        notes=(
            "只比较构成，不比较数量。",
            *lacking((name, UNPUBLISHED) for _region, name in OTHERS if name not in found),
            *rounding_note(*found.values()),
        ),
    )


def period_of(selection: Selection) -> str:
    return period(selection.year, 12, "flow")


def growths(selection: Selection, code: str, noun: str) -> Chart | None:
    """Growth of one indicator in percent, ours and others'; None without one to compare with."""
    own = selection.figure(code)
    if own is None:
        return None
    found: dict[str, tuple[Figure, Growth]] = {}
    for name, figure in ((ours(own), own), *others(selection, code)):
        if figure is not None:
            grown = selection.figures.growth(figure)
            if grown.kind == "percent":
                found[name] = (figure, grown)
    if len(found) < 2 or ours(own) not in found:
        return None
    labels = {
        name: growth_label(figure, grown) + grown.marks for name, (figure, grown) in found.items()
    }
    rest = [f"{name}{label}" for name, label in list(labels.items())[1:]]
    rows = tuple(
        (
            name,
            f"{figure.year}年",
            Number(figure.value or Decimal(0), figure.digits, figure.meaning.unit),
            change(selection.figures, figure).cell,
            "上报" if grown.is_reported else "按两年公布数计算",
            figure.standing,
            figure.source,
        )
        for name, (figure, grown) in found.items()
    )
    return Chart(
        said=listed(f"{noun}增幅{labels[ours(own)]}", *rest),
        about=about([figure for figure, _grown in found.values()], unit="%"),
        drawing=Drawing(
            f"compare-{slug(code)}",
            "bars",
            tuple(found),
            (
                Series(
                    "增幅",
                    tuple(
                        Mark(grown.amount, labels[name], f"{grown.said}，{printed_in_full(figure)}")
                        for name, (figure, grown) in found.items()
                    ),
                ),
            ),
            is_comparison=True,
        ),
        table=Table(
            columns(
                *("地区（口径）", "年份", amount("数值")),
                *("变化", "增幅依据", "状态", "来源"),
            ),
            rows,
            figures=tuple(figure for figure, _grown in found.values()),
        ),
        notes=(
            *lacking(without_growth(selection, code, found)),
            *(
                ("上报增幅与计算增幅并列时，请留意各自的基数。",)
                if len({grown.is_reported for _figure, grown in found.values()}) > 1
                else ()
            ),
        ),
    )


def without_growth(
    selection: Selection, code: str, found: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The others that are not drawn: their figure or its growth in percent is not known."""
    for name, figure in others(selection, code):
        if name not in found:
            grown = selection.figures.growth(figure) if figure else None
            yield name, (grown.reason if grown else UNPUBLISHED) or "没有增幅"


def printed_in_full(figure: Figure) -> str:
    return value(figure) + figure.meaning.unit


def others(selection: Selection, code: str) -> list[tuple[str, Figure | None]]:
    return [
        (name, selection.figures.known(code, region, selection.year)) for region, name in OTHERS
    ]


def rate(selection: Selection, code: str, goals: Iterable[Goal] = ()) -> Chart | None:
    """A ratio beside 宁波 and 浙江: lines where three years are known, else this year's bars."""
    own = selection.figure(code)
    if own is None or own.value is None:
        return None
    series = selection.series(code)
    regions = [(own.region, ours(own)), *OTHERS[:2]]
    is_line = len(series) >= 3
    years = range(series[0].year, selection.year + 1) if is_line else range(own.year, own.year + 1)
    by_region = {
        name: [selection.figures.known(code, region, year) for year in years]
        for region, name in regions
    }
    known = [figure for found in by_region.values() for figure in found if figure is not None]
    rows = tuple(
        (
            f"{years[index]}年",
            *(figure_or_absent(selection, found[index]) for found in by_region.values()),
            *origin(found[index] for found in by_region.values()),
        )
        for index in reversed(range(len(years)))
    )
    if is_line:
        drawn = Drawing(
            slug(code),
            "lines",
            tuple(f"{year}年" for year in years),
            tuple(
                Series(name, tuple(mark(figure) for figure in found), name[:2])
                for name, found in by_region.items()
                if any(found)
            ),
            partings=partings(own.meaning, years),
        )
    else:
        marks = tuple(mark(found[0]) for found in by_region.values())
        drawn = Drawing(
            slug(code), "bars", tuple(by_region), (Series(own.meaning.name, marks),), True
        )
    goal = next_goal(goals, own) if is_line else None
    return Chart(
        said=rate_title(selection, own),
        about=about(known, f"{years[0]}—{years[-1]}年" if is_line else quoted(own)),
        drawing=aimed(drawn, goal, own) if goal else drawn,
        table=Table(
            columns(
                "年份",
                *(amount(f"{name}（{own.meaning.unit}）") for name in by_region),
                *("状态", "来源"),
            ),
            rows,
            figures=tuple(known),
        ),
        notes=(
            *trend_notes(own, None),
            *lacking(
                (name, UNPUBLISHED)
                for name, found in by_region.items()
                if is_line and not any(found)
            ),
            *goal_notes(goal, own),
            *noted([own], years[0], years[-1]),
        ),
        sentence=sentence(selection, own),
        disputed=disputed(selection, own),
    )


def figure_or_absent(selection: Selection, figure: Figure | None) -> Cell:
    """The value with how final it is, leading to its sum where it can be worked out again."""
    if figure is None or figure.value is None:
        return "未公布"
    revised = "（修订）" if figure.vintage > 1 else ""
    said = Number(figure.value, figure.digits, status(figure) + revised)
    return Link(said, ratio_of(figure)) if is_checkable(selection.figures, figure) else said


def rate_title(selection: Selection, own: Figure) -> tuple[str, ...]:
    clauses = filter(None, (printed(own), change(selection.figures, own).said))
    return (own.meaning.name, *listed(*clauses))


def gaps(selection: Selection, counties: Iterable[Place] = ()) -> list[str]:
    """What could be compared if the notice of the year were entered, one sentence each."""
    counties = list(counties)
    said = []
    for code in ANNEXES:
        meaning = selection.figures.meanings.get(code)
        missing = [
            *unknown_counties(selection, code, counties),
            *(
                name
                for region, name in OTHERS[:2]
                if selection.figures.known(code, region, selection.year) is None
            ),
        ]
        if meaning and missing:
            said.append(
                f"{'、'.join(missing)}{selection.year}年{meaning.name}："
                f"{needed(meaning, selection.year)}"
            )
    return [*said, *unknown_nation(selection)]


def unknown_nation(selection: Selection) -> Iterator[str]:
    """The provincial notice does not hold the nation's figures."""
    names = [
        meaning.name
        for code in ANNEXES
        if (meaning := selection.figures.meanings.get(code))
        and not any(
            selection.figures.known(code, nation, selection.year)
            for nation in (NATIONS if meaning.kind == "ratio" else NATIONS[:1])
        )
    ]
    if names:
        yield f"全国数未公布：{selection.year}年{'、'.join(names)}，待录入国家公布的同一口径数据。"


def unknown_counties(selection: Selection, code: str, counties: list[Place]) -> list[str]:
    """Their names; one name for all of them."""
    names = [
        place.name
        for place in counties
        if selection.figures.known(code, place.code, selection.year) is None
    ]
    return [f"宁波{len(names)}个区县（市）"] if len(names) > len(counties) / 2 else names


def needed(meaning: Meaning, year: int) -> str:
    """Which paper holds the figures of the other places."""
    annex = ANNEXES.get(meaning.code)
    if annex:
        return f"待录入{NOTICE.format(year=year)}{annex}。"
    return f"待录入各地{year}年公布的同一口径数据。"
