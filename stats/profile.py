"""Everything known of one indicator: its series in each scope, what was revised, who cites it."""

from dataclasses import dataclass, replace

from cixi_ip.wording import DASH
from stats import attention, charts, figures, history, sums
from stats.arithmetic import Figure, FigureSet, Meaning, reported
from stats.charts import Chart
from stats.models import Indicator, Observation, Target
from stats.quality import checked
from stats.region_codes import COUNTY_REGIONS
from stats.selection import Selection, change, ranking, scope_name
from stats.sheets import Column, Link, Number, Table, amount, columns, measured, noted, short
from stats.year_table import Addresses, because

SPAN = 12  # years of a chart


@dataclass(frozen=True)
class Scope:
    """One region's series: a table of all years, and a chart where two can be compared."""

    region: str
    name: str
    table: Table
    chart: Chart | None = None
    yearly: Link | None = None  # 年均增长 and where it is opened


@dataclass(frozen=True)
class Profile:
    """What the page of an indicator shows beside the catalogue's own words."""

    record: Indicator
    meaning: Meaning
    parts: tuple[Meaning, ...]
    ratios: tuple[Meaning, ...]  # in which it is divided, or divides
    scopes: tuple[Scope, ...]
    others: tuple[tuple[str, str], ...]  # code and name of regions not shown
    revisions: Table
    targets: Table
    findings: tuple[attention.Line, ...]
    letters: tuple[history.Letter, ...]

    @property
    def partitions(self) -> dict[str, list[Meaning]]:
        """The parts by the name of the partition they belong to."""
        found: dict[str, list[Meaning]] = {}
        for part in self.parts:
            found.setdefault(part.partition, []).append(part)
        return found

    @property
    def aliases(self) -> list[str]:
        return [name for name in self.record.aliases.split("|") if name != self.record.name]

    @property
    def printed(self) -> list[str]:
        """How papers write the unit."""
        return self.record.printed_units.split("|")

    @property
    def charts(self) -> list[Chart]:
        return [scope.chart for scope in self.scopes if scope.chart is not None]

    @property
    def tables(self) -> list[Table]:
        series = [scope.table for scope in self.scopes]
        return [*series, *(chart.sheet for chart in self.charts), self.revisions, self.targets]


def profile(record: Indicator, to: Addresses, *, version: str, region: str = "") -> Profile:
    """`region` is one more to show: the county's own and those above always are."""
    published = figures.published(codes={record.code})
    own = Observation.objects.filter(indicator=record)
    catalogue = published.meanings
    names = regions_of(published)
    shown = [code for code in names if is_shown(code, region, published)]
    return Profile(
        record,
        catalogue[record.code],
        parts=tuple(one for one in catalogue.values() if one.part_of == record.code),
        ratios=tuple(
            one for one in catalogue.values() if record.code in (one.numerator, one.denominator)
        ),
        scopes=tuple(scope(published, record.code, code, to) for code in shown),
        others=tuple((code, name) for code, name in names.items() if code not in shown),
        revisions=replace(
            history.revisions(own, to, name=f"{record.name}的历次修订"),
            figures=tuple(figure for figure in published if figure.vintage > 1),
        ),
        targets=targets(record),
        findings=tuple(
            replace(attention.line(finding), url=to.figure(finding.figures[0].id))
            for finding in checked(version)
            if any(concerned.meaning.code == record.code for concerned in finding.figures)
        ),
        letters=history.letters(own),
    )


def regions_of(published: FigureSet) -> dict[str, str]:
    """Regions with figures: the county's own scopes, those above it, then all others by code."""
    above = list(published.above(figures.COUNTY))
    found = {figure.region: figure.region_name for figure in published}

    def place(code: str) -> tuple[int, str]:
        if code in COUNTY_REGIONS:
            return COUNTY_REGIONS.index(code), code
        if code.split("-")[0] in above:
            return len(COUNTY_REGIONS) + above.index(code.split("-")[0]), code
        return 99, code

    return {code: found[code] for code in sorted(found, key=place)}


