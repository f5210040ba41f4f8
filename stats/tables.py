"""The list of all published figures as a table of 25 rows a page."""

from collections.abc import Iterable

import django_tables2 as tables
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import HttpRequest
from django.utils.timezone import localtime

from cixi_ip.wording import number, period
from stats import figures
from stats.models import Observation
from stats.selection import Change, change

PER_PAGE = 25
TIES = ("indicator__order", "-region__code", "-year", "-through_month")
UNBROKEN = {"td": {"class": "unbroken"}}
NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class ObservationTable(tables.Table):
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
        return self.changes[record.pk].text

    def render_vintage(self, value: int) -> str:
        return f"第{value}版"

    def render_approved_at(self, record: Observation) -> str:
        return f"{localtime(record.approved_at):%Y-%m-%d %H:%M}"

    def show(self, request: HttpRequest) -> "ObservationTable":
        """Sorted and on the page the address asks for; an unknown page becomes the nearest one."""
        self.request = request
        if asked := request.GET.getlist(self.prefixed_order_by_field):
            self.order_by = asked
        # Equal rows keep one order, or a row could stand on two pages and another on none.
        rows = self.data.data
        self.data.data = rows.order_by(*rows.query.order_by, *TIES)
        page = request.GET.get(self.prefixed_page_field, "1")
        try:
            self.paginate(page=page, per_page=PER_PAGE)
        except PageNotAnInteger:
            self.page = self.paginator.page(1)
        except EmptyPage:
            self.page = self.paginator.page(self.paginator.num_pages)
        self.changes = changes([row.record for row in self.page.object_list])
        return self


def when(record: Observation) -> str:
    """The period, with the paper's own word where it differs."""
    words = period(record.year, record.through_month, record.indicator.kind)
    return f"{words}（原文“{record.printed_period}”）" if record.printed_period else words


def changes(records: Iterable[Observation]) -> dict[int, Change]:
    """The change of each current observation over the year before, by its id; three queries."""
    shown = list(records)
    years = [record.year for record in shown] or [0]
    published = figures.published(
        codes={record.indicator.code for record in shown},
        regions={record.region.code for record in shown},
        years=(min(years) - 1, max(years)),
    )
    return {figure.id: change(published, figure) for figure in published if figure.id is not None}
