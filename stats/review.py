"""What an author and a reviewer compare: a figure being entered beside what is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from django.core import paginator
from django.db.models import QuerySet

from cixi_ip.wording import number, printed_digits
from stats import figures, rules
from stats.arithmetic import FigureSet
from stats.models import Entry, Observation, Source, Submission

Key = tuple[int, int, int, int]
ON_A_PAGE = 300


def key(indicator: object, region: object, year: object, month: object) -> Key | None:
    """A key from what a page sends; None while a part is missing or no number."""
    parts = [str(part) for part in (indicator, region, year, month)]
    if not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts):
        return None
    return (int(parts[0]), int(parts[1]), int(parts[2]), int(parts[3]))


@dataclass(frozen=True)
class Beside:
    """What a form shows beside a key: the current vintage and the same months a year before."""

    key: Key
    current: Observation | None
    year_before: Observation | None

    @property
    def vintage(self) -> int:
        return self.current.vintage if self.current else 0

    @property
    def mark(self) -> str:
        """Travels with the form, so that saving knows what its author saw."""
        return f"{'.'.join(str(part) for part in self.key)}:{self.vintage}"

    def was_seen(self, mark: str) -> bool:
        """Whether the form showed this key at all, at whatever vintage."""
        return mark.rpartition(":")[0] == self.mark.rpartition(":")[0]


def beside(key: Key) -> Beside:
    indicator, region, year, month = key
    current = Observation.objects.published().select_related(
        "indicator__numerator", "region", "source", "submission"
    )
    return Beside(
        key,
        current.of_key(key).first(),
        current.of_key((indicator, region, year - 1, month)).first(),
    )


@dataclass(frozen=True)
class Row:
    """One entry as its reviewer sees it: old, new, difference, and what the rules say."""

    entry: Entry
    old: Observation | None
    year_before: Observation | None
    findings: tuple[rules.Finding, ...]

    @property
    def difference(self) -> str:
        """New less old, signed; empty where one of them has no value."""
        old, new = self.old, self.entry
        if old is None or old.value is None or new.value is None:
            return ""
        change: Decimal = new.value - old.value
        digits = max(new.digits, printed_digits(old.half_width, new.indicator.decimals))
        return f"{'+' if change > 0 else ''}{number(change, digits, grouped=True)}"


@dataclass(frozen=True)
class Page:
    """Part of a batch's rows: which part, how many rows there are, and how many are doubted."""

    rows: list[Row]
    part: paginator.Page
    count: int
    doubted: int


def page(submission: Submission, number: str = "", *, only_doubted: bool = False) -> Page:
    """Entries of the batch in the order of the catalogue, or only those the rules speak of.

    The rules judge the whole batch whichever part is shown.
    """
    entries = complete(submission.entries.select_related("source", "denominator"))
    entries.sort(key=lambda entry: (entry.indicator.order, entry.region.code, -entry.year))
    found = findings(entries)
    doubted = [entry for entry in entries if key_of(entry) in found]
    part = paginator.Paginator(doubted if only_doubted else entries, ON_A_PAGE).get_page(number)
    known = published_near(list(part))
    shown = [
        Row(
            entry,
            known.get((*entry.key, entry.based_on)),
            known.get((*entry.key[:2], entry.year - 1, entry.through_month, None)),
            tuple(found.get(key_of(entry), ())),
        )
        for entry in part
    ]
    return Page(shown, part, len(entries), len(doubted))


def published_near(entries: list[Entry]) -> dict[tuple[int | None, ...], Observation]:
    """Observations of these keys by (key, vintage); the current one also by (key, None)."""
    years = {entry.year for entry in entries}
    observations = Observation.objects.filter(
        indicator__in={entry.indicator_id for entry in entries},
        region__in={entry.region_id for entry in entries},
        year__in=years | {year - 1 for year in years},
    ).select_related("indicator__numerator", "source")
    known: dict[tuple[int | None, ...], Observation] = {}
    for observation in observations:
        known[*observation.key, observation.vintage] = observation
        if observation.superseded_at is None:
            known[*observation.key, None] = observation
    return known


def key_of(entry: Entry) -> tuple[str, str, int, int]:
    return (entry.indicator.code, entry.region.code, entry.year, entry.through_month)


def complete(entries: QuerySet[Entry]) -> list[Entry]:
    """Entries with all the rules ask of them; what many of them share is loaded once."""
    return list(
        entries.order_by().prefetch_related(
            "indicator__numerator",
            "region__parent__parent",
            "rank_region",
            "submission",
            "denominator__region",
        )
    )


def findings(
    entries: Iterable[Entry],
) -> dict[tuple[str, str, int, int], list[rules.Finding]]:
    """What the rules will say of these figures once they are published, by key."""
    batch = {key_of(entry): entry for entry in entries}
    if not batch:
        return {}
    years = [key[2] for key in batch]
    published = figures.published(years=(min(years) - 1, max(years) + 1))
    titles = source_titles(batch.values())
    entered = (figures.plain(as_row(entry, titles), published.meanings) for entry in batch.values())
    after = FigureSet([*published, *entered], published.meanings, published.parents)
    found: dict[tuple[str, str, int, int], list[rules.Finding]] = {}
    for finding in rules.check(after):
        for figure in finding.figures:
            if figure.key in batch:
                found.setdefault(figure.key, []).append(finding)
    return found


def source_of(entry: Entry) -> int | None:
    return entry.source_id or entry.submission.source_id


def source_titles(entries: Iterable[Entry]) -> dict[int | None, str]:
    sources = Source.objects.filter(pk__in={source_of(entry) for entry in entries})
    return dict(sources.values_list("pk", "title").order_by())


def as_row(entry: Entry, titles: dict[int | None, str]) -> tuple[object, ...]:
    """An entry as the row of `figures.FIELDS` it will be once published; it has no number yet."""
    told = {
        "id": None,
        "indicator__code": entry.indicator.code,
        "region__code": entry.region.code,
        "region__name": entry.region.name,
        "rank_region__name": entry.rank_region and entry.rank_region.name,
        "source__title": titles.get(source_of(entry), ""),
        "vintage": entry.based_on + 1,
    }
    return tuple(told[name] if name in told else getattr(entry, name) for name in figures.FIELDS)


def unexplained(entries: list[Entry]) -> list[str]:
    """Findings, hints apart, on which no entry they concern says a word."""
    batch = {key_of(entry): entry for entry in entries}
    found: dict[str, None] = {}
    for finding in chain.from_iterable(findings(entries).values()):
        concerned = [batch[figure.key] for figure in finding.figures if figure.key in batch]
        if finding.verdict != rules.HINT and not any(entry.explanation for entry in concerned):
            found[f"{concerned[0].place}：{finding.text}（{finding.verdict}）"] = None
    return list(found)
