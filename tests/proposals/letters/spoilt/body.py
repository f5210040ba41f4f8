"""Faults of the type area, the text, its tables and its pages."""

from collections.abc import Callable
from dataclasses import replace

from tests.proposals.letters.drawn import CELL, SMALL, STEP, TRACKING, Drawing, Text, row
from tests.proposals.letters.specimens import (
    MORE_ROWS,
    hanzi,
    make_annexed,
    make_file,
    make_minutes,
    make_wide,
    table,
)
from tests.proposals.letters.spoilt.fault import Fault, Spoil


def every(drawing: Drawing, dx: float = 0, dy: float = 0) -> Drawing:
    """All that is drawn, moved."""
    moved = (replace(item, x=item.x + dx, top=item.top + dy) for item in drawing.items)
    return replace(drawing, items=tuple(moved))


def tighter(drawing: Drawing) -> Drawing:
    """The upper half of page 2 at 26 pt a line, with a gap before the lower half."""
    step = 26 * 25.4 / 72
    items = [
        replace(item, top=37 + round((item.top - 37) / STEP) * step)
        if item.name == "body" and item.page == 2 and item.top < row(10.5)
        else item
        for item in drawing.items
    ]
    return replace(drawing, items=tuple(items))


def without_text_on_page_1(drawing: Drawing) -> Drawing:
    """The text begins on page 2, with its first paragraph."""
    kept = [
        item
        for item in drawing.items
        if item.page != 1 or item.top < row(13.5) or item.name == "page"
    ]
    begun = replace(drawing, items=tuple(kept))
    return one_of_body(lambda text: replace(text, x=28 + 2 * CELL, words=text.words[:26]), at=0)(
        begun
    )


def shorter(drawing: Drawing) -> Drawing:
    """Lines of 27 characters that still fill the width."""
    wide = 156 / 27 * 72 / 25.4 - 16
    items = [
        replace(item, words=item.words[:27], tracking=wide)
        if isinstance(item, Text) and item.name == "body" and len(item.words) == 28
        else item
        for item in drawing.items
    ]
    return replace(drawing, items=tuple(items))


def one_of_body(change: Callable[[Text], Text], page: int = 2, at: int = 5) -> Spoil:
    """One line of the text alone."""

    def spoil(drawing: Drawing) -> Drawing:
        body = [item for item in drawing.items if item.name == "body" and item.page == page]
        one = body[at]
        assert isinstance(one, Text)
        return replace(
            drawing, items=tuple(change(item) if item is one else item for item in drawing.items)
        )

    return spoil


def worded(words: str) -> Callable[[Text], Text]:
    return lambda text: replace(text, words=words)


def broken_table(drawing: Drawing) -> Drawing:
    """The table of page 5 without its head."""
    kept = [item for item in drawing.items if item.page != 5 or item.name == "page"]
    return replace(drawing, items=tuple(kept)).plus(*table(5, 37, *MORE_ROWS))


