"""One year and one scope of the published figures: which figure an indicator shows there; pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cixi_ip.wording import as_of, number
from stats import rules
from stats.arithmetic import Figure, FigureSet, Growth, change_unit
from stats.region_codes import COUNTY
from stats.rules import Finding
from stats.rules.shares import operands
from stats.sheets import Cell, Link, Number, Toned, measured
from stats.sums import growth_of, ratio_of

YEARS_SHOWN = 6
NOMINAL = "标“现价”的是按当年价格计算的名义增长，不等于公布的可比价增速。"
DISPUTED = (rules.CONTRADICTION, rules.DOUBT)
ARROWS = {1: "▲", 0: "", -1: "▼"}
DIRECTIONS = {"▲": "up", "": "level", "▼": "down"}


@dataclass(frozen=True)
class Selection:
    """`regions` in order of preference; growth, sums and ratios never leave a figure's region."""

    figures: FigureSet
    regions: tuple[str, ...]
    year: int
    span: int = YEARS_SHOWN

    @property
    def years(self) -> range:
        """The years a chart may show, up to the selected one."""
        return range(self.year - self.span + 1, self.year + 1)

    def figure(self, code: str) -> Figure | None:
        """The whole-year figure in the first of the regions that has one, with a value if any."""
        found = [self.figures.get(code, region, self.year) for region in self.regions]
        present = [figure for figure in found if figure is not None]
        known = [figure for figure in present if figure.value is not None]
        return next(iter(known or present), None)

    def series(self, code: str) -> list[Figure]:
        """The years up to this one that have a value, in the region of this year's figure."""
        figure = self.figure(code)
        if figure is None or figure.value is None:
            return []
        return [
            past
            for past in self.figures.series(code, figure.region)
            if past.year in self.years and past.value is not None
        ]

    def is_elsewhere(self, code: str) -> bool:
        """Whether some scope of the county has a value this year; its towns are no scopes."""
        scopes = (one for one in self.figures.parents if one == COUNTY or one[:7] == f"{COUNTY}-")
        return any(self.figures.known(code, scope, self.year) for scope in scopes)

    def of(self, codes: tuple[str, ...]) -> list[Figure]:
        return [figure for figure in map(self.figure, codes) if figure is not None]

    @cached_property
    def findings(self) -> list[Finding]:
        """What the rules find of the year that concerns these regions, also against those above."""
        read = self.figures
        two_years = (figure for figure in read if self.year - 1 <= figure.year <= self.year)
        return [
            finding
            for finding in rules.check(FigureSet(two_years, read.meanings, read.parents))
            if any(one.year == self.year and one.region in self.regions for one in finding.figures)
        ]

    def is_disputed(self, figure: Figure) -> bool:
        """Whether something contradicts a figure, or may, and nobody has explained it."""
        return any(
            figure in finding.figures
            for finding in self.findings
            if finding.verdict in DISPUTED and not finding.explanation
        )


@dataclass(frozen=True)
class Change:
    """A growth as a card and a table print it; `reason` says why there is no percentage."""

    arrow: str = ""
    words: str = ""
    tone: str = "neutral"
    is_reported: bool = False
    reason: str = ""
    remark: str = ""  # （初步）（统计口径有变更，仅供参考）
    url: str = ""  # where its sum is opened

    @property
    def text(self) -> str:
        """All of it in one line, for table cells."""
        if not self.words:
            return f"—（{self.reason}）" if self.reason else "—"
        return f"{self.arrow} {self.said}".strip()

    @property
    def said(self) -> str:
        """Without the arrow, as a sentence or a title says it; empty where there is no change."""
        return self.words and self.words + ("（上报）" if self.is_reported else "") + self.remark

    @property
    def style(self) -> str:
        """Classes of judgement and direction: the organisation chooses which of them colours."""
        return f"change-{self.tone} change-{DIRECTIONS[self.arrow]}"

    @property
    def cell(self) -> Cell:
        """As a table holds it, leading to its sum."""
        said = Toned(self.text, self.style) if self.words else self.text
        return Link(said, self.url) if self.url else said


