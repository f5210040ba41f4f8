"""What a figure must say of itself: the field of its rank, its period, scope and status; pure."""

from collections.abc import Iterable, Iterator

from stats.arithmetic import Figure, FigureSet, comparable
from stats.region_codes import COUNTY
from stats.rules.finding import HINT, Finding, Findings
from stats.rules.shares import operands
from stats.rules.sums import known_parts, partitions

VAGUE_PERIODS = ("去年以来", "年初以来", "近年来", "近期", "目前")
NOT_FINAL = {"P": "初步数", "E": "估算数"}


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


def status(figures: FigureSet) -> Findings:
    """状态须前后一致：正式数不能由初步数、估算数算出，上年的初步数要修订，估算数要写明依据。"""
    divided = partitions(figures.meanings)
    for figure in figures:
        if figure.value is None:
            continue
        if figure.status == "E" and not figure.explanation and not figure.note:
            text = f"{figure.place}{figure.shown()}是估算数，没有写明怎样估算。"
            yield Finding("status", HINT, text, (figure,))
        if figure.status not in NOT_FINAL:
            base = figures.base_of(figure)
            if base is not None and base.status in NOT_FINAL and not comparable(figure, base):
                text = (
                    f"{figure.place}已是正式数，上年的{base.shown()}还是{NOT_FINAL[base.status]}，"
                )
                yield Finding("status", HINT, text + "请补录修订数。", (figure, base))
            made_of = [
                part
                for partition in divided.get(figure.meaning.code, ())
                for part in known_parts(figures, figure, partition)
            ]
            made_of += [each for each in operands(figures, figure) if each is not None]
            yield from unsettled(figure, made_of)


def unsettled(figure: Figure, made_of: Iterable[Figure]) -> Iterator[Finding]:
    parts = [part for part in made_of if part.status in NOT_FINAL]
    if parts:
        names = "、".join(f"{part.meaning.name}（{NOT_FINAL[part.status]}）" for part in parts)
        text = f"{figure.place}作为正式数录入，而{names}还不是正式数，请核对状态。"
        yield Finding("status", HINT, text, (figure, *parts))
