"""Tables and attachments on paper: lines, heads, columns, the grid below, turned pages."""

import io
from typing import Any

import pdfplumber
import pikepdf
import pytest

from proposals.letters import Attachment, Letter, Typeset, parse_body, plain_text, to_pdf
from tests.proposals.letters.ruler import FOOT, LEFT, MM, PITCH, RIGHT, SIZE, TOP, Sheets
from tests.proposals.letters.samples import CHAPTER, MOMENT, make_letter

AFTER = "表后的这一段文字仍然落在行格之上。"
SMALL = """表1　检测机构分布
|序号|街道|机构数|占比|备注|
|---|
|1|古塘街道|12|83.3%|—|
|2|浒山街道|9|8.9%|含分支机构|
|3|白沙路街道|115|100%||
"""
ROWS = 80
NOTE = "说明较长需要换行的文字用来撑满这一格直到另起一行"
LONG = "表2　检测站名录\n|编号|名称|样品数|说明|\n|---|\n" + "".join(
    f"|{n}|第{n}检测站|{n * 37 % 991}|{NOTE * (n % 9 == 0)}|\n" for n in range(1, ROWS + 1)
)
WIDE = (
    "|"
    + "|".join(f"指标{n}" for n in range(1, 13))
    + "|\n|===|\n"
    + "".join(
        "|" + "|".join(str(n * k * 7919 % 100000) for k in range(1, 13)) + "|\n"
        for n in range(1, 41)
    )
)


def made(letter: Letter) -> Typeset:
    return to_pdf(letter, moment=MOMENT)


def with_table(table: str, **changes: Any) -> Letter:
    return make_letter(body=parse_body(CHAPTER + table + AFTER), **changes)


