"""A ratio is its numerator over its denominator, or shows what the missing one must be; pure."""

from decimal import Decimal

from stats.arithmetic import HUNDRED, Figure, FigureSet
from stats.interval import Interval
from stats.rules.finding import CONTRADICTION, UNVERIFIABLE, Finding, Findings
from stats.rules.shares import operands, shares


def ratio(figures: FigureSet) -> Findings:
    """比率等于分子除以分母：分子分母须同一口径；缺分子或分母时无法核对，并给出隐含的数。"""
    of_the_rule_share = shares(figures.meanings)
    for figure in figures:
        meaning = figure.meaning
        if figure.value is None or not meaning.numerator or not meaning.denominator:
            continue
        top, bottom = operands(figures, figure)
        if top is None or bottom is None:
            yield unverifiable(figures, figure, top, bottom)
        elif meaning.code not in of_the_rule_share:
            yield from unequal(figure, top, bottom)


def unequal(figure: Figure, top: Figure, bottom: Figure) -> Findings:
    if bottom.interval.low <= 0:
        return
    computed = top.interval / bottom.interval * Interval.around(factor(figure))
    if not computed.meets(figure.interval):
        yield Finding(
            "ratio",
            CONTRADICTION,
            f"{figure.place}为{figure.shown()}，而{top.shown()}÷{bottom.shown()}="
            f"{computed.words(figure.meaning.decimals)}{figure.meaning.unit}。",
            (figure, top, bottom),
        )


def factor(ratio: Figure) -> Decimal:
    """A ratio in % is a hundred times the quotient."""
    return HUNDRED if ratio.meaning.unit == "%" else Decimal(1)


def unverifiable(
    figures: FigureSet, figure: Figure, top: Figure | None, bottom: Figure | None
) -> Finding:
    meaning = figure.meaning
    missing = [
        figures.meanings[code].name
        for code, found in ((meaning.numerator, top), (meaning.denominator, bottom))
        if found is None and code in figures.meanings
    ]
    text = f"{figure.place}{figure.shown()}：同一口径没有{'和'.join(missing)}，不能复算。"
    known = [found for found in (top, bottom) if found is not None]
    if bottom is not None and figure.value is not None and meaning.numerator in figures.meanings:
        numerator = figures.meanings[meaning.numerator]
        implied = (figure.interval * bottom.interval / Interval.around(factor(figure))).words_like(
            figure.interval
        )
        text += (
            f"按{bottom.place}{bottom.shown()}推算，{numerator.name}约为{implied}{numerator.unit}。"
        )
    return Finding("ratio", UNVERIFIABLE, text, (figure, *known))