BODY: dict[str, Fault] = {
    "纸张不是 A4": (
        make_minutes,
        lambda d: replace(d, paper=(215.9, 279.4)),
        {"page_width", "page_height"},
    ),
    "整体偏上 2 mm": (
        make_file,
        lambda d: every(d, dy=-2),
        {
            *("top_margin", "bottom_edge", "line_grid", "head_top", "marks_rows"),
            *("record_foot", "page_number_gap", "outside_area"),
        },
    ),
    "整体偏右 3 mm": (
        make_file,
        lambda d: every(d, dx=3),
        {
            *("left_margin", "right_edge", "marks_left", "head_centre", "number_centre"),
            *("title_centre", "addressee_left", "indent", "date_right", "record_left"),
            *("record_right", "page_number_side"),
        },
    ),
    "一行越过版心": (
        make_file,
        one_of_body(lambda text: replace(text, words=text.words + "多")),
        {"right_edge"},
    ),
    "版心外有字": (
        make_file,
        lambda d: d.plus(Text("more", "内部资料", 90, 285, 3)),
        {"outside_area"},
    ),
    "行距 26 磅": (make_file, tighter, {"line_pitch"}),
    "少排两行": (
        make_file,
        lambda d: replace(
            d,
            items=tuple(
                one
                for one in d.items
                if not (one.page == 2 and one.top > row(19.5) and one.name == "body")
            ),
        ),
        {"lines_per_page", "bottom_edge"},
    ),
    "首页正文离格": (
        make_file,
        lambda d: replace(
            d,
            items=tuple(
                replace(one, top=one.top - 3)
                if one.page == 1 and row(12.5) < one.top < 262
                else one
                for one in d.items
            ),
        ),
        {"line_grid", "bottom_edge"},
    ),
    "每行 27 字": (make_file, shorter, {"chars_per_line"}),
    "一行不到右边": (make_file, one_of_body(worded(hanzi(27))), {"line_fill"}),
    "字距 17 磅": (
        make_file,
        lambda d: d.changed("body", tracking=1.0),
        {"char_advance", "right_edge"},
    ),
    "逗号在行首": (make_file, one_of_body(worded("，" + hanzi(27))), {"line_start"}),
    "间隔号在行首": (make_file, one_of_body(worded("·" + hanzi(27))), {"line_start"}),
    "一字线在行首": (make_file, one_of_body(worded("—" + hanzi(27))), {"line_start"}),
    "分隔号在行首": (make_file, one_of_body(worded("/" + hanzi(27))), {"line_start"}),
    "前引号在行末": (make_file, one_of_body(worded(hanzi(27) + "“")), {"line_end"}),
    "段首空一字": (
        make_file,
        one_of_body(lambda t: replace(t, x=28 + CELL, words=hanzi(27))),
        {"indent"},
    ),
    "首页没有正文": (make_file, without_text_on_page_1, {"first_page_body"}),
    "正文 15 磅": (
        make_file,
        one_of_body(lambda text: replace(text, size=15, tracking=TRACKING + 1)),
        {"body_size"},
    ),
    "一行楷体": (make_file, one_of_body(lambda text: replace(text, face="楷体")), {"body_face"}),
    "一级标题仿宋": (make_file, lambda d: d.changed("heading1", face="仿宋"), {"heading1_face"}),
    "二级标题黑体": (make_file, lambda d: d.changed("heading2", face="黑体"), {"heading2_face"}),
    "三级标题黑体": (make_file, lambda d: d.changed("heading3", face="黑体"), {"heading3_face"}),
    "四级标题楷体": (make_file, lambda d: d.changed("heading4", face="楷体"), {"heading4_face"}),
    "序数带错标点": (make_file, lambda d: d.said("（一）机构", "（一）、机构"), {"heading_form"}),
    "蓝色文字": (
        make_file,
        one_of_body(lambda text: replace(text, fill="#0000FF")),
        {"text_colour"},
    ),
    "半角逗号": (
        make_file,
        one_of_body(worded(hanzi(13) + "," + hanzi(14))),
        {"half_width"},
    ),
    "正文日期有虚位": (
        make_file,
        one_of_body(worded("截至2022年05月09日" + hanzi(19))),
        {"zero_date"},
    ),
    "引文用方括号": (
        make_file,
        one_of_body(worded("按编发[2022]8号" + hanzi(20))),
        {"quoted_number"},
    ),
    "部首冒充汉字": (make_file, one_of_body(worded("\u2f9b" + hanzi(27))), {"text_codepoints"}),
    "没有署名": (
        make_file,
        lambda d: d.without("signature"),
        {"parts"},
    ),
    "表格宽出版心": (
        make_annexed,
        lambda d: replace(
            d,
            items=tuple(
                replace(one, x=one.x + 4) if one.name.startswith("table") else one
                for one in d.items
            ),
        ),
        {"table_edges"},
    ),
    "续页不重复表头": (make_annexed, broken_table, {"table_head"}),
    "横排页页码在下": (
        make_wide,
        lambda d: replace(
            d,
            items=tuple(
                replace(one, x=255, top=189, turn=0)
                if one.name == "page" and one.page == 3
                else one
                for one in d.items
            ),
        ),
        {"landscape_number"},
    ),
    "横排页表头在右": (
        make_wide,
        lambda d: replace(
            d,
            items=tuple(
                replace(one, x=269 - 0.47 * SMALL, top=210 - 164.24, turn=-90)
                if one.name == "page" and one.page == 3
                else one
                for one in d.items
            ),
        ),
        {"landscape_head"},
    ),
}
