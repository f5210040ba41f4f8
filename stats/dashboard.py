"""What the dashboard says of one year and scope: headline, cards, sections with charts; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from cixi_ip.wording import number, period
from stats import charts
from stats.arithmetic import HUNDRED, Figure, Meaning
from stats.charts import Chart
from stats.charts.drawing import spark
from stats.selection import (
    Change,
    Selection,
    change,
    printed,
    scope_name,
    value,
    when,
)

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
CULTIVATED = (
    "cultivation.innovative_sme",
    "cultivation.srdi",
    "cultivation.little_giant",
    "cultivation.champion.municipal",
    "cultivation.champion.provincial",
    "cultivation.champion.national",
)
NO_REGISTRATION_RATE = "注册量与申请量不是同一批商标，不能相除得出“注册率”。"


NO_CHANGE = Change()


@dataclass(frozen=True)
class Goal:
    """A planned value; never read as a result."""

    title: str
    code: str
    region: str
    region_name: str
    stated_year: int
    due_year: int | None
    value: Decimal
    source: str


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
    facts: tuple[str, ...] = ()
    as_of: str = ""
    status: str = ""
    is_final: bool = True
    source: str = ""
    spark: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Row:
    """A figure in the table of its section."""

    id: int | None
    name: str
    scope: str
    when: str
    value: str
    unit: str
    change: Change
    status: str
    is_final: bool
    source: str


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    charts: tuple[Chart, ...]
    rows: tuple[Row, ...] = ()
    unpublished: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_beside(self) -> bool:
        """A single chart stands beside its section's table."""
        return len(self.charts) == 1 and bool(self.rows)


def headline(selection: Selection) -> str:
    """The year in one sentence, from published figures alone."""
    parts, said = [], ""
    for figure in selection.of(HEADLINE):
        if figure.value is None:
            continue
        phrase = clause(selection, figure)
        stands = period(figure.year, figure.through_month, figure.meaning.kind)
        parts.append(phrase if figure.printed_period or stands == said else f"{stands}，{phrase}")
        said = said if figure.printed_period else stands
    if parts:
        return "；".join(parts) + "。"
    return f"{selection.year}年专利授权和有效发明专利的数据尚未公布。"


def clause(selection: Selection, figure: Figure) -> str:
    grown = selection.figures.growth(figure)
    words = f"{scope_name(figure)}{figure.meaning.name}{printed(figure)}"
    if grown.phrase:
        words += f"，{grown.phrase}{'（上报）' if grown.is_reported else ''}"
    remarks = [figure.status_name] if figure.status not in ("A", "D") else []
    if figure.printed_period:
        remarks.append(when(figure))
    return words + (f"（{'，'.join(remarks)}）" if remarks else "")


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
        facts=tuple(facts(selection, figure, goals)),
        as_of=when(figure),
        status=figure.status_name,
        is_final=figure.status == "A",
        source=figure.source,
        spark=spark(series) if len(series) > 2 else "",
        missing="" if figure.value is not None else figure.status_name,
    )


def absence(selection: Selection, meaning: Meaning) -> str:
    """Why there is no value: not in this scope, or not at all in this year."""
    county = [region for region in selection.figures.parents if region.startswith("330282")]
    elsewhere = any(
        selection.figures.known(meaning.code, region, selection.year) for region in county
    )
    return "该口径未公布" if elsewhere else f"{selection.year}年未公布"


def facts(selection: Selection, figure: Figure, goals: list[Goal]) -> list[str]:
    said = []
    if figure.meaning.code == "patent.granted":
        inventions = selection.figures.known("patent.granted.invention", *figure.key[1:])
        if inventions and inventions.value is not None and figure.value:
            share = number(inventions.value / figure.value * HUNDRED, 1)
            said.append(f"其中发明{printed(inventions)}，占{share}%")
    if figure.rank is not None:
        field = f"{figure.rank_of}个单位中" if figure.rank_of else ""
        doubt = "" if figure.rank_of else "（上报，未附排名表）"
        said.append(f"居{figure.rank_region_name}{field}第{figure.rank}位{doubt}")
    for goal in goals:
        if (goal.code, goal.region, goal.due_year) == (*figure.key[:2], selection.year):
            aim = number(goal.value, figure.meaning.decimals, grouped=True)
            done = (figure.value or Decimal(0)) / goal.value * HUNDRED
            said.append(f"目标{aim}{figure.meaning.unit}，完成{number(done, 1)}%")
    return said


