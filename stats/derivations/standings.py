"""How far a target has come, and how a figure stands against another region's, opened; pure."""

from __future__ import annotations

from collections.abc import Iterator

from cixi_ip.exact import decimals
from stats import sums
from stats.arithmetic import Figure, FigureSet
from stats.derivations.derivation import Derivation, Input, Step, bracketed
from stats.progress import Goal, Progress, progress
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
        (
            f"目标值{stands.measure(goal.value)}（{goal.years}，{goal.nature}）。"
            f"来源：{goal.source}。",
            "目标是计划数，不是完成数。",
        ),
    )


def target_steps(stands: Progress, figure: Figure) -> Iterator[Step]:
    goal, unit = stands.goal, stands.meaning.unit.split("/")[0]
    aim = decimals(goal.value, stands.digits)
    done = bracketed(figure)
    yield Step("完成率", "完成数÷目标值×100%", f"{done}÷{aim}×100%", stands.completion)
    if stands.expected is None or stands.base is None:
        return
    expected = Outcome(stands.reached_in(stands.year), stands.digits, unit)
    yield Step(
        "按进度应达到的数",
        "基数+（目标值−基数）×已过年数÷全部年数",
        stands.formula.partition("，得")[0],
        expected,
    )
    if stands.gap is not None:
        gap = Outcome(stands.gap, stands.digits, unit, is_signed=True)
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


def of_comparison(figures: FigureSet, figure: Figure, other: Figure) -> Derivation:
    """Gap and share against the same indicator and period of another region."""
    ours, theirs = figure.region_name, other.region_name
    gap = sums.gap(figure, other)
    words = f"{bracketed(figure)}−{bracketed(other)}"
    steps = [Step("差距", f"{ours}−{theirs}", words, gap)]
    if sums.lies_in(figures, figure, other):
        share = sums.share_of_region(figure, other)
        filled = f"{bracketed(figure)}÷{bracketed(other)}×100%"
        steps.append(Step(f"占{theirs}的比重", f"{ours}÷{theirs}×100%", filled, share))
    return Derivation(
        "对比",
        f"{figure.period}{figure.meaning.name}：{ours}与{theirs}",
        "；".join(f"{step.name}{step.printed}" for step in steps),
        (Input(ours, figure), Input(theirs, other)),
        tuple(steps),
        tuple(two_sources(figure, other)),
    )


def two_sources(figure: Figure, other: Figure) -> Iterator[str]:
    if figure.source != other.source:
        yield "两个数来自不同文件，比较前请确认统计口径相同。"
