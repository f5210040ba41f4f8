"""What must hold among figures. One rule is one pure function; its docstring is what users read."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from cixi_ip.wording import number
from stats.arithmetic import HUNDRED, Figure, FigureSet, Interval, comparable, implied_base

CONTRADICTION, DOUBT, UNVERIFIABLE, HINT = "矛盾", "存疑", "无法核对", "提示"
VERDICTS = (CONTRADICTION, DOUBT, UNVERIFIABLE, HINT)
VAGUE_PERIODS = ("去年以来", "年初以来", "近年来", "近期", "目前")
COUNTY = "330282"


@dataclass(frozen=True)
class Finding:
    """What a rule has to say: its name, the verdict, one sentence, and the figures concerned."""

    rule: str
    verdict: str
    text: str
    figures: tuple[Figure, ...]


Findings = Iterator[Finding]
Rule = Callable[[FigureSet], Findings]


def sum_(figures: FigureSet) -> Findings:
    """合计等于各部分之和：同一口径、同一时段，可相加的构成各部分齐全时，和须等于合计。"""
    for total in figures:
        parts_by_partition: dict[str, list[Figure | None]] = defaultdict(list)
        for meaning in figures.meanings.values():
            if meaning.part_of == total.meaning.code and meaning.is_additive:
                part = figures.known(meaning.code, *total.key[1:])
                parts_by_partition[meaning.partition].append(part)
        for partition, parts in parts_by_partition.items():
            known = [part for part in parts if part is not None]
            if total.value is None or len(known) < len(parts):
                continue
            added = Interval.around(Decimal(0))
            for part in known:
                added += part.interval
            if not added.meets(total.interval):
                terms = "+".join(part.shown() for part in known)
                yield Finding(
                    "sum",
                    CONTRADICTION,
                    f"{total.place}为{total.shown()}，按{partition}相加{terms}="
                    f"{added.words(total.meaning.decimals)}{total.meaning.unit}，两者不等。",
                    (total, *known),
                )


def reported_and_base(figures: FigureSet) -> Iterator[tuple[Figure, Figure, Interval]]:
    """Figures whose printed growth can be worked out anew: with the base, and the change."""
    for figure in figures:
        base = figures.base_of(figure)
        if figure.reported_growth is None or figure.growth_base not in ("同比", "比上年末"):
            continue
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
        f"{figure.place}上报变化 {number(printed, digits)}{unit}，"
        f"而按上年的 {base.shown()} 计算为 {computed.words(digits)}{unit}。",
        (figure, base),
    )


def ratio(figures: FigureSet) -> Findings:
    """比率等于分子除以分母：分子分母须同一口径；缺分子或分母时无法核对，并给出隐含的数。"""
    for figure in figures:
        meaning = figure.meaning
        if figure.value is None or not meaning.numerator or not meaning.denominator:
            continue
        top = figures.known(meaning.numerator, *figure.key[1:])
        year = figure.year - meaning.denominator_lag
        bottom = figures.known(meaning.denominator, figure.region, year)
        if top is None or bottom is None:
            yield unverifiable_ratio(figures, figure, top, bottom)
            continue
        if bottom.interval.low <= 0:
            continue
        computed = top.interval / bottom.interval * Interval.around(factor(figure))
        if not computed.meets(figure.interval):
            yield Finding(
                "ratio",
                CONTRADICTION,
                f"{figure.place}为{figure.shown()}，而{top.shown()}÷{bottom.shown()}="
                f"{computed.words(meaning.decimals)}{meaning.unit}。",
                (figure, top, bottom),
            )


def factor(ratio: Figure) -> Decimal:
    """A ratio in % is a hundred times the quotient."""
    return HUNDRED if ratio.meaning.unit == "%" else Decimal(1)


def unverifiable_ratio(
    figures: FigureSet, figure: Figure, top: Figure | None, bottom: Figure | None
) -> Finding:
    meaning = figure.meaning
    missing = [
        figures.meanings[code].name
        for code, found in ((meaning.numerator, top), (meaning.denominator, bottom))
        if found is None and code in figures.meanings
    ]
    text = f"{figure.place}{figure.shown()}无法核对：同一口径没有{'和'.join(missing)}。"
    known = [found for found in (top, bottom) if found is not None]
    if bottom is not None and figure.value is not None and meaning.numerator in figures.meanings:
        numerator = figures.meanings[meaning.numerator]
        implied = (figure.interval * bottom.interval / Interval.around(factor(figure))).words_like(
            figure.interval
        )
        text += (
            f"按{bottom.place}{bottom.shown()}推算，{numerator.name}约为 "
            f"{implied} {numerator.unit}。"
        )
    return Finding("ratio", UNVERIFIABLE, text, (figure, *known))


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
                f"{stock.place}{stock.shown()}、{basis}，净增应为 "
                f"{added.words(stock.digits)} {stock.meaning.unit}；"
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
    before = figures.base_of(stock)
    if before is not None and not comparable(stock, before):
        return stock.interval - before.interval, f"上年末为{before.shown()}"
    implied = implied_base(stock)
    if implied is None or stock.reported_growth is None:
        return None
    growth_words = f"增幅 {number(stock.reported_growth, stock.growth_digits)}%"
    return (stock.interval - implied.interval).whole(), growth_words


def rank(figures: FigureSet) -> Findings:
    """位次须写明范围和参评单位数。"""
    for figure in figures:
        if figure.rank is not None and figure.rank_of is None:
            yield Finding(
                "rank",
                HINT,
                f"{figure.place}居{figure.rank_region_name}第{figure.rank}位，"
                "没有写明参评单位数和排名表。",
                (figure,),
            )


def period(figures: FigureSet) -> Findings:
    """时段须有起止：“去年以来”之类没有终点，不能当作全年数。"""
    for figure in figures:
        if figure.printed_period in VAGUE_PERIODS:
            yield Finding(
                "period",
                HINT,
                f"{figure.meaning.name}{figure.shown()}的时段原文写作“{figure.printed_period}”，"
                "起止不明，请向报送单位核实。",
                (figure,),
            )


def scope(figures: FigureSet) -> Findings:
    """口径须写明：本市数据有全市与市本级两种口径，原文未写明的按推定口径存放并提示。"""
    for figure in figures:
        if figure.region.split("-")[0] == COUNTY and not figure.printed_scope:
            yield Finding(
                "scope",
                HINT,
                f"{figure.meaning.name}{figure.shown()}的原文没有写明口径，"
                f"现按{figure.region_name}存放，请核实。",
                (figure,),
            )


RULES: dict[str, tuple[str, Rule]] = {
    "sum": ("合计与构成", sum_),
    "growth": ("上报增幅", growth),
    "points": ("百分点", points),
    "ratio": ("比率", ratio),
    "net_change": ("净增与增幅", net_change),
    "rank": ("位次", rank),
    "period": ("时段", period),
    "scope": ("口径", scope),
}


def check(figures: FigureSet) -> list[Finding]:
    """All findings, gravest first."""
    found = [finding for _name, rule in RULES.values() for finding in rule(figures)]
    return sorted(found, key=lambda finding: VERDICTS.index(finding.verdict))
