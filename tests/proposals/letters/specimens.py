"""Right documents of every form, drawn by the millimetres of the standard; all text is made up."""

from dataclasses import replace

from tests.proposals.letters.drawn import (
    CELL,
    CHARACTER,
    RED,
    SMALL,
    STEP,
    Bar,
    Drawing,
    Text,
    row,
)

HANZI = (
    "我们将继续加强实验室日常巡查工作逐步完善仪器设备定期校准台账并及时公布年度能力验证结果"
    "同时组织技术人员参加省级培训班学习掌握新版通用要求努力提高数据质量和服务水平"
)


def hanzi(count: int, start: int = 0) -> str:
    """So many hanzi without a mark among them."""
    return (HANZI * 4)[start : start + count]


def lines(page: int, first: int, last: int, name: str = "body") -> list[Text]:
    """Full lines of a paragraph on these rows of the grid."""
    return [
        Text(name, hanzi(28, number % 7), 28, row(number), page)
        for number in range(first, last + 1)
    ]


def opened(page: int, at: int, words: str, face: str = "仿宋", name: str = "body") -> Text:
    """A short line that begins a paragraph."""
    return Text(name, words, 28 + 2 * CELL, row(at), page, face=face)


def page_number(page: int) -> Text:
    """14 pt between two dashes, whose ink is 7 mm below the type area."""
    top = 262 + 7 - (0.8 - 0.33) * SMALL
    x, anchor = (184 - SMALL, "right") if page % 2 else (28 + SMALL, "left")
    return Text("page", f"— {page} —", x, top, page, 14, "宋体", anchor, tracking=0)


def record(page: int, *, bottom: float = 262) -> list[Text | Bar]:
    """主送 and 抄送 without a rule between them, the imprint below a thin one."""
    x, step = 28 + SMALL, 8.0
    top = bottom - 4 * step
    words = {"size": 14, "page": page, "tracking": 0}
    return [
        Bar("first rule", 28, top, 156, 0.35, page),
        Text("recipients", "主送：市科技局，各镇人民政府。", x, top + 2, **words),
        Text(
            "copies",
            "抄送：市政府办公室，市人大常委会代表工作委员会，市政协提案",
            x,
            top + 9,
            **words,
        ),
        Text("copies turned", "委员会。", x + 3 * SMALL, top + 16, **words),
        Bar("inner rule", 28, bottom - step - 0.5, 156, 0.25, page),
        Text("printer", "编造的机关办公室", x, bottom - step + 1.5, **words),
        Text(
            *("imprint", "2022年5月10日印发", 184 - SMALL, bottom - step + 1.5, page, 14),
            anchor="right",
            tracking=0,
        ),
        Bar("last rule", 28, bottom - 0.175, 156, 0.35, page),
    ]


def head(words: str = "编造的监督管理局文件") -> list[Text | Bar]:
    """The red head of 文件, its number, rule and title, and the addressee on row 13."""
    return [
        Text(
            *("head", words, 106, 72, 1, 44, "小标宋", "centre", RED),
            tracking=0,
            by_ink=True,
        ),
        Text("number", "编监函〔2022〕12号", 106, 113.86, anchor="centre"),
        Bar("red rule", 28, 123.5, 156, 0.5, fill=RED),
        Text(
            "title", "关于编造事项有关情况的函", 106, 149.79, 1, 22, "小标宋", "centre", tracking=0
        ),
        Text("addressee", "市科技局：", 28, row(13)),
    ]


def marks() -> list[Text]:
    """份号, 密级, 紧急程度 at the left, the class mark at the right."""
    return [
        Text("copy number", "000123", 28, row(0)),
        Text("class mark", "A类", 184, row(0), anchor="right", face="黑体"),
        Text("secrecy", "机密★1年", 28, row(1), face="黑体"),
        Text("urgency", "特急", 28, row(2), face="黑体"),
    ]


def first_text() -> list[Text]:
    """The text of page 1 with headings of all four levels, and of page 2, which it fills."""
    return [
        opened(1, 14, "一、基本情况", "黑体", "heading1"),
        opened(1, 15, "（一）机构建设", "楷体", "heading2"),
        opened(1, 16, "1.完善制度", "仿宋", "heading3"),
        opened(1, 17, "（1）细化分工", "仿宋", "heading4"),
        opened(1, 18, hanzi(26)),
        *lines(1, 19, 21),
        *lines(2, 0, 21),
    ]


def ending(page: int = 3) -> list[Text]:
    """The end of the text, and a sealed signature with its note."""
    return [
        *lines(page, 0, 3),
        Text("last line", hanzi(9) + "。", 28, row(4), page),
        *sealed(page, 7),
    ]


