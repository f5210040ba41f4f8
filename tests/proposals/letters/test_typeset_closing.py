"""What follows the text on paper: 署名 and date in three manners, 附件说明, attendance."""

import io
from itertools import combinations, pairwise
from math import hypot
from typing import Any

import pdfplumber
import pytest

from proposals.letters import Attachment, Letter, Seal, Typeset, parse_body, plain_text, to_pdf
from proposals.letters.geometry import measure
from tests.proposals.letters.ruler import CELL, LEFT, PITCH, RIGHT, SIZE, Sheets, Spot
from tests.proposals.letters.samples import CHAPTER, MOMENT, PLAIN, make_letter

SHORT = ("慈溪市科技局", "慈溪市教育局", "慈溪市商务局", "慈溪市水利局", "慈溪市公安局")
LONG = ("慈溪市市场监督管理局", "慈溪市经济和信息化局", "慈溪市综合行政执法局")
END = "让送检单位少跑路少等待。"
SEAL = 42.0  # mm across, of the seals of bureaus; 45 for governments


def made(letter: Letter) -> Typeset:
    return to_pdf(letter, moment=MOMENT)


def short_letter(**changes: Any) -> Letter:
    """One whose text ends with END, half-way down the first page."""
    return make_letter("信函", **({"body": parse_body(PLAIN), "cc": ()} | changes))


def blank_lines(above: Spot, below: Spot) -> float:
    return (below.top - above.bottom - PITCH + SIZE) / PITCH


def signatures(sheets: Sheets, letter: Letter) -> tuple[list[Spot], Spot]:
    """The names below the text, and the date."""
    names = [sheets.all(name)[-1] for name in letter.issuers]
    return names, sheets.find("2022年5月9日")


def test_under_a_seal_the_name_is_centred_on_the_date() -> None:
    letter = short_letter()
    sheets = Sheets(made(letter).pdf)
    (name,), date = signatures(sheets, letter)

    assert date.from_right == pytest.approx(4, abs=0.1)
    assert name.middle == pytest.approx(date.middle, abs=0.2)
    assert date.top - name.top == pytest.approx(PITCH, abs=0.05)
    assert blank_lines(sheets.find(END[-6:]), name) == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize("issuers", [SHORT[:2], SHORT[:3], SHORT[:4], SHORT, LONG[:2], LONG])
def test_joint_seals_keep_apart_and_within_the_type_area(issuers: tuple[str, ...]) -> None:
    letter = make_letter("文件", issuers=issuers, printer="")
    sheets = Sheets(made(letter).pdf)
    names, date = signatures(sheets, letter)

    places = [(round(spot.top, 1), spot.x0) for spot in names]
    assert places == sorted(places)
    centres = [(spot.middle, (spot.top + spot.bottom) / 2) for spot in names]
    for (x, y), (other_x, other_y) in combinations(centres, 2):
        assert hypot(x - other_x, y - other_y) > 45.3
    assert min(x for x, _ in centres) - 22.5 >= LEFT
    assert max(x for x, _ in centres) + 22.5 <= RIGHT
    assert names[-1].middle == pytest.approx(date.middle, abs=0.2)
    assert date.top - names[-1].top == pytest.approx(PITCH, abs=0.4)
    assert date.from_right == pytest.approx(4, abs=0.1)


def test_ten_joint_names_keep_the_room_of_a_bureaus_seal() -> None:
    letter = make_letter(
        "信函", issuers=SHORT + LONG[:2] + ("慈溪市文广局", "慈溪市卫健局", "某某所")
    )
    sheets = Sheets(made(letter).pdf)
    tops = sorted({round(sheets.all(name)[-1].top, 1) for name in (*letter.issuers[:5], "某某所")})

    assert min(b - a for a, b in pairwise(tops)) > SEAL
    assert sheets.find("2022年5月9日").page == sheets.all("某某所")[-1].page


def test_long_joint_names_break_in_their_column() -> None:
    issuers = ("慈溪市公共检测服务体系建设工作领导小组办公室", "慈溪市科技局")
    done = made(short_letter(issuers=issuers, body=parse_body(CHAPTER)))
    sheets = Sheets(done.pdf)
    date = sheets.find("2022年5月9日")
    last = sheets.all("慈溪市科技局")[-1]
    rest = sheets.all("小组办公室")[-1]

    assert last.middle == pytest.approx(date.middle, abs=0.2)
    assert rest.top == pytest.approx(last.top, abs=0.1)
    assert rest.x1 < last.x0 - CELL
    layer = "".join(line.text for page in range(1, sheets.count + 1) for line in sheets.lines(page))
    assert "".join(plain_text(done.letter).split()) == layer.replace("—2—", "").replace("—3—", "")


