"""A year table as it stood at a moment: its address, its digest, how it is cited, what changed."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.http import Http404
from django.utils.timezone import get_default_timezone, localtime, now

from cixi_ip.departments import BUREAU
from cixi_ip.wording import chinese_date
from stats import figures
from stats.arithmetic import Figure
from stats.choices import Choice
from stats.models.figure import FIRST_YEAR, LAST_YEAR
from stats.region_codes import COUNTY_REGIONS
from stats.selection import Selection, scope_name
from stats.sheets import Link, Table, amount, columns, counted, measured
from stats.year_table import Addresses

# To the microsecond, as figures are approved: a moment has one address and means one state.
STAMP = re.compile(r"(\d{8}T\d{6})\.(\d{6})", re.ASCII)
CODE_LENGTH = 12


def stamp(moment: datetime) -> str:
    """20261125T101530.000250, in the bureau's own time."""
    return f"{localtime(moment):%Y%m%dT%H%M%S.%f}"


def moment_of(text: str) -> datetime:
    """The moment of an address; 404 in Chinese for what is none, or has not come yet."""
    match = STAMP.fullmatch(text)
    try:
        plain = datetime.strptime(match[1], "%Y%m%dT%H%M%S") if match else None  # noqa: DTZ007
    except ValueError:
        plain = None
    if match is None or plain is None:
        raise Http404(
            f"固定链接里的时刻“{text[:30]}”写得不对，应如 20261125T101530.000000"
            "（年月日T时分秒.微秒）。请从“一览表”页点“固定链接”重新制作。"
        )
    moment = plain.replace(tzinfo=get_default_timezone()) + timedelta(microseconds=int(match[2]))
    if moment > now():
        raise Http404(
            f"{in_words(moment)}还没有到，不能引用将来的数据。请从“一览表”页点“固定链接”，"
            "制作此刻的链接。"
        )
    return moment


def in_words(moment: datetime) -> str:
    here = localtime(moment)
    return f"{chinese_date(here)}{here:%H时%M分%S秒}"


def selected(choice: Choice, as_of: datetime | None = None) -> Selection:
    """The county's figures of the year and the one before, now or as of a moment."""
    published = figures.published(
        regions=COUNTY_REGIONS, years=(choice.year - 1, choice.year), as_of=as_of
    )
    return Selection(published, choice.regions, choice.year)


def choice_of(year: int, scope: str) -> Choice:
    """The year and scope of an address with a moment; its year need not be published now."""
    if scope not in figures.SCOPES or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404("固定链接里的年份或口径写得不对。请从“一览表”页点“固定链接”重新制作。")
    return Choice(year, scope)


def of_year(selection: Selection) -> list[Figure]:
    """The whole-year figures a year table is made of, of its year and the one before."""
    return sorted(
        (
            figure
            for figure in selection.figures
            if figure.region in selection.regions and figure.through_month == 12
        ),
        key=lambda figure: figure.key,
    )


def code(selection: Selection) -> str:
    """Twelve digits of the SHA-256 of every figure in the table, whatever its names are today."""
    lines = (repr((*figure.key, *map(canonical, told(figure)))) for figure in of_year(selection))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:CODE_LENGTH]


def told(figure: Figure) -> tuple[object, ...]:
    return (
        figure.vintage,
        figure.status,
        figure.value,
        figure.reported_growth,
        figure.growth_base,
        figure.rank,
        figure.rank_of,
    )


def canonical(value: object) -> str:
    """The same on every database: one brings 5.800000 where another brings 5.8."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True)
class Change:
    """A figure whose vintage is no longer the one of the snapshot; `old` is None for a new one."""

    old: Figure | None
    new: Figure


def changes_since(then: Selection, current: Selection) -> list[Change]:
    before = {figure.key: figure for figure in of_year(then)}
    return [
        Change(before.get(figure.key), figure)
        for figure in of_year(current)
        if figure.key not in before or before[figure.key].vintage != figure.vintage
    ]


def table_of(changes: Collection[Change], to: Addresses) -> Table:
    return Table(
        columns("指标", "口径", "时段", amount("当时"), amount("现在"), amount("现为第几版")),
        tuple(
            (
                change.new.meaning.name,
                scope_name(change.new),
                change.new.period,
                measured(change.old),
                Link(measured(change.new), to.figure(change.new.id)),
                counted(change.new.vintage),
            )
            for change in changes
        ),
        id="changes",
        name="此后有变动的数",
        figures=tuple(change.new for change in changes),
    )


def citation(choice: Choice, moment: datetime, code: str, address: str) -> str:
    """The sentence that names the table, the moment, the digest and where it can be read again."""
    demo = "【演示数据，不得引用】" if settings.DEMO_DATA else ""
    return (
        f"{demo}{BUREAU}：{choice.year}年知识产权数据一览表（口径：{choice.scope_name}），"
        f"截至{in_words(moment)}的数据，校验码 {code}，{address}"
    )
