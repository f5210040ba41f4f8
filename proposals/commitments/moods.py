"""Where in a letter one is among plans: below 下一步打算, after 下一步我局将做好以下工作：."""

import re
from dataclasses import dataclass, field

from proposals.commitments.cues import OPENER, PAST
from proposals.commitments.sentences import Line, Sentence

PLAN_HEADING = re.compile(
    f"{OPENER.pattern}|工作(?:打算|计划|思路|安排)|努力方向|改进(?:措施|方向)|(?:明|来)年(?:工作|打算|计划)"
    "|^(?:打算|计划)$"
)
OTHER_HEADING = re.compile(
    "情况|进展|成效|成绩|问题|困难|不足|说明|原因|背景|附件|意见|做法|现状|关于|基础|回顾|总结"
)
LEADS_TO_PLANS = re.compile(
    "将|拟|计划|(?:重点|着力|努力|切实)(?:做好|抓好|加强|推进|开展)|力争|打算|准备|(?:考虑|安排|思路|目标)(?:是|如下)?："
)
LEADS_TO_ANSWER = re.compile("(?:答复|回复|意见|报告|说明|汇报)如下")


@dataclass
class Mood:
    """What has been read so far, as far as it decides whether the next sentence is a plan.

    `words` say what set the mood, empty outside of plans. A lead-in does not know how far it
    reaches: numbers that begin anew are below it, those that go on end it.
    """

    words: str = ""
    level: int = 0
    is_lead_in: bool = False
    numbers: dict[int, int] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)
    due_words: str = ""

    def enter(self, line: Line) -> None:
        """Come to a new paragraph: a heading may set or end the mood."""
        heading = self._heading(line)
        if heading and PLAN_HEADING.search(heading):
            self._set(heading.rstrip("。：:"), line.level, is_lead_in=False)
        elif heading and self.words and self._ends(line):
            self.words = ""
        if line.level:
            self.numbers[line.level] = line.number

    def leave(self, line: Line) -> None:
        """A paragraph that ends in a colon may lead to plans below."""
        last = line.sentences[-1] if line.sentences else None
        if last and last.is_lead_in and leads_to_plans(last):
            self._set(lead_words(last), line.level, is_lead_in=True)

    def _set(self, words: str, level: int, *, is_lead_in: bool) -> None:
        self.words, self.level, self.is_lead_in = words, level, is_lead_in
        self.own = set()

    def _heading(self, line: Line) -> str:
        if line.level:
            first = line.sentences[0] if line.sentences else None
            return first.text if first and first.is_heading else ""
        return line.text if line.is_bare_heading else ""

    def _ends(self, line: Line) -> bool:
        if line.level == 0:
            return bool(OTHER_HEADING.search(line.text))
        if not self.is_lead_in:
            return 0 < line.level <= self.level
        if line.number == 1 or line.level not in self.numbers:
            self.own.add(line.level)
        return line.level not in self.own


def leads_to_plans(sentence: Sentence) -> bool:
    if OPENER.search(sentence.text):
        return True
    if LEADS_TO_ANSWER.search(sentence.text):
        return False
    return bool(LEADS_TO_PLANS.search(sentence.text)) and not PAST.search(sentence.text)


def lead_words(sentence: Sentence) -> str:
    """The last clause of a lead-in, as it is quoted: 我局将重点做好三项工作."""
    return re.split("[，,。；]", sentence.text.rstrip("：:。"))[-1][-20:]
