"""The lists of proposals and of minutes as sortable tables."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from proposals.models import Handling, Minutes

STATE_TAGS = {"returned": "tag-bad", "awaiting": "tag-good", "closed": "tag-good"}


class HandlingTable(tables.Table):
    number = tables.Column(
        "编号",
        accessor="proposal__number",
        linkify=("proposal_detail", {"proposal": tables.A("proposal_id")}),
    )
    title = tables.Column("标题", accessor="proposal__title")
    role = tables.Column("角色")
    addressee = tables.Column("主送")
    officer = tables.Column("经办人", empty_values=())
    state = tables.Column("状态")

    class Meta:
        model = Handling
        fields = ("number", "title", "role", "addressee", "officer", "state")
        attrs = {"class": "table"}
        order_by = ("-number",)

    def render_number(self, record: Handling) -> str:
        return record.proposal.reference

    def render_officer(self, record: Handling) -> str:
        return str(record.officer or "—")

    def render_state(self, record: Handling) -> SafeString:
        style = STATE_TAGS.get(record.state, "")
        return format_html('<span class="tag {}">{}</span>', style, record.get_state_display())


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
