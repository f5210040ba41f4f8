"""The dashboard's sections: charts, every figure of a group, what is planned or missing; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cixi_ip.wording import number
from stats import charts
from stats.arithmetic import Figure
from stats.charts import Chart
from stats.progress import Goal
from stats.selection import Selection, change, page_of, printed, quoted, scope_name, valued
from stats.sheets import Link, Table, amount, columns, noted, short

CULTIVATED = (
    "cultivation.innovative_sme",
    "cultivation.srdi",
    "cultivation.little_giant",
    "cultivation.champion.municipal",
    "cultivation.champion.provincial",
    "cultivation.champion.national",
)
CASES = (
    "protection.case",
    "protection.case_patent",
    "protection.mediation",
    "protection.ruling",
    "protection.agency_penalty",
    "protection.unlicensed_agency",
)
NOT_TO_BE_ADDED = "各类案件互有包含，不能相加；检查家次不是案件数。"
SHORT = 12  # rows
NO_TIERS = "品牌培育库只公布在库企业总数，没有各梯度的企业数，不列梯度表。"
NO_REGISTRATION_RATE = "注册量与申请量不是同一批商标，不能相除得出“注册率”。"


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    charts: tuple[Chart, ...]
    table: Table | None = None
    unpublished: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()  # what could be compared once a paper is entered

    @property
    def is_beside(self) -> bool:
        """A single chart stands beside a short table."""
        is_short = self.table is not None and len(self.table.rows) <= SHORT
        return len(self.charts) == 1 and is_short


def table(selection: Selection, id: str, title: str, shown: list[Figure]) -> Table | None:
    """Every published figure of a section, each with its scope, period, status and source."""
    if not shown:
        return None
    return Table(
        columns(
            *("指标", short("口径"), short("时段"), amount("数值"), short("单位")),
            *("变化", "状态", "来源"),
        ),
        tuple(
            (
                Link(figure.meaning.name, page_of(figure)),
                scope_name(figure),
                quoted(figure),
                valued(selection.figures, figure),
                figure.meaning.unit,
                change(selection.figures, figure).cell,
                figure.standing,
                figure.source,
            )
            for figure in shown
        ),
        id=id,
        name=f"{title}：{selection.year}年已发布的全部数据",
        figures=tuple(shown),
        notes=noted(shown, selection.year - 1, selection.year),
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
        table(selection, id, title, [figure for figure in found.values() if figure is not None]),
        tuple(meaning.name for meaning in catalogue if found[meaning.code] is None),
    )


def patents(selection: Selection, goals: list[Goal]) -> Section:
    drawn = [
        charts.grant_structure(selection),
        charts.grants_by_year(selection, goals),
        charts.trend(selection, "patent.granted.invention", goals=goals),
        charts.valid_inventions(selection, goals),
        charts.rate(selection, "patent.valid.invention.per_10k", goals),
        charts.rate(selection, "patent.valid.high_value.per_10k", goals),
        charts.trend(selection, "patent.pct", goals=goals),
        charts.applicants(selection),
    ]
    return section(selection, "patents", "专利", ("专利",), drawn)


def trademarks(selection: Selection, goals: list[Goal]) -> Section:
    flows = ("trademark.applied", "trademark.registered")
    by_year = [charts.trend(selection, code, goals=goals) for code in flows]
    drawn = [
        *(
            by_year
            if all(by_year)
            else [charts.ladder(selection, "trademark-flows", flows, (NO_REGISTRATION_RATE,))]
        ),
        charts.trend(selection, "trademark.valid", kind="lines", goals=goals),
        charts.trend(selection, "trademark.international", kind="lines", goals=goals),
        charts.trend(selection, "trademark.well_known", goals=goals),
        charts.trend(selection, "brand.gi", goals=goals),
        charts.trend(selection, "brand.library", goals=goals),
    ]
    made = section(selection, "trademarks", "商标品牌", ("商标品牌",), drawn)
    is_held = selection.figure("brand.library") is not None
    return replace(made, notes=(NO_TIERS,)) if is_held else made


def cultivation(selection: Selection, goals: list[Goal]) -> Section:
    shown = [goal for goal in goals if is_shown(selection, goal, "cultivation")]
    drawn = [
        charts.ladder(selection, "cultivation", CULTIVATED),
        charts.progress_bars(selection, "cultivation-goals", shown),
        charts.trend(selection, "cultivation.srdi", goals=goals),
        charts.trend(selection, "cultivation.ip_standard", goals=goals),
    ]
    made = section(selection, "cultivation", "企业培育", ("企业培育",), drawn)
    return replace(made, notes=tuple(planned(selection, goal) for goal in shown))


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
    by_month = charts.months(selection, "protection.case")
    drawn = [
        charts.trend(selection, "protection.case", goals=goals),
        by_month,
        charts.ladder(selection, "cases", CASES, (NOT_TO_BE_ADDED,)),
        charts.trend(selection, "finance.pledge.amount", goals=goals),
        charts.trend(selection, "finance.pledge.items", goals=goals),
        charts.trend(selection, "protection.blockchain", goals=goals),
        charts.trend(selection, "protection.print_inspection", goals=goals),
    ]
    made = section(selection, "protection", "执法保护（含质押融资）", ("运用", "保护"), drawn)
    no_months = f"{selection.year}年的行政案件没有按月公布，不画分月图；各月累计数录入后自动显示。"
    return made if by_month else replace(made, notes=(no_months,))


SECTIONS = (trademarks, patents, cultivation, protection)
