"""Our figures beside those of the counties of 宁波, of the city, the province, the nation; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cixi_ip.wording import DASH, rounded
from stats import charts
from stats.arithmetic import HUNDRED, Figure, Meaning
from stats.charts import Chart, neighbours
from stats.places import FEWEST, Beside, Place, Row, beside, lacking
from stats.progress import Goal
from stats.region_codes import COUNTY
from stats.sections import Section
from stats.selection import Selection, change, page_of, printed, scope_name
from stats.sheets import Cell, Link, Table, amount, columns, counted, measured, noted
from stats.sums import Outcome, against, gap, rounding_note, share_of_region

CORE_ALONE = (
    "区县（市）名单里的慈溪是全市口径，“市本级”不能与各区县（市）同列，所以这里不比、不排位次。"
)


@dataclass(frozen=True)
class Option:
    """An indicator that can be compared this year, in so many places."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class Comparison:
    """What the page shows: the indicators to choose from, and one of them."""

    options: tuple[Option, ...] = ()
    code: str = ""
    name: str = ""
    said: str = ""
    charts: tuple[Chart, ...] = ()
    table: Table | None = None
    reasons: tuple[str, ...] = ()  # why there is no table, or not all of it

    @property
    def tables(self) -> list[Table]:
        return [*([self.table] if self.table else []), *(chart.sheet for chart in self.charts)]


def comparison(
    selection: Selection, goals: Sequence[Goal] = (), counties: Sequence[Place] = ()
) -> Section:
    """Growths and structure beside the city, the province and the nation."""
    drawn = [
        charts.structure(selection),
        charts.growths(selection, "patent.valid.invention", "有效发明专利"),
        charts.growths(selection, "population.resident", "常住人口"),
    ]
    return Section(
        "comparison",
        "与宁波、全省、全国对比",
        tuple(chart for chart in drawn if chart is not None),
        gaps=tuple(charts.gaps(selection, counties)),
    )


def compared(selection: Selection, counties: Sequence[Place], code: str = "") -> Comparison:
    """One indicator in all places: the asked one, else the one known in the most of them."""
    if COUNTY not in selection.regions:
        return Comparison(code=code, reasons=(CORE_ALONE,))
    held = {
        meaning.code: found
        for meaning in selection.figures.meanings.values()
        if (found := beside(selection.figures, counties, meaning.code, selection.year))
    }
    options = tuple(
        Option(found.meaning.code, found.meaning.name, found.count)
        for found in held.values()
        if found.count >= FEWEST
    )
    first = max(options, key=lambda option: option.count, default=None)
    chosen = code or (first.code if first else "")
    if not chosen:
        return Comparison(reasons=(none_of(selection), *core_alone(selection)))
    meaning = selection.figures.meanings[chosen]
    made = Comparison(options, chosen, meaning.name)
    if chosen not in {option.code for option in options}:
        return replace(made, reasons=(too_few(selection, meaning), *core_alone(selection)))
    return shown(made, held[chosen])


def shown(made: Comparison, found: Beside) -> Comparison:
    drawn = (neighbours.values(found), neighbours.growths(found))
    few = f"{found.own.period}只有{len(found.known)}个区县（市）公布了可比的数，不排位次。"
    return replace(
        made,
        said=sentence(found),
        charts=tuple(chart for chart in drawn if chart is not None),
        table=table(found),
        reasons=() if found.ranks else (few,),
    )


def none_of(selection: Selection) -> str:
    return (
        f"{selection.year}年还没有一项指标在{FEWEST}个以上地区公布了同一口径的全年数，"
        "不能与宁波各区县（市）对比。"
    )


def too_few(selection: Selection, meaning: Meaning) -> str:
    return (
        f"{selection.year}年{meaning.name}可比的地区不足{FEWEST}个，不比、不排位次。"
        f"{charts.needed(meaning, selection.year)}"
    )