def sealed(page: int, at: int) -> list[Text]:
    """盖章: the date four characters from the right, the name centred on it."""
    half = 3 * CELL  # 2022年5月9日 is six characters wide
    middle = 184 - 4 * CELL - half
    return [
        Text("signature", "编造的监督管理局", middle, row(at), page, anchor="centre"),
        Text("date", "2022年5月9日", middle, row(at + 1), page, anchor="centre"),
        Text(
            "note", "（联系人：张某某，联系电话：0574-00000000）", 28 + 2 * CELL, row(at + 2), page
        ),
    ]


def make_file(*extra: Text | Bar) -> Drawing:
    """A 文件 of three pages with every part a letter of one organ has."""
    numbers = [page_number(page) for page in (1, 2, 3)]
    body = [*marks(), *head(), *first_text(), *ending(), *record(3)]
    return Drawing((*body, *numbers, *extra), pages=3)


def make_letter() -> Drawing:
    """A 信函 of two pages: double red lines on the first, no rules around its record."""
    double = [
        Bar("double rule", 20, 50.4, 170, 1, fill=RED),
        Bar("double rule thin", 20, 52, 170, 0.35, fill=RED),
        Bar("foot rule thin", 20, 297 - 20 - 1.95, 170, 0.35, fill=RED),
        Bar("foot rule", 20, 297 - 20 - 1, 170, 1, fill=RED),
    ]
    under = 52.35 + 14 * 25.4 / 72
    top = [
        Text(
            *("head", "编造的监督管理局", 105, 30, 1, 50, "小标宋", "centre", RED),
            tracking=0,
            by_ink=True,
        ),
        Text("copy number", "000123", 28, under),
        Text("number", "编监函〔2022〕12号", 184, under, anchor="right"),
        Text("secrecy", "秘密★6个月", 28, under + STEP, face="黑体"),
        Text("title", "关于编造事项的复函", 106, row(8) - 15.24 - 7.76, 1, 22, "小标宋", "centre"),
        Text("addressee", "市科技局：", 28, row(8)),
        opened(1, 9, hanzi(26)),
        *lines(1, 10, 21),
    ]
    copies = Text(*("copies", "抄送：市政府办公室。", 28 + SMALL, 262 - SMALL, 2, 14), tracking=0)
    return Drawing((*double, *top, *ending(2), copies, page_number(2)), pages=2)


def make_minutes() -> Drawing:
    """纪要 of one page with those present, who asked for leave and who listened."""
    there = [
        ("present", "出席：", "张某某、李某某、王某某、赵某某、钱某某、", "孙某某"),
        ("absent", "请假：", "吴某某", ""),
    ]
    items: list[Text | Bar] = [
        Text(
            *("head", "编造的监督管理局会议纪要", 106, 72, 1, 36, "小标宋", "centre", RED),
            tracking=0,
            by_ink=True,
        ),
        Text("number", "编监纪〔2022〕3号", 106, 112, anchor="centre"),
        Text(
            "title", "研究编造事项的会议纪要", 106, row(11), 1, 22, "小标宋", "centre", tracking=0
        ),
        opened(1, 13, hanzi(26)),
        Text("last line", hanzi(20) + "。", 28, row(14)),
    ]
    for at, (name, label, words, turned) in enumerate(there):
        y = row(15 + 2 * at)
        items += [
            Text(f"{name} label", label, 28 + 2 * CELL, y, face="黑体"),
            Text(name, words, 28 + 5 * CELL, y),
        ]
        if turned:
            items.append(Text(f"{name} turned", turned, 28 + 5 * CELL, y + STEP))
    return Drawing((*items, page_number(1)))


def make_upward() -> Drawing:
    """上行文 of two organs: 文件 beside their names, three signers, the number at the left."""
    big = {"size": 34, "face": "小标宋", "fill": RED, "tracking": 0, "by_ink": True}
    upper = [
        Text("head", "编造的监督管理局", 40, 72, **big),
        Text("head word", "文件", 148, 81, **big),
        Text("head", "编造的科学技术局", 40, 90, **big),
        Text("signer label", "签发人：", 184 - 11 * CELL, 126.8),
        Text("signer", "张某某", 184 - 7 * CELL, 126.8, face="楷体"),
        Text("signer", "李某某", 184 - CELL, 126.8, face="楷体", anchor="right"),
        Text("number", "编监〔2022〕12号", 28 + CELL, 126.8 + STEP),
        Text("last signer", "王某某", 184 - 7 * CELL, 126.8 + STEP, face="楷体"),
        Bar("red rule", 28, 126.8 + STEP + CHARACTER + 4, 156, 0.5, fill=RED),
    ]
    top = row(15) - 15.24 - 7.76
    below = [
        Text("title", "关于编造事项的请示", 106, top, 1, 22, "小标宋", "centre", tracking=0),
        Text("addressee", "市政府：", 28, row(15)),
        opened(1, 16, hanzi(26)),
        *lines(1, 17, 21),
    ]
    return Drawing((*upper, *below, *ending(2), page_number(1), page_number(2)), pages=2)


