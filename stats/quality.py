"""What is not settled about a year's figures: provisional, revised, unexplained, missing, late."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.timezone import localdate, now

from cixi_ip.wording import DASH
from stats import figures, history, rounds, rules
from stats.arithmetic import UNSETTLED, Figure, FigureSet
from stats.choices import Choice
from stats.kept import cached
from stats.models import CollectionRound, Indicator, Observation
from stats.region_codes import CITY, COUNTY_REGIONS, DOMESTIC, PROVINCE
from stats.rules import Finding
from stats.selection import scope_name
from stats.sheets import Cell, Column, Link, Table, amount, columns, counted, measured, short
from stats.year_table import Addresses

RECENT_DAYS = 90
REGIONS = (*COUNTY_REGIONS, CITY, PROVINCE, DOMESTIC)


def checked(version: str) -> list[Finding]:
    """What the rules find among the county's figures of all years, also against those above."""

    def check() -> list[Finding]:
        return rules.check(figures.published(regions=REGIONS))

    return cached(("findings", version), check)


@dataclass(frozen=True)
class Part:
    """One kind of what is not settled: how many, what it means, and which."""

    title: str
    about: str
    table: Table

    @property
    def count(self) -> int:
        return len(self.table.rows)


@dataclass(frozen=True)
class Year:
    """The figures of one year and scope, in the order of the catalogue, and what they lead to."""

    choice: Choice
    published: FigureSet
    figures: tuple[Figure, ...]
    offices: dict[str, str]
    to: Addresses


def quality(choice: Choice, to: Addresses, *, version: str) -> list[Part]:
    """All of it; nine queries however much there is, and those of the rules once a version."""
    published = figures.published(regions=REGIONS, years=(choice.year - 1, choice.year))
    order = {code: place for place, code in enumerate(published.meanings)}
    own = [
        figure
        for figure in published
        if figure.year == choice.year and figure.region in choice.regions
    ]
    own.sort(key=lambda figure: (order[figure.meaning.code], figure.key))
    offices = dict(Indicator.objects.values_list("code", "office"))
    year = Year(choice, published, tuple(own), offices, to)
    return [
        unexplained(year, checked(version)),
        missing(year),
        late(choice),
        provisional(year),
        unstated(year),
        revised(year),
    ]


def named(figure: Figure, to: Addresses) -> Link:
    return Link(figure.meaning.name, to.figure(figure.id))


def unexplained(year: Year, findings: Iterable[Finding]) -> Part:
    own = {figure.key for figure in year.figures}
    rows, concerned = [], []
    for finding in findings:
        if finding.verdict == rules.HINT or finding.explanation:
            continue
        mine = [one for one in finding.figures if one.key in own]
        if mine:
            concerned.append(mine[0])
            rule = rules.RULES[finding.rule][0]
            rows.append((finding.verdict, rule, finding.shown, named(mine[0], year.to)))
    return Part(
        "核对未说明",
        "核对规则发现矛盾、存疑或无法核对，而填报时没有写说明的。改正、补录或修订时写明说明后消除。",
        Table(
            columns(short("判定"), short("规则", 14), Column("核对结果", width=80), "涉及的数"),
            tuple(rows),
            id="unexplained",
            name="核对未说明",
            figures=tuple(dict.fromkeys(concerned)),
            empty="核对发现的问题都已说明，或没有问题。",
        ),
    )


def missing(year: Year) -> Part:
    """By office: what was published last year and is not this year, and what is marked 未报."""
    rows: list[tuple[Cell, ...]] = []
    asked = []
    for meaning in year.published.meanings.values():
        for region in year.choice.regions:
            last = year.published.get(meaning.code, region, year.choice.year - 1)
            this = year.published.get(meaning.code, region, year.choice.year)
            known, said = this or last, lack(last, this)
            if known is not None and said:
                asked.append(known)
                rows.append(
                    (
                        year.offices[meaning.code],
                        Link(meaning.name, year.to.indicator(meaning)),
                        scope_name(known),
                        measured(last),
                        meaning.unit,
                        said,
                    )
                )
    rows.sort(key=lambda row: str(row[0]))
    last_year = f"{year.choice.year - 1}年"
    return Part(
        "缺报",
        f"{last_year}有数而今年没有的，以及状态为“未报”的，按填报科室列。",
        Table(
            columns("科室", Column("指标", width=30), "口径", amount(last_year), "单位", "情况"),
            tuple(rows),
            id="missing",
            name="缺报",
            figures=tuple(asked),
            is_grouped=True,
            empty="上年有的指标今年都有数。",
        ),
    )


