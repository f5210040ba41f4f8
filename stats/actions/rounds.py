"""Collection rounds: set, changed while they run, and closed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cixi_ip.models import Event, User
from stats import rounds
from stats.actions.refusals import require, tidy
from stats.models import Assignment, CollectionRound, Indicator, Region


@dataclass(frozen=True)
class Part:
    """What one office is to report in one scope; without a reporter any clerk of it may."""

    office: str
    region: Region
    indicators: tuple[Indicator, ...]
    reporter: User | None = None

    @property
    def place(self) -> str:
        return f"{self.office}（{self.region}）"

    @property
    def words(self) -> str:
        who = f"，{self.reporter}填报" if self.reporter else ""
        return f"{self.place}{len(self.indicators)} 项{who}"


@transaction.atomic
def save_round(
    *, by: User, round: CollectionRound, assignments: Iterable[Part], seen: str | None = None
) -> CollectionRound:
    """Set a round, or replace the assignments of one that runs.

    `seen` is the mark (`rounds.mark`) of what the page showed: when somebody else has changed the
    round since, the save is refused, and the form keeps what was chosen.
    """
    adding = round.pk is None
    permission = "stats.add_collectionround" if adding else "stats.change_collectionround"
    require(by, permission, "布置报送任务")
    parts = list(assignments)
    stored = None if adding else running(round)
    if stored is not None and seen is not None and rounds.mark(stored) != seen:
        raise ValidationError(
            f"任务“{stored}”在您打开页面之后已被他人修改，您的修改没有保存。"
            "请另开一页查看现在的分工；再次保存即以您填的为准。",
            code="stale",
        )
    tidy(round)
    if adding:
        round.created_by = by
    refuse_dates(round, stored)
    refuse_parts(parts)
    round.full_clean()
    round.save()
    write_parts(round, parts)
    Event.objects.record(
        "布置报送任务" if adding else "修改报送任务",
        by=by,
        subject=round,
        due_on=f"{round.due_on:%Y-%m-%d}",
        assignments=[part.words for part in parts],
    )
    return round


def running(round: CollectionRound) -> CollectionRound:
    """The round as it is stored, locked; refused once it is closed."""
    stored = CollectionRound.objects.select_for_update().get(pk=round.pk)
    if stored.closed_at is not None:
        raise ValidationError(f"任务“{stored}”已结束，不能再改。如需补报，请另布置一个任务。")
    return stored


def refuse_dates(round: CollectionRound, stored: CollectionRound | None) -> None:
    """A new day must not lie behind us, nor before the period has begun to be reportable."""
    due = round.due_on
    if due is None or None in (round.year, round.through_month):
        return
    if (stored is None or stored.due_on != due) and due < timezone.localdate():
        raise ValidationError({"due_on": f"截止日期 {due:%Y-%m-%d} 已经过去，请改为今天或以后。"})
    if (due.year, due.month) < (round.year, round.through_month):
        period = f"{round.year}年{round.through_month}月"
        raise ValidationError({"due_on": f"截止日期早于所报时段（{period}），到时还没有数可报。"})


def refuse_parts(parts: list[Part]) -> None:
    if not parts:
        raise ValidationError("任务里还没有分工。请至少勾选一个科室的一种口径。")
    able = set(rounds.reporters().values_list("pk", flat=True))
    places: set[str] = set()
    found = []
    for part in parts:
        found += part_faults(part, able)
        if part.place in places:
            found.append(f"{part.place}列了两次，请只留一次。")
        places.add(part.place)
    if found:
        raise ValidationError(found)


def part_faults(part: Part, able: set[int]) -> Iterable[str]:
    if not part.indicators:
        yield f"{part.place}没有勾选指标。请勾选要报的指标，或不列这一份。"
    strange = [each.name for each in part.indicators if each.office != part.office]
    if strange:
        yield f"{'、'.join(strange[:3])}不由{part.office}填报，请列到填报这些指标的科室。"
    if part.reporter is not None and part.reporter.pk not in able:
        yield f"{part.place}的填报人{part.reporter}不能录入数据，请改选，或留空。"


def write_parts(round: CollectionRound, parts: list[Part]) -> None:
    kept = {(part.office, part.region.pk) for part in parts}
    there = {(found.office, found.region_id): found for found in round.assignments.all()}
    for key, found in there.items():
        if key not in kept:
            found.delete()
    for part in parts:
        assignment = there.get((part.office, part.region.pk)) or Assignment(
            round=round, office=part.office, region=part.region
        )
        assignment.reporter = part.reporter
        assignment.full_clean(validate_unique=False, validate_constraints=False)
        assignment.save()
        assignment.indicators.set(part.indicators)


@transaction.atomic
def close_round(*, by: User, round: CollectionRound) -> CollectionRound:
    """End a round: nobody is reminded any more, and nothing of it changes."""
    require(by, "stats.change_collectionround", "结束报送任务")
    stored = running(round)
    stored.closed_at = timezone.now()
    stored.save(update_fields=["closed_at"])
    Event.objects.record("结束报送任务", by=by, subject=stored)
    return stored
