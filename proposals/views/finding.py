"""What the pages of the proposals look up: the handling an address names, its draft, its letter."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from cixi_ip.models import User
from cixi_ip.web import row_number
from proposals.models import Handling, IssuedLetter, Letter, LetterFigure, Round
from proposals.workflow import may_read_draft

HandlingView = Callable[..., HttpResponse]
DRAFT_IS_CLOSED = "公文签发前，草稿只供拟稿、核稿和签发的人看。签发后可在办理页查看和下载。"


def of_proposal(view: HandlingView) -> Callable[..., HttpResponse]:
    """The view gets the handling of the proposal in its address."""

    @wraps(view)
    def loaded(request: HttpRequest, proposal: int, **others: int) -> HttpResponse:
        # The database takes no number beyond its own integers, and raises.
        if proposal > BigIntegerField.MAX_BIGINT:
            raise Http404("没有这件建议提案，请从列表中重新选择。")
        handling = get_object_or_404(Handling.objects.with_proposal(), proposal=proposal)
        return view(request, handling, **others)

    return loaded


def letter_of(handling: Handling, round: Round | None = None) -> Letter:
    """The letter of the present round, or of an earlier one."""
    of_round = round or handling.round
    letter = Letter.objects.filter(round=of_round).first() if of_round else None
    if letter is None:
        raise ValidationError("这件还没有公文稿，请经办人先“承办”。")
    letter.round = of_round
    letter.round.handling = handling
    return letter


def readable_letter(handling: Handling, user: User, round: Round | None = None) -> Letter:
    """The letter, whose text is open to all once it is issued."""
    letter = letter_of(handling, round)
    if not may_read_draft(user) and not IssuedLetter.objects.filter(letter=letter).exists():
        raise PermissionDenied(DRAFT_IS_CLOSED)
    return letter


def chosen_round(request: HttpRequest, handling: Handling) -> Round | None:
    """The round `?round=` names, by its number; the present one without it."""
    wanted = request.GET.get("round")
    if wanted is None:
        return handling.round
    return get_object_or_404(Round, handling=handling, number=row_number(wanted))


def issued_of(handling: Handling, round: Round | None) -> IssuedLetter:
    return get_object_or_404(
        IssuedLetter.objects.select_related("signed_by", "drafted_by"),
        letter__round=round,
        letter__round__handling=handling,
    )


def cited_in(issued: IssuedLetter) -> list[tuple[LetterFigure, dict[str, str]]] | None:
    """The figures of a signed letter, each with its frozen words; None when the rows differ."""
    rows = list(issued.cited.select_related("observation"))
    registered = [(row.token, row.printed) for row in rows]
    if registered != [(frozen["token"], frozen["printed"]) for frozen in issued.figures]:
        return None
    return list(zip(rows, issued.figures, strict=True))
