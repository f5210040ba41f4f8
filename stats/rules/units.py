"""Figures that are ten, a hundred or ten thousand times too large or too small; pure."""

from decimal import Decimal

from stats.arithmetic import SMALL_BASE, Figure, FigureSet, comparable
from stats.rules.finding import DOUBT, Finding, Findings
from stats.rules.wholes import exceeded

# Figures of two years are so near each other; where that holds but for some noughts, it is a slip.
NEAREST, FARTHEST = Decimal("0.7"), Decimal("1.4")
# No count grows ten thousand times, however small it was.
SURELY = 4
# A part may be more than a whole of another scope, but not so many times.
TOO_MANY_TIMES = 10


def unit(figures: FigureSet) -> Findings:
    """单位不能写错：与上年数相差约十倍、百倍、万倍，或是上级数的十倍以上，须检查万、亿和数位。"""
    for figure in figures:
        base = figures.base_of(figure)
        if base is None or comparable(figure, base):
            continue
        power = powers_of_ten(figure, base)
        if power:
            yield Finding(
                "unit",
                DOUBT,
                f"{figure.place}为{figure.shown()}，与上年的{base.shown()}相差约{times(power)}，"
                "请检查单位（万、亿）和数位。",
                (figure, base),
            )
    for part, whole in exceeded(figures):
        if part.interval.low > whole.interval.high * TOO_MANY_TIMES:
            yield Finding(
                "unit",
                DOUBT,
                f"{part.place}为{part.shown()}，是{whole.place}{whole.shown()}的"
                f"{TOO_MANY_TIMES}倍以上，请检查两个数的单位（万、亿）和数位。",
                (part, whole),
            )


def powers_of_ten(figure: Figure, base: Figure) -> int:
    """4 where one is about ten thousand times the other, 0 where they differ otherwise.

    One nought alone counts only where a decimal point may have been lost, and small figures,
    which do grow a hundred times, only where they could not.
    """
    if figure.value is None or base.value is None:
        return 0
    small, large = sorted((figure.value, base.value))
    if small <= 0 or large < small * 7:
        return 0
    decimals = figure.meaning.decimals
    power = (large / (small * NEAREST)).adjusted()
    if large > small.scaleb(power) * FARTHEST or (power == 1 and not decimals):
        return 0
    return power if power >= SURELY or small.scaleb(decimals) >= SMALL_BASE else 0


def times(power: int) -> str:
    """100倍, 1万倍, 10亿倍."""
    eights, rest = divmod(power, 8)
    return f"1{'0' * (rest % 4)}{'万' * (rest // 4)}{'亿' * eights}倍"
