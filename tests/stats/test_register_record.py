"""How the record of acts, which auditors read, tells those on registers."""

import html

import pytest
from django.urls import reverse

from cixi_ip.models import Event
from stats import actions
from stats.registers import REGISTERS
from tests.makers import make_user
from tests.stats.pages import text
from tests.stats.register_rows import make_enterprise, make_honour, make_keeper

pytestmark = pytest.mark.django_db


def page_of(client, kind):
    client.force_login(make_user("审计员"))
    event = Event.objects.get(kind=kind)
    return html.unescape(text(client, reverse("admin:cixi_ip_event_change", args=[event.pk])))


def test_a_register_is_called_by_its_name(client):
    honour = make_honour()
    actions.remove_record(
        by=make_keeper(), register=REGISTERS["honours"], record=honour, reason="登错了"
    )
    page = page_of(client, "删除登记")
    assert f"登记册：{REGISTERS['honours'].name}" in page
    assert "登记册：honours" not in page


def test_a_register_that_is_kept_no_more_keeps_its_slug(client):
    Event.objects.record("删除登记", by=make_user(), register="gone")
    assert "登记册：gone" in page_of(client, "删除登记")


def test_the_enterprise_merged_is_told_in_chinese(client):
    kept, dropped = make_enterprise("某某公司"), make_enterprise("某某有限公司")
    actions.merge_enterprises(
        by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="同一企业"
    )
    page = page_of(client, "合并企业")
    assert f'"编号": {dropped.pk}' in page
    assert '"名称": "某某有限公司"' in page
    assert f'"统一社会信用代码": "{dropped.credit_code}"' in page
    assert '"id"' not in page
