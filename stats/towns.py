"""The towns in order of counts, of counts per 10,000 residents, of growth; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cixi_ip.wording import DASH, number
from stats.arithmetic import FigureSet, Meaning
from stats.charts import Chart
from stats.charts.chart import listed, slug
from stats.charts.drawing import Drawing, Mark, Series
from stats.interval import Interval
from stats.places import Place
from stats.selection import change, page_of, scope_name, when
from stats.sheets import Cell, Column, Link, Number, Table, amount, columns, counted, measured
from stats.sheets import short as narrow
from stats.sums import per_of
from stats.town_ranks import PEOPLE, Measure, Ranking, is_count, lag, ranking

MODES = {"count": "数量", "per": "每万人", "growth": "增幅"}
CORE = "330282-BJ"
ENTER = (
    "由录入员在“录入后台”录入：地区选具体镇街，指标如专利授权量、有效发明专利拥有量、"
    "有效注册商标量；要看每万人，还需录入各镇街上年末的常住人口。复核员审核通过后自动显示。"
)
MOVES = "名称前是位次，右侧是与上年位次比的升降。"
NO_MOVES = "名称前是位次。上年没有数据或有数据的镇街不同，不比位次升降。"


@dataclass(frozen=True)
class Towns:
    """What the page shows; `fields` and `options` are what can be chosen, by value and name."""

    fields: Mapping[str, str]
    field: str
    by: str
    options: tuple[tuple[str, str], ...] = ()
    code: str = ""
    name: str = ""
    chart: Chart | None = None
    table: Table | None = None
    check: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def tables(self) -> list[Table]:
        found = [self.table, self.chart.sheet if self.chart else None]
        return [each for each in found if each is not None]


def fields(towns: Sequence[Place]) -> dict[str, tuple[Place, ...]]:
    """The lists to choose from, by how many towns they have: those of 市本级, and all."""
    core = tuple(town for town in towns if town.scope == CORE)
    return {str(len(held)): held for held in (core, tuple(towns)) if held}


def named(towns: Sequence[Place]) -> str:
    outside = [town.short for town in towns if town.scope != CORE]
    where = f"全市，含前湾的{'、'.join(outside)}" if outside else "市本级，不含前湾"
    return f"{len(towns)}个镇街（{where}）"


def choices(figures: FigureSet, towns: Sequence[Place], year: int) -> list[Meaning]:
    """The indicators known in a town in the year, those known in most towns first."""
    counts = {
        meaning.code: sum(bool(figures.known(meaning.code, town.code, year)) for town in towns)
        for meaning in figures.meanings.values()
    }
    held = [meaning for meaning in figures.meanings.values() if counts[meaning.code]]
    return sorted(held, key=lambda meaning: (meaning.code == PEOPLE, -counts[meaning.code]))


def towns_page(
    figures: FigureSet, towns: Sequence[Place], year: int, *, field: str, by: str, code: str = ""
) -> Towns:
    """One indicator in the towns of a field; the asked one, else the one known in the most."""
    held = fields(towns)
    names = {size: named(group) for size, group in held.items()}
    shown = Towns(names, field, by)
    found = choices(figures, held.get(field, ()), year)
    chosen = code or (found[0].code if found else "")
    if not chosen:
        return replace(shown, reasons=(f"{year}年还没有已发布的镇街数据。{ENTER}",))
    meaning = figures.meanings[chosen]
    options = tuple((each.code, each.name) for each in found)
    shown = replace(shown, options=options, code=chosen, name=meaning.name)
    if meaning not in found:
        return replace(shown, reasons=(f"{year}年没有已发布的镇街{meaning.name}。{ENTER}",))
    if by == "per" and not is_count(meaning):
        why = f"{meaning.name}不是可按人口平均的数量，请改看“数量”或“增幅”。"
        return replace(shown, reasons=(why,))
    made = ranking(figures, held[field], meaning, by, year)
    return replace(
        shown, chart=chart(made), table=table(made), check=check(made), reasons=why_empty(made)
    )


def why_empty(made: Ranking) -> tuple[str, ...]:
    if made.ranks:
        return ()
    reasons = dict.fromkeys(each.reason for each in made.measures)
    return (f"{made.year}年各镇街都排不出{MODES[made.by]}的位次：{'；'.join(reasons)}。",)


def measured_as(made: Ranking) -> str:
    """有效发明专利拥有量, 每万人有效发明专利拥有量, 有效发明专利拥有量增幅."""
    name = made.meaning.name
    return {"count": name, "per": f"每万人{name}", "growth": f"{name}增幅"}[made.by]


def unit(made: Ranking) -> str:
    own = made.meaning.unit
    if made.by == "growth":
        return "%" if made.meaning.kind != "ratio" else own
    return f"{own}/万人" if made.by == "per" else own


def chart(made: Ranking) -> Chart | None:
    """The ranked towns as bars, each with its rank before its name and its move behind."""
    held = made.ranked
    if not held:
        return None
    marks = tuple(Mark(each.amount, each.label, hover(made, each)) for each in held)
    figures = [each.figure for each in held if each.figure]
    first = [each.town.name for each in held if made.ranks[each.town.code] == 1]
    period = figures[0].period
    return Chart(
        said=listed(
            f"{period}{measured_as(made)}",
            f"{'、'.join(first)}{held[0].label}{unit_behind(made)}",
            f"在{made.field}中{'并列' if len(first) > 1 else ''}居第1位",
        ),
        about=" · ".join(
            (
                f"口径：{named(made.towns)}",
                f"时段：{when(figures[0])}",
                f"单位：{unit(made)}",
                f"来源：{'；'.join(dict.fromkeys(figure.source for figure in figures))}",
            )
        ),
        drawing=Drawing(
            f"towns-{made.by}-{slug(made.meaning.code)}",
            "ranked",
            tuple(f"{made.ranks[each.town.code]} {each.town.short}" for each in held),
            (Series(measured_as(made), marks),),
            details=tuple(made.moved(each.town.code) for each in held),
        ),
        table=Table(
            columns(
                "镇街",
                amount("位次"),
                "与上年位次比",
                amount(f"{measured_as(made)}（{unit(made)}）"),
                *(grown_heads(made) if made.by == "growth" else ()),
            ),
            tuple(
                (
                    each.town.name,
                    counted(made.ranks[each.town.code]),
                    made.moved(each.town.code) or DASH,
                    exact(each),
                    *grown(made, each),
                )
                for each in held
            ),
            figures=tuple(figures),
        ),
        notes=notes(made),
    )


def unit_behind(made: Ranking) -> str:
    """The unit a sentence says behind a label that has none."""
    return "" if made.by == "growth" else made.meaning.unit.split("/")[0]


def hover(made: Ranking, each: Measure) -> str:
    words = [f"第{made.ranks[each.town.code]}位", f"{each.label}{unit_behind(made)}"]
    move = made.moved(each.town.code)
    return "，".join([*words, *([f"与上年位次比{move}"] if move else [])])


def exact(each: Measure) -> Cell:
    """What the town is ranked by; where it was divided, leading to its sum."""
    if each.amount is None:
        return DASH
    said = Number(each.amount, each.digits)
    return Link(said, per_of(each.figure, each.people)) if each.figure and each.people else said


def grown_heads(made: Ranking) -> tuple[Column | str, ...]:
    return (amount(f"数值（{made.meaning.unit}）"), "变化")


def grown(made: Ranking, each: Measure) -> tuple[Cell, ...]:
    """Beside a growth the value, and the change leading to its sum."""
    if made.by != "growth" or each.figure is None:
        return ()
    return (measured(each.figure), change(made.figures, each.figure).cell)


def notes(made: Ranking) -> tuple[str, ...]:
    """What the arrows compare, what is divided by, who is not in the list and why."""
    said = [MOVES if made.before else NO_MOVES]
    if made.by == "per":
        back = lag(made.figures, made.meaning.code)
        said.append(f"每万人 = 当年数 ÷ 本镇街{made.year - back}年末常住人口（万人）。")
    reasons: dict[str, list[str]] = {}
    for each in made.others:
        reasons.setdefault(each.reason, []).append(each.town.name)
    if reasons:
        out = "；".join(f"{'、'.join(names)}：{reason}" for reason, names in reasons.items())
        said.append(f"未列入位次：{out}。")
    return tuple(said)


def table(made: Ranking) -> Table:
    """Every town of the field, those without a rank last, with the reason."""
    divided: tuple[Column | str, ...] = ()
    if made.by == "per":
        divided = (amount(f"每万人（{unit(made)}）"), amount("常住人口（万人）"))
    some = "有数据的" if made.others else ""
    return Table(
        columns(
            "镇街",
            narrow("口径"),
            amount(f"位次（{some}{len(made.ranks)}个中）"),
            narrow("与上年位次比"),
            amount(f"数值（{made.meaning.unit}）"),
            *divided,
            *("变化", "状态", "来源"),
        ),
        tuple(cells(made, each) for each in made.measures),
        id="towns",
        name=f"{made.year}年{measured_as(made)}：{named(made.towns)}",
        figures=tuple(each.figure for each in made.measures if each.figure),
        notes=notes(made)[1:],
    )


def cells(made: Ranking, each: Measure) -> tuple[Cell, ...]:
    code, figure = each.town.code, each.figure
    where = "市本级" if each.town.scope == CORE else "前湾"
    rank: Cell = counted(made.ranks[code]) if code in made.ranks else DASH
    divided: tuple[Cell, ...] = ()
    if made.by == "per":
        people = Link(measured(each.people), page_of(each.people)) if each.people else DASH
        divided = (exact(each) if each.amount is not None else f"—（{each.reason}）", people)
    if figure is None:
        return (
            each.town.name,
            where,
            rank,
            DASH,
            f"—（{each.reason}）",
            *divided,
            DASH,
            DASH,
            DASH,
        )
    return (
        each.town.name,
        where,
        rank,
        made.moved(code) or DASH if code in made.ranks else DASH,
        Link(measured(figure), page_of(figure)),
        *divided,
        change(made.figures, figure).cell,
        figure.standing,
        figure.source,
    )


def check(made: Ranking) -> str:
    """Whether the towns add up to what was published for the region they make up."""
    if made.meaning.kind == "ratio":
        return ""
    whole = made.figures.known(made.meaning.code, made.region, made.year)
    known = [each.figure for each in made.measures if each.figure and each.figure.value is not None]
    if len(known) < len(made.towns):
        return f"合计核对：有{len(made.towns) - len(known)}个镇街未公布，不与县级数核对。"
    total = sum((figure.value or Decimal(0) for figure in known), Decimal(0))
    said = f"合计核对：{len(known)}个镇街合计{in_unit(total, made.meaning)}"
    if whole is None or whole.value is None or whole.status == "D":
        return f"{said}，没有同口径的县级数可核对。"
    where = f"慈溪{scope_name(whole)}公布的{whole.shown(grouped=True)}"
    if total == whole.value:
        return f"{said}，与{where}一致。"
    held = sum((figure.interval for figure in known), Interval.around(Decimal(0)))
    if held.meets(whole.interval):
        return f"{said}，与{where}在四舍五入范围内一致。"
    more = "多" if total > whole.value else "少"
    return f"{said}，比{where}{more}{in_unit(abs(total - whole.value), made.meaning)}，请核对。"


def in_unit(value: Decimal, meaning: Meaning) -> str:
    return number(value, meaning.decimals, grouped=True) + meaning.unit
