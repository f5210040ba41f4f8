"""What must hold among figures. One rule is one pure function; its docstring is what users read."""

from stats.arithmetic import FigureSet
from stats.rules.changes import growth, jump, points
from stats.rules.finding import (
    CONTRADICTION,
    DOUBT,
    HINT,
    UNVERIFIABLE,
    VERDICTS,
    Finding,
    Findings,
    Rule,
)
from stats.rules.ratios import ratio
from stats.rules.repeats import duplicate_name, repeat
from stats.rules.shares import share, wrong_share
from stats.rules.statements import VAGUE_PERIODS, period, rank, scope, status
from stats.rules.stocks import net_change, stock_flow
from stats.rules.sums import sum_
from stats.rules.units import unit
from stats.rules.wholes import part_whole

__all__ = [
    "CONTRADICTION",
    "DOUBT",
    "HINT",
    "RULES",
    "UNVERIFIABLE",
    "VAGUE_PERIODS",
    "VERDICTS",
    "Finding",
    "Findings",
    "Rule",
    "check",
    "duplicate_name",
    "growth",
    "jump",
    "net_change",
    "part_whole",
    "period",
    "points",
    "rank",
    "ratio",
    "repeat",
    "scope",
    "share",
    "status",
    "stock_flow",
    "sum_",
    "unit",
    "wrong_share",
]

RULES: dict[str, tuple[str, Rule]] = {
    "sum": ("合计与构成", sum_),
    "part_whole": ("部分与整体", part_whole),
    "share": ("占比", share),
    "growth": ("上报增幅", growth),
    "points": ("百分点", points),
    "jump": ("大幅变动", jump),
    "ratio": ("比率", ratio),
    "net_change": ("净增与增幅", net_change),
    "stock_flow": ("存量与流量", stock_flow),
    "unit": ("单位", unit),
    "repeat": ("重复", repeat),
    "duplicate_name": ("相近指标", duplicate_name),
    "rank": ("位次", rank),
    "period": ("时段", period),
    "scope": ("口径", scope),
    "status": ("状态", status),
}


def check(figures: FigureSet) -> list[Finding]:
    """All findings, gravest first."""
    found = [finding for _name, rule in RULES.values() for finding in rule(figures)]
    return sorted(found, key=lambda finding: VERDICTS.index(finding.verdict))
