"""Load the session and No. 220 with its draft; what is there already is never overwritten."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from proposals import actions
from proposals.actions.indexing import index_missing
from proposals.models import CongressSession, Proposal, RoleSetting

FOLDER = Path(settings.BASE_DIR) / "fixtures"


class Command(BaseCommand):
    help = "装载届次、公文设置和第220号建议的协办意见草稿；已有的不改动"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        fixture = json.loads((FOLDER / "proposals.json").read_text(encoding="utf-8"))
        for session in fixture["sessions"]:
            load_session(session)
        fresh = sum(load_proposal(proposal) for proposal in fixture["proposals"])
        index_missing()
        if options["verbosity"]:
            self.stdout.write(f"建议提案：新装载 {fresh} 件，共 {Proposal.objects.count()} 件")


def load_session(values: dict[str, Any]) -> None:
    own = {name: value for name, value in values.items() if name != "settings"}
    session, is_new = CongressSession.objects.get_or_create(name=own.pop("name"), defaults=own)
    if is_new:
        actions.give_defaults(session)
        for setting in values["settings"]:
            RoleSetting.objects.create(session=session, **setting)


def load_proposal(values: dict[str, Any]) -> bool:
    session = CongressSession.objects.get_by_natural_key(values["session"])
    proposal = Proposal(
        session=session,
        **{name: values[name] for name in ("kind", "number", "title", "lead_unit")},
    )
    body = (FOLDER / "letters" / values["letter"]).read_text(encoding="utf-8").strip()
    return actions.load(proposal=proposal, role=values["role"], body=body)
