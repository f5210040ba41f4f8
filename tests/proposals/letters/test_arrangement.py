"""How names share rows, and how a table shares its width."""

import pytest

from proposals.letters import Seal, Table, parse_body
from proposals.letters.arrangement import signing_lines, signing_rows
from proposals.letters.content import UPRIGHT
from proposals.letters.widths import lay_out
from tests.proposals.letters.samples import make_letter

LONG = "慈溪市公共检测服务体系建设工作领导小组办公室"
ARRANGED: dict[tuple[str, ...], tuple[int, ...]] = {
    ("科技局",): (1,),
    ("科技局", "教育局"): (2,),
    ("科技局", "教育局", "商务局"): (3,),
    ("科技局", "教育局", "商务局", "水利局"): (2, 2),
    ("科技局", "教育局", "商务局", "水利局", "公安局"): (3, 2),
    ("慈溪市市场监督管理局", "教育局", "商务局"): (2, 1),
    (LONG, *(f"第{n}局" for n in range(6))): (3, 3, 1),
}


@pytest.mark.parametrize("issuers", ARRANGED)
def test_joint_names_share_rows_by_their_length_and_number(issuers: tuple[str, ...]) -> None:
    letter = make_letter(issuers=issuers)

    assert tuple(map(len, signing_rows(letter))) == ARRANGED[issuers]
    assert "".join(signing_lines(letter)).count("局") == "".join(issuers).count("局")


def test_names_of_fewer_lines_stand_level_with_the_last_line_of_their_row() -> None:
    letter = make_letter(issuers=(LONG, "科技局"))
    first, last = signing_lines(letter)

    assert first + last == LONG + "科技局"
    assert last.endswith("科技局")
    assert signing_lines(make_letter(issuers=("科技局", LONG)))[1].startswith("科技局")


def test_in_other_manners_each_has_its_row() -> None:
    issuers = ("科技局", "教育局", "商务局")
    posts = ("局长", "主任", "院长")

    assert signing_lines(make_letter(seal=Seal.UNSEALED, issuers=issuers)) == issuers
    signed = make_letter(seal=Seal.SIGNED, issuers=issuers, posts=posts)
    assert signing_lines(signed) == posts


def table(text: str) -> Table:
    (found,) = parse_body(text)
    assert isinstance(found, Table)
    return found


def test_a_narrow_table_is_set_in_size_4_and_shares_what_is_left() -> None:
    grid = lay_out(table("|序号|名称|数量|\n|---|\n|1|甲检测站|12|\n|2|乙站|345|"), UPRIGHT)

    assert grid.size == 14
    assert sum(column.share for column in grid.columns) == pytest.approx(1)
    assert [column.align for column in grid.columns] == ["右", "中", "右"]
    assert grid.breakable == (False, False, False)


def test_a_long_column_leaves_the_others_what_they_need() -> None:
    grid = lay_out(table(f"|序号|说明|数量|\n|---|\n|1|{'很长的说明' * 30}|12|"), UPRIGHT)
    number, words, count = grid.columns

    assert grid.size == 12
    assert words.align == "左"
    assert number.share * UPRIGHT == pytest.approx(3 * 12)
    assert count.share == pytest.approx(number.share)
    assert sum(column.share for column in grid.columns) == pytest.approx(1)


def test_many_columns_are_set_smaller_and_a_very_high_row_may_break() -> None:
    many = lay_out(table("|" + "指标名称|" * 14 + "\n|---|\n|" + "数" * 9 + "|" * 14), UPRIGHT)
    high = lay_out(table("|名称|说明|\n|---|\n|甲|" + "很长的说明文字。" * 200 + "|"), UPRIGHT)

    assert many.size == 10.5
    assert all(column.share * UPRIGHT > 2 * many.size for column in many.columns)
    assert high.breakable == (False, True)
