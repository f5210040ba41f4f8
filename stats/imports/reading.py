"""A file read from beginning to end: opened, read by its kind, compared, checked by the rules."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain, islice
from typing import Any

from cixi_ip.workbooks.complaints import DOUBT, HINT, REFUSED
from cixi_ip.workbooks.sheets import open_workbook
from stats import figures, rules
from stats.arithmetic import Figure, FigureSet, Meaning
from stats.imports import catalogue, comparing, notice, template
from stats.imports.comparing import ADDED, CHANGED, Comparison
from stats.imports.contents import Beat, Contents, Key
from stats.models import Entry, ImportFile, Observation

KEPT_COMPLAINTS, KEPT_FINDINGS, SAMPLE = 1000, 100, 20
# Beyond this many figures the rules are left to the submission: a preview must come soon.
MOST_CHECKED = 5000
KINDS = (REFUSED, DOUBT, HINT)


@dataclass(frozen=True)
class Result:
    """What was read, and what it would change."""

    contents: Contents
    comparison: Comparison
    findings: tuple[rules.Finding, ...]
    is_checked: bool

    @property
    def fresh(self) -> Iterator[tuple[Entry, str]]:
        """The entries that would be written, each with its verdict."""
        pairs = zip(self.contents.entries, self.comparison.verdicts, strict=True)
        return ((entry, verdict) for entry, verdict in pairs if verdict in (ADDED, CHANGED))

    @property
    def unexplained(self) -> set[Key]:
        """Entries that a complaint or a rule asks to explain, and that say nothing yet."""
        by_key = {
            (e.indicator.code, e.region.code, e.year, e.through_month): e for e, _v in self.fresh
        }
        named = {figure.key for finding in self.findings for figure in finding.figures}
        asked = {by_key[key].key for key in named if key in by_key} | self.contents.doubted
        return {
            entry.key for entry, _v in self.fresh if entry.key in asked and not entry.explanation
        }

    @property
    def digest(self) -> str:
        """Differs as soon as anything else would be written than was shown."""
        told = sha256()
        for entry, verdict in self.fresh:
            line = (*entry.key, entry.value, entry.based_on, verdict, entry.explanation)
            told.update(repr(line).encode())
        return told.hexdigest()

    def outcome(self) -> dict[str, Any]:
        """What the pages show, as plain data."""
        complaints = sorted(self.contents.complaints, key=lambda found: KINDS.index(found.kind))
        kinds = [found.kind for found in complaints]
        return {
            "counts": self.comparison.counts,
            "unreasoned": self.comparison.unreasoned,
            "complaints": [found.plain() for found in complaints[:KEPT_COMPLAINTS]],
            "complaints_total": len(complaints),
            "kinds": {kind: kinds.count(kind) for kind in KINDS if kind in kinds},
            "findings": [
                {"verdict": found.verdict, "text": found.text}
                for found in self.findings[:KEPT_FINDINGS]
            ],
            "findings_total": len(self.findings),
            "is_checked": self.is_checked,
            "unexplained": len(self.unexplained),
            "sample": self.sample(),
            "digest": self.digest,
        }

    def sample(self) -> list[dict[str, str]]:
        """Some of what would be written, changes first, with what is published."""
        ordered = sorted(self.fresh, key=lambda pair: pair[1] != CHANGED)
        picked = list(islice(ordered, SAMPLE))
        latest = Observation.objects.latest_of(
            [entry for entry, verdict in picked if verdict == CHANGED]
        )
        return [
            {
                "indicator": entry.indicator.name,
                "region": entry.region.name,
                "when": entry.when,
                "old": latest[entry.key].measure if entry.key in latest else "",
                "new": entry.measure,
                "verdict": verdict,
            }
            for entry, verdict in picked
        ]


@contextmanager
def uncollected() -> Iterator[None]:
    """What is read lives to the end, so looking through it for garbage finds none and takes time.

    A fifth of the time, with a hundred thousand rows.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@uncollected()
def read(file: ImportFile, *, today: date, beat: Beat) -> Result:
    """Raise Refusal when the file as a whole cannot be read."""
    sheets = open_workbook(file.name, bytes(file.content))
    known = catalogue.load()
    beat(0, sum(len(sheet.rows) for sheet in sheets))
    if file.kind == ImportFile.Kind.NOTICE:
        contents = notice.read(sheets, known, year=file.year or 0, today=today, beat=beat)
    else:
        contents = template.read(sheets, known, today=today, beat=beat)
    comparison = comparing.compare(contents)
    fresh = Result(contents, comparison, (), False)
    entries = [entry for entry, _verdict in fresh.fresh]
    if len(entries) > MOST_CHECKED:
        return fresh
    return Result(contents, comparison, tuple(findings(entries)), True)


def findings(entries: list[Entry]) -> Iterable[rules.Finding]:
    """What the rules will ask about these figures once they are published; hints apart."""
    if not entries:
        return []
    years = [entry.year for entry in entries]
    published = figures.published(years=(min(years) - 1, max(years) + 1))
    batch = [plain(entry, published.meanings) for entry in entries]
    keys = {figure.key for figure in batch}
    after = FigureSet(chain(published, batch), published.meanings, published.parents)
    return [
        finding
        for finding in rules.check(after)
        if finding.verdict != rules.HINT and any(figure.key in keys for figure in finding.figures)
    ]


def plain(entry: Entry, catalogue: dict[str, Meaning]) -> Figure:
    names = [name for name in figures.PLAIN if name not in ("id", "vintage")]
    return Figure(
        meaning=catalogue[entry.indicator.code],
        region=entry.region.code,
        region_name=entry.region.name,
        status_name=entry.get_status_display(),
        rank_region_name=entry.rank_region.name if entry.rank_region else "",
        vintage=entry.based_on + 1,
        **{name: getattr(entry, name) for name in names},
    )
