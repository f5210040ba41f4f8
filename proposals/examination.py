"""数字体检: a draft against the published figures, and what must be settled before it is signed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from proposals.citations import PARTS, Expansion, Goal, Goals, expand
from proposals.models import Letter
from proposals.models.letter import WRITTEN
from proposals.text_checks import check as check_text
from stats import figures
from stats.figures import Figure, FigureSet

BLOCKING = ("错误", "矛盾")
VERDICTS = (*BLOCKING, "存疑", "无法核对", "提示")


@dataclass(frozen=True)
class Check:
    """One line of the 体检: a rule's verdict, and what the drafter has to say to it.

    The drafter can mend his text but not the figures: notices from above do not always add up.
    """

    rule: str
    verdict: str
    text: str
    explanation: str = ""
    is_of_figures: bool = False

    @property
    def key(self) -> str:
        """Changes with the sentence, so that an explanation never outlives what it explains."""
        return f"{self.rule}-{hashlib.sha256(self.text.encode()).hexdigest()[:12]}"

    @property
    def needs_explanation(self) -> bool:
        return self.verdict != "提示" and not self.is_blocking

    @property
    def is_blocking(self) -> bool:
        return self.verdict in BLOCKING and not self.is_of_figures


@dataclass(frozen=True)
class Examination:
    expansion: Expansion
    checks: tuple[Check, ...]

    @property
    def obstacles(self) -> list[str]:
        """Why the letter cannot be handed in or signed as it stands; empty when nothing does."""
        found = [f"{check.verdict}：{check.text}" for check in self.checks if check.is_blocking]
        if not self.expansion.source.strip():
            found.append("正文是空的，请先拟稿。")
        open_ends = [
            check.text for check in self.checks if check.needs_explanation and not check.explanation
        ]
        return found + [f"尚缺说明：{text}请在“数字体检”中写一句说明。" for text in open_ends]


def goals() -> Goals:
    """Targets by (code, region, year stated)."""
    found = (
        Goal(
            id=target.pk,
            title=target.title,
            code=target.indicator.code,
            indicator=target.indicator.name,
            region=target.region.code,
            region_name=target.region.name,
            year=target.stated_year,
            value=target.value,
            decimals=target.indicator.decimals,
            unit=target.indicator.unit,
            source=target.source.title,
        )
        for target in figures.targets()
    )
    return {goal.key: goal for goal in found}


def figures_around(body: str) -> FigureSet:
    """The figures of the county and of all regions cited, in the years cited and the one before."""
    parts = list(PARTS.finditer(body))
    regions = {figures.COUNTY, figures.COUNTY_CORE, *(match["region"] for match in parts)}
    years = [int(match["year"]) for match in parts] or figures.years_published()[:1]
    around = (min(years) - 1, max(years)) if years else None
    return figures.published(regions=regions, years=around)


def examine(letter: Letter, *, known: FigureSet | None = None) -> Examination:
    """Read the draft's tokens and check the text and the figures it cites."""
    published = figures_around(letter.body) if known is None else known
    targets = goals()
    expansion = expand(letter.body, published, targets)
    cited = [citation.figure for citation in expansion.citations]
    checks = [
        Check(
            one.rule, one.verdict, one.text, explanation(letter, one.rule, one.text), is_of_figures
        )
        for is_of_figures, found in (
            (False, check_text(expansion, published, targets, timezone.localdate().year)),
            (True, of_cited(published, cited)),
        )
        for one in found
    ]
    return Examination(expansion, tuple(sorted(checks, key=lambda c: VERDICTS.index(c.verdict))))


def explanation(letter: Letter, rule: str, text: str) -> str:
    return str(letter.explanations.get(Check(rule, "", text).key, ""))


def of_cited(published: FigureSet, cited: list[Figure | None]) -> Iterator[figures.Finding]:
    """The findings of the rules that concern a cited figure."""
    keys = {figure.key for figure in cited if figure is not None}
    for finding in figures.check(published):
        if keys.intersection(figure.key for figure in finding.figures):
            yield finding


def digest(letter: Letter, examination: Examination) -> str:
    """A fingerprint of all that would be printed: signing is refused when it has changed."""
    printed = [
        *(getattr(letter, name) for name in WRITTEN if name != "body"),
        examination.expansion.text,
        [(check.key, check.explanation) for check in examination.checks],
    ]
    return hashlib.sha256(json.dumps(printed).encode()).hexdigest()
