"""Shares, and ratios with their denominators, opened; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cixi_ip.wording import rounded
from stats import sums
from stats.arithmetic import HUNDRED, Figure, FigureSet
from stats.derivations.derivation import Derivation, Input, Step, bracketed, margin
from stats.interval import Interval
from stats.rules.ratios import factor, unverifiable
from stats.rules.shares import operands
from stats.rules.sums import added_up, known_parts, partitions
from stats.selection import page_of
from stats.sheets import Cell, Link, Number, Table, amount, columns, measured
from stats.sums import Outcome

HUNDRED_PERCENT = Number(HUNDRED, 1, "%")


def of_share(figures: FigureSet, part: Figure, whole: Figure) -> Derivation:
    """占比 of a part in its published total."""
    filled = f"{bracketed(part)}÷{bracketed(whole)}×100%"
    result = sums.share(part, whole)
    siblings = siblings_of(figures, part, whole.meaning.code)
    return Derivation(
        "占比",
        f"{part.place}在{whole.meaning.name}中",
        result.words,
        (Input("部分", part), Input("合计", whole)),
        (Step("占比", "部分÷合计×100%", filled, result),),
        tuple(share_notes(siblings, whole, result)),
        shares(siblings, whole),
    )


def of_share_in(figures: FigureSet, part: Figure) -> Derivation | None:
    """占比 of a part in all parts of its kind added up; None where one of them is missing."""
    siblings = siblings_of(figures, part, part.meaning.part_of)
    if not siblings:
        return None
    result = sums.share_in(part, siblings)
    total = figures.known(part.meaning.part_of, *part.key[1:])
    added = "+".join(bracketed(sibling) for sibling in siblings)
    others = [Input("其他分项", one) for one in siblings if one.key != part.key]
    return Derivation(
        "占比",
        f"{part.place}在各分项之和中",
        result.words,
        (Input("部分", part), *others, *([Input("公布的合计", total)] if total else [])),
        (Step("占比", "部分÷各分项之和×100%", f"{bracketed(part)}÷（{added}）×100%", result),),
        tuple(share_notes(siblings, total, result)),
        shares(siblings, None),
    )


def siblings_of(figures: FigureSet, part: Figure, whole: str) -> list[Figure]:
    """All parts of the way of dividing that this part is of; none unless all are known."""
    for partition in partitions(figures.meanings).get(whole, ()):
        if partition.is_additive and part.meaning.code in partition.codes:
            found = known_parts(figures, part, partition)
            return found if len(found) == len(partition.codes) else []
    return []


def shares(siblings: Sequence[Figure], whole: Figure | None) -> Table | None:
    """Every part of the whole with its share, the total last."""
    if not siblings:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.meaning.name, page_of(one)),
            measured(one),
            sums.share(one, whole).cell if whole else sums.share_in(one, siblings).cell,
        )
        for one in siblings
    ]
    if whole is not None:
        rows.append((Link(whole.meaning.name, page_of(whole)), measured(whole), HUNDRED_PERCENT))
    unit = siblings[0].meaning.unit
    return Table(
        columns("分项", amount(f"数值（{unit}）"), amount("占比")),
        tuple(rows),
        name="同一构成的各分项",
        figures=tuple(siblings),
    )


def share_notes(siblings: Sequence[Figure], whole: Figure | None, result: Outcome) -> Iterator[str]:
    if result.amount is not None and result.amount > HUNDRED:
        yield "部分大于合计，请核对这两个数。"
    if siblings:
        yield from sums.shares_note(siblings)
        yield from sums.parts_note(siblings, whole)
    if siblings and whole is not None and whole.value is not None:
        added = added_up(siblings)
        if not added.meets(whole.interval):
            words = added.words(whole.meaning.decimals, grouped=True)
            yield f"各分项之和为{words}{whole.meaning.unit}，与公布的合计不等，请核对。"


def of_ratio(figures: FigureSet, figure: Figure) -> Derivation:
    """A ratio worked out again from numerator and denominator, or why it cannot be checked."""
    top, bottom = operands(figures, figure)
    bottom = stated(figures, figure) or bottom
    lag = figure.meaning.denominator_lag
    times = "×100%" if factor(figure) == HUNDRED else ""
    inputs = [Input("公布的比率", figure)]
    inputs += [Input("分子", top)] if top else []
    inputs += [Input("分母（上年末数）" if lag == 1 else "分母", bottom)] if bottom else []
    filled = f"{bracketed(top)}÷{bracketed(bottom)}{times}" if top and bottom else ""
    result = quotient(figure, top, bottom)
    return Derivation(
        "算法",
        figure.place,
        figure.shown(grouped=True),
        tuple(inputs),
        (Step("复算", f"分子÷分母{times}", filled, result),),
        tuple(ratio_notes(figures, figure, (top, bottom), result)),
    )


def of_per_people(count: Figure, people: Figure) -> Derivation:
    """How many to 10,000 residents of the same place, as the list of the towns prints it."""
    result = sums.per_people(count, people)
    filled = f"{bracketed(count)}÷{bracketed(people)}"
    return Derivation(
        "每万人数",
        count.place,
        result.words,
        (Input("数量", count), Input("常住人口（万人）", people)),
        (Step("每万人数", "数量÷常住人口（万人）", filled, result),),
        tuple(people_notes(count, people, result)),
    )


def people_notes(count: Figure, people: Figure, result: Outcome) -> Iterator[str]:
    yield f"人口取本地{people.year}年末的常住人口。"
    if result.amount is not None and people.interval.low > 0:
        yield from margin(count.interval / people.interval, result.digits, result.suffix)


def stated(figures: FigureSet, figure: Figure) -> Figure | None:
    """The denominator that was entered with the ratio."""
    if figure.denominator_id is None:
        return None
    return next((one for one in figures if one.id == figure.denominator_id), None)


def quotient(figure: Figure, top: Figure | None, bottom: Figure | None) -> Outcome:
    if not (figure.meaning.numerator and figure.meaning.denominator):
        return Outcome(reason="目录没有写分子和分母，无法核对")
    if top is None or bottom is None or top.value is None or bottom.value is None:
        return Outcome(reason="缺分子或分母，无法核对")
    if bottom.value <= 0:
        return Outcome(reason="分母不大于 0，无法核对")
    return Outcome(top.value / bottom.value * factor(figure), figure.digits, figure.meaning.unit)


def ratio_notes(
    figures: FigureSet,
    figure: Figure,
    parts: tuple[Figure | None, Figure | None],
    result: Outcome,
) -> Iterator[str]:
    top, bottom = parts
    meaning = figure.meaning
    if meaning.denominator_lag and meaning.denominator in figures.meanings:
        year = figure.year - meaning.denominator_lag
        yield f"分母按目录取{year}年末的{figures.meanings[meaning.denominator].name}。"
    if meaning.denominator and figure.denominator_id is None:
        yield "原文没有写明分母（人口数的口径和年份）。"
    if meaning.numerator and meaning.denominator and None in parts and figure.value is not None:
        yield unverifiable(figures, figure, top, bottom).shown
    if result.amount is not None and top and bottom and figure.value is not None:
        yield f"公布数为{figure.shown(grouped=True)}，{verdict(figure, top, bottom, result)}。"


def verdict(figure: Figure, top: Figure, bottom: Figure, result: Outcome) -> str:
    """Whether the published ratio is the one worked out, or as near as rounding allows."""
    if result.amount is not None and rounded(result.amount, figure.digits) == figure.value:
        return "与复算结果一致"
    if bottom.interval.low > 0:
        computed = top.interval / bottom.interval * Interval.around(factor(figure))
        if computed.meets(figure.interval):
            return "与复算结果的差别在四舍五入的范围内"
    return "与复算结果不一致，请核对"
