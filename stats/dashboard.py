"""What the dashboard says first of a year and scope: headline, cards, state of the data; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cixi_ip.wording import number
from stats import sums
from stats.arithmetic import BASIS, Figure, Meaning
from stats.charts import Chart, grants_by_year, trend
from stats.charts.picture import spark
from stats.progress import Goal, next_goal, progress
from stats.selection import (
    Change,
    Selection,
    change,
    is_checkable,
    printed,
    scope_name,
    value,
    when,
)
from stats.sheets import Link

HEADLINE = ("patent.granted", "patent.valid.invention", "patent.valid.invention.per_10k")
CARDS = (
    "patent.valid.invention",
    "patent.valid.invention.per_10k",
    "patent.valid.high_value.per_10k",
    "patent.granted",
    "patent.pct",
    "trademark.valid",
    "finance.pledge.amount",
    "brand.gi",
)
NO_CHANGE = Change()
Fact = str | Link
Facts = tuple[Fact, ...]


@dataclass(frozen=True)
class Card:
    """One key figure with everything a reader must know of it; `missing` says why it is absent."""

    code: str
    name: str
    unit: str
    value: str = "—"
    id: int | None = None
    scope: str = ""
    change: Change = NO_CHANGE
    facts: tuple[Fact, ...] = ()
    as_of: str = ""
    status: str = ""
    is_final: bool = True
    source: str = ""
    spark: str = ""
    missing: str = ""


def headline(selection: Selection) -> Facts:
    """The year in one sentence, from published figures alone."""
    pieces: list[Fact] = []
    stood = ""
    for figure in selection.of(HEADLINE):
        if figure.value is None:
            continue
        stands = "" if figure.printed_period else figure.period
        pieces.append("；" if pieces else "")
        pieces.append(f"{stands}，" if stands not in ("", stood) else "")
        pieces += clause(selection, figure)
        stood = stands or stood
    if pieces:
        return (*(piece for piece in pieces if piece), "。")
    return (f"{selection.year}年专利授权和有效发明专利的数据尚未公布。",)


def clause(selection: Selection, figure: Figure) -> Facts:
    """全市专利授权量12,688件，比上年增长5.8%: the change leads to its sum, so does a ratio."""
    grown = selection.figures.growth(figure)
    value = printed(figure)
    is_opened = is_checkable(selection.figures, figure)
    held = Link(value, sums.ratio_of(figure)) if is_opened else value
    pieces: list[Fact] = [f"{scope_name(figure)}{figure.meaning.name}", held]
    if grown.said:
        said = Link(grown.said, sums.growth_of(figure)) if figure.id is not None else grown.said
        pieces += ["，", said]
    is_marked = figure.status in ("A", "D") or grown.remark == figure.status_name
    remarks = [] if is_marked else [figure.status_name]
    if figure.printed_period:
        remarks.append(when(figure))
    return (*pieces, *([f"（{'，'.join(remarks)}）"] if remarks else []))


def cards(selection: Selection, goals: list[Goal]) -> list[Card]:
    return [
        card(selection, selection.figures.meanings[code], goals)
        for code in CARDS
        if code in selection.figures.meanings
    ]


def card(selection: Selection, meaning: Meaning, goals: list[Goal]) -> Card:
    figure = selection.figure(meaning.code)
    if figure is None:
        return Card(meaning.code, meaning.name, meaning.unit, missing=absence(selection, meaning))
    series = [past.value for past in selection.series(meaning.code) if past.value is not None]
    return Card(
        code=meaning.code,
        name=meaning.name,
        unit=meaning.unit if figure.value is not None else "",
        value=value(figure),
        id=figure.id,
        scope=scope_name(figure),
        change=change(selection.figures, figure) if figure.value is not None else NO_CHANGE,
        facts=(*told(selection, figure, goals), *checked(selection, figure)),
        as_of=when(figure),
        status=figure.standing,
        is_final=figure.status == "A",
        source=figure.source,
        spark=spark(series) if len(series) > 2 else "",
        missing="" if figure.value is not None else figure.status_name,
    )


def absence(selection: Selection, meaning: Meaning) -> str:
    """Why there is no value: not in this scope, or not at all in this year."""
    is_elsewhere = selection.is_elsewhere(meaning.code)
    return "该口径未公布" if is_elsewhere else f"{selection.year}年未公布"


def checked(selection: Selection, figure: Figure) -> Iterator[Fact]:
    """Where a ratio is worked out again from its numerator and denominator."""
    if is_checkable(selection.figures, figure):
        yield Link("由分子、分母复算", sums.ratio_of(figure))


def told(selection: Selection, figure: Figure, goals: list[Goal]) -> Iterator[Fact]:
    """Share, rank, the next goal in force; what was worked out leads to its sum."""
    inventions = selection.figures.known("patent.granted.invention", *figure.key[1:])
    if figure.meaning.code == "patent.granted" and inventions and figure.value:
        share = sums.share(inventions, figure)
        noun = "占" if share.amount is not None else "占比"
        words = f"其中发明{printed(inventions)}，{noun}{share.words}"
        yield Link(words, sums.share_of(inventions, figure))
    if figure.rank is not None:
        field = f"{figure.rank_of}个单位中" if figure.rank_of else ""
        doubt = "" if figure.rank_of else "（上报，未附排名表）"
        yield f"居{figure.rank_region_name}{field}第{figure.rank}位{doubt}"
    goal = next_goal(goals, figure)
    if goal is not None:
        yield aimed(selection, figure, goal)


def aimed(selection: Selection, figure: Figure, goal: Goal) -> Fact:
    """2025年目标 3,600件 · 完成 96.8%; of what is to fall, why there is no such percentage."""
    due = f"{goal.due_year}年" if goal.due_year else ""
    aim = number(goal.value, figure.meaning.decimals, grouped=True) + figure.meaning.unit
    done = progress(goal, selection.figures, selection.year).completion
    noun = "完成 " if done.amount is not None else "完成率"
    words = f"{due}目标 {aim} · {noun}{done.words}"
    return Link(words, sums.completion_of(goal.id, figure)) if goal.id else words


def charts(selection: Selection, goals: Iterable[Goal] = ()) -> list[Chart]:
    """The two a leader asks for first, with what is planned."""
    drawn = (
        grants_by_year(selection, goals),
        trend(selection, "patent.valid.invention", kind="lines", goals=goals),
    )
    return [chart for chart in drawn if chart is not None]


def standing(selection: Selection) -> str:
    """数据状态: how many figures of the year are final, and how many are not."""
    counts = Counter(
        figure.status_name
        for code, region, year, month in selection.figures.by_key
        if (year, month) == (selection.year, 12) and region in selection.regions
        if (figure := selection.figures.by_key[code, region, year, month]).meaning.group != BASIS
    )
    ordered = sorted(counts.items(), key=lambda item: (item[0] != "正式", -item[1]))
    return "，".join(f"{name} {count} 项" for name, count in ordered) or "尚无数据"
