"""The table of all rules of text hygiene, in their order, and which of them only ask; pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from proposals.letters.hygiene import characters, figures, headings, marks, spaces, words
from proposals.letters.hygiene.reading import Edit, Reading


class Certainty(StrEnum):
    """建议改 is right wherever it is found; 请核对 needs somebody who knows what was meant."""

    SURE = "建议改"
    ASK = "请核对"


@dataclass(frozen=True)
class Rule:
    """One rule: its name on the screen, how certain it is, and the function that finds."""

    name: str
    certainty: Certainty
    find: Callable[[Reading], Iterator[Edit]]

    @property
    def sentence(self) -> str:
        """What the rule holds, as the handbook prints it."""
        return str(self.find.__doc__)


SURE, ASK = Certainty.SURE, Certainty.ASK
# Where two rules would change the same place, the earlier one does.
RULES = tuple(
    Rule(*row)
    for row in (
        ("部首字符", SURE, characters.radicals),
        ("兼容汉字", SURE, characters.compatible),
        ("全角数字字母", SURE, characters.wide),
        ("发文字号", SURE, figures.document_numbers),
        ("标题序号", SURE, headings.heading_forms),
        ("日期虚位", SURE, figures.zeros),
        ("日期写法", SURE, figures.dotted_dates),
        ("百分数", SURE, figures.percents),
        ("千分位", SURE, figures.thousands),
        ("起止", SURE, figures.ranges),
        ("截至", SURE, figures.as_of),
        ("多与余", SURE, figures.many_more),
        ("省略号", SURE, marks.ellipses),
        ("破折号", SURE, marks.dashes),
        ("直引号", SURE, marks.straight_quotes),
        ("半角括号", SURE, marks.half_brackets),
        ("半角标点", SURE, marks.half_marks),
        ("重复标点", SURE, marks.repeated),
        ("嵌套", SURE, marks.nested),
        ("并列不用顿号", SURE, marks.pauses),
        ("空格", SURE, spaces.spaces),
        ("别字", SURE, words.slips),
        ("模板残留", ASK, words.leftovers),
        ("类别称谓", ASK, words.other_kind),
        ("序号次序", ASK, headings.numbering),
        ("连接号", ASK, marks.hyphens),
        ("汉字间空格", ASK, spaces.inner_spaces),
        ("汉字间半角点", ASK, marks.half_stops),
        ("标点连用", ASK, marks.mixed),
        ("不成对", ASK, marks.unpaired),
        ("单个直引号", ASK, marks.lone_quotes),
        ("两位年份", ASK, figures.short_years),
        ("六角括号", ASK, figures.hexagonal),
        ("概数", ASK, figures.about_twice),
        ("序号半括号", ASK, headings.open_lists),
        ("标题末尾", ASK, headings.heading_ends),
    )
)
