"""How a figure may have changed since the year before: printed growths, points, and jumps; pure."""

from collections.abc import Iterator
from decimal import Decimal

from cixi_ip.wording import number
from stats.arithmetic import HUNDRED, SMALL_BASE, Figure, FigureSet, comparable
from stats.interval import Interval
from stats.rules.finding import CONTRADICTION, DOUBT, Finding, Findings
from stats.rules.units import powers_of_ten

# A change of more than half of last year's figure is asked about.
LEAP = Decimal("0.5")


def base_of_growth(figures: FigureSet, figure: Figure) -> Figure | None:
    """What a printed growth compares with: the same months of last year, or a stock its end."""
    if figure.growth_base == "比上年末" and figure.meaning.kind != "flow":
        return figures.get(figure.meaning.code, figure.region, figure.year - 1)
    return figures.base_of(figure) if figure.growth_base in ("同比", "比上年末") else None


def reported_and_base(figures: FigureSet) -> Iterator[tuple[Figure, Figure, Interval]]:
    """Figures whose printed growth can be worked out anew: with the base, and the change."""
    for figure in figures:
        if figure.reported_growth is None:
            continue
        base = base_of_growth(figures, figure)
        if base is not None and not comparable(figure, base):
            yield figure, base, figure.interval - base.interval


def growth(figures: FigureSet) -> Findings:
    """上报增幅与按上年数算出的增幅一致：同口径有上年数时核对；可比价增幅不与现价数核对。"""
    for figure, base, change in reported_and_base(figures):
        if figure.meaning.kind != "ratio" and base.interval.low > 0:
            computed = change * Interval.around(HUNDRED) / base.interval
            yield from mismatch("growth", figure, base, computed, "%")


def points(figures: FigureSet) -> Findings:
    """比率的变化用百分点（或其单位）表示，且与两年的数相减一致。"""
    for figure, base, change in reported_and_base(figures):
        if figure.meaning.kind == "ratio":
            unit = "个百分点" if figure.meaning.unit == "%" else figure.meaning.unit
            yield from mismatch("points", figure, base, change, unit)


def mismatch(rule: str, figure: Figure, base: Figure, computed: Interval, unit: str) -> Findings:
    printed = figure.reported_growth
    digits = figure.growth_digits
    if printed is None or Interval.printed(printed, digits).meets(computed):
        return
    yield Finding(
        rule,
        CONTRADICTION,
        f"{figure.place}上报变化{number(printed, digits, grouped=True)}{unit}，"
        f"而按上年的{base.shown()}计算为 {computed.words(digits)}{unit}。",
        (figure, base),
    )


def jump(figures: FigureSet) -> Findings:
    """与上年相差一半以上须说明原因：上年数小于30的计数不算。"""
    for figure in figures:
        base = figures.base_of(figure)
        if base is None or comparable(figure, base) or powers_of_ten(figure, base):
            continue
        if is_leap(figure, base):
            change = figures.growth(figure)
            yield Finding(
                "jump",
                DOUBT,
                f"{figure.place}为{figure.shown()}，上年为{base.shown()}，"
                f"{change.phrase}，变化超过一半，请说明原因。",
                (figure, base),
            )


def is_leap(figure: Figure, base: Figure) -> bool:
    """Whether even the nearest of the values both may stand for are half of last year's apart."""
    if figure.value is None or base.value is None or base.value <= 0:
        return False
    is_measured = figure.meaning.kind != "ratio" and figure.meaning.decimals
    if not is_measured and base.value < SMALL_BASE:
        return False
    now, before = figure.interval, base.interval
    rise, fall = now.low - before.high, before.low - now.high
    return rise > before.high * LEAP or fall > before.low * LEAP