def standing(selection: Selection) -> str:
    """数据状态: how many figures of the year are final, and how many are not."""
    counts = Counter(
        figure.status_name
        for code, region, year, month in selection.figures.by_key
        if (year, month) == (selection.year, 12) and region in selection.regions
        if (figure := selection.figures.by_key[code, region, year, month]).meaning.group != "基础"
    )
    ordered = sorted(counts.items(), key=lambda item: (item[0] != "正式", -item[1]))
    return "，".join(f"{name} {count} 项" for name, count in ordered) or "尚无数据"


def row(selection: Selection, figure: Figure) -> Row:
    return Row(
        id=figure.id,
        name=figure.meaning.name,
        scope=scope_name(figure),
        when=when(figure),
        value=value(figure),
        unit=figure.meaning.unit,
        change=change(selection.figures, figure),
        status=figure.status_name,
        is_final=figure.status == "A",
        source=figure.source,
    )


def section(
    selection: Selection, id: str, title: str, groups: tuple[str, ...], drawn: list[Chart | None]
) -> Section:
    """The charts that can be drawn, all figures of the groups, and what was not published."""
    catalogue = [
        meaning for meaning in selection.figures.meanings.values() if meaning.group in groups
    ]
    found = {meaning.code: selection.figure(meaning.code) for meaning in catalogue}
    return Section(
        id,
        title,
        tuple(chart for chart in drawn if chart is not None),
        tuple(row(selection, figure) for figure in found.values() if figure is not None),
        tuple(meaning.name for meaning in catalogue if found[meaning.code] is None),
    )


def sections(selection: Selection, goals: list[Goal]) -> list[Section]:
    return [build(selection, goals) for build in SECTIONS]


def patents(selection: Selection, goals: list[Goal]) -> Section:
    drawn = [
        charts.grant_structure(selection),
        charts.grants_by_year(selection),
        charts.trend(selection, "patent.granted.invention"),
        charts.trend(selection, "patent.valid.invention"),
        charts.rate(selection, "patent.valid.invention.per_10k"),
        charts.trend(selection, "patent.pct"),
    ]
    return section(selection, "patents", "专利", ("专利",), drawn)


def trademarks(selection: Selection, goals: list[Goal]) -> Section:
    drawn = [
        charts.side_by_side(
            selection,
            "trademark-flows",
            ("trademark.applied", "trademark.registered"),
            "商标注册申请{}，核准注册{}",
            (NO_REGISTRATION_RATE,),
        ),
        charts.trend(selection, "trademark.valid", kind="lines"),
        charts.trend(selection, "trademark.international"),
    ]
    return section(selection, "trademarks", "商标品牌", ("商标品牌",), drawn)


def cultivation(selection: Selection, goals: list[Goal]) -> Section:
    drawn = [charts.ladder(selection, "cultivation", CULTIVATED)]
    made = section(selection, "cultivation", "企业培育", ("企业培育",), drawn)
    return Section(
        made.id,
        made.title,
        made.charts,
        made.rows,
        made.unpublished,
        tuple(planned(selection, goal) for goal in goals if is_shown(selection, goal, made.id)),
    )


def is_shown(selection: Selection, goal: Goal, group: str) -> bool:
    last = goal.due_year or selection.year
    return goal.code.startswith(group) and goal.stated_year - 1 <= selection.year <= last


def planned(selection: Selection, goal: Goal) -> str:
    meaning = selection.figures.meanings[goal.code]
    aim = number(goal.value, meaning.decimals, grouped=True) + meaning.unit
    due = f"{goal.due_year}年" if goal.due_year else "未写明期限"
    done = selection.figures.known(goal.code, goal.region, selection.year)
    result = f"已完成{printed(done)}" if done else "完成数未公布"
    return f"目标：{goal.title} {aim}（{due}，{result}）。目标不是完成数。来源：{goal.source}。"


def protection(selection: Selection, goals: list[Goal]) -> Section:
    drawn = [
        charts.trend(selection, "finance.pledge.amount"),
        charts.trend(selection, "protection.blockchain"),
        charts.trend(selection, "protection.print_inspection"),
        charts.trend(selection, "protection.case"),
    ]
    return section(selection, "protection", "运用与保护", ("运用", "保护"), drawn)


def comparison(selection: Selection, goals: list[Goal]) -> Section:
    drawn = [
        charts.structure(selection),
        charts.growths(selection, "patent.valid.invention", "有效发明专利"),
        charts.growths(selection, "population.resident", "常住人口"),
    ]
    return Section(
        "comparison",
        "与宁波、全省、全国对比",
        tuple(chart for chart in drawn if chart is not None),
        notes=tuple(charts.gaps(selection)),
    )


SECTIONS: tuple[Callable[[Selection, list[Goal]], Section], ...] = (
    patents,
    trademarks,
    cultivation,
    protection,
    comparison,
)
