"""Titles break at word sense, each line within the type area, in a pleasing shape."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.letters import balance_title
from proposals.letters.title import WIDEST, balance, width

TITLES = (
    "关于样品检测工作的函",
    "关于市十七届人大五次会议|第86号建议的协办意见",
    "关于市十七届人大五次会议|第7号建议的协办意见",
    "关于进一步加强我市农村食品小作坊|质量安全监管工作的建议的答复",
    "关于政协慈溪市第十届委员会|第五次会议第118号提案的答复",
    "关于2021年1—6月全市能力验证|与资质认定统计数据核对情况的复函",
    "关于推进市镇两级标准化|检测服务网点建设工作的复函",
    "关于落实慈政办发〔2021〕15号文件精神|进一步加大检测机构监管力度有关情况的报告",
)


@pytest.mark.parametrize("lines", TITLES)
def test_titles_break_where_a_reader_would(lines: str) -> None:
    assert balance_title(lines.replace("|", "")) == tuple(lines.split("|"))


def test_line_breaks_of_the_writer_are_kept_while_they_fit() -> None:
    assert balance_title("关于样品\n检测工作的函") == ("关于样品", "检测工作的函")
    too_wide = "关于" + "样品检测" * 6 + "\n工作的函"
    assert balance_title(too_wide) != tuple(too_wide.split("\n"))


def test_three_lines_never_narrow_in_the_middle() -> None:
    title = (
        "关于对市第十七届人民代表大会第五次会议第35号建议"
        "《关于在工业园区建设公共检测服务站的建议》的会办意见"
    )
    upper, middle, lower = map(width, balance_title(title))

    assert middle >= min(upper, lower)


def test_an_overlong_red_head_breaks_into_two_even_lines() -> None:
    lines = balance(
        "慈溪市公共检测服务站布局规划与工业园区检测服务体系建设工作领导小组办公室文件", 25
    )

    assert len(lines) == 2
    assert abs(width(lines[0]) - width(lines[1])) <= 6


TEXTS = st.text(
    st.sampled_from("关于市第号的建议协办意见《》〔〕（），、2023检测服务"), min_size=1, max_size=70
)


@given(TEXTS)
def test_whatever_the_title_nothing_is_lost_and_every_line_fits(title: str) -> None:
    lines = balance_title(title)

    assert "".join(lines) == title
    assert all(width(line) <= WIDEST for line in lines)


@given(st.integers(1, 9999), st.integers(2000, 2099), st.integers(5, 20))
def test_numbers_are_never_torn(number: int, year: int, length: int) -> None:
    document = f"甲乙〔{year}〕{number}号"
    lines = balance_title(f"关于{'检测' * length}第{number}号建议{document}的协办意见")

    assert any(f"第{number}号" in line for line in lines)
    assert any(re.search(rf"〔{year}〕{number}号", line) for line in lines)