def layer(pdf: bytes) -> str:
    """The text in the order it is written into the file, without what is marked as artifact."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        chars = [char for page in document.pages for char in page.chars]
    return "".join(c["text"] for c in chars if c["tag"] != "Artifact" and c["text"].strip())


def drawn_lines(pdf: bytes, page: int) -> list[dict[str, Any]]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [line for line in document.pages[page - 1].lines if line["linewidth"] < 1.2]


@pytest.mark.parametrize("marks", ["---", "==="])
@pytest.mark.parametrize("table", [SMALL, LONG])
def test_text_below_a_table_falls_on_the_grid_again(marks: str, table: str) -> None:
    sheets = Sheets(made(with_table(table.replace("---", marks))).pdf)
    after = sheets.find(AFTER[:10])

    assert after.row == pytest.approx(round(after.row), abs=0.02)
    assert after.from_left == pytest.approx(2, abs=0.1)
    cells = [line for line in sheets.lines(after.page) if line.top < after.top and line.size < 16]
    assert 0.4 * SIZE < after.top - cells[-1].bottom < 2 * PITCH


def test_several_tables_leave_the_grid_whole() -> None:
    text = "".join(
        f"第{n}段文字。\n{table}" for n, table in enumerate((SMALL, LONG, SMALL, LONG, SMALL))
    )
    sheets = Sheets(made(make_letter(body=parse_body(text + AFTER))).pdf)

    for words in ("第1段文字", "第2段文字", "第3段文字", "第4段文字", AFTER[:10]):
        spot = sheets.find(words)
        assert spot.row == pytest.approx(round(spot.row), abs=0.02)


def test_a_caption_is_centred_and_stays_with_its_table() -> None:
    for lead in range(0, 6, 2):
        sheets = Sheets(made(make_letter(body=parse_body("短段。\n" * lead + CHAPTER + LONG))).pdf)
        caption, head = sheets.find("表2检测站名录"), sheets.find("编号")

        assert caption.middle == pytest.approx(106, abs=0.3)
        assert caption.page == head.page
        assert 0 < head.top - caption.bottom < 10
        assert sheets.find("第1检测站").page == head.page


def test_the_head_is_repeated_on_each_page_and_stands_once_in_the_text_layer() -> None:
    done = made(with_table(LONG))
    sheets = Sheets(done.pdf)
    heads = sheets.all("编号名称样品数说明")

    assert [head.page for head in heads] == list(range(heads[0].page, heads[0].page + len(heads)))
    assert len(heads) > 3
    for head in heads[1:]:
        assert head.top - TOP < 4
    assert layer(done.pdf) == "".join(plain_text(done.letter).split())


def test_no_row_is_split_and_no_cell_leaves_the_type_area() -> None:
    sheets = Sheets(made(with_table(LONG)).pdf)

    for number in range(9, ROWS, 9):
        spots = [sheets.find(f"第{number}检测站"), *sheets.all("说明较长需要换行")]
        assert spots[0].page in {spot.page for spot in spots[1:]}
    for page in range(1, sheets.count + 1):
        lines = [
            line for line in sheets.lines(page) if line.size < 16 and not line.text.startswith("—")
        ]
        assert all(line.x0 >= LEFT and line.x1 <= RIGHT and line.bottom <= FOOT for line in lines)


def test_a_framed_table_has_a_line_around_every_cell_and_fills_the_width() -> None:
    done = made(with_table(SMALL))
    page = Sheets(done.pdf).find("古塘街道").page
    lines = drawn_lines(done.pdf, page)
    upright = {round(line["x0"] * MM, 1) for line in lines if line["width"] < 0.1}
    level = [line for line in lines if line["height"] < 0.1 and line["linewidth"] < 0.7]

    assert len(upright) == 6
    assert (min(upright), max(upright)) == (28.0, 184.0)
    assert len({round(line["top"], 1) for line in level}) == 5


def test_a_three_line_table_has_thick_outer_and_a_thin_inner_line() -> None:
    done = made(with_table(SMALL.replace("---", "===")))
    page = Sheets(done.pdf).find("古塘街道").page
    lines = drawn_lines(done.pdf, page)
    by_height: dict[float, float] = {}
    for line in (line for line in lines if line["linewidth"] in (0.5, 1.05)):
        assert line["height"] < 0.1
        by_height[round(line["top"], 1)] = line["linewidth"]

    assert [by_height[top] for top in sorted(by_height)] == [1.05, 0.5, 1.05]


def test_numbers_are_flush_right_and_short_words_centred() -> None:
    sheets = Sheets(made(with_table(SMALL)).pdf)
    numbers = [sheets.find(f"街道{number}") for number in ("12", "9", "115")]
    places = [sheets.find(place) for place in ("古塘街道", "浒山街道", "白沙路街道")]

    assert {round(spot.x1, 1) for spot in numbers} == {round(numbers[0].x1, 1)}
    assert max(abs(spot.middle - places[0].middle) for spot in places) < 0.2
    assert sheets.find("古塘街道").size == 14


def test_a_table_without_a_head_or_with_nothing_else_is_set() -> None:
    for table in ("|甲|乙|\n|丙|丁|\n", "|甲|乙|\n|---|\n", "|只有一格|\n"):
        done = made(with_table(table))
        assert layer(done.pdf) == "".join(plain_text(done.letter).split())


def test_a_row_higher_than_a_page_goes_over_its_end() -> None:
    done = made(with_table("|名称|说明|\n|---|\n|甲|" + "很长的说明文字。" * 250 + "|\n"))

    assert layer(done.pdf) == "".join(plain_text(done.letter).split())
    assert max(line.bottom for line in Sheets(done.pdf).lines(4)[:-1]) < FOOT + 1


def test_long_addresses_break_within_their_cell() -> None:
    url = "https://example.invalid/" + "a1b2c3" * 20
    sheets = Sheets(made(with_table(f"|名称|网址|数|\n|---|\n|甲站|{url}|1|\n|乙站|无|2|\n")).pdf)
    page = sheets.find("甲站").page

    assert max(line.x1 for line in sheets.lines(page)) <= RIGHT + 0.2


ATTACHMENTS = (
    Attachment("检测站名录", parse_body("本附件列出全部检测站。\n" + LONG + AFTER)),
    Attachment("关于在工业园区建设公共检测服务站的实施方案以及责任分工安排", parse_body(CHAPTER)),
    Attachment("检测指标", parse_body(WIDE + AFTER), landscape=True),
    Attachment("联系人名单", parse_body("张某某。")),
)


@pytest.mark.parametrize(("kind", "count"), [("文件", 1), ("信函", 2), ("文件", 4)])
def test_every_attachment_begins_a_page_before_the_record(kind: str, count: int) -> None:
    done = made(make_letter(kind, attachments=ATTACHMENTS[:count]))
    sheets = Sheets(done.pdf)
    marks = ["附件"] if count == 1 else [f"附件{n}" for n in range(1, count + 1)]
    pages = []
    for mark, attachment in zip(marks, ATTACHMENTS, strict=False):
        first = next(
            page
            for page in range(2, sheets.count + 1)
            if sheets.lines(page) and sheets.lines(page)[0].text == mark
        )
        pages.append(first)
        if not attachment.landscape:
            lines = sheets.lines(first)
            assert lines[0].row == pytest.approx(1, abs=0.02)
            assert lines[0].x0 == pytest.approx(LEFT, abs=0.3)
            assert "Hei" in lines[0].font
            assert lines[1].size == 22
            assert lines[1].middle == pytest.approx(106, abs=0.3)
            title_middle = (lines[1].top + lines[1].bottom) / 2
            pitch = sheets.lines(2)[1].top - sheets.lines(2)[0].top
            assert title_middle == pytest.approx(TOP + 2 * pitch + SIZE / 2, abs=0.2)
    assert pages == sorted(set(pages))
    assert pages[0] > sheets.find("2022年5月9日").page
    assert sheets.find("抄送：").page == sheets.count >= pages[-1]
    assert layer(done.pdf) == "".join(plain_text(done.letter).split())


def test_text_of_an_attachment_falls_on_the_grid_and_its_pages_are_numbered_on() -> None:
    sheets = Sheets(made(make_letter(attachments=ATTACHMENTS[:2])).pdf)

    for words in ("本附件列出全部", AFTER[:10], "截至2021年末"):
        spot = sheets.all(words)[-1]
        assert spot.row == pytest.approx(round(spot.row), abs=0.02)
    for page in range(1, sheets.count + 1):
        assert sheets.lines(page)[-1].text == f"—{page}—"


@pytest.mark.parametrize("before", [0, 1])
def test_a_turned_page_keeps_its_number_in_place_and_its_head_at_the_left(before: int) -> None:
    """The sheet is read from its right side: its left edge is the upper edge of the page."""
    short = Attachment("名单", parse_body("张某某。"))
    letter = make_letter(attachments=(short,) * before + (ATTACHMENTS[2],))
    done = made(letter)
    sheets = Sheets(done.pdf)
    with pdfplumber.open(io.BytesIO(done.pdf)) as document:
        wide = [page.page_number for page in document.pages if page.width > page.height]
    assert len(wide) > 1
    for page in wide:
        number = sheets.turned(page)
        assert "".join(c["text"] for c in number if c["text"].strip()) == f"—{page}—"
        # On the upright sheet x is what is y here, and y is 297 mm less what is x.
        across = [(char["top"] * MM, char["bottom"] * MM) for char in number]
        if page % 2:
            assert max(end for _, end in across) == pytest.approx(RIGHT - 14 * MM, abs=0.3)
        else:
            assert min(start for start, _ in across) == pytest.approx(LEFT + 14 * MM, abs=0.3)
        down = 297 - max(char["x1"] for char in number) * MM
        assert 262 < down < 272
        lines = [line for line in sheets.lines(page) if line.text]
        assert min(line.x0 for line in lines) >= 35
        assert max(line.x1 for line in lines) <= 297 - 37 + 0.2
        assert lines[0].top >= 28 - 0.5
        assert max(line.bottom for line in lines) <= 210 - 26
    after = sheets.find(AFTER[:10])
    assert (after.top - 28) / PITCH == pytest.approx(round((after.top - 28) / PITCH), abs=0.02)
    assert sheets.find("抄送：").page == wide[-1] + 1


def test_tables_are_tagged_with_their_heads() -> None:
    done = made(with_table(SMALL))
    with pikepdf.open(io.BytesIO(done.pdf)) as document:
        kinds = [str(obj.S) for obj in document.objects if _is_element(obj)]

    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 5
    assert kinds.count("/TD") == 15


def _is_element(obj: Any) -> bool:
    return isinstance(obj, pikepdf.Dictionary) and "/S" in obj and "/P" in obj


def test_a_body_that_ends_with_a_table_keeps_the_signature_near() -> None:
    sheets = Sheets(made(make_letter(body=parse_body(CHAPTER + SMALL), printer="")).pdf)
    name, last = sheets.all("慈溪市市场监督管理局")[-1], sheets.find("白沙路街道")

    assert name.page == last.page
    assert name.row == pytest.approx(round(name.row), abs=0.02)
    assert (name.top - last.bottom) / PITCH < 3.2
