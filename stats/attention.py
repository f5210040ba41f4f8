"""The 需要关注 list: what targets, rules and other apps tell, in at most five groups; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from stats import rules
from stats.arithmetic import BASIS, UNSETTLED, FigureSet
from stats.progress import MISSING, Progress
from stats.rules import Finding
from stats.selection import Selection, page_of, scope_name

AT_MOST = 5
BEHIND, NEAR, PROVISIONAL = "落后目标", "临近", "初步"
# The gravest first; 逾期 and 错误 come from the panels.
LEVELS = (
    *("逾期", "错误", rules.CONTRADICTION, BEHIND, rules.DOUBT, rules.UNVERIFIABLE),
    *(NEAR, PROVISIONAL, rules.HINT),
)
EXPLAINED = "已说明"
TONES = {
    "逾期": "alarm",
    "错误": "alarm",
    rules.CONTRADICTION: "alarm",
    PROVISIONAL: "neutral",
    rules.HINT: "neutral",
    EXPLAINED: "neutral",
}
# rule of a line that no rule of figures made → level and name of its group
OTHERS = {
    "late": ("逾期", "已经逾期"),
    "target": (BEHIND, "没有达到目标进度"),
    "near": (NEAR, "期限临近"),
    "provisional": (PROVISIONAL, "初步数、估算数"),
}
# rule → what is wrong with the figures of its group
WRONG = {
    "sum": "合计与各部分之和不符",
    "part_whole": "数据与其部分或上级地区的数不符",
    "share": "占比与部分、整体不符",
    "growth": "上报增幅与两年的数不符",
    "points": "比率的上报变化与两年的数不符",
    "jump": "数据比上年变化超过一半",
    "ratio": "比率与分子、分母不符",
    "net_change": "净增数与年末数不符",
    "stock_flow": "年末数的增加与当年授权数不符",
    "unit": "数据可能写错了单位或数位",
    "repeat": "数据与别的年份完全相同",
    "duplicate_name": "数据与名称相近的指标完全相同",
    "rank": "位次没有写明参评单位数",
    "period": "数据没有写明起止时间",
    "scope": "数据没有写明口径",
    "status": "数据的状态要核对",
}
WRONG_AT = {
    ("ratio", rules.UNVERIFIABLE): "比率缺分子或分母，不能复算",
    ("sum", rules.HINT): "合计没有说明哪些重复计了",
}
# Whose groups are folded into one where there are too many, in this order.
FOLDED = ("check", "near", "provisional", "target", "late")
LISTED = 20  # provisional figures; the page of data quality has all of them


@dataclass(frozen=True)
class Line:
    """One thing to look at: how grave, what, and where; `rule` groups lines of a kind.

    With an `explanation` there is nothing left to do.
    """

    level: str
    text: str
    rule: str = ""
    url: str = ""
    link: str = "去处理"
    explanation: str = ""

    @property
    def tone(self) -> str:
        return TONES.get(self.level, "bad")

    @property
    def html(self) -> str:
        said = escape(self.text)
        if self.explanation:
            said += f' <span class="explained">{EXPLAINED}：{escape(self.explanation)}</span>'
        return f'{said} <a href="{escape(self.url)}">{self.link}</a>' if self.url else said


@dataclass(frozen=True)
class Group:
    level: str
    title: str
    lines: tuple[Line, ...]
    rule: str = ""

    @property
    def tone(self) -> str:
        return TONES.get(self.level, "bad")

    @property
    def kind(self) -> str:
        """Which groups may be folded together."""
        if self.rule in OTHERS:
            return self.rule
        if self.rule in rules.RULES:
            return "check"
        return "late" if self.level in ("逾期", "错误") else "near"

    @property
    def place(self) -> tuple[int, bool]:
        """Gravest first; of the rules' doubts a leap is what a leader looks for."""
        return LEVELS.index(self.level) if self.level in LEVELS else 0, self.rule != "jump"

    @property
    def inside(self) -> str:
        """The lines as items of a list, escaped."""
        return "".join(f"<li>{each.html}</li>" for each in self.lines)

    @property
    def beginning(self) -> str:
        """The first two, where nothing can be unfolded."""
        return "".join(f"<li>{each.html}</li>" for each in self.lines[:2])

    @property
    def only(self) -> Line | None:
        return self.lines[0] if len(self.lines) == 1 else None