def annex_note(page: int, at: int) -> list[Text]:
    """附件说明 of two, the first name over two lines."""
    left = 28 + 2 * CELL
    return [
        Text("annex note", "附件：1.编造的检测服务站分布与能力验证情况", left, row(at), page),
        Text("annex note turned", "统计表", left + 4 * CELL, row(at + 1), page),
        Text("second annex note", "2.编造的明细表", left + 3 * CELL, row(at + 2), page),
    ]


def annex(page: int, mark: str, *title: str) -> list[Text]:
    """附件 on line 1, its title centred on line 3 and below."""
    return [
        Text("annex mark", mark, 28, row(0), page, face="黑体"),
        *(
            Text(
                *("annex title", words, 106, row(2 + at) - 1.06, page, 22, "小标宋", "centre"),
                tracking=0,
            )
            for at, words in enumerate(title)
        ),
    ]


COLUMNS = (28.0, 68.0, 128.0, 184.0)


def table(page: int, top: float, *rows: str, ruled: bool = True) -> list[Text | Bar]:
    """Rows of three cells between full lines, or with `ruled` false between three lines."""
    height, small = 9.0, {"size": 12, "page": page, "tracking": 0}
    foot = top + height * len(rows)
    items: list[Text | Bar] = []
    drawn = range(len(rows) + 1) if ruled else (0, 1, len(rows))
    items += [Bar("table rule", 28, top + at * height, 156, 0.2, page) for at in drawn]
    if ruled:
        items += [Bar("table side", x, top, 0.2, foot - top, page) for x in COLUMNS[:-1]]
        items.append(Bar("table side", 183.8, top, 0.2, foot - top, page))
    for at, words in enumerate(rows):
        for x, cell in zip(COLUMNS, words.split(), strict=False):
            name = "table head" if at == 0 else "cell"
            items.append(Text(name, cell, x + 2, top + at * height + 2, **small))
    return items


TABLE_HEAD = "名称 数量 备注"
TABLE_ROWS = tuple(f"编造甲{number} {number}00 无" for number in range(1, 16))
MORE_ROWS = tuple(f"编造乙{number} {number}00 有" for number in range(1, 16))


def make_annexed() -> Drawing:
    """A 文件 with two annexes: text, and a table over two pages; no record."""
    closing = [
        *lines(2, 0, 1),
        Text("last line", hanzi(9) + "。", 28, row(2), 2),
        *annex_note(2, 4),
        *sealed(2, 9),
    ]
    first = [
        *annex(3, "附件1", "编造的检测服务站分布与", "能力验证情况统计表"),
        opened(3, 5, hanzi(26), name="annex text"),
        *lines(3, 6, 8, "annex text"),
    ]
    second = [
        *annex(4, "附件2", "编造的明细表"),
        *table(4, 72, TABLE_HEAD, *TABLE_ROWS),
        *table(5, 37, TABLE_HEAD, *MORE_ROWS),
    ]
    text = [item for item in first_text() if item.page == 1]
    numbers = [page_number(page) for page in range(1, 6)]
    return Drawing((*head(), *text, *closing, *first, *second, *numbers), pages=5)


def make_wide() -> Drawing:
    """A 文件 whose third page is a landscape annex, with its number as on an upright sheet."""
    note = Text("annex note", "附件：编造的明细表", 28 + 2 * CELL, row(4), 2)
    closing = [*lines(2, 0, 1), Text("last line", hanzi(9) + "。", 28, row(2), 2), note]
    # The upright sheet's lower edge is the left edge of the page shown.
    x = 297 - (262 + 7 - (0.8 - 0.33) * SMALL)
    wide: list[Text | Bar] = [
        Text("annex mark", "附件", 35, 28, 3, face="黑体"),
        Text(*("annex title", "编造的明细表", 147.5, 48, 3, 22, "小标宋", "centre"), tracking=0),
        *(replace(item, x=item.x + 7) for item in table(3, 70, TABLE_HEAD, *TABLE_ROWS[:5])),
        Text("page", "— 3 —", x, 184 - SMALL - 15, 3, 14, "宋体", tracking=0, turn=90),
    ]
    text = [item for item in first_text() if item.page == 1]
    numbers = [page_number(page) for page in (1, 2)]
    items = (*head(), *text, *closing, *sealed(2, 7), *wide, *numbers)
    return Drawing(items, pages=3, wide=frozenset({3}))


def make_even() -> Drawing:
    """A 文件 whose record stands alone on page 4, after a blank page: neither has a number."""
    text = [item for item in first_text() if item.page == 1]
    numbers = [page_number(page) for page in (1, 2)]
    return Drawing((*head(), *text, *ending(2), *record(4), *numbers), pages=4)
