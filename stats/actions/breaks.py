"""Breaks and notes of a series: kept by who sets the tasks, each change on record."""

from django.db import transaction

from cixi_ip.models import Event, User
from stats.actions.refusals import require, tidy
from stats.models import SeriesBreak

KEPT = ("indicator", "year", "is_break", "title", "note", "source")


@transaction.atomic
def save_break(*, by: User, series_break: SeriesBreak) -> SeriesBreak:
    """Add a break or note to a series, or mend one."""
    require(by, "stats.change_seriesbreak", "修改口径变更与注释")
    before = told(SeriesBreak.objects.get(pk=series_break.pk)) if series_break.pk else {}
    tidy(series_break)
    series_break.full_clean()
    series_break.save()
    after = told(series_break)
    changes = {name: [before.get(name, ""), words] for name, words in after.items()}
    Event.objects.record(
        "修改目录",
        by=by,
        subject=series_break,
        changes={name: pair for name, pair in changes.items() if pair[0] != pair[1]},
    )
    return series_break


@transaction.atomic
def remove_break(*, by: User, series_break: SeriesBreak) -> None:
    """Take a break or note that was wrong off its series; the record keeps what it said."""
    require(by, "stats.change_seriesbreak", "删除口径变更与注释")
    Event.objects.record("修改目录", by=by, subject=series_break, removed=told(series_break))
    series_break.delete()


def told(series_break: SeriesBreak) -> dict[str, str]:
    values = {name: getattr(series_break, name) for name in KEPT}
    return {name: "" if value is None else str(value) for name, value in values.items()}
