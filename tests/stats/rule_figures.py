"""Figures of the real catalogue with any value a test wants, and what the rules say of them."""

from decimal import Decimal

from stats import rules
from stats.arithmetic import Figure, FigureSet, Meaning
from tests.stats import catalogue

WHOLE, CORE, QIANWAN, CITY, PROVINCE = "330282", "330282-BJ", "330282-QW", "330200", "330000"
TOTAL, VALID, ADDED = "patent.granted", "patent.valid.invention", "patent.valid.invention.net_added"
INVENTIONS, DESIGNS = f"{TOTAL}.invention", f"{TOTAL}.design"
RATIO, PEOPLE = "patent.valid.invention.per_10k", "population.resident"
PERCENT, MONEY = "economy.patent_intensive_share", "finance.pledge.amount"
KINDS = ("invention", "utility", "design")
SHARES = {kind: f"share.{kind}" for kind in KINDS}
# In percent, but of something that it is no part of.
QUOTIENT = "quotient"


def in_percent(code: str, numerator: str, denominator: str = TOTAL) -> Meaning:
    """The catalogue has no share of a whole; papers print them."""
    return Meaning(
        code=code,
        name=f"占比（{numerator}）",
        unit="%",
        kind="ratio",
        decimals=1,
        numerator=numerator,
        denominator=denominator,
    )


MEANINGS = catalogue.meanings() | {
    QUOTIENT: in_percent(QUOTIENT, "patent.pct"),
    **{share: in_percent(share, f"{TOTAL}.{kind}") for kind, share in SHARES.items()},
}


def figure(
    code: str, value: object, region: str = CORE, year: int = 2022, **fields: object
) -> Figure:
    """A figure that says all it must; `half_width` and `reported_growth` may be text."""
    for name in ("half_width", "reported_growth"):
        if name in fields:
            fields[name] = Decimal(str(fields[name]))
    known = {"printed_scope": "原文所写", "source": f"{year}年通报", "through_month": 12}
    return Figure(
        meaning=MEANINGS[code],
        region=region,
        region_name=catalogue.region_names().get(region, region),
        year=year,
        value=None if value is None else Decimal(str(value)),
        **(known | fields),
    )


def findings(*figures: Figure, rule: str = "") -> list[rules.Finding]:
    """All findings, or those of one rule only."""
    found = rules.check(FigureSet(figures, MEANINGS, catalogue.parents()))
    return [finding for finding in found if finding.rule == (rule or finding.rule)]


def said(*figures: Figure, rule: str = "") -> list[tuple[str, str]]:
    """(rule, verdict) of the findings."""
    return [(finding.rule, finding.verdict) for finding in findings(*figures, rule=rule)]


def text(*figures: Figure, rule: str) -> str:
    return "\n".join(finding.text for finding in findings(*figures, rule=rule))


def kinds(*values: object, total: object, **fields: object) -> list[Figure]:
    """Grants in all, and those of the first kinds."""
    parts = [figure(f"{TOTAL}.{kind}", n, **fields) for kind, n in zip(KINDS, values, strict=False)]
    return [figure(TOTAL, total, **fields), *parts]


def two_years(old: object, new: object, code: str = TOTAL, **fields: object) -> list[Figure]:
    """One indicator in 2021 and 2022; what is said besides is said of 2022."""
    known = {"half_width": fields["half_width"]} if "half_width" in fields else {}
    return [figure(code, old, year=2021, **known), figure(code, new, **fields)]