def core_alone(selection: Selection) -> tuple[str, ...]:
    """What cannot be ranked because only 市本级 was published."""
    names = [
        meaning.name
        for meaning in selection.figures.meanings.values()
        if selection.figures.known(meaning.code, "330282-BJ", selection.year)
        and not selection.figures.known(meaning.code, COUNTY, selection.year)
    ]
    if not names:
        return ()
    return (
        f"只公布了慈溪市本级数、不能与各区县（市）同列的指标{len(names)}项：{'、'.join(names)}。",
    )


def sentence(found: Beside) -> str:
    """截至2022年末，慈溪全市…7,900件，在宁波10个区县（市）中居第2位，占宁波的16.7%。"""
    own = found.own
    said = [f"{own.period}，慈溪{scope_name(own)}{own.meaning.name}{printed(own)}"]
    if found.ranks:
        said.append(f"在{found.field}中居{neighbours.ordinal(found.ranks, own.region)}")
    first = found.known[0].figure if found.ranks else None
    if first is not None and first.region != own.region:
        behind = gap(first, own)
        if behind.amount:
            less = replace(behind, is_signed=False).words
            said.append(f"比第1位的{found.known[0].place.name}少{less}")
    city = found.city
    if found.can_share and city is not None:
        said.append(f"占宁波市的{share_of_region(own, city).words}")
    return "，".join(said) + "。"


def table(found: Beside) -> Table:
    """Counties from the largest down, then 宁波; beside ratios 浙江 and the nation too."""
    above = found.above if found.is_ratio else found.above[:1]
    rows = (*found.counties, *(row for row in above if row.figure))
    figures = tuple(row.figure for row in rows if row.figure is not None)
    against_city = "与宁波差" if found.is_ratio else "占宁波"
    meaning, own = found.meaning, found.own
    listed = f"{len(found.known)}个中" if found.ranks else "不排"
    missing = ((row.place.name, row.reason) for row in (*found.missing, *found.absent))
    return Table(
        columns(
            "地区（口径）",
            amount(f"数值（{meaning.unit}）"),
            "变化",
            amount(f"位次（{'有数据的' if found.missing and found.ranks else ''}{listed}）"),
            amount(against_city),
            amount("与第1位差"),
            *("状态", "来源"),
        ),
        tuple(cells(found, row) for row in rows),
        id="counties",
        name=f"{own.period}{meaning.name}：{found.field}，按数值从高到低",
        figures=figures,
        notes=(
            *lacking(missing),
            *rounded_off(found),
            *noted([own], own.year - 1, own.year),
        ),
    )


def rounded_off(found: Beside) -> tuple[str, ...]:
    """The standard note where all counties are known and make up 宁波, and their shares do not."""
    city = found.city
    if not found.can_share or city is None or found.missing:
        return ()
    held = [row.figure for row in found.known if row.figure is not None]
    if sum(one.value or 0 for one in held) != city.value:
        return ()
    shares = [share_of_region(one, city) for one in held]
    printed_shares = [rounded(one.amount, one.digits) for one in shares if one.amount is not None]
    return rounding_note(printed_shares, HUNDRED)


def cells(found: Beside, row: Row) -> tuple[Cell, ...]:
    figure, code = row.figure, row.place.code
    if figure is None:
        return (row.place.name, DASH, f"—（{row.reason}）", *[DASH] * 5)
    first = found.known[0].figure if found.ranks else None
    return (
        row.place.name,
        Link(measured(figure), page_of(figure)),
        change(found.figures, figure).cell,
        counted(found.ranks[code]) if code in found.ranks else DASH,
        beside_city(found, row),
        opened(gap(figure, first), figure, first) if first and code in found.ranks else DASH,
        figure.standing,
        figure.source,
    )


def beside_city(found: Beside, row: Row) -> Cell:
    """The gap of a ratio, the share of a count; a dash where a county has neither."""
    city, figure = found.city, row.figure
    if city is None or figure is None or row in found.above:
        return DASH
    if found.is_ratio:
        return opened(gap(figure, city), figure, city)
    return opened(share_of_region(figure, city), figure, city) if found.can_share else DASH


def opened(outcome: Outcome, figure: Figure, other: Figure) -> Cell:
    """A derived cell leads to its sum."""
    if figure is other or outcome.amount is None:
        return DASH
    return Link(outcome.cell, against(figure, other))
