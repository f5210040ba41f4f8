"""Reads how much is promised: 24家, 增长5%以上, 由5天压缩至3天以内."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cixi_ip.wording import MULTIPLIERS

NUMERAL = {char: value for value, char in enumerate("二三四五六七八九十", 2)} | {"两": 2}
UNITS = (
    "件/万人|个百分点|亿元|万元|元|万人次|万人|人次|家次|件次|场次|[%％]|台（套）|公里|平方米|小时|个工作日"
    "|[件家项条个名户亩吨张批所场期处位份台套门次起人天种类款座辆支届](?!是)"
)
# Where the unit counts what is done and not what comes of it: 三项工作, 四大行动, 5个方面.
HOW_MANY_WAYS = (
    "(?:工作|任务|举措|措施|制度|机制|重点|方面|环节|层面|阶段|问题|部分|行动|方向|维度)"
)
FOUND = re.compile(
    r"(?P<bound>不少于|不低于|至少|不超过|控制在|超过|突破|约|近)?\s*"
    r"(?<![\d.,第〔A-Za-z由从—\-])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    "|(?<![第一二三四五六七八九十百千])[两二三四五六七八九十](?=[家个件场所名处期座台]))"
    r"(?:\s*[—\-~～至到]\s*(?P<upper>\d+(?:\.\d+)?))?"
    r"\s*(?P<times>[万亿](?!元|人))?(?P<odd>[余多])?\s*"
    rf"(?P<unit>{UNITS})(?!{HOW_MANY_WAYS})(?P<after>以上|以内|以下|左右|内)?"
)
CHANGE = re.compile(
    "(?:增长|增加|提高|提升|上升|下降|降低|减少|压缩|缩短|增至|增到|新增|新建|达到|达)"
    "(?:至|到|为|率为|了)?"
)
NEAR = 12
AT_LEAST, AT_MOST, ABOUT = "不少于", "不超过", "约"
BOUNDS = {
    **dict.fromkeys(("不少于", "不低于", "至少", "超过", "突破", "以上"), AT_LEAST),
    **dict.fromkeys(("不超过", "控制在", "以内", "以下", "内"), AT_MOST),
    **dict.fromkeys(("约", "近", "左右", "余", "多"), ABOUT),
}
# Lengths of time are targets only where they are said to become so long.
DURATIONS = ("天", "小时", "个工作日")
BECOMES = re.compile(r"(?:缩短|压缩|减少|减|降|控制|不超过|限定?)[^，。；]{0,8}$|[至到在]$")


@dataclass(frozen=True)
class Target:
    """A number promised, in its unit: 万件 is counted in 件, 万元 stays 万元.

    `change` is the word that says what becomes of it (提高到, 新增), `bound` 不少于, 不超过, 约 or
    empty, `upper` the end of a range; `start` and `end` are places in the letter's text.
    """

    value: Decimal
    unit: str
    words: str
    start: int
    end: int
    change: str = ""
    bound: str = ""
    upper: Decimal | None = None


def targets(text: str, at: int = 0) -> Iterator[Target]:
    """The numbers with a unit in a sentence that begins at `at` of the letter."""
    for found in FOUND.finditer(text):
        before = text[max(0, found.start("digits") - NEAR) : found.start("digits")]
        unit = found["unit"].replace("％", "%")
        is_short_time = unit in DURATIONS or found["after"] == "内"
        if is_short_time and not BECOMES.search(before):
            continue
        times = MULTIPLIERS[found["times"] or ""]
        start, end = at + found.start("digits"), at + found.end()
        yield Target(
            value=_value(found["digits"]) * times,
            unit=unit,
            words=text[found.start("digits") : found.end()],
            start=start,
            end=end,
            change=_change(before),
            bound=_bound(found),
            upper=_value(found["upper"]) * times if found["upper"] else None,
        )


def _value(digits: str) -> Decimal:
    if digits in NUMERAL:
        return Decimal(NUMERAL[digits])
    return Decimal(digits.replace(",", ""))


def _change(before: str) -> str:
    clause = re.split("[，。；、：]", before)[-1]
    words = CHANGE.findall(clause)
    return words[-1] if words else ""


def _bound(found: re.Match[str]) -> str:
    return next((BOUNDS[word] for word in found.group("after", "bound", "odd") if word), "")
