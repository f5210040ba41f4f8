"""Faults of 版记 and of the page numbers."""

from dataclasses import replace

from tests.proposals.letters.drawn import SMALL, Bar, Drawing, Text, row
from tests.proposals.letters.specimens import (
    lines,
    make_annexed,
    make_even,
    make_file,
    make_letter,
    make_minutes,
)
from tests.proposals.letters.spoilt.fault import Fault


def renumbered(drawing: Drawing) -> Drawing:
    """Numbers on the blank page and on that of the record after it."""
    numbers = [
        Text("page", "— 3 —", 184 - SMALL, 266.68, 3, 14, "宋体", "right", tracking=0),
        Text("page", "— 4 —", 28 + SMALL, 266.68, 4, 14, "宋体", tracking=0),
    ]
    return drawing.plus(*numbers)


FOOT: dict[str, Fault] = {
    "版记不在最后": (
        make_file,
        lambda d: d.plus(
            Text("annex mark", "附件", 28, row(0), 4, face="黑体"), *lines(4, 4, 6)
        ).plus(Text("page", "— 4 —", 28 + SMALL, 266.68, 4, 14, "宋体", tracking=0)),
        {"record_last", "annex_page", "annex_names"},
    ),
    "版记线短": (make_file, lambda d: d.changed("inner rule", width=150), {"record_rule_width"}),
    "版记少一条线": (make_file, lambda d: d.without("inner rule"), {"record_rule_count"}),
    "版记首线 0.5 磅": (
        make_file,
        lambda d: d.changed("first rule", height=0.18),
        {"record_rule_first"},
    ),
    "版记中线太粗": (
        make_file,
        lambda d: d.changed("inner rule", height=0.5),
        {"record_rule_inner"},
    ),
    "版记末线 0.5 磅": (
        make_file,
        lambda d: d.changed("last rule", height=0.18),
        {"record_rule_last"},
    ),
    "版记离下沿": (make_file, lambda d: d.moved("last rule", dy=-1), {"record_foot"}),
    "版记 5 号": (
        make_file,
        lambda d: d.changed("recipients", size=10.5),
        {"record_size"},
    ),
    "版记顶格": (
        make_file,
        lambda d: d.moved("printer", dx=-SMALL),
        {"record_left"},
    ),
    "印发日期顶到右边": (make_file, lambda d: d.moved("imprint", dx=SMALL), {"record_right"}),
    "抄送在主送之上": (
        make_file,
        lambda d: d.said("主送：", "抄送：").said("抄送：市政府办公室，", "主送：市政府办公室，"),
        {"record_order"},
    ),
    "抄送回行顶格": (make_file, lambda d: d.moved("copies turned", dx=-3 * SMALL), {"record_turn"}),
    "抄送没有句号": (make_file, lambda d: d.said("委员会。", "委员会"), {"record_end"}),
    "印发日期编虚位": (
        make_file,
        lambda d: d.said("2022年5月10日", "2022年05月10日"),
        {"imprint_form"},
    ),
    "信函版记不在下沿": (make_letter, lambda d: d.moved("copies", dy=-8), {"record_foot_letter"}),
    "信函版记加线": (
        make_letter,
        lambda d: d.plus(Bar("more", 28, 255, 156, 0.35, 2)),
        {"record_no_rules"},
    ),
    "页码没有一字线": (
        make_minutes,
        lambda d: d.said("— 1 —", "1"),
        {"page_number"},
    ),
    "页码 5 号": (make_minutes, lambda d: d.changed("page", size=10.5), {"page_number_size"}),
    "页码仿宋": (make_minutes, lambda d: d.changed("page", face="仿宋"), {"page_number_face"}),
    "页码低 4 mm": (make_minutes, lambda d: d.moved("page", dy=4), {"page_number_gap"}),
    "页码在左": (make_minutes, lambda d: d.moved("page", dx=-100), {"page_number_side"}),
    "信函首页有页码": (
        make_letter,
        lambda d: d.plus(
            Text("page", "— 1 —", 184 - SMALL, 266.68, 1, 14, "宋体", "right", tracking=0)
        ),
        {"page_number_first"},
    ),
    "空白页有页码": (make_even, renumbered, {"page_number_blank"}),
    "中间有空白页": (
        make_annexed,
        lambda d: replace(
            d,
            pages=7,
            items=tuple(
                replace(one, page=one.page + 1) if one.page > 2 else one for one in d.items
            ),
        ),
        {"blank_page", "page_number", "page_number_side"},
    ),
    "语言不是中文": (make_minutes, lambda d: replace(d, lang="en"), {"language"}),
}
