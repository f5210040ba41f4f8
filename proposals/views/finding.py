"""What the pages of the proposals look up: the handling an address names, its draft, its letter."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from cixi_ip.models import User
from proposals.models import Handling, IssuedLetter, Letter, LetterFigure
from proposals.workflow import WITH_SIGNED_LETTER, may_read_draft

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


def letter_of(handling: Handling) -> Letter:
    letter = Letter.objects.filter(round=handling.round_id).first()
    if letter is None:
        raise ValidationError("这件还没有公文稿，请经办人先“承办”。")
    letter.round = handling.round
    letter.round.handling = handling
    return letter


def readable_letter(handling: Handling, user: User) -> Letter:
    """The letter, whose text is open to all once it is issued."""
    letter = letter_of(handling)
    if handling.state not in WITH_SIGNED_LETTER and not may_read_draft(user):
        raise PermissionDenied(DRAFT_IS_CLOSED)
    return letter


def issued_of(handling: Handling) -> IssuedLetter:
    return get_object_or_404(
        IssuedLetter.objects.select_related("signed_by", "drafted_by"),
        letter__round=handling.round_id,
    )


def cited_in(issued: IssuedLetter) -> list[tuple[LetterFigure, dict[str, str]]] | None:
    """The figures of a signed letter, each with its frozen words; None when the rows differ."""
    rows = list(issued.cited.select_related("observation"))
    registered = [(row.token, row.printed) for row in rows]
    if registered != [(frozen["token"], frozen["printed"]) for frozen in issued.figures]:
        return None
    return list(zip(rows, issued.figures, strict=True))
