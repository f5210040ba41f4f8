"""How far a target has come, and how a figure stands against another region's, opened; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cixi_ip.exact import decimals
from stats import sums
from stats.arithmetic import Figure, FigureSet
from stats.derivations.derivation import Derivation, Input, Step, bracketed, full_unit
from stats.progress import Goal, Progress, progress
from stats.sheets import Number
from stats.sums import Outcome


def of_target(goal: Goal, figures: FigureSet, figure: Figure) -> Derivation:
    """完成率 of a target, the way covered, and where the straight way should have come to."""
    stands = progress(goal, figures, figure.year)
    base = [Input("基数", stands.base)] if stands.base else []
    return Derivation(
        "完成情况",
        f"{goal.region_name}{goal.title}{figure.year}年",
        stands.words,
        (Input("完成数", figure), *base),
        tuple(target_steps(stands, figure)),
        target_notes(stands),
    )


def target_notes(stands: Progress) -> tuple[str, ...]:
    goal = stands.goal
    aim = Number(goal.value, stands.digits, stands.meaning.unit)
    return (
        f"目标值{aim}（{goal.years}，{goal.nature}）。来源：{goal.source}。",
        "目标是计划数，不是完成数。",
    )


def target_steps(stands: Progress, figure: Figure) -> Iterator[Step]:
    aim = decimals(stands.goal.value, stands.digits)
    done = bracketed(figure)
    yield Step("完成率", "完成数÷目标值×100%", f"{done}÷{aim}×100%", stands.completion)
    if stands.expected is None or stands.base is None:
        return
    yield expected_step(stands)
    if stands.gap is not None:
        gap = Outcome(stands.gap, stands.digits, full_unit(figure), is_signed=True)
        yield Step(
            "与应达到的数之差",
            "完成数−应达到的数",
            f"{done}−{decimals(stands.expected, stands.digits)}",
            gap,
        )
    if stands.way is not None:
        old = bracketed(stands.base)
        yield Step(
            "进度",
            "（完成数−基数）÷（目标值−基数）×100%",
            f"（{done}−{old}）÷（{aim}−{old}）×100%",
            Outcome(stands.way),
        )


def expected_step(stands: Progress) -> Step:
    return Step(
        "按进度应达到的数",
        "基数+（目标值−基数）×已过年数÷全部年数",
        stands.formula.partition("，得")[0],
        expected_outcome(stands),
    )


def expected_outcome(stands: Progress) -> Outcome:
    reached = stands.reached_in(stands.year)
    return Outcome(reached, stands.digits, stands.meaning.unit)


def of_expected(goal: Goal, figures: FigureSet, year: int) -> Derivation:
    """Where the straight way of a target stands in a year, whatever has come of it."""
    stands = progress(goal, figures, year)
    return Derivation(
        "应达到的数",
        f"{goal.region_name}{goal.title}{year}年",
        expected_outcome(stands).words,
        (Input("基数", stands.base),) if stands.base else (),
        (expected_step(stands),),
        target_notes(stands),
    )


def of_comparison(figure: Figure, other: Figure) -> Derivation:
    """Gap to the same indicator and period of another region."""
    ours, theirs = figure.region_name, other.region_name
    gap = sums.gap(figure, other)
    words = f"{bracketed(figure)}−{bracketed(other)}"
    in_full = replace(gap, suffix=full_unit(figure))
    return Derivation(
        "差距",
        f"{figure.period}{figure.meaning.name}：{ours}与{theirs}",
        gap.words,
        (Input(ours, figure), Input(theirs, other)),
        (Step("差距", f"{ours}−{theirs}", words, in_full),),
        tuple(two_sources(figure, other)),
    )


def of_part(figures: FigureSet, figure: Figure, other: Figure) -> Derivation | None:
    """Share in the same indicator and period of a region above; None where it lies not in it."""
    if not sums.lies_in(figures, figure, other):
        return None
    ours, theirs = figure.region_name, other.region_name
    share = sums.share_of_region(figure, other)
    filled = f"{bracketed(figure)}÷{bracketed(other)}×100%"
    return Derivation(
        f"占{theirs}的比重",
        figure.place,
        share.words,
        (Input(ours, figure), Input(theirs, other)),
        (Step(f"占{theirs}的比重", f"{ours}÷{theirs}×100%", filled, share),),
        tuple(two_sources(figure, other)),
    )


def two_sources(figure: Figure, other: Figure) -> Iterator[str]:
    if figure.source != other.source:
        yield "两个数来自不同文件，比较前请确认统计口径相同。"
