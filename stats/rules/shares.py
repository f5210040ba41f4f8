"""Shares in percent: part over whole, what other denominator would give one, and sums to 100."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from cixi_ip.wording import number
from stats.arithmetic import HUNDRED, Figure, FigureSet, Meaning
from stats.interval import Interval
from stats.rules.finding import CONTRADICTION, Finding, Findings, known_at
from stats.rules.sums import is_part, partitions, terms

# Each printed share may be out by so much when shares are added up.
SLACK = Decimal("0.1")
Place = tuple[str, int, int]


def share(figures: FigureSet) -> Findings:
    """占比等于部分除以整体：算出的占比与原文不符时，指出用哪个分母才得出原文的数；\
同一构成的占比合计100%。"""
    codes = shares(figures.meanings)
    printed = [figure for figure in figures if figure.meaning.code in codes]
    near = by_place(figures) if printed else {}
    for figure in printed:
        part, whole = operands(figures, figure)
        if part is None or whole is None or figure.value is None:
            continue
        reason = wrong_share(figure.interval, figure.digits, part, whole, near[place(figure)])
        if reason:
            text = f"{figure.place}为{figure.shown()}，而{reason}。"
            yield Finding("share", CONTRADICTION, text, (figure, part, whole))
    yield from constitutions(printed, figures.meanings)


def shares(meanings: Mapping[str, Meaning]) -> set[str]:
    """The ratios in % whose numerator is a part of their denominator."""
    return {
        code
        for code, meaning in meanings.items()
        if meaning.unit == "%"
        and meaning.numerator
        and is_part(meaning.numerator, meaning.denominator, meanings)
    }


def operands(figures: FigureSet, ratio: Figure) -> tuple[Figure | None, Figure | None]:
    """Numerator and denominator of a ratio, where they are known in its scope."""
    meaning = ratio.meaning
    top = known_at(figures, meaning.numerator, ratio)
    year = ratio.year - meaning.denominator_lag
    # What is divided by an earlier year's figure is divided by that of its end.
    month = 12 if meaning.denominator_lag else ratio.through_month
    return top, figures.known(meaning.denominator, ratio.region, year, month)


def place(figure: Figure) -> Place:
    return (figure.region, figure.year, figure.through_month)


def by_place(figures: FigureSet) -> dict[Place, list[Figure]]:
    """All figures with a value, by scope and period."""
    found: dict[Place, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None:
            found[place(figure)].append(figure)
    return found


def wrong_share(
    printed: Interval, digits: int, part: Figure, whole: Figure, near: Iterable[Figure]
) -> str:
    """Why a share printed in % is not part ÷ whole, in words; empty where it is.

    `near` are the figures among which its writer may have picked the wrong denominator.
    """
    if whole.interval.low <= 0:
        return ""
    computed = part.interval * Interval.around(HUNDRED) / whole.interval
    if computed.meets(printed):
        return ""
    shown = number((printed.low + printed.high) / 2, digits)
    text = f"{part.shown()}÷{whole.shown()}={computed.words(digits)}%"
    wrong = [
        f"{other.meaning.name}{other.shown()}"
        for other in near
        if other.key not in (part.key, whole.key) and gives(printed, part, other, whole)
    ]
    return f"{text}；{shown}%是以{'或'.join(wrong[:2])}为分母算出的" if wrong else text


def gives(printed: Interval, part: Figure, other: Figure, whole: Figure) -> bool:
    """Whether `other` in the place of `whole` yields the printed share."""
    if other.value is None or other.meaning.unit != whole.meaning.unit or other.interval.low <= 0:
        return False
    return (part.interval * Interval.around(HUNDRED) / other.interval).meets(printed)


def constitutions(printed: Iterable[Figure], meanings: Mapping[str, Meaning]) -> Findings:
    """The shares of all parts of one whole make a hundred, but for rounding."""
    complete = {
        (total, partition.name): set(partition.codes)
        for total, ways in partitions(meanings).items()
        for partition in ways
        if partition.is_additive
    }
    groups: dict[tuple[str, str, Place], list[Figure]] = defaultdict(list)
    for figure in printed:
        part = meanings[figure.meaning.numerator]
        if figure.value is not None and part.part_of == figure.meaning.denominator:
            groups[part.part_of, part.partition, place(figure)].append(figure)
    for (total, name, _place), found in groups.items():
        if {figure.meaning.numerator for figure in found} == complete.get((total, name)):
            yield from not_hundred(found)


def not_hundred(shares: list[Figure]) -> Findings:
    values = [figure.value for figure in shares if figure.value is not None]
    slack = max(SLACK * len(shares), sum((figure.half_width for figure in shares), Decimal(0)))
    if Interval.around(sum(values, Decimal(0)), slack).meets(Interval.around(HUNDRED)):
        return
    digits = max(figure.digits for figure in shares)
    yield Finding(
        "share",
        CONTRADICTION,
        f"{shares[0].region_name}{shares[0].period}各项占比{terms(shares)}="
        f"{number(sum(values, Decimal(0)), digits)}%，不等于100%。",
        tuple(shares),
    )
