"""The list of all published figures: 25 rows a page, and whole for a file."""

from collections.abc import Iterable
from typing import Self

import django_tables2 as tables
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.timezone import localtime

from cixi_ip.wording import DASH, number, period
from stats import figures
from stats.arithmetic import FigureSet
from stats.models import Observation
from stats.selection import Change, change
from stats.sheets import Column, Number, Table, amount, columns, counted, short

PER_PAGE = 25
UNBROKEN = {"td": {"class": "unbroken"}}
# Of a figure replaced between two queries nothing is said of its change.
NO_CHANGE = Change()
NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class PagedTable(tables.Table):
    """A list of 25 rows a page, sorted as the address asks."""

    # Equal rows keep one order, or a row could stand on two pages and another on none.
    ties: tuple[str, ...] = ("pk",)

    def show(self, request: HttpRequest) -> Self:
        """On the page the address asks for; an unknown page becomes the nearest one."""
        self.request = request
        if asked := request.GET.getlist(self.prefixed_order_by_field):
            self.order_by = asked
        rows = self.data.data
        self.data.data = rows.order_by(*rows.query.order_by, *self.ties)
        try:
            self.paginate(page=request.GET.get(self.prefixed_page_field, "1"), per_page=PER_PAGE)
        except PageNotAnInteger:
            self.page = self.paginator.page(1)
        except EmptyPage:
            self.page = self.paginator.page(self.paginator.num_pages)
        return self


class ObservationTable(PagedTable):
    ties = ("indicator__order", "-region__code", "-year", "-through_month")
    indicator = tables.Column(
        "指标", order_by="indicator__order", linkify=("observation", {"pk": tables.A("pk")})
    )
    region = tables.Column("地区（口径）", order_by="region__code", accessor="region__name")
    when = tables.Column(
        "时段", order_by=("year", "through_month"), accessor="year", attrs=UNBROKEN
    )
    value = tables.Column("数值", attrs=NUMBER, empty_values=())
    unit = tables.Column("单位", accessor="indicator__unit", orderable=False, attrs=UNBROKEN)
    growth = tables.Column("增幅", orderable=False, empty_values=())
    status = tables.Column("状态")
    source = tables.Column("来源", accessor="source__title")
    vintage = tables.Column("版次", attrs=NUMBER)
    approved_at = tables.Column("发布时间", attrs=UNBROKEN)

    class Meta:
        attrs = {"class": "table"}
        order_by = ("indicator", "-region", "-when")  # our own county comes before the rest
        empty_text = "没有符合条件的数据。请放宽筛选条件，或点“清除”查看全部。"

    def render_indicator(self, record: Observation) -> str:
        return record.indicator.name

    def render_when(self, record: Observation) -> str:
        return when(record)

    def render_value(self, record: Observation) -> str:
        return number(record.value, record.digits, grouped=True)

    def render_growth(self, record: Observation) -> str:
        grown = self.changes.get(record.pk, NO_CHANGE)
        return format_html('<span class="{}">{}</span>', grown.style, grown.text)

    def render_vintage(self, value: int) -> str:
        return f"第{value}版"

    def render_approved_at(self, record: Observation) -> str:
        return f"{localtime(record.approved_at):%Y-%m-%d %H:%M}"

    def show(self, request: HttpRequest) -> Self:
        super().show(request)
        self.changes = changes([row.record for row in self.page.object_list])
        return self


def when(record: Observation) -> str:
    """The period, with the paper's own word where it differs."""
    words = period(record.year, record.through_month, record.indicator.timing)
    return f"{words}（原文“{record.printed_period}”）" if record.printed_period else words


FILE_COLUMNS = columns(
    Column("指标", width=30),
    Column("地区（口径）", width=22),
    Column("时段", width=26),
    amount("数值"),
    short("单位"),
    Column("增幅", width=34),
    Column("状态", width=14),
    Column("来源", width=48),
    Column("版次", "number", width=8),
    Column("发布时间", width=18),
)


def whole(records: Iterable[Observation]) -> Table:
    """The list as a file holds it, without pages; three queries and the records' own."""
    listed = list(records)
    published = near(listed)
    by_id = {figure.id: figure for figure in published}
    rows = tuple(
        (
            record.indicator.name,
            record.region.name,
            when(record),
            DASH if record.value is None else Number(record.value, record.digits),
            record.indicator.unit,
            change(published, by_id[record.pk]).cell if record.pk in by_id else DASH,
            record.get_status_display(),
            record.source.title,
            counted(record.vintage),
            f"{localtime(record.approved_at):%Y-%m-%d %H:%M}",
        )
        for record in listed
    )
    return Table(
        FILE_COLUMNS,
        rows,
        name="数据明细",
        figures=tuple(by_id[record.pk] for record in listed if record.pk in by_id),
    )


def changes(records: Iterable[Observation]) -> dict[int, Change]:
    """The change of each current observation over the year before, by its id; three queries."""
    published = near(list(records))
    return {figure.id: change(published, figure) for figure in published if figure.id is not None}


def near(records: list[Observation]) -> FigureSet:
    """The published figures of these indicators, regions and years, and of the year before."""
    years = [record.year for record in records] or [0]
    return figures.published(
        codes={record.indicator.code for record in records},
        regions={record.region.code for record in records},
        years=(min(years) - 1, max(years)),
    )
