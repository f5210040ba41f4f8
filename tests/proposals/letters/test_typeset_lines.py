"""Marks of GB/T 15834-2011 that may not begin or end a line, wherever in a line they fall."""

from itertools import pairwise

import pytest

from proposals.letters import parse_body, plain_text, to_pdf
from proposals.letters.geometry import failures, measure
from tests.proposals.letters.ruler import FOOT, Sheets
from tests.proposals.letters.samples import CHAPTER, MOMENT, make_letter


def line_ends(words: str) -> list[tuple[str, str]]:
    """How each line ends and the next begins, the words at every place about a line's end."""
    body = "\n".join("前" * filled + words + "后" * 6 for filled in range(14, 28))
    letter = make_letter(body=parse_body(CHAPTER + body))
    pdf = to_pdf(letter, moment=MOMENT).pdf
    assert not failures(measure(pdf, kind="文件", text=plain_text(letter)))

    sheets = Sheets(pdf)
    spots = [spot for page in range(1, sheets.count + 1) for spot in sheets.lines(page)]
    lines = [spot.text for spot in spots if spot.bottom < FOOT + 1]
    return [(above[-1], below[0]) for above, below in pairwise(lines)]


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("阿依·古丽·某某", "·"),  # 间隔号
        ("10～20件", "～"),  # 连接号
        ("甲～乙", "～"),
        ("第（一）～（三）项", "～"),
        ("2019—2022年", "—"),
        ("二〇一九—二〇二二年", "—"),
        ("10%—20%", "—"),
        ("GB/T 9704—2012", "—"),
        ("甲－乙", "－"),
        ("每件100元/件", "/"),  # 分隔号
    ],
)
def test_no_line_begins_with_a_mark_that_joins(words: str, mark: str) -> None:
    assert mark not in {below for _, below in line_ends(words)}


@pytest.mark.parametrize("words", ["每件100元/件", "甲/乙", "依照GB/T 9704", "A/B/C类"])
def test_no_line_ends_with_a_solidus(words: str) -> None:
    assert "/" not in {above for above, _ in line_ends(words)}


@pytest.mark.parametrize(
    ("words", "pair"),
    [("所述——即", "——"), ("“甲”——乙", "——"), ("等等……又", "……"), ("好……——乙", "……")],
)
def test_marks_of_two_characters_stay_whole(words: str, pair: str) -> None:
    assert tuple(pair) not in line_ends(words)


def test_a_closing_quote_before_a_dash_does_not_begin_a_line() -> None:
    assert "”" not in {below for _, below in line_ends("“甲”——乙")}