def behind(found: Iterable[Progress], query: str) -> list[Line]:
    """The targets that are missed or behind; `query` leads to the year and scope of the page."""
    return [
        Line(
            BEHIND,
            f"{one.goal.title}（{scope_name(one.actual)}）：{one.year}年{one.measure(one.actual.value)}，{one.words}。",
            "target",
            f"/board/targets/{query}#chart-target-{one.goal.id}",
            "看目标",
        )
        for one in found
        if one.verdict in MISSING and one.actual is not None
    ]


def provisional(figures: FigureSet, regions: Collection[str], year: int) -> list[Line]:
    """Figures of the year that may still change; those only divided by are not the division's."""
    found = [
        figure
        for figure in figures
        if figure.year == year and figure.region in regions and figure.status in UNSETTLED
        if figure.meaning.group != BASIS
    ]
    lines = [
        Line(
            PROVISIONAL,
            f"{one.place}{one.shown(grouped=True)}是{one.status_name}数，有了正式数请修订。",
            "provisional",
            page_of(one),
            "看数据",
        )
        for one in found[:LISTED]
    ]
    if len(found) > LISTED:
        rest = f"另有 {len(found) - LISTED} 项初步数、估算数。"
        lines.append(Line(PROVISIONAL, rest, "provisional", f"/quality/?year={year}", "看全部"))
    return lines


def findings(selection: Selection) -> list[Line]:
    """What the rules find of the year, as lines with the way to the figure."""
    return [line(finding) for finding in selection.findings]


def line(finding: Finding) -> Line:
    place = page_of(finding.figures[0])
    text, words = finding.shown, finding.explanation
    return Line(finding.verdict, text, finding.rule, place, "看数据", words)


def explained(lines: Iterable[Line]) -> list[Line]:
    """What has been explained on the figure itself: shown, and not to be done."""
    return [each for each in lines if each.explanation]


def grouped(lines: Iterable[Line]) -> list[Group]:
    """What is to be done, by level and rule, gravest first; what does not fit is folded."""
    by_kind: dict[tuple[str, str], list[Line]] = {}
    for each in lines:
        if not each.explanation:
            level = OTHERS[each.rule][0] if each.rule in OTHERS else each.level
            by_kind.setdefault((level, each.rule or each.text), []).append(each)
    groups = [
        Group(level, title(level, rule, found), tuple(found), rule)
        for (level, rule), found in by_kind.items()
    ]
    groups.sort(key=lambda group: group.place)
    for kind in FOLDED:
        groups = folded(groups, kind)
    return groups


def folded(groups: list[Group], kind: str) -> list[Group]:
    """As many of the last groups of a kind made one as there are groups too many."""
    own = [group for group in groups if group.kind == kind]
    rest = own[-(len(groups) - AT_MOST + 1) :] if len(groups) > AT_MOST else []
    if len(rest) < 2:
        return groups
    lines = tuple(each for group in rest for each in group.lines)
    one = Group(rest[0].level, folded_title(rest, len(lines)), lines, rest[0].rule)
    return [one if group is rest[0] else group for group in groups if group not in rest[1:]]


def folded_title(groups: Sequence[Group], count: int) -> str:
    """另有 3 条待核实：口径、时段."""
    names = Counter(rules.RULES[group.rule][0] for group in groups if group.rule in rules.RULES)
    what = f"：{'、'.join(names)}" if names else ""
    return f"另有 {count} 条{'待核实' if names else ''}{what}"


def title(level: str, rule: str, lines: list[Line]) -> str:
    """One line speaks for itself; several are told in one sentence: 8 项数据没有写明起止时间."""
    if len(lines) == 1:
        return lines[0].text
    if rule in OTHERS:
        return f"{OTHERS[rule][1]}：{len(lines)} 项"
    wrong = WRONG_AT.get((rule, level)) or WRONG.get(rule) or f"：{lines[0].text}"
    return f"{len(lines)} 项{wrong}"