def test_without_a_seal_the_date_stands_two_characters_in_from_the_name() -> None:
    letter = short_letter(seal=Seal.UNSEALED)
    sheets = Sheets(made(letter).pdf)
    (name,), date = signatures(sheets, letter)

    assert name.from_right == pytest.approx(2, abs=0.1)
    assert (date.x0 - name.x0) / CELL == pytest.approx(2, abs=0.05)
    assert blank_lines(sheets.find(END[-6:]), name) == pytest.approx(1, abs=0.05)
    assert date.top - name.top == pytest.approx(PITCH, abs=0.05)


def test_without_a_seal_a_date_longer_than_the_name_takes_its_place() -> None:
    letter = short_letter(seal=Seal.UNSEALED, issuers=("市府办",))
    sheets = Sheets(made(letter).pdf)
    (name,), date = signatures(sheets, letter)

    assert date.from_right == pytest.approx(2, abs=0.1)
    assert (date.x0 - name.x0) / CELL == pytest.approx(2, abs=0.05)


def test_without_seals_joint_names_follow_each_other_downwards() -> None:
    letter = short_letter(seal=Seal.UNSEALED, issuers=(*LONG, "慈溪市科技局"))
    sheets = Sheets(made(letter).pdf)
    names, date = signatures(sheets, letter)

    assert {round(name.x0, 1) for name in names} == {round(names[0].x0, 1)}
    assert max(name.x1 for name in names) == pytest.approx(RIGHT - 2 * CELL, abs=0.5)
    assert all(b.top - a.top == pytest.approx(PITCH, abs=0.05) for a, b in pairwise(names))
    assert (date.x0 - names[0].x0) / CELL == pytest.approx(2, abs=0.05)
    assert date.top - names[-1].top == pytest.approx(PITCH, abs=0.05)


def test_beside_a_stamp_stands_the_post_and_below_it_the_date() -> None:
    sheets = Sheets(made(short_letter(seal=Seal.SIGNED, posts=("局长",))).pdf)
    post, date = sheets.find("局长"), sheets.find("2022年5月9日")
    stamp_high = 3 * PITCH - (PITCH - SIZE)

    assert date.from_right == pytest.approx(4, abs=0.1)
    assert post.from_right == pytest.approx(4 + 7 + 2, abs=0.1)
    middle = (post.top + post.bottom) / 2
    above = (middle - stamp_high / 2 - sheets.find(END[-6:]).bottom - PITCH + SIZE) / PITCH
    below = (date.top - middle - stamp_high / 2 - PITCH + SIZE) / PITCH
    assert above == pytest.approx(2, abs=0.05)
    assert below == pytest.approx(1, abs=0.05)


def test_joint_stamps_stand_one_a_row() -> None:
    posts = ("局长", "党组书记、主任", "院长")
    letter = make_letter("文件", seal=Seal.SIGNED, issuers=LONG, posts=posts)
    spots = [Sheets(made(letter).pdf).all(post)[-1] for post in posts]

    assert {round(spot.x1, 1) for spot in spots} == {round(spots[0].x1, 1)}
    steps = [b.top - a.top for a, b in pairwise(spots)]
    assert min(steps) > 20  # a stamp of up to 2 cm each


@pytest.mark.parametrize("lines", range(4, 30, 3))
@pytest.mark.parametrize(
    "changes",
    [
        {"issuers": LONG},
        {"issuers": SHORT},
        {"seal": Seal.UNSEALED},
        {"seal": Seal.SIGNED, "posts": ("局长",)},
        {"attachments": (Attachment("名单", parse_body("某某。")),)},
    ],
)
def test_name_and_date_always_stand_with_some_text(lines: int, changes: dict[str, Any]) -> None:
    letter = make_letter(body=parse_body("这是凑足行数的一段短文。\n" * lines), **changes)
    sheets = Sheets(made(letter).pdf)
    date = sheets.find("2022年5月9日")

    assert date.page in {spot.page for spot in sheets.all("这是凑足行数的一段短文。")}


def test_the_last_lines_of_a_long_paragraph_go_along_with_many_names() -> None:
    letter = make_letter(
        "信函",
        issuers=LONG,
        seal=Seal.SIGNED,
        posts=("市市场监督管理局局长", "党组书记、局长", "主任"),
        body=parse_body("现将有关事项函告如下。\n" + PLAIN),
    )
    done = made(letter)
    sheets = Sheets(done.pdf)
    last_page = sheets.find("2022年5月9日").page
    first = sheets.lines(last_page)[0]

    assert "正文末尾移至署名所在页" in " ".join(done.notes)
    assert first.x0 - LEFT < 1
    before = [line for line in sheets.lines(last_page - 1) if line.size == 16 and line.top < 262]
    assert before[-1].x1 == pytest.approx(RIGHT, abs=0.5)
    assert len(before[-1].text) == 28


