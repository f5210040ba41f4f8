"""Counts of the registers become entries of a batch, with the rows behind them (settled 9)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_ip.departments import BUREAU
from cixi_ip.models import User
from stats.actions.entering import enter, grid_batch
from stats.actions.refusals import exactly, require, shown
from stats.models import Count, Entry, Indicator, Observation, Region, RevisionKind, Source
from stats.registers import REGISTERS, counting

LEDGER = "本局登记台账"


@transaction.atomic
def take_count(
    *,
    by: User,
    indicator: Indicator,
    region: Region,
    year: int,
    through_month: int,
    explanation: str = "",
) -> Entry:
    """Enter what the registers count into the user's own batch of the period, to be reviewed.

    Where another number is published, `explanation` must say why the two differ. Taken again, it
    replaces the count that the batch already has, as long as the batch is open.
    """
    require(by, "stats.add_entry", "取数")
    tally = counting.tally(indicator, region, year, through_month)
    refuse_empty(tally)
    published = Observation.objects.published().select_related("indicator", "region")
    found = published.filter(
        indicator=indicator, region=region, year=year, through_month=through_month
    ).first()
    refuse_needless(found, tally)
    refuse_unexplained(found, tally, explanation)
    count = Count.objects.create(
        register=tally.register,
        indicator=indicator,
        region=region,
        first_day=tally.first_day,
        day=tally.day,
        value=tally.value,
        rows=[list(row) for row in tally.rows],
        left_out=tally.left_out,
        taken_by=by,
    )
    entry = counted_entry(
        submission=grid_batch(by=by, year=year, through_month=through_month, region=region),
        indicator=indicator,
        region=region,
        year=year,
        through_month=through_month,
    )
    refuse_unchanged(entry, tally)
    entry.value, entry.count = count.value, count
    entry.explanation = explanation.strip() or entry.explanation
    if found is not None:
        entry.based_on = found.vintage
        entry.revision_kind = RevisionKind.REVISION
        entry.reason = f"按{LEDGER}重新计数"
    return enter(by=by, entry=entry)


def counted_entry(**place: Any) -> Entry:
    """The entry of the batch that holds an earlier count of the same place, or a new one."""
    held = Entry.objects.select_for_update(of=("self",)).select_related("count", "submission")
    found = held.filter(**place, origin=Entry.Origin.REGISTER).first()
    return found or Entry(**place, source=ledger(), origin=Entry.Origin.REGISTER)


def refuse_unchanged(entry: Entry, tally: counting.Tally) -> None:
    held = entry.count
    if held is not None and held.value == tally.value and counting.same_rows(held, tally):
        raise ValidationError(
            f"{entry.place}已取数 {shown(entry)}，在批次“{entry.submission}”里，"
            "名单没有变化，不必再取。"
        )


def refuse_empty(tally: counting.Tally) -> None:
    register = REGISTERS[tally.register]
    if not tally.rows and not register.model._default_manager.exists():
        raise ValidationError(
            f"“{register.name}”登记册里还没有一条登记，数出来的 0 不是真的没有。"
            "请先登记或导入名单。"
        )


def refuse_needless(found: Observation | None, tally: counting.Tally) -> None:
    if found is None or found.count is None or found.value != tally.value:
        return
    if counting.same_rows(found.count, tally):
        raise ValidationError(f"{found.place}已按登记册发布，名单没有变化，不必再取。")


def refuse_unexplained(found: Observation | None, tally: counting.Tally, explanation: str) -> None:
    if found is None or found.value == tally.value or explanation.strip():
        return
    counted = f"{exactly(tally.value)}{found.indicator.unit}"
    raise ValidationError(
        {
            "explanation": f"{found.place}已发布 {shown(found)}（来源：{found.source}），"
            f"登记册现有 {counted}，两者不同。请写一句话说明为什么不同，再取数。"
        }
    )


def ledger() -> Source:
    """The source of every counted figure: our own registers."""
    found, _made = Source.objects.get_or_create(
        title=LEDGER, defaults={"kind": Source.Kind.LEDGER, "issuer": BUREAU}
    )
    return found