def lack(last: Figure | None, this: Figure | None) -> str:
    if this is not None:
        return "已标“未报”" if this.status == "L" else ""
    return "没有填报" if last is not None and last.value is not None else ""


def late(choice: Choice) -> Part:
    """Assignments of the year's running rounds that are past their day and not complete."""
    running = CollectionRound.objects.filter(year=choice.year, closed_at__isnull=True)
    asked = rounds.assignments_of(running).filter(region__code__in=choice.regions)
    waiting = [one for one in rounds.progress(asked, localdate()) if one.is_late]
    return Part(
        "逾期",
        "报送任务过了截止日期还没有报齐的。",
        Table(
            columns(
                Column("报送任务", width=30),
                *("科室", Column("地区（口径）", width=22), "填报人"),
                short("截止日期", 12),
                amount("逾期天数"),
                Column("还缺", width=60),
            ),
            tuple(
                (
                    one.round.title,
                    one.assignment.office,
                    one.assignment.region.name,
                    str(one.assignment.reporter or DASH),
                    f"{one.round.due_on:%Y-%m-%d}",
                    counted(-one.days_left),
                    "、".join(item.indicator.name for item in one.open_items),
                )
                for one in waiting
            ),
            id="late",
            name="逾期",
            empty="没有逾期的报送任务。",
        ),
    )


def provisional(year: Year) -> Part:
    found = [figure for figure in year.figures if figure.status in UNSETTLED]
    return Part(
        "初步与估算",
        "状态为“初步”“估算”的数，引用时须写明；有了正式数请修订。",
        Table(
            columns(
                *("科室", Column("指标", width=30), short("口径"), amount("数值")),
                *(short("单位"), "状态"),
                *(Column("说明", width=40), Column("来源", width=40)),
            ),
            tuple(
                (
                    year.offices[figure.meaning.code],
                    named(figure, year.to),
                    scope_name(figure),
                    measured(figure),
                    figure.meaning.unit,
                    figure.standing,
                    figure.explanation or figure.note or DASH,
                    figure.source,
                )
                for figure in found
            ),
            id="provisional",
            name="初步与估算",
            figures=tuple(found),
            empty="没有初步数和估算数。",
        ),
    )


def unstated(year: Year) -> Part:
    found = [figure for figure in year.figures if doubts(figure)]
    return Part(
        "原文未写明",
        "原文没有写清口径、时段或排名范围，或与指标目录不一致的。请向报送单位问清后修订。",
        Table(
            columns(
                *(Column("指标", width=30), short("口径"), amount("数值"), short("单位")),
                *(Column("未写明的", width=30), Column("备注", width=60)),
            ),
            tuple(
                (
                    named(figure, year.to),
                    scope_name(figure),
                    measured(figure),
                    figure.meaning.unit,
                    "；".join(doubts(figure)),
                    figure.explanation or figure.note or DASH,
                )
                for figure in found
            ),
            id="unstated",
            name="原文未写明",
            figures=tuple(found),
            empty="各数的口径和时段都已写明。",
        ),
    )


def doubts(figure: Figure) -> list[str]:
    said = {
        "没有写口径": not figure.printed_scope,
        f"时段写作“{figure.printed_period}”": bool(figure.printed_period),
        "口径或时段与目录不同": figure.status == "D" and not figure.printed_period,
        "位次没有写参评单位数": figure.rank is not None and figure.rank_of is None,
    }
    return [words for words, is_so in said.items() if is_so]


def revised(year: Year) -> Part:
    since = now() - timedelta(days=RECENT_DAYS)
    own = Observation.objects.filter(year=year.choice.year, region__code__in=year.choice.regions)
    return Part(
        "近期修订",
        f"{RECENT_DAYS} 天内修订或更正过的；引用旧版的公文不变，新引用请用新版。",
        replace(
            history.revisions(own, year.to, name="近期修订", since=since),
            id="revised",
            figures=tuple(figure for figure in year.figures if figure.vintage > 1),
            empty=f"{RECENT_DAYS} 天内没有修订。",
        ),
    )
