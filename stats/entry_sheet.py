"""The entry sheet on paper: a batch with its version code, or an empty one to fill by pen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from cixi_ip.wording import DASH, number, period
from stats import figures
from stats.actions import exactly
from stats.arithmetic import FigureSet
from stats.models import Entry, Indicator, Region, Submission, TargetEntry
from stats.models.figure import Figure
from stats.selection import change
from stats.version_code import version_code

MEASURES = tuple(field.attname for field in Figure._meta.get_fields())
ENTERED = (*MEASURES, "source_id", "based_on", "revision_kind", "reason", "origin")
PLANNED = (
    *("title", "indicator_id", "region_id", "plan", "stated_year", "due_year"),
    *("value", "nature", "note", "source_id"),
)
MOST_LINES = 2000


@dataclass(frozen=True)
class Line:
    """One figure as the sheet prints it; on an empty sheet only the first three are filled."""

    name: str
    unit: str
    last: str
    value: str = ""
    growth: str = ""
    reported: str = ""
    ranking: str = ""
    status: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Block:
    """The lines of one scope and period."""

    place: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    title: str
    offices: str
    blocks: tuple[Block, ...]
    targets: tuple[TargetEntry, ...] = ()
    submission: Submission | None = None
    code: str = ""
    left_out: int = 0


def place(region: Region, year: int, month: int) -> str:
    return f"{period(year, month, 'flow')} {region}"


def title(places: Iterable[str]) -> str:
    """With period and scope where all lines share them; else each block says its own."""
    found = set(places)
    return f"{found.pop()} 知识产权数据填报表" if len(found) == 1 else "知识产权数据填报表"


def code(submission: Submission) -> str:
    """The version code of the batch as it is stored; empty while it holds nothing.

    Who entered, submitted or approved, and when, plays no part: an approved batch has the code of
    the sheet that was signed.
    """
    entries = submission.entries.order_by().values_list(*ENTERED, "source__title")
    targets = submission.target_entries.order_by().values_list(*PLANNED, "source__title")
    records = [
        *(("数据", *map(text, row)) for row in entries.iterator(chunk_size=5000)),
        *(("目标", *map(text, row)) for row in targets),
    ]
    if not records:
        return ""
    head = (
        *(submission.title, submission.year, submission.through_month, submission.region_id),
        *(submission.source_id, submission.source),
    )
    return version_code([("批次", *map(text, head)), *records])


def text(value: object) -> str:
    """A database may hand 42.5 back as 42.500000; both are written alike."""
    if isinstance(value, Decimal):
        return exactly(value)
    return "" if value is None else str(value)


def of_batch(submission: Submission) -> Sheet:
    """All entries of a batch in the order of the catalogue, by scope and period.

    What is imported by the ten thousand is not printed line by line; the code stands for it.
    """
    count = submission.entries.count()
    entries = list(
        submission.entries.select_related("indicator__numerator", "region", "source", "rank_region")
        if count <= MOST_LINES
        else ()
    )
    targets = tuple(
        submission.target_entries.select_related("indicator__numerator", "region", "source")
    )
    blocks: dict[str, list[Line]] = {}
    for entry, drawn in zip(entries, lines(entries), strict=True):
        key = place(entry.region, entry.year, entry.through_month)
        blocks.setdefault(key, []).append(drawn)
    offices = dict.fromkeys(each.indicator.office for each in (*entries, *targets))
    return Sheet(
        title(blocks),
        "、".join(offices),
        tuple(Block(key, tuple(found)) for key, found in blocks.items()),
        targets,
        submission,
        code(submission),
        count - len(entries),
    )


def lines(entries: Sequence[Entry]) -> list[Line]:
    """Each entry beside last year's published figure; the same queries for any number."""
    if not entries:
        return []
    years = [entry.year for entry in entries]
    published = figures.published(
        codes={entry.indicator.code for entry in entries},
        regions={entry.region.code for entry in entries},
        years=(min(years) - 1, max(years)),
    )
    rows = Entry.objects.filter(pk__in=[entry.pk for entry in entries])
    fields = rows.annotate(vintage=F("based_on") + 1).values_list(*figures.FIELDS)
    entered = [figures.plain(row, published.meanings) for row in fields]
    after = FigureSet([*published, *entered], published.meanings, published.parents)
    return [line(entry, after) for entry in entries]


def line(entry: Entry, after: FigureSet) -> Line:
    figure = after.by_key[entry.indicator.code, entry.region.code, entry.year, entry.through_month]
    last, grown = after.base_of(figure), change(after, figure)
    return Line(
        name=entry.indicator.name,
        unit=entry.indicator.unit,
        last=number(last.value, last.digits, grouped=True) if last else DASH,
        value=number(entry.value, entry.digits, grouped=True),
        growth=DASH if grown.is_reported else grown.text,
        reported=entry.growth or DASH,
        ranking=entry.ranking or DASH,
        status=str(entry.get_status_display()),
        source=str(entry.source or "同本批来源"),
        note=remarks(entry),
    )


def remarks(entry: Entry) -> str:
    """Everything in words, each with what it is."""
    found = (
        (entry.get_revision_kind_display(), entry.reason),
        ("说明", entry.explanation),
        ("原文口径", entry.printed_scope),
        ("原文时段", entry.printed_period),
        ("备注", entry.note),
    )
    return "；".join(f"{name}：{words}" for name, words in found if words)


def empty(
    region: Region, year: int, month: int, office: str, indicators: Sequence[Indicator]
) -> Sheet:
    """Last year's figures beside empty columns, for these indicators."""
    published = figures.published(
        codes={indicator.code for indicator in indicators},
        regions={region.code},
        years=(year - 1, year - 1),
    )
    found = []
    for indicator in indicators:
        last = published.get(indicator.code, region.code, year - 1, month)
        shown = number(last.value, last.digits, grouped=True) if last else DASH
        found.append(Line(indicator.name, indicator.unit, shown))
    block = place(region, year, month)
    return Sheet(title([block]), office, (Block(block, tuple(found)),))
