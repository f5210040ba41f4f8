"""The list of proposals as a sortable table."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from proposals.models import Handling

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
