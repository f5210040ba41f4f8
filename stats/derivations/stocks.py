"""What was added to a stock in a year and what left it, opened; pure."""

from __future__ import annotations

from stats import sums
from stats.arithmetic import Figure, FigureSet
from stats.derivations.derivation import Derivation, Input, Step, bracketed
from stats.rules.stocks import INFLOWS
from stats.sheets import noted

LAPSED = "失效等含失效、转出和转入相抵，按公布数推算，不是公布数。"


def of_net(figures: FigureSet, figure: Figure) -> Derivation:
    """净增 of a stock, and what lapsed where its inflow is known."""
    base = figures.base_of(figure)
    flow = INFLOWS.get(figure.meaning.code)
    inflow = figures.known(flow.code, *figure.key[1:]) if flow else None
    added, left = sums.net_added(figure, base), sums.lapsed(figure, base, inflow)
    new, old, came = (bracketed(one) if one else "" for one in (figure, base, inflow))
    inputs = [("年末数", figure), ("上年末数", base), ("当年授权", inflow)]
    steps = [Step("净增", "年末数−上年末数", f"{new}−{old}" if base else "", added)]
    if inflow is not None:
        words = "上年末数+当年授权−年末数"
        steps.append(Step("失效等", words, f"{old}+{came}−{new}" if base else "", left))
    return Derivation(
        "净增和失效" if inflow else "净增",
        figure.place,
        "；".join(f"{step.name}{step.printed}" for step in steps),
        tuple(Input(role, one) for role, one in inputs if one is not None),
        tuple(steps),
        (*([LAPSED] if inflow else []), *noted([figure], figure.year - 1, figure.year)),
    )
