"""What the dashboard shows of the proposals: what waits for this user, and who cites a figure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse

from cixi_ip.models import User
from cixi_ip.panels import Attention
from proposals.examination import examine
from proposals.models import Handling, Letter, LetterFigure
from proposals.workflow import MOVES, WRITABLE
from stats import figures


def waiting(user: User, today: date) -> Iterator[Attention]:
    """Letters to sign, cases to take, drafts sent back, and own drafts with faults."""
    signs, takes = MOVES["sign"].allows(user), MOVES["take"].allows(user)
    if not (signs or takes):
        return
    states = Handling.State
    wanted = Q(officer=user, state__in=WRITABLE)
    wanted |= Q(state=states.AWAITING) if signs else Q()
    wanted |= Q(state=states.ASSIGNED, officer=None) if takes else Q()
    wanted |= Q(state=states.ASSIGNED, officer=user)
    for handling in Handling.objects.filter(wanted).with_proposal().select_related("round__letter"):
        url = reverse("proposal_detail", kwargs={"proposal": handling.proposal_id})
        reference = handling.proposal.reference
        if handling.state == states.ASSIGNED:
            what = "已分给您，请承办" if handling.officer_id else "还没有人承办"
            yield Attention("提示", f"{reference}{what}", url)
        elif handling.state == states.AWAITING:
            yield Attention("提示", f"{reference}的{handling.role}公文待签发", url)
        if handling.state == states.RETURNED:
            yield Attention("提示", f"{reference}的稿件被退回：{handling.return_reason}", url)
        if handling.state in WRITABLE and (count := contradictions(handling.letter)):
            yield Attention("错误", f"{reference}的稿件有 {count} 处须改正", url)


def contradictions(letter: Letter) -> int:
    """How many blocking checks a draft has; kept until the draft or any figure changes."""
    key = f"letter-{letter.pk}-{letter.edition}-{figures.version()}"
    count = cache.get(key)
    if count is None:
        count = sum(check.is_blocking for check in examine(letter).checks)
        cache.set(key, count)
    return int(count)


def letters_citing(observation_ids: Any) -> Iterator[tuple[int, str, str]]:
    """(observation, label, address) of issued letters that print a figure or a growth over it."""
    found = (
        LetterFigure.objects.filter(
            Q(observation_id__in=observation_ids) | Q(base_id__in=observation_ids)
        )
        .select_related("issued__letter__round__handling")
        .defer("issued__pdf")
        .order_by("-issued__signed_at", "position")
    )
    for figure in found:
        letter = figure.issued
        label = f"{letter.reference} {letter.title}"
        url = reverse("letter_verify", kwargs={"proposal": letter.letter.handling.proposal_id})
        for pk in (figure.observation_id, figure.base_id):
            if pk is not None:
                yield pk, label, url
