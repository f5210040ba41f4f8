"""Stocks and flows: what was added to a stock, and what left it; pure."""

from dataclasses import dataclass

from cixi_ip.wording import number
from stats.arithmetic import HUNDRED, Figure, FigureSet, comparable, implied_base
from stats.interval import Interval
from stats.rules.finding import CONTRADICTION, DOUBT, Finding, Findings, clash, known_at


@dataclass(frozen=True)
class Inflow:
    """What flows into a stock, and how much of it, in % of the opening stock, lapses in a year."""

    code: str
    least: int
    most: int


# 2022, nationwide: inventions 4.2, utility models 13.1, designs 18.5 (CNIPA yearbook 1-1, 3-1).
INFLOWS = {
    "patent.valid.invention": Inflow("patent.granted.invention", 1, 15),
    "patent.valid.utility": Inflow("patent.granted.utility", 1, 25),
    "patent.valid.design": Inflow("patent.granted.design", 1, 30),
}
# One percent of fewer is less than one piece.
FEW = HUNDRED


def opening(figures: FigureSet, stock: Figure) -> Figure | None:
    """The stock at the end of last year, where the two may be compared."""
    before = figures.get(stock.meaning.code, stock.region, stock.year - 1)
    return None if comparable(stock, before) else before


def net_change(figures: FigureSet) -> Findings:
    """新增等于期末与期初之差：同一口径不一致为矛盾；整体小于其中一部分为存疑。"""
    for stock in figures:
        found = net_added(figures, stock)
        if found is None:
            continue
        added, basis = found
        code = f"{stock.meaning.code}.net_added"
        for region in (stock.region, *figures.above(stock.region)):
            reported = figures.known(code, region, *stock.key[2:])
            if reported is None:
                continue
            text = (
                f"{stock.place}{stock.shown()}、{basis}，净增应为"
                f"{added.words(stock.digits)}{stock.meaning.unit}；"
                f"而{reported.place}为{reported.shown()}"
            )
            if region == stock.region and not added.meets(reported.interval):
                yield Finding("net_change", CONTRADICTION, text + "。", (stock, reported))
            elif region != stock.region and reported.interval.high < added.low:
                text += "，整体小于其中一部分，请核对口径和时段。"
                yield Finding("net_change", DOUBT, text, (stock, reported))


def net_added(figures: FigureSet, stock: Figure) -> tuple[Interval, str] | None:
    """What a stock grew by, from last year's or else from its printed growth; and those words."""
    if stock.meaning.kind != "stock" or stock.value is None:
        return None
    before = opening(figures, stock)
    if before is not None:
        return stock.interval - before.interval, f"上年末为{before.shown()}"
    implied = implied_base(stock)
    if implied is None or stock.reported_growth is None:
        return None
    # 同比 in the middle of a year compares with the middle of last year, not with its end.
    if stock.through_month < 12 and stock.growth_base != "比上年末":
        return None
    growth_words = f"增幅{number(stock.reported_growth, stock.growth_digits, grouped=True)}%"
    return (stock.interval - implied.interval).whole(), growth_words


def stock_flow(figures: FigureSet) -> Findings:
    """存量的增加不超过当年授权：超过的为矛盾；推算的失效比例过低或过高为存疑。"""
    for stock in figures:
        flow = INFLOWS.get(stock.meaning.code)
        if flow is None or stock.value is None:
            continue
        before = opening(figures, stock)
        inflow = known_at(figures, flow.code, stock)
        if before is None or inflow is None:
            continue
        lapsed = before.interval + inflow.interval - stock.interval
        if lapsed.high < 0:
            yield flow_finding(stock, before, inflow, clash(stock, inflow), "增加的比授权的还多")
        elif stock.through_month == 12 and before.interval.low >= FEW:
            rate = lapsed * Interval.around(HUNDRED) / before.interval
            if rate.high < flow.least or rate.low > flow.most:
                words = f"推算失效{lapsed.words()}{stock.meaning.unit}，占上年末的"
                words += f"{rate.words(1)}%，不在常见的{flow.least}%—{flow.most}%之内"
                yield flow_finding(stock, before, inflow, DOUBT, words)


def flow_finding(
    stock: Figure, before: Figure, inflow: Figure, verdict: str, words: str
) -> Finding:
    text = (
        f"{stock.place}{stock.shown()}，上年末{before.shown()}，"
        f"{inflow.meaning.name}{inflow.shown()}：{words}，请核对口径，或说明转入、失效的情况。"
    )
    return Finding("stock_flow", verdict, text, (stock, before, inflow))
