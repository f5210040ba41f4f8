"""One saved row of each register, all invented."""

from typing import Any

from stats.models import Contact, ScaleYear
from tests.stats import brand_rows, chain_rows, protection_rows, service_rows
from tests.stats.register_rows import (
    make_enterprise,
    make_honour,
    make_programme,
    make_town,
    saved,
)


def one_of_each() -> dict[str, Any]:
    """By the register's slug; rows of a kind belong together."""
    firm = make_enterprise(town=make_town())
    found: dict[str, Any] = {
        "enterprises": firm,
        "programmes": make_programme(),
        "honours": make_honour(enterprise=firm),
        "scale": ScaleYear.objects.create(enterprise=firm, year=2022),
        "contacts": Contact.objects.create(enterprise=firm, name="测试某", phone="13800001234"),
        "chains": chain_rows.kept_chain(),
        "chain-nodes": chain_rows.kept_node(),
        "node-holders": saved(chain_rows.holder(enterprise=firm)),
        "initiative-tasks": saved(chain_rows.task()),
    }
    found["initiatives"] = found["initiative-tasks"].initiative
    found |= protection_rows.one_of_each() | brand_rows.one_of_each(firm)
    return found | {slug: saved(new()) for slug, new in service_rows.NEW.items()}