def is_shown(code: str, asked: str, published: FigureSet) -> bool:
    above = {figures.COUNTY, *published.above(figures.COUNTY)}
    return code == asked or code.split("-")[0] in above


def scope(published: FigureSet, code: str, region: str, to: Addresses) -> Scope:
    own = [figure for figure in published if figure.region == region]
    own.sort(key=lambda figure: (figure.year, figure.through_month), reverse=True)
    return Scope(
        region,
        own[0].region_name,
        series(published, own, to),
        drawn(published, code, region, own) if region in COUNTY_REGIONS else None,
        average(own),
    )


def average(own: list[Figure]) -> Link | None:
    """年均增长 up to the latest whole year, from the earliest that can be compared with it."""
    known = [one for one in own if one.value is not None and one.through_month == 12]
    for first in reversed(known):
        grown = sums.yearly(first, known[0], own)
        if grown.phrase:
            return Link(grown.phrase, sums.yearly_of(first, known[0]))
    return None


def series(published: FigureSet, own: list[Figure], to: Addresses) -> Table:
    """A region's figures, the latest period first."""
    first, last = own[-1].year, own[0].year
    reasons = (f"{figure.period}：{because(figure)}" for figure in own if figure.status == "D")
    return Table(
        columns(
            short("时段", width=14),
            amount(f"数值（{own[0].meaning.unit}）"),
            Column("增幅", width=30),
            Column("上报增幅", width=18),
            "位次",
            Column("状态", width=14),
            Column("来源", width=40),
            short("版次", width=8),
        ),
        tuple(
            (
                figure.period,
                measured(figure),
                change(published, replace(figure, reported_growth=None)).cell,
                grown.phrase if (grown := reported(figure)) else DASH,
                ranking(figure) or DASH,
                figure.status_name,
                figure.source,
                Link(f"第{figure.vintage}版", to.figure(figure.id)),
            )
            for figure in own
        ),
        id=f"series-{own[0].region.lower()}",
        name=f"{own[0].meaning.name}（{own[0].region_name}）历年数",
        notes=(*noted(own, first, last), *reasons),
        figures=tuple(own),
    )


def drawn(published: FigureSet, code: str, region: str, own: list[Figure]) -> Chart | None:
    """The whole years up to the latest with a value; None where there is nothing to compare."""
    years = [one.year for one in own if one.value is not None and one.through_month == 12]
    if not years:
        return None
    selection = Selection(published, (region,), max(years), SPAN)
    kind = "columns" if own[0].meaning.kind == "flow" else "lines"
    chart = charts.trend(selection, code, kind=kind)
    if chart is None:
        return None
    id = f"{chart.drawing.id}-{region.lower()}"
    name = scope_name(own[0])
    return replace(chart, said=(f"{name}：", *chart.said), drawing=replace(chart.drawing, id=id))


def targets(record: Indicator) -> Table:
    found = Target.objects.filter(indicator=record).select_related("indicator", "region", "source")
    return Table(
        columns(
            Column("目标", width=30),
            Column("地区（口径）", width=22),
            "规划或文件",
            short("提出年份"),
            short("目标年份"),
            amount(f"目标值（{record.unit}）"),
            "性质",
            Column("来源", width=40),
            Column("备注", width=40),
        ),
        tuple(
            (
                target.title,
                target.region.name,
                target.plan or DASH,
                f"{target.stated_year}年",
                f"{target.due_year}年" if target.due_year else "未写明",
                Number(target.value, record.decimals),
                target.get_nature_display(),
                target.source.title,
                target.note or DASH,
            )
            for target in found
        ),
        id="targets",
        name=f"{record.name}的目标",
        notes=("目标是计划数，不是完成数。",),
        empty="这项指标没有目标。",
    )
