"""Our figures beside those of the counties of 宁波, of the city, the province, the nation; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cixi_ip.wording import DASH, rounded
from stats import charts
from stats.arithmetic import HUNDRED, Figure, Meaning
from stats.charts import Chart, neighbours
from stats.places import ABOVE, FEWEST, UNPUBLISHED, Beside, Place, Row, beside, lacking
from stats.progress import Goal
from stats.region_codes import COUNTY
from stats.sections import Section
from stats.selection import NOMINAL, Selection, change, page_of, printed, scope_name
from stats.sheets import Cell, Column, Link, Table, amount, columns, counted, measured, noted
from stats.sums import Outcome, against, gap, part_of, rounding_note, share_of_region

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
        few = too_few(selection, meaning, counties, held.get(chosen))
        return replace(made, reasons=(*few, *core_alone(selection)))
    return shown(made, held[chosen])


def shown(made: Comparison, found: Beside) -> Comparison:
    drawn = (neighbours.values(found), neighbours.growths(found))
    return replace(
        made,
        said=sentence(found),
        charts=tuple(chart for chart in drawn if chart is not None),
        table=table(found),
        reasons=() if found.ranks else tuple(unranked(found)),
    )


def unranked(found: Beside) -> Iterator[str]:
    """Who published what can be compared, who did not, and what a rank would need."""
    own = found.own
    yield (
        f"{own.period}{own.meaning.name}只有{len(found.known)}个区县（市）有可比的数，"
        f"不足{FEWEST}个，不排位次。"
    )
    yield from held_and_lacking((*found.known, *found.above), found.missing)
    yield f"要比各区县（市）：{charts.needed(own.meaning, own.year)}"


def held_and_lacking(first: Iterable[Row], then: Iterable[Row]) -> Iterator[str]:
    """已公布：慈溪市、宁波市。未公布：海曙区、江北区。"""
    said: dict[str, list[str]] = {}
    for row in (*first, *then):
        said.setdefault(row.reason or "已公布", []).append(row.place.name)
    yield "；".join(f"{what}：{'、'.join(names)}" for what, names in said.items()) + "。"


def none_of(selection: Selection) -> str:
    return (
        f"{selection.year}年还没有一项指标在{FEWEST}个以上地区公布了同一口径的全年数，"
        "不能与宁波各区县（市）对比。"
    )


def too_few(
    selection: Selection, meaning: Meaning, counties: Sequence[Place], found: Beside | None
) -> Iterator[str]:
    yield f"{selection.year}年{meaning.name}可比的地区不足{FEWEST}个，不比、不排位次。"
    if found is not None:
        yield from held_and_lacking((*found.known, *found.above), found.missing)
    else:
        rows = [published(selection, meaning, place) for place in (*counties, *ABOVE)]
        yield from held_and_lacking(sorted(rows, key=lambda row: bool(row.reason)), ())
    yield f"要对比：{charts.needed(meaning, selection.year)}"


def published(selection: Selection, meaning: Meaning, place: Place) -> Row:
    """Whether a place has a value, comparable or not: ours is none to compare with."""
    known = selection.figures.known(meaning.code, place.code, selection.year)
    return Row(place, known, "" if known else UNPUBLISHED)


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
    parts = [
        f"{row.place.name}的{share_of_region(own, row.figure).words}"
        for row in found.wholes
        if row.figure is not None
    ]
    if parts:
        said.append(f"占{'、'.join(parts)}")
    return "，".join(said) + "。"


def table(found: Beside) -> Table:
    """Counties from the largest down, then 宁波, 浙江 and the nation as far as they are known."""
    rows = (*found.listed, *(row for row in found.above if row.figure))
    made, own = parts(found), found.own
    changes = (change(found.figures, row.figure).remark for row in rows if row.figure)
    lack = ((row.place.name, row.reason) for row in (*found.missing, *found.absent))
    field = found.field if found.ranks else "有可比数据的地区"
    return Table(
        columns(*(column for column, _cell in made)),
        tuple(tuple(cell(row) for _column, cell in made) for row in rows),
        id="counties",
        name=f"{own.period}{own.meaning.name}：{field}，按数值从高到低",
        figures=tuple(row.figure for row in rows if row.figure is not None),
        notes=(
            *(lacking(lack) if found.ranks else ()),
            *rounded_off(found),
            *((NOMINAL,) if any("现价" in remark for remark in changes) else ()),
            *noted([own], own.year - 1, own.year),
        ),
    )


def rounded_off(found: Beside) -> tuple[str, ...]:
    """The standard note where all counties are known and make up 宁波, and their shares do not."""
    city = found.city
    if not found.wholes or city is None or found.missing:
        return ()
    held = [row.figure for row in found.known if row.figure is not None]
    if sum(one.value or 0 for one in held) != city.value:
        return ()
    shares = [share_of_region(one, city) for one in held]
    printed_shares = [rounded(one.amount, one.digits) for one in shares if one.amount is not None]
    return rounding_note(printed_shares, HUNDRED)


Part = tuple[Column | str, Callable[[Row], Cell]]


def parts(found: Beside) -> list[Part]:
    """The columns with what each says of a place; a rank and its gap only where there are ranks."""
    first = found.known[0].figure if found.ranks else None
    listed = f"{'有数据的' if found.missing else ''}{len(found.known)}个中"
    made: list[Part] = [
        ("地区（口径）", lambda row: row.place.name),
        (amount(f"数值（{found.meaning.unit}）"), value),
        ("变化", lambda row: changed(found, row)),
    ]
    if found.ranks:
        made.append((amount(f"位次（{listed}）"), lambda row: rank(found, row)))
    if found.is_ratio:
        made.append((amount("与宁波差"), lambda row: beside_city(found, row)))
    made += [share_part(found, whole) for whole in found.wholes]
    if first is not None:
        made.append((amount("与第1位差"), lambda row: behind(found, row, first)))
    return [
        *made,
        ("状态", lambda row: row.figure.standing if row.figure else DASH),
        ("来源", lambda row: row.figure.source if row.figure else DASH),
    ]


def value(row: Row) -> Cell:
    return Link(measured(row.figure), page_of(row.figure)) if row.figure else DASH


def changed(found: Beside, row: Row) -> Cell:
    return change(found.figures, row.figure).cell if row.figure else f"—（{row.reason}）"


def rank(found: Beside, row: Row) -> Cell:
    code = row.place.code
    return counted(found.ranks[code]) if code in found.ranks else DASH


def behind(found: Beside, row: Row, first: Figure) -> Cell:
    if row.figure is None or row.place.code not in found.ranks:
        return DASH
    return opened(gap(row.figure, first), row.figure, first, against)


def beside_city(found: Beside, row: Row) -> Cell:
    """The gap of a county's ratio to the city's."""
    if found.city is None or row.figure is None or row in found.above:
        return DASH
    return opened(gap(row.figure, found.city), row.figure, found.city, against)


def share_part(found: Beside, whole: Row) -> Part:
    """What each place below has of this one."""
    inside = (*found.known, *found.above[: found.above.index(whole)])

    def share(row: Row) -> Cell:
        if row.figure is None or whole.figure is None or row not in inside:
            return DASH
        outcome = share_of_region(row.figure, whole.figure)
        return opened(outcome, row.figure, whole.figure, part_of)

    return amount(f"占{whole.place.short}"), share


def opened(
    outcome: Outcome, figure: Figure, other: Figure, place: Callable[[Figure, Figure], str]
) -> Cell:
    """A derived cell leads to its sum."""
    if figure is other or outcome.amount is None:
        return DASH
    return Link(outcome.cell, place(figure, other))
