"""What dashboard and inbox show of the proposals: what waits for this user, who cites a figure."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse

from cixi_ip.models import User
from cixi_ip.panels import Attention
from proposals import dues
from proposals.deadlines import Light, State
from proposals.examination import examine
from proposals.models import Handling, Letter, LetterFigure
from proposals.open_cases import open_cases
from proposals.work import Work, waiting_for
from proposals.workflow import APPROVE, DRAFT, SIGN, WRITABLE
from stats import figures

# The dashboard has other things to show; the rest is at 我的工作.
MOST_URGENT = 8


def waiting(user: User, today: date) -> Iterator[Attention]:
    """What is overdue, due today or near, also of others for leaders; own drafts with faults."""
    urgent = [work for work in waiting_for(user, today) if work.is_urgent]
    yield from map(line, urgent[:MOST_URGENT])
    if len(urgent) > MOST_URGENT:
        rest = len(urgent) - MOST_URGENT
        yield Attention("提示", f"另有 {rest} 项逾期或临近的工作", reverse("my_work"), "near")
    if user.has_perm(APPROVE) or user.has_perm(SIGN):
        yield from overseen(today, {work.reference for work in urgent})
    if user.has_perm(DRAFT):
        yield from faulty_drafts(user)


def overseen(today: date, own: Collection[str]) -> Iterator[Attention]:
    """Cases of the whole bureau that are late or near their day, for those who lead it."""
    for each in open_cases(today, dues.calendar()):
        reference, standing = each.handling.proposal.reference, each.standing
        if standing is None or standing.light is Light.NORMAL or reference in own:
            continue
        is_late = standing.light is Light.OVERDUE
        text = (
            f"{reference}（{each.handling.role}）：{said(standing)}，{each.handling.proposal.title}"
        )
        url = reverse("proposal_detail", kwargs={"proposal": each.handling.proposal_id})
        yield Attention("逾期" if is_late else "提示", text, url, "late" if is_late else "near")


def said(standing: State) -> str:
    """How a case stands, beside the word 逾期 of its line: 已过3天, 临近."""
    return f"已过{-standing.days_left}天" if standing.light is Light.OVERDUE else standing.label


def at_the_desk(user: User, today: date) -> Iterator[Attention]:
    """What waits without haste."""
    calm = [work for work in waiting_for(user, today) if not work.is_urgent]
    yield from map(line, calm[:MOST_URGENT])
    if len(calm) > MOST_URGENT:
        rest = len(calm) - MOST_URGENT
        yield Attention("提示", f"另有 {rest} 项其他待办", reverse("my_work"))


def line(work: Work) -> Attention:
    is_late = work.standing is not None and work.standing.light is Light.OVERDUE
    until = f"（{said(work.standing)}）" if work.standing and work.is_urgent else ""
    level = "逾期" if is_late else "提示"
    kind = "late" if is_late else "near" if work.is_urgent else ""
    return Attention(level, f"{work.what}：{work.reference}{until}，{work.why}", work.url, kind)


def faulty_drafts(user: User) -> Iterator[Attention]:
    wanted = Q(officer=user, state__in=WRITABLE)
    for handling in Handling.objects.filter(wanted).with_proposal().select_related("round__letter"):
        if count := contradictions(handling.letter):
            url = reverse("letter_desk", kwargs={"proposal": handling.proposal_id})
            text = f"{handling.proposal.reference}的稿件有 {count} 处须改正"
            yield Attention("错误", text, url)


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
