"""What the words around a citation claim, and digits typed by hand that should be one; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from cixi_ip.wording import read_number, rounded
from proposals.citations import (
    TOKEN,
    Citation,
    Expansion,
    Fault,
    Goals,
    goal_token,
    place,
    token,
)

if TYPE_CHECKING:
    from stats.figures import Figure, FigureSet

UP, DOWN = "增长|上升|提高|增加|提升", "下降|减少|降低|回落"
TYPED_CHANGE = re.compile(
    rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:了|率为|幅为|率达|幅达)?\s*(?P<amount>\d+(?:\.\d+)?)\s*[%％]"
)
# Which years, counted from the year of signing, a relative word may speak of.
RELATIVE = {
    "今年": (0,),
    "本年": (0,),
    "去年": (1,),
    "上年": (1,),
    "前年": (2,),
    "目前": (0, 1),
    "当前": (0, 1),
    "至今": (0, 1),
    "迄今": (0, 1),
    "最近": (0, 1),
}
# “比上年” compares with the year before the figure's own, whenever the letter is signed.
YEAR_WORD = re.compile(rf"(?<![比较])(?:{'|'.join(RELATIVE)})|\d{{4}}\s*年")
PLAN = re.compile(r"推进|力争|将|计划|目标|争取|预计|确保|下一步|拟|到\d{4}年")
# The word that must follow a figure of this status.
MARKS = {"P": "（初步）", "E": "（估算）"}
UNITS = "件/万人|个百分点|亿元|万元|万人|家次|[%％]|[件家项条个元人起次名户亩吨张批]"
LOOSE = re.compile(
    r"(?<![\d.,])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"\s*(?P<times>[万亿](?!元|人))?[余多]?\s*(?P<unit>{UNITS})?"
)
# Digits that are no statistics: names of papers and meetings, dates, headings, telephones.
NOT_STATISTICS = re.compile(
    "|".join(
        (
            TOKEN.pattern,
            r"第\s*\d+(?:\s*[—\-至、]\s*\d+)*\s*[号条届次章款项期批位名]",
            r"[〔\[【（(]\s*\d{4}\s*[〕\]】）)]\s*第?\s*\d+\s*号",
            r"\d{4}\s*[—\-至~～]\s*\d{4}\s*年|\d{4}\s*[—\-.]\s*\d{1,2}\s*[—\-.]\s*\d{1,2}",
            r"\d{1,2}\s*[—\-至~～]\s*\d{1,2}\s*月",
            r"[前近]?\d+\s*个?(?:年|月|季度|周|天|日|小时|分钟|工作日|自然日)(?:份|度|内|底|末)?",
            r"^[ \t\u3000]*(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])",
            r"\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)",
            r"(?:电话|传真|手机|邮编|热线|电子邮箱)[：:]?\s*[\d\-—、,， ]+",
            r"[A-Za-z][A-Za-z/]*\s*\d+(?:[.—\-]\d+)*|\d+[A-Za-z]+",
            r"\d+·\d+|\d+(?=类|号|大类|个(?:方面|环节|层面|阶段|问题|部分))",
        )
    ),
    re.MULTILINE,
)
Check = Callable[[Expansion, "FigureSet", Goals, int], Iterator[Fault]]


def status(expansion: Expansion, figures: FigureSet, goals: Goals, year: int) -> Iterator[Fault]:
    """初步数、估算数须在数后注明；口径或时段不同的数要提示。"""
    for citation in expansion.citations:
        figure = citation.figure
        if figure is None:
            continue
        mark = MARKS.get(figure.status, "")
        where = place(expansion.source, citation.start)
        if mark and not expansion.source.startswith(mark, citation.end):
            text = f"{where}{citation.printed}是{figure.status_name}数，请在其后加“{mark}”。"
            yield Fault("status", "错误", text)
        if figure.status == "D" and not figure.printed_period:
            text = f"{where}{citation.printed}状态为“{figure.status_name}”，请核对口径并写明。"
            yield Fault("status", "提示", text)


def direction(expansion: Expansion, figures: FigureSet, goals: Goals, year: int) -> Iterator[Fault]:
    """写的方向与数据的增减一致：引用自带“增长”“下降”，前面不再写方向词。"""
    for citation in expansion.citations:
        before = expansion.source[: citation.start]
        word = next((w for w in f"{UP}|{DOWN}".split("|") if before.endswith(w)), "")
        if citation.form != "growth" or not word or citation.figure is None:
            continue
        is_opposite = (word in UP.split("|")) != (figures.growth(citation.figure).sign > 0)
        text = f"{place(expansion.source, citation.start)}引用印作“{citation.printed}”，"
        text += f"前面又写了“{word}”，请删去“{word}”。"
        yield Fault("direction", "矛盾" if is_opposite else "提示", text)
    yield from typed_changes(expansion, figures)


def typed_changes(expansion: Expansion, figures: FigureSet) -> Iterator[Fault]:
    """Growth rates typed by hand in the sentence of a cited figure."""
    for match in TYPED_CHANGE.finditer(expansion.source):
        citation = cited_before(expansion, match.start())
        change = figures.growth(citation.figure) if citation and citation.figure else None
        if citation is None or change is None or change.amount is None or change.kind != "percent":
            continue
        where = f"{place(expansion.source, match.start())}“{match[0]}”"
        sign = 1 if match["up"] else -1
        decimals = len(match["amount"].partition(".")[2])
        is_same_amount = rounded(abs(change.amount), decimals) == Decimal(match["amount"])
        said = f"{citation.place}应为“{change.phrase}”"
        if change.sign and change.sign != sign:
            yield Fault("direction", "矛盾", f"{where}方向写反了：{said}。")
        elif not is_same_amount:
            yield Fault("growth", "矛盾", f"{where}与数据库不符：{said}。")


def cited_before(expansion: Expansion, at: int) -> Citation | None:
    """The nearest value cited earlier in the same sentence."""
    found = None
    for citation in expansion.citations:
        between = expansion.source[citation.end : at]
        if citation.end <= at and citation.form in ("value", "number"):
            found = None if re.search(r"[。；！？\n]", between) else citation
    return found


def plan(expansion: Expansion, figures: FigureSet, goals: Goals, year: int) -> Iterator[Fault]:
    """目标不能写成结果：引用目标的句子须有“推进”“力争”“将”一类的话。"""
    for citation in expansion.citations:
        if citation.goal is None:
            continue
        if not PLAN.search(sentence_before(expansion, citation)):
            where = place(expansion.source, citation.start)
            text = f"{where}{citation.printed}是目标，不是结果，请写明“推进”“力争”等。"
            yield Fault("plan", "提示", text)


def sentence_before(expansion: Expansion, citation: Citation) -> str:
    """What stands between the beginning of the sentence and the figure."""
    start = max(expansion.source.rfind(mark, 0, citation.start) for mark in "。；\n")
    return expansion.source[start + 1 : citation.start]


def relative_year(
    expansion: Expansion, figures: FigureSet, goals: Goals, year: int
) -> Iterator[Fault]:
    """“去年”“今年”“目前”等从签发那年算起，须与所引数据的年份相符。"""
    for citation in expansion.citations:
        source = citation.figure or citation.goal
        words = YEAR_WORD.findall(sentence_before(expansion, citation))
        allowed = RELATIVE.get(words[-1]) if words else None
        if source is None or allowed is None or year - source.year in allowed:
            continue
        text = f"{place(expansion.source, citation.start)}{citation.printed}是{source.year}年的数，"
        text += f"前面写的是“{words[-1]}”，而公文在{year}年签发，请写明年份。"
        yield Fault("relative_year", "存疑", text)


def unbound(expansion: Expansion, figures: FigureSet, goals: Goals, year: int) -> Iterator[Fault]:
    """手工填写的统计数字要绑定到已发布的数据；编号、日期、标题序号、电话不算。"""
    plain = NOT_STATISTICS.sub(lambda match: " " * len(match[0]), expansion.source)
    for match in LOOSE.finditer(plain):
        tokens = list(dict.fromkeys(same_value(match, figures, goals)))[:3]
        if not tokens and not match["unit"]:
            continue
        text = f"{place(expansion.source, match.start())}“{match[0].strip()}”是手工填写的数字，"
        text += (
            f"与已发布的数据相同，可改为引用：{'、'.join(tokens)}。"
            if tokens
            else "数据库中没有相同的数，请核实来源。"
        )
        yield Fault("unbound", "提示", text)


def same_value(match: re.Match[str], figures: FigureSet, goals: Goals) -> Iterator[str]:
    """Tokens of the published figures and targets that this typed number may stand for."""
    unit = (match["unit"] or "").replace("％", "%")
    for figure in figures:
        if figure.value is not None and is_same(match, figure, unit):
            yield token(figure, "value" if unit else "number")
        change = figures.growth(figure) if unit == "%" else None
        if change is not None and change.kind == "percent" and change.amount is not None:
            typed = read_number(match["digits"]).value
            if typed == rounded(abs(change.amount), change.digits):
                yield token(figure, "growth")
    for goal in goals.values():
        if unit == goal.unit and read_number(match["digits"]).value == goal.value:
            yield goal_token(goal)


def is_same(match: re.Match[str], figure: Figure, unit: str) -> bool:
    """The same amount in the same unit; without a unit only numbers of three digits and more."""
    reading = read_number(match["digits"] + (match["times"] or ""))
    value = figure.value
    if value is None or abs(value - reading.value) > reading.half_width:
        return False
    if not unit:
        return value >= 100 and not 1900 <= value <= 2100
    return unit in (figure.meaning.unit, figure.meaning.unit.split("/")[0])


CHECKS: dict[str, tuple[str, Check]] = {
    "status": ("状态", status),
    "direction": ("方向", direction),
    "plan": ("目标", plan),
    "relative_year": ("年份", relative_year),
    "unbound": ("手工数字", unbound),
}


def check(expansion: Expansion, figures: FigureSet, goals: Goals, year: int) -> tuple[Fault, ...]:
    """The faults of reading first, then those of each check; `year` is that of signing."""
    found = list(expansion.faults)
    for _name, one in CHECKS.values():
        found += one(expansion, figures, goals, year)
    return tuple(found)
