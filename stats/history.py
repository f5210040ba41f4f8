"""What happened to published figures: who changed them and why, and which papers cite them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from cixi_ip import panels
from cixi_ip.models import Event, User
from cixi_ip.wording import DASH
from stats.models import Entry, Observation
from stats.sheets import Cell, Column, Link, Number, Table, amount, columns, difference, short
from stats.year_table import Addresses

Key = tuple[int, int, int, int]
# What is done with a batch as a whole says nothing of one figure in it.
NOT_OF_A_FIGURE = ("新建批次", "修改批次")


def value_of(figure: Observation) -> Number | str:
    return DASH if figure.value is None else Number(figure.value, figure.digits)


def moment(observation: Observation) -> str:
    return f"{localtime(observation.approved_at):%Y-%m-%d %H:%M}"


def revisions(
    observations: QuerySet[Observation],
    to: Addresses,
    *,
    name: str,
    since: datetime | None = None,
) -> Table:
    """Every change of these figures: what, from, to, when, by whom and why; the latest first."""
    vintages = (
        observations.filter(Q(vintage__gt=1) | Q(superseded_at__isnull=False))
        .select_related("indicator__numerator", "region", "entered_by", "approved_by")
        .order_by("indicator_id", "region_id", "year", "through_month", "vintage")
    )
    found = []
    for _key, of_key in groupby(vintages, key=lambda vintage: vintage.key):
        before, *later = of_key
        for vintage in later:
            found.append((before, vintage))
            before = vintage
    if since is not None:
        found = [pair for pair in found if pair[1].approved_at >= since]
    found.sort(key=lambda pair: pair[1].approved_at, reverse=True)
    return Table(
        columns(
            short("时间", width=18),
            Column("指标", width=30),
            Column("地区（口径）", width=22),
            short("时段", width=14),
            amount("原数"),
            amount("新数"),
            amount("差"),
            *("状态", "性质"),
            Column("原因", width=40),
            *("填报", "审核"),
            short("版次", width=8),
        ),
        tuple(revision(before, after, to) for before, after in found),
        id="revisions",
        name=name,
        empty="还没有修订过。",
    )


def revision(before: Observation, after: Observation, to: Addresses) -> tuple[Cell, ...]:
    old, new = value_of(before), value_of(after)
    return (
        moment(after),
        after.indicator.name,
        after.region.name,
        after.when,
        old,
        new,
        difference(old, new),
        status(before, after),
        after.get_revision_kind_display(),
        after.reason,
        *who(after),
        Link(f"第{after.vintage}版", to.figure(after.pk)),
    )


def status(before: Observation, after: Observation) -> str:
    """A revision may change the status alone: 初步→正式."""
    old, new = before.get_status_display(), after.get_status_display()
    return new if old == new else f"{old}→{new}"


def who(observation: Observation) -> tuple[str, str]:
    """Who entered and who approved; what came with the system has neither."""
    entered, approved = observation.entered_by, observation.approved_by
    return str(entered or "随系统装载"), str(approved or DASH)


@dataclass(frozen=True)
class Letter:
    """A paper that cites figures, and which of them, each with its vintage."""

    label: str
    url: str
    figures: tuple[str, ...]


def letters(observations: QuerySet[Observation]) -> tuple[Letter, ...]:
    """The papers that cite any of these; as many queries however many there are."""
    cited = panels.citing(observations.order_by().values("pk"))
    found: dict[tuple[str, str], list[str]] = {}
    for one in observations.filter(pk__in=cited).select_related("indicator__numerator", "region"):
        for paper in cited[one.pk]:
            found.setdefault(paper, []).append(f"{one.region.name}{one.when}第{one.vintage}版")
    return tuple(Letter(label, url, tuple(said)) for (label, url), said in found.items())


@dataclass(frozen=True)
class Vintage:
    """One published value of a key beside the one before it, with the papers that cite it."""

    record: Observation
    old: Number | str
    new: Number | str
    entered_by: str
    approved_by: str
    letters: tuple[tuple[str, str], ...]

    @property
    def difference(self) -> Number | str:
        return difference(self.old, self.new)


def vintages(key: Key) -> list[Vintage]:
    """All published values of a key, the latest first; two queries and those of the panels."""
    records = list(
        Observation.objects.of_key(key)
        .select_related("indicator__numerator", "region", "source", "entered_by", "approved_by")
        .order_by("vintage")
    )
    cited = panels.citing([record.pk for record in records])
    olds = [DASH, *map(value_of, records)]
    found = [
        Vintage(record, old, value_of(record), *who(record), tuple(cited.get(record.pk, ())))
        for record, old in zip(records, olds, strict=False)
    ]
    return found[::-1]


def table_of(vintages: Iterable[Vintage], to: Addresses, *, name: str) -> Table:
    """The values of one key as a file holds them."""
    return Table(
        columns(
            short("版次", width=8),
            amount("原数"),
            amount("数值"),
            amount("差"),
            *("状态", "性质"),
            Column("修改原因", width=40),
            Column("来源", width=40),
            *("填报", "审核"),
            short("发布时间", width=18),
            Column("引用它的文件", width=40),
        ),
        tuple(
            (
                Link(f"第{one.record.vintage}版", to.figure(one.record.pk)),
                one.old,
                one.new,
                one.difference,
                one.record.get_status_display(),
                one.record.get_revision_kind_display(),
                one.record.reason or DASH,
                one.record.source.title,
                one.entered_by,
                one.approved_by,
                moment(one.record),
                "；".join(label for label, _url in one.letters) or DASH,
            )
            for one in vintages
        ),
        id="vintages",
        name=name,
    )


@dataclass(frozen=True)
class Step:
    """One act on the way of a figure: when, what, by whom, and the words that go with it."""

    at: str
    kind: str
    by: str
    batch: str
    said: str


def steps(key: Key, *, reader: User) -> list[Step]:
    """Entering, submitting, returning and approving of one key, the first act first; three queries.

    What has not been published yet is for those who may see entries.
    """
    entries = Entry.objects.filter(
        indicator=key[0], region=key[1], year=key[2], through_month=key[3]
    )
    if not reader.has_perm("stats.view_entry"):
        entries = entries.filter(submission__state="approved")
    batches = {entry.submission_id: entry for entry in entries.select_related("submission")}
    loaded = Observation.objects.of_key(key).values_list("submission_id", flat=True)
    events = Event.objects.exclude(kind__in=NOT_OF_A_FIGURE).filter(
        Q(subject_type="stats.entry", subject_id__in=[str(one.pk) for one in batches.values()])
        | Q(
            subject_type="stats.submission",
            subject_id__in=[str(pk) for pk in {*batches, *loaded}],
        )
    )
    titles = {str(entry.pk): str(entry.submission) for entry in batches.values()}
    return [step(event, titles) for event in events.order_by("pk")]


def step(event: Event, titles: dict[str, str]) -> Step:
    detail = event.detail
    is_entry = event.subject_type == "stats.entry"
    said = f"原因：{detail['reason']}" if detail.get("reason") else ""
    if is_entry:
        said = f"数值 {detail.get('value') or DASH}"
    return Step(
        at=f"{localtime(event.at):%Y-%m-%d %H:%M}",
        kind=event.kind,
        by=event.by_label + (f"（代{name}）" if (name := detail.get("on_behalf_of")) else ""),
        batch=titles.get(event.subject_id, "") if is_entry else event.subject_label,
        said=said,
    )
