"""The lists of proposals and of minutes as sortable tables."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.db.models import Case, F, IntegerField, QuerySet, When
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.data import TableQuerysetData

from proposals import dues
from proposals.deadlines import Light, State
from proposals.models import Handling, Minutes
from proposals.workdays import Calendar

STATE_TAGS = {"returned": "tag-bad", "awaiting": "tag-good", "closed": "tag-good"}
LIGHT_TAGS = {Light.OVERDUE: "tag-alarm", Light.TODAY: "tag-alarm", Light.NEAR: "tag-bad"}
DASH = "—"
ESTIMATED = SafeString('<span class="tag">预估</span>')


def light(standing: State | None) -> str:
    """The word of a traffic light as a list prints it; nothing for what is far off."""
    if standing is None or standing.light is Light.NORMAL:
        return ""
    return standing.remaining if standing.light is Light.DONE else standing.label


class Paged(TableQuerysetData):
    """Sorts and counts narrow rows, and reads in whole only those of the page."""

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, slice):
            return super().__getitem__(key)
        pks = list(self.data.select_related(None).values_list("pk", flat=True)[key])
        found = self.data.model.objects.with_proposal().defer("proposal__text").in_bulk(pks)
        return [found[pk] for pk in pks]


class HandlingTable(tables.Table):
    number = tables.Column(
        "编号",
        accessor="proposal__number",
        linkify=("proposal_detail", {"proposal": tables.A("proposal_id")}),
    )
    title = tables.Column("标题", accessor="proposal__title")
    role = tables.Column("角色", accessor="role_word", order_by="role")
    state = tables.Column("状态")
    due = tables.Column("期限", accessor="round__due_on", empty_values=())
    officer = tables.Column("经办人", empty_values=())
    department = tables.Column("科室", empty_values=())

    class Meta:
        model = Handling
        fields = ("number", "title", "role", "state", "due", "officer", "department")
        attrs = {"class": "table handling-table"}

    def __init__(self, rows: QuerySet[Handling], *, today: date, days: Calendar) -> None:
        super().__init__(Paged(rows))
        self.today, self.days = today, days

    def order_due(
        self, rows: QuerySet[Handling], is_descending: bool
    ) -> tuple[QuerySet[Handling], bool]:
        """What has no due day comes last either way, on both databases."""
        day = F("round__due_on")
        order = day.desc(nulls_last=True) if is_descending else day.asc(nulls_last=True)
        return rows.order_by(order, "pk"), True

    def order_state(
        self, rows: QuerySet[Handling], is_descending: bool
    ) -> tuple[QuerySet[Handling], bool]:
        """In the order of the work, not of the letters of its names."""
        return rows.order_by(*_sorted_by_state(is_descending)), True

    def render_number(self, record: Handling) -> str:
        return record.proposal.reference

    def render_officer(self, record: Handling) -> str:
        return str(record.officer or DASH)

    def render_department(self, record: Handling) -> str:
        return str(record.department or DASH)

    def render_state(self, record: Handling) -> SafeString:
        style = STATE_TAGS.get(record.state, "")
        return format_html('<span class="tag {}">{}</span>', style, record.get_state_display())

    def render_due(self, record: Handling) -> SafeString | str:
        standing = dues.of_handling(record, self.today, self.days)
        if standing is None or record.round is None or record.round.due_on is None:
            return DASH
        words = light(standing)
        tag = format_html(
            '<span class="tag {}">{}</span>', LIGHT_TAGS.get(standing.light, ""), words
        )
        return format_html(
            '<span class="unbroken">{}</span> {} {}',
            f"{record.round.due_on:%Y-%m-%d}",
            tag if words else "",
            ESTIMATED if record.round.is_estimated else "",
        )


def _sorted_by_state(is_descending: bool) -> tuple[object, ...]:
    place = Case(
        *(When(state=state, then=number) for number, state in enumerate(Handling.State.values)),
        output_field=IntegerField(),
    )
    return (place.desc() if is_descending else place.asc()), "pk"


class MinutesTable(tables.Table):
    number = tables.Column("编号", linkify=("minutes_detail", {"minutes": tables.A("pk")}))
    title = tables.Column("标题")
    held_on = tables.DateColumn("Y年n月j日", verbose_name="开会日期")
    chair = tables.Column("主持人")
    drafted_by = tables.Column("拟稿人")
    issued_at = tables.Column("状态", empty_values=())

    class Meta:
        model = Minutes
        fields = ("number", "title", "held_on", "chair", "drafted_by", "issued_at")
        attrs = {"class": "table"}

    def render_issued_at(self, record: Minutes) -> SafeString:
        style, label = ("", "已定稿") if record.is_issued else ("tag-good", "草稿")
        return format_html('<span class="tag {}">{}</span>', style, label)