def change(figures: FigureSet, figure: Figure) -> Change:
    """Direction by arrow and word; judgement by tone, from the indicator's own direction."""
    growth = figures.growth(figure)
    url = growth_of(figure) if figure.id is not None else ""
    if growth.kind == "none":
        return Change(reason=growth.reason, url=url)
    return Change(
        arrow=ARROWS[growth.sign],
        words=growth.phrase + amount(figures, figure, growth),
        tone=tone(figure, growth),
        is_reported=growth.is_reported,
        reason=growth.reason,
        remark=growth.remarks + nominal(figure, growth),
        url=url,
    )


def amount(figures: FigureSet, figure: Figure, growth: Growth) -> str:
    """The absolute change behind a computed percentage: （+563件）; without a change none."""
    base = figures.base_of(figure)
    if growth.kind != "percent" or growth.is_reported or base is None:
        return ""
    if figure.value is None or base.value is None:
        return ""
    meaning, difference = figure.meaning, figure.value - base.value
    if not difference:
        return ""
    return f"（{Number(difference, meaning.decimals, meaning.unit, is_signed=True)}）"


def nominal(figure: Figure, growth: Growth) -> str:
    """（现价）: behind a growth worked out from two amounts at current prices."""
    is_worked_out = growth.kind == "percent" and not growth.is_reported
    return "（现价）" if is_worked_out and figure.meaning.is_nominal else ""


def growth_label(figure: Figure, growth: Growth) -> str:
    """19.3%, −2.6件: as a bar prints it; a fall keeps its sign here, as the bar does."""
    shown = number(growth.amount, growth.digits, grouped=True)
    return shown + change_unit(growth.kind, figure.meaning.unit)


def tone(figure: Figure, growth: Growth) -> str:
    wanted = {"up": 1, "down": -1, "none": 0}[figure.meaning.direction]
    return {1: "good", 0: "neutral", -1: "bad"}[growth.sign * wanted]


def page_of(figure: Figure) -> str:
    """Where everything known of a figure is shown (stats/urls.py)."""
    return f"/data/{figure.id}/"


def valued(figures: FigureSet, figure: Figure) -> Cell:
    """The value; of a ratio whose numerator and denominator are known, leading to its sum."""
    said = measured(figure)
    return Link(said, ratio_of(figure)) if is_checkable(figures, figure) else said


def is_checkable(figures: FigureSet, figure: Figure) -> bool:
    """Whether a ratio can be worked out again."""
    if figure.value is None or figure.id is None or not figure.meaning.numerator:
        return False
    return None not in operands(figures, figure)


def scope_name(figure: Figure) -> str:
    """全市, 市本级: what stands in the brackets of the county's own regions; else the name."""
    return scope_of(figure.region, figure.region_name)


def scope_of(region: str, name: str) -> str:
    """As `scope_name`, of a region by its code and name."""
    inside = name.partition("（")[2].rstrip("）")
    return inside if inside and region.startswith(COUNTY) else name


def ranking(figure: Figure) -> str:
    """宁波市第1位（共10个单位）; empty where no rank was printed."""
    if figure.rank is None:
        return ""
    field = f"（共{figure.rank_of}个单位）" if figure.rank_of else "（未写参评单位数）"
    return f"{figure.rank_region_name}第{figure.rank}位{field}"


def when(figure: Figure) -> str:
    """The period as a card prints it; the paper's own words where they are no full year."""
    if figure.printed_period:
        return f"时段原文作“{figure.printed_period}”"
    return as_of(figure.year, figure.through_month, figure.meaning.timing)


def quoted(figure: Figure) -> str:
    """As `when` behind the word 时段: the period, or the paper's own word for it."""
    return f"“{figure.printed_period}”（原文）" if figure.printed_period else when(figure)


def status(figure: Figure) -> str:
    """Nothing to add where the figure is final; else the word in brackets."""
    return "" if figure.status == "A" else f"（{figure.status_name}）"


def value(figure: Figure) -> str:
    """Grouped by thousands, without the unit."""
    return number(figure.value, figure.digits, grouped=True)


def printed(figure: Figure) -> str:
    """Grouped, with the unit as sentences write it: 42.5件 of 每万人发明专利拥有量."""
    return value(figure) + figure.meaning.unit.split("/")[0]