def test_attachment_notes_are_numbered_and_turn_over_under_their_names() -> None:
    long = "关于在工业园区建设公共检测服务站的实施方案以及各镇街道分年度任务分解表"
    names = ("检测机构名录", long, "联系人名单")
    letter = make_letter(attachments=tuple(Attachment(n, parse_body("一段。")) for n in names))
    sheets = Sheets(made(letter).pdf)
    word, first, second, third = map(
        sheets.find, ("附件：", "1.检测机构名录", "2.关于在工业园区", "3.联系人名单")
    )
    above = sheets.all("让送检单位少跑路少等待。")[-1]

    assert word.from_left == pytest.approx(2, abs=0.1)
    assert first.top == pytest.approx(word.top, abs=0.05)
    assert blank_lines(above, word) == pytest.approx(1, abs=0.05)
    assert second.x0 == pytest.approx(first.x0, abs=0.3)
    assert third.x0 == pytest.approx(first.x0, abs=0.3)
    turned = next(line for line in sheets.lines(second.page) if line.top > second.top + 1)
    assert turned.x0 == pytest.approx(sheets.find("关于在工业园区").x0, abs=0.4)
    assert turned.text in long


def test_one_attachment_is_named_without_a_number() -> None:
    letter = make_letter(attachments=(Attachment("检测机构名录。", parse_body("一段。")),))
    sheets = Sheets(made(letter).pdf)

    line = next(line for line in sheets.lines(3) + sheets.lines(2) if "附件：" in line.text)
    assert line.text == "附件：检测机构名录"


def test_minutes_list_who_was_there_and_turn_over_under_the_names() -> None:
    present = "市市场监督管理局张某某、李某某，市科技局王某某，市经信局赵某某、钱某某，市水利局孙某"
    letter = make_letter(
        "纪要",
        issuers=("慈溪市市场监督管理局建议办理工作会议",),
        addressee="",
        date=None,
        body=parse_body(PLAIN),
        attendance=(("出席", present), ("请假", "吴某某"), ("列席", "郑某某")),
    )
    sheets = Sheets(made(letter).pdf)
    label, names, away = map(sheets.find, ("出席：", "市市场监督管理局张", "请假："))
    turned = next(line for line in sheets.lines(1) if line.top > label.top + 1)

    assert label.from_left == pytest.approx(2, abs=0.1)
    assert "Hei" in label.font
    assert "Fang" in names.font
    assert turned.x0 == pytest.approx(names.x0, abs=0.4)
    assert away.x0 == pytest.approx(label.x0, abs=0.1)
    assert blank_lines(sheets.find(END[-6:]), label) == pytest.approx(1, abs=0.05)
    assert sheets.find("建议办理工作会议纪要").colour[0] > 0.6
    assert not sheets.all("2022年5月9日")
    assert "市科技局：" not in plain_text(letter)


FIVE = {
    "issuers": tuple(f"编造的第{number}局" for number in "一二三四五"),
    "posts": ("镇长", "党组书记、局长", "副主任", "主任", "院长"),
    "seal": Seal.SIGNED,
}


def table(rows: int, marks: str) -> str:
    lines = [f"|{number}|编造的单位{number}|{number}00|" for number in range(1, rows + 1)]
    return "\n".join(["编造的一段话。", f"|序号|单位|数量|\n|{marks}|", *lines])


@pytest.mark.parametrize("marks", ["---", "==="])
@pytest.mark.parametrize("rows", [3, 5, 8, 11, 16, 22, 23, 36])
def test_the_last_rows_of_a_table_go_along_with_many_names(rows: int, marks: str) -> None:
    done = made(make_letter(body=parse_body(table(rows, marks)), **FIVE))
    sheets = Sheets(done.pdf)
    date = sheets.find("2022年5月9日")
    cells = [line.text for line in sheets.lines(date.page) if line.top < date.top]

    assert any(f"编造的单位{rows}" in text for text in cells)
    found = measure(done.pdf, kind="文件", text=plain_text(done.letter), seal="签名章")
    assert [finding for finding in found if not finding.ok] == []


def test_a_table_parted_for_its_last_rows_repeats_its_head_and_is_closed_once() -> None:
    done = made(make_letter(body=parse_body(table(16, "===")), **FIVE))
    sheets = Sheets(done.pdf)
    first, second = sheets.all("序号")

    assert (first.page, second.page) == (2, 3)
    assert "编造的单位14" in "".join(line.text for line in sheets.lines(2))
    with pdfplumber.open(io.BytesIO(done.pdf)) as document:
        written = [
            char["text"]
            for page in document.pages
            for char in page.chars
            if char["tag"] != "Artifact"
        ]
        thick = [[line["linewidth"] for line in page.lines] for page in document.pages[1:3]]
    assert "".join(written).count("序号") == 1
    assert [sum(width > 1 for width in widths) for widths in thick] == [1, 2]
