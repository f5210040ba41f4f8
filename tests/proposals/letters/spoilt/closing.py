"""Faults of 附件说明, 署名, date and 附注, of the 附件 and of who was present."""

from dataclasses import replace

from tests.proposals.letters.drawn import CELL, STEP, Drawing, row
from tests.proposals.letters.specimens import make_annexed, make_file, make_minutes
from tests.proposals.letters.spoilt.fault import Fault


def lonely(drawing: Drawing) -> Drawing:
    """The end of the text moved back to page 2, so that the signature stands alone on page 3."""
    names = ("last line",)
    items = [
        item for item in drawing.items if not (item.page == 3 and item.name in (*names, "body"))
    ]
    return replace(drawing, items=tuple(items))


def unsealed(drawing: Drawing) -> Drawing:
    """不盖章: the name two characters from the right, the date two further in than the name."""
    start = 184 - 2 * CELL - 8 * CELL
    return (
        drawing.changed("signature", x=start, anchor="left", top=row(6))
        .changed("date", x=start + 2 * CELL, anchor="left", top=row(7))
        .changed("note", top=row(8))
    )


def signed(drawing: Drawing) -> Drawing:
    """签名章 of three lines: the post level with its middle, the date a blank line below it."""
    return (
        drawing.changed("signature", words="局长", x=184 - 13 * CELL, anchor="right", top=row(8))
        .changed("date", x=184 - 4 * CELL, anchor="right", top=row(11))
        .changed("note", top=row(12))
    )


def mid_page(drawing: Drawing) -> Drawing:
    """The first annex further down its page, below text that stays on the page."""
    names = ("annex mark", "annex title", "annex text")
    items = [
        replace(item, page=2, top=item.top + 12 * STEP)
        if item.page == 3 and item.name in names
        else item
        for item in drawing.items
    ]
    return replace(drawing, items=tuple(items))


CLOSING: dict[str, Fault] = {
    "署名单独一页": (make_file, lonely, {"signature_alone"}),
    "署名紧接正文": (
        make_file,
        lambda d: (
            d.moved("signature", dy=-2 * STEP)
            .moved("date", dy=-2 * STEP)
            .moved("note", dy=-2 * STEP)
        ),
        {"signature_gap"},
    ),
    "署名偏左": (make_file, lambda d: d.moved("signature", dx=-6), {"signature_centre"}),
    "日期右空三字": (
        make_file,
        lambda d: d.moved("signature", dx=CELL).moved("date", dx=CELL),
        {"date_right"},
    ),
    "日期编虚位": (
        make_file,
        lambda d: d.said("2022年5月9日", "2022年05月09日"),
        {"date_form"},
    ),
    "不盖章空二行": (
        make_file,
        lambda d: (
            unsealed(d).moved("signature", dy=STEP).moved("date", dy=STEP).moved("note", dy=STEP)
        ),
        {"unsealed_gap"},
    ),
    "不盖章右空三字": (
        make_file,
        lambda d: unsealed(d).moved("signature", dx=-CELL).moved("date", dx=-CELL),
        {"unsealed_right"},
    ),
    "不盖章日期右移一字": (
        make_file,
        lambda d: unsealed(d).moved("date", dx=-CELL),
        {"unsealed_shift"},
    ),
    "签名章空一行": (make_file, lambda d: signed(d).moved("signature", dy=-STEP), {"signed_gap"}),
    "签名章无处可盖": (
        make_file,
        lambda d: signed(d).moved("signature", dx=7 * CELL),
        {"signed_room"},
    ),
    "签名章日期右空二字": (
        make_file,
        lambda d: signed(d).moved("date", dx=2 * CELL),
        {"signed_date"},
    ),
    "附注顶格": (make_file, lambda d: d.moved("note", dx=-2 * CELL), {"note_left"}),
    "附注没有括号": (
        make_file,
        lambda d: d.said("（联系人：", "联系人：").said("-00000000）", "-00000000"),
        {"note_form"},
    ),
    "附注隔一行": (make_file, lambda d: d.moved("note", dy=STEP), {"note_gap"}),
    "附件说明紧接正文": (
        make_annexed,
        lambda d: replace(
            d,
            items=tuple(
                replace(one, top=one.top - STEP)
                if one.page == 2 and row(3) < one.top < 262
                else one
                for one in d.items
            ),
        ),
        {"attachment_note_gap"},
    ),
    "附件说明顶格": (
        make_annexed,
        lambda d: (
            d.moved("annex note", dx=-2 * CELL)
            .moved("annex note turned", dx=-2 * CELL)
            .moved("second annex note", dx=-2 * CELL)
        ),
        {"attachment_note_left"},
    ),
    "附件名称回行不齐": (
        make_annexed,
        lambda d: d.moved("annex note turned", dx=2 * CELL),
        {"attachment_note_turn"},
    ),
    "附件编号重复": (
        make_annexed,
        lambda d: d.said("2.编造的明细表", "1.编造的明细表"),
        {"attachment_note_form"},
    ),
    "附件名称带句号": (
        make_annexed,
        lambda d: d.said("2.编造的明细表", "2.编造的明细表。"),
        {"attachment_note_end"},
    ),
    "附件没有另面": (make_annexed, mid_page, {"annex_page"}),
    "附件二字低一行": (
        make_annexed,
        lambda d: d.moved("annex mark", dy=3),
        {"annex_mark_top", "top_margin"},
    ),
    "附件二字缩进": (
        make_annexed,
        lambda d: d.moved("annex mark", dx=2),
        {"annex_mark_left", "left_margin"},
    ),
    "附件二字仿宋": (
        make_annexed,
        lambda d: d.changed("annex mark", face="仿宋"),
        {"annex_mark_face"},
    ),
    "附件标题低一行": (
        make_annexed,
        lambda d: d.moved("annex title", dy=STEP),
        {"annex_title_row"},
    ),
    "附件标题偏左": (make_annexed, lambda d: d.moved("annex title", dx=-6), {"annex_title_centre"}),
    "附件标题与说明不同": (
        make_annexed,
        lambda d: d.said("2.编造的明细表", "2.编造的汇总表"),
        {"annex_names"},
    ),
    "出席顶格": (
        make_minutes,
        lambda d: d.moved("absent label", dx=-CELL).moved("absent", dx=-CELL),
        {"attendance_left"},
    ),
    "出席二字仿宋": (
        make_minutes,
        lambda d: d.changed("present label", face="仿宋"),
        {"attendance_face"},
    ),
    "名单回行顶格": (
        make_minutes,
        lambda d: d.moved("present turned", dx=-CELL),
        {"attendance_turn"},
    ),
}
