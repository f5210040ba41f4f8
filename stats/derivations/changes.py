"""The change over one year and over several, opened; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cixi_ip.exact import decimals
from cixi_ip.wording import rounded
from stats import sums
from stats.arithmetic import (
    HUNDRED,
    Figure,
    FigureSet,
    Growth,
    base_word,
    comparable,
    implied_base,
    reported,
)
from stats.derivations.derivation import Derivation, Input, Step, bracketed, full_unit, margin
from stats.interval import Interval
from stats.selection import NOMINAL, change, nominal
from stats.sheets import noted
from stats.sums import Outcome

COMPOUND = "年均增长按复合增长率计算，不是各年增幅的平均。"
TERMS = {
    "比上年": ("本年数", "上年数"),
    "同比": ("本期数", "上年同期数"),
    "比上年末": ("本年末数", "上年末数"),
    "比上年同期末": ("本期末数", "上年同期末数"),
}


def of_growth(figures: FigureSet, figure: Figure) -> Derivation:
    """The change over one year, as `selection.change` prints it."""
    grown, base = figures.growth(figure), figures.base_of(figure)
    now, before = TERMS[base_word(figure)]
    return Derivation(
        "增减",
        figure.place,
        change(figures, figure).text,
        (Input(now, figure), *([Input(before, base)] if base else [])),
        growth_steps(grown, figure, base, (now, before)),
        (
            *growth_notes(grown, figure, base),
            *noted([figure], figure.year - 1, figure.year),
        ),
    )


def growth_steps(
    grown: Growth, figure: Figure, base: Figure | None, terms: tuple[str, str]
) -> tuple[Step, ...]:
    """In percent with the difference behind it, the difference alone, or why there is none."""
    suffix = "%" if grown.kind == "percent" else full_unit(figure)
    if grown.is_reported:
        taken = Outcome(grown.amount, grown.digits, suffix)
        return (Step("上报增幅", "取自来源原文，本系统没有计算", result=taken),)
    if grown.kind == "none" or figure.value is None or base is None or base.value is None:
        return (Step("增幅", result=Outcome(reason=grown.reason)),)
    (now, before), new, old = terms, bracketed(figure), bracketed(base)
    unit = suffix if grown.kind != "percent" else figure.meaning.unit
    gap = Outcome(figure.value - base.value, figure.meaning.decimals, unit, is_signed=True)
    difference = Step("增减量", f"{now}−{before}", f"{new}−{old}", gap)
    if grown.kind != "percent":
        return (difference,)
    percent = Outcome(grown.amount, grown.digits)
    words = f"（{now}−{before}）÷{before}×100%", f"（{new}−{old}）÷{old}×100%"
    return (Step("增幅", *words, percent), difference)


def of_apart(figures: FigureSet, figure: Figure, other: Figure) -> Derivation:
    """The difference of the growths of one indicator in two regions, each growth opened first."""
    ours, theirs = figure.region_name, other.region_name
    terms = TERMS[base_word(figure)]
    inputs, steps, filled = list[Input](), list[Step](), list[str]()
    grown = list[Growth]()
    for name, one in ((ours, figure), (theirs, other)):
        growth, base = figures.growth(one), figures.base_of(one)
        inputs.append(Input(f"{name}{terms[0]}", one))
        if base is not None and not growth.is_reported:
            inputs.append(Input(f"{name}{terms[1]}", base))
        first = growth_steps(growth, one, base, terms)[0]
        steps.append(replace(first, name=f"{name}{first.name}"))
        filled.append(first.filled or exact_amount(growth))
        grown.append(growth)
    result = sums.apart(grown[0], grown[1], figure.meaning.unit)
    in_full = replace(
        result, suffix="个百分点" if grown[0].kind == "percent" else full_unit(figure)
    )
    second = f"（{filled[1]}）" if grown[1].is_reported or grown[1].kind != "percent" else filled[1]
    steps.append(
        Step("增幅之差", f"{ours}增幅−{theirs}增幅", f"{filled[0]}−{second}", in_full)
        if result.amount is not None
        else Step("增幅之差", result=result)
    )
    return Derivation(
        "增幅之差",
        f"{figure.period}{figure.meaning.name}：{ours}与{theirs}",
        result.words,
        tuple(inputs),
        tuple(steps),
        noted([figure], figure.year - 1, figure.year),
    )


def exact_amount(growth: Growth) -> str:
    return f"{decimals(growth.amount, growth.digits)}%" if growth.amount is not None else ""


def growth_notes(grown: Growth, figure: Figure, base: Figure | None) -> Iterator[str]:
    if grown.kind == "unit" and grown.reason:
        yield f"{grown.reason}，只写增减量。"
    if grown.remark:
        yield f"“{grown.remark}”：该数以后可能修订，增减会随之改变。"
    if nominal(figure, grown):
        yield NOMINAL
    if grown.is_reported:
        why = comparable(figure, base)
        yield f"{why}，增幅取自原文（上报），无法复算。"
        yield from implied(figure)
        return
    if grown.kind == "percent" and base is not None and base.interval.low > 0:
        whole = Interval.around(HUNDRED)
        yield from margin(figure.interval / base.interval * whole - whole, grown.digits, "%")
    yield from beside(grown, figure)


def implied(figure: Figure) -> Iterator[str]:
    """What last year must have been for the printed growth, in one sentence; else nothing."""
    base = implied_base(figure)
    if base is not None:
        yield (
            f"按上报增幅，{base.year}年的数应为 {base.formula}={base.words}{figure.meaning.unit}。"
            "这是推算区间，不是公布数。"
        )


def beside(grown: Growth, figure: Figure) -> Iterator[str]:
    """Whether the growth the paper printed is the one worked out from both years."""
    printed = reported(figure)
    if printed is None or printed.amount is None or grown.amount is None:
        return
    if figure.growth_base not in ("同比", "比上年末"):
        yield f"原文另写“{printed.phrase}”，口径不同，不与计算结果比较。"
    elif printed.kind == grown.kind:
        is_same = rounded(grown.amount, figure.growth_digits) == printed.amount
        verdict = "与计算结果一致" if is_same else "与计算结果不同，页面以计算结果为准"
        yield f"原文另写“{printed.phrase}”，{verdict}。"


def of_yearly(figures: FigureSet, first: Figure, last: Figure) -> Derivation:
    """年均增长 between two years of one series."""
    between = figures.series(last.meaning.code, last.region, last.through_month)
    grown = sums.yearly(first, last, between)
    unit = "%" if grown.kind == "percent" else full_unit(last)
    result = Outcome(grown.amount, grown.digits, unit, reason=grown.reason)
    if grown.kind == "unit":
        result = replace(result, reason="")
    return Derivation(
        "年均增长",
        f"{last.region_name}{first.year}—{last.year}年{last.meaning.name}",
        grown.phrase or result.words,
        (Input("起始年数", first), Input("末年数", last)),
        (yearly_step(grown, first, last, result),),
        (
            *([f"{grown.reason}，只写增减量。"] if grown.kind == "unit" and grown.reason else []),
            *([COMPOUND] if grown.kind == "percent" else []),
            *noted([last], first.year, last.year),
        ),
    )


def yearly_step(grown: Growth, first: Figure, last: Figure, result: Outcome) -> Step:
    years, old, new = last.year - first.year, bracketed(first), bracketed(last)
    if grown.kind == "percent":
        return Step(
            "年均增长",
            "〔（末年数÷起始年数）开相隔年数次方−1〕×100%",
            f"〔（{new}÷{old}）开{years}次方−1〕×100%",
            result,
        )
    if last.meaning.kind == "ratio":
        words = "（末年数−起始年数）÷相隔年数", f"（{new}−{old}）÷{years}"
        return Step("年均增减", *words, result)
    return Step("增减量", "末年数−起始年数", f"{new}−{old}", result)
