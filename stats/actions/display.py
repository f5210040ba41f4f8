"""The organisation's choice of colours: set by who runs the system, each change on record."""

from django.db import transaction

from cixi_ip.models import Event, User
from stats.actions.refusals import require
from stats.models import Display


@transaction.atomic
def set_tones(*, by: User, tones: str) -> Display:
    """Choose how rises and falls are coloured on every page (Display.Tones)."""
    require(by, "stats.change_display", "修改显示设置")
    display = Display(tones=tones)
    display.full_clean(validate_unique=False)
    Display.objects.get_or_create(pk=Display.ONLY)
    kept = Display.objects.select_for_update().get(pk=Display.ONLY)
    if kept.tones == tones:
        return kept
    before, kept.tones = kept.get_tones_display(), tones
    kept.save(update_fields=["tones"])
    Event.objects.record(
        "修改显示", by=by, subject=kept, changes={"tones": [before, kept.get_tones_display()]}
    )
    return kept
