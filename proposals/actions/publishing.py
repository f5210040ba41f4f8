"""The public side of an answer: the masked text, its check by a person, and its publication."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cixi_ip.hygiene import sanitise
from cixi_ip.models import Event, User
from proposals import dues
from proposals.actions.cleaning import needed
from proposals.actions.moves import require_permission, today_or_before
from proposals.models import IssuedLetter, Publication
from proposals.models.session import ClockName, Disclosure
from proposals.public_text import TITLE_ALONE, is_title_only, masked
from proposals.workflow import PUBLISH

LONGEST_CONSENT = 200
EDITED = "修改公开文本"


def open_publication(issued: IssuedLetter) -> Publication | None:
    """Where the answer is to be open: its text with personal data covered, and by when."""
    handling = issued.letter.handling
    if not handling.is_answering or issued.letter.disclosure != Disclosure.OPEN:
        return None
    found = dues.after(handling.proposal.session, ClockName.PUBLISH, issued.date)
    is_short = is_title_only(handling.proposal)
    return Publication.objects.create(
        issued=issued,
        extent=Publication.Extent.SUMMARY if is_short else Publication.Extent.FULL,
        text=TITLE_ALONE if is_short else masked(issued).text,
        due_on=found.day if found else None,
        is_estimated=bool(found and found.is_estimated),
    )


@transaction.atomic
def save_publication(
    *,
    by: User,
    publication: Publication,
    extent: str,
    text: str,
    seen: str | None = None,
    consent: str = "",
) -> Publication:
    """Change the public text; a changed text must be checked again.

    `seen` is the text the page showed. `consent` says how those who did not want the whole
    answer to be public came to agree; without it their wish stands.
    """
    require_permission(by, PUBLISH, "办理公开")
    stored = Publication.objects.select_for_update().get(pk=publication.pk)
    if stored.published_on:
        raise ValidationError("已经公开，文本不能再改。公开有误的，请按规定更正。")
    if seen is not None and stored.text != seen:
        raise ValidationError(
            "您打开页面之后公开文本被别人改过，没有保存。您填的内容还在下面，请对照后再保存一次。",
            code="stale",
        )
    consent = sanitise(consent)[0].strip()[:LONGEST_CONSENT]
    refuse_against_wish(stored, extent, consent)
    stored.extent, stored.text = extent, needed(text, "公开文本", 200_000)
    stored.checked_by = stored.checked_at = None
    stored.full_clean()
    stored.save()
    Event.objects.record(EDITED, by=by, subject=stored, extent=extent, reason=consent)
    return stored


def refuse_against_wish(publication: Publication, extent: str, consent: str) -> None:
    proposal = publication.issued.letter.handling.proposal
    is_widened = extent == Publication.Extent.FULL and publication.extent != extent
    if is_widened and is_title_only(proposal) and not consent:
        raise ValidationError(
            f"提出人的公开意愿是“{proposal.get_wish_display()}”。要全文公开的，"
            "请先征得提出人同意，并写明何时、怎样同意的；否则请选摘要公开。"
        )


@transaction.atomic
def check_publication(*, by: User, publication: Publication, seen: str) -> Publication:
    """审查: by somebody other than the letter's drafter, of the text that was seen."""
    require_permission(by, PUBLISH, "审查公开文本")
    stored = Publication.objects.select_for_update().get(pk=publication.pk)
    if stored.issued.drafted_by_id in by.acts_for():
        raise PermissionDenied("拟稿人不能审查自己起草的公文的公开文本，请由另一位审查。")
    if stored.published_on or stored.checked_by_id:
        raise ValidationError("公开文本已经审查过，不用再审。要改的请先修改文本，再重新审查。")
    if is_editor(stored, by):
        raise PermissionDenied("公开文本最后由您修改，请由另一位审查。")
    if stored.text != seen:
        raise ValidationError("您打开页面之后公开文本有变动，请重新看过再通过。")
    stored.checked_by, stored.checked_at = by, timezone.now()
    stored.save(update_fields=["checked_by", "checked_at"])
    Event.objects.record("公开审查通过", by=by, subject=stored)
    return stored


def is_editor(publication: Publication, user: User) -> bool:
    """Whether the public text stands as this user left it; nobody checks a text of their own."""
    edits = Event.objects.filter(
        kind=EDITED, subject_type="proposals.publication", subject_id=str(publication.pk)
    )
    last = edits.order_by("-id").values_list("by", flat=True).first()
    return last in user.acts_for()


@transaction.atomic
def publish(*, by: User, publication: Publication, published_on: date, place: str) -> Publication:
    """Write down that it has been put before the public, where and when."""
    require_permission(by, PUBLISH, "办理公开")
    stored = Publication.objects.select_for_update().get(pk=publication.pk)
    if stored.published_on:
        raise ValidationError(f"已于 {stored.published_on} 公开，不用再办。")
    if stored.checked_by_id is None:
        raise ValidationError("公开文本还没有审查，请先审查。")
    today_or_before(published_on, "公开日期")
    if published_on < stored.issued.date:
        raise ValidationError(f"公开日期不能早于签发日期（{stored.issued.date}），请核对。")
    stored.published_on = published_on
    stored.place = needed(place, "公开网址或栏目", 200)
    stored.full_clean()
    stored.save()
    Event.objects.record("公开", by=by, subject=stored, day=str(published_on), place=stored.place)
    return stored
