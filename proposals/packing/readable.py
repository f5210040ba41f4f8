"""案卷.html: the whole case for people, opened from the unpacked package without any system."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from proposals.packing.rows import shown
from proposals.printed import steps

if TYPE_CHECKING:
    from proposals.packing.contents import Case

FRAME = ("proposal", "handling", "round", "issued", "letter", "commitment", "order", "sha256")
NOT_FOR_READING = ("explanations", "parts", "figures", "checks", "fonts", "notes", "text", "body")


@dataclass(frozen=True)
class Part:
    """A section: tables of label and words, each with a name of its own where there are several."""

    title: str
    tables: list[tuple[str, list[tuple[str, str]]]]


def page(case: "Case") -> bytes:
    context = {
        "case": case,
        "proposal": case.handling.proposal,
        "parts": list(parts(case)),
        "letters": case.rounds,
        "steps": steps.lines(case.handling),
        "events": [(timezone.localtime(one.at), one) for one in case.events],
        "is_demo": settings.DEMO_DATA,
    }
    return render_to_string("proposals/packing/case.html", context).encode()


def parts(case: "Case") -> Iterator[Part]:
    proposal = case.handling.proposal
    yield Part("来文", [("", shown(proposal))])
    yield Part("提出人", each(proposal.proposers.all()))
    yield Part("诉求与答复要点", each(proposal.asks.all()))
    yield Part("附件", each(case.attachments))
    yield Part("办理", [("", shown(case.handling, "proposal", "round"))])
    yield Part("轮次", [(str(one.round), shown(one.round, "handling")) for one in case.rounds])
    yield Part("其他单位意见", each(case.units))
    yield Part("沟通记录", each(case.contacts))
    yield Part("征询意见", each(case.feedback))
    yield Part("公开", [(one.issued.reference, shown(one, *FRAME)) for one in case.publications])
    yield Part("承诺", [(str(one), promised(one)) for one in case.commitments])


def each(rows: models.QuerySet | list) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(str(row), shown(row, *FRAME)) for row in rows]


def promised(one: models.Model) -> list[tuple[str, str]]:
    """A promise with what was written down about it on its way."""
    said = "\n".join(f"{step.day}　{step.text}（{step.by}）" for step in one.progress.all())
    return [*shown(one, *FRAME), *([("进展", said)] if said else [])]
