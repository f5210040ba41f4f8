"""How a proposal's text is proposed to fall into demands: by numbers, else by who asks."""

import pytest

from proposals.asks import LONGEST, MOST, split

# All texts are invented.
NUMBERED = """近年来我市某项工作取得成效。
一、存在问题
（一）力量不足。人手紧张。
（二）宣传不够。
二、具体建议
（一）加强队伍建设。建立专班，配齐人员。
（二）加大宣传力度。
1.进企业。
2.进校园。
（三）完善保护机制。
三、其他
以上意见供参考。"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("某地近年发展较快，成绩显著。", []),
        (
            NUMBERED,
            [
                "加强队伍建设。建立专班，配齐人员。",
                "加大宣传力度。1.进企业。2.进校园。",
                "完善保护机制。",
            ],
        ),
        (
            "一、加强领导。\n二、完善制度。\n三、强化考核。",
            ["加强领导。", "完善制度。", "强化考核。"],
        ),
        ("一、存在的问题\n人手少。\n二、加强培训。\n三、补足人手。", ["加强培训。", "补足人手。"]),
        ("为此，建议：\n1．建一处站点。\n２、配一名专员。", ["建一处站点。", "配一名专员。"]),
        ("现状堪忧。\n几点建议：\n①建档。\n②回访。", ["建档。", "回访。"]),
        ("建议如下\n一是建档立卡。\n二是定期回访。", ["建档立卡。", "定期回访。"]),
        ("一、建议加强培训。", ["建议加强培训。"]),
        (
            "问题不少。为此，建议尽快立项。希望有关部门支持！",
            ["为此，建议尽快立项。", "希望有关部门支持！"],
        ),
        ("去年提出的建议已经落实。", []),
        ("完成投资\n1.5亿元用于建设。\n2.5亿元用于运维。", []),
        ("建议\n(1)甲事。\n(2)乙事。\n(3)丙事。", ["甲事。", "乙事。", "丙事。"]),
    ],
)
def test_the_demands_of_a_text(text, found):
    assert split(text) == found


def test_a_long_demand_is_cut_at_a_sentence_and_fits_its_column():
    long = "一、" + "加强工作。" * 200 + "\n二、改进。"
    first, second = split(long)
    assert len(first) <= LONGEST
    assert first.endswith("。")
    assert second == "改进。"


def test_no_text_makes_more_demands_than_a_person_can_look_through():
    assert len(split("\n".join(f"{n}、做某事。" for n in range(1, 90)))) == MOST


def test_windows_line_ends_and_blank_lines_are_nothing():
    assert split("一、甲。\r\n\r\n二、乙。\r\n") == ["甲。", "乙。"]
