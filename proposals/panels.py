"""What the dashboard shows of the proposals: what waits for this user, and who cites a figure."""

from collections.abc import Iterator
from datetime import date

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
    wanted |= Q(state=states.REGISTERED) if takes else Q()
    for handling in Handling.objects.filter(wanted).with_proposal().select_related("letter"):
        url = reverse("proposal_detail", kwargs={"proposal": handling.proposal_id})
        reference = handling.proposal.reference
        if handling.state == states.REGISTERED:
            yield Attention("提示", f"{reference}还没有人承办", url)
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


def letters_citing(observation_id: int) -> list[tuple[str, str]]:
    """(label, address) of every issued letter that prints this figure or a growth over it."""
    found = (
        LetterFigure.objects.filter(Q(observation_id=observation_id) | Q(base_id=observation_id))
        .select_related("issued__letter__handling")
        .order_by("-issued__signed_at", "position")
    )
    issued = {figure.issued_id: figure.issued for figure in found}
    return [
        (
            f"{letter.reference} {letter.title}",
            reverse("letter_verify", kwargs={"proposal": letter.letter.handling.proposal_id}),
        )
        for letter in issued.values()
    ]
