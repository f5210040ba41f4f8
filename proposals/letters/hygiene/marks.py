"""Rules of text hygiene on punctuation (GB/T 15834): forms, pairs, dashes, doubles; pure."""

import re
from collections.abc import Iterator

from proposals.letters.hygiene.reading import (
    CLOSING,
    HAN,
    HIDDEN,
    IS_CHINESE,
    MARKS,
    NUMERALS,
    OPENING,
    Edit,
    Pair,
    Reading,
    chinese_before,
    marks_of,
    pairs,
)

FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
HALF = re.compile("[,;:?!]")
STOP_AT_END = re.compile(rf"(?<=[{HAN}{CLOSING}])\.(?=[ \u3000]*$|[{CLOSING}\"])", re.MULTILINE)
STOP_INSIDE = re.compile(rf"(?<=[{HAN}{CLOSING}])\.(?=[{HAN}{OPENING}])")
CHINESE = HAN + MARKS
DOUBLE_DASH = re.compile(rf"(?<=[{CHINESE}])(?:-{{2,}}|[–―─]{{2,}})(?=[{CHINESE}])")
WRONG_DASH = re.compile(rf"(?<=[{HAN}{CLOSING}\d%])[–―─](?=[{HAN}{OPENING}\d])")
HYPHEN = re.compile(rf"(?<=[{HAN}{CLOSING}])-(?=[{HAN}{OPENING}])")
DOTS = re.compile(rf"(?<=[{CHINESE}])\.{{3,}}|\.{{3,}}(?=[{CHINESE}])|。{{3,}}|…+")
TWICE = re.compile(r"([，、；：！？])\1+|(?<!。)(。)。(?!。)")
MIXED = re.compile(r"[，、；：][，、；：。！？]+|[。！？][，、；：]+")
PAUSES = re.compile("(?<=[”’])、(?=[“‘])|(?<=》)、(?=《)")
SENTENCE = re.compile(r"[^。；\n]+")
LISTED = re.compile(rf"(?:^|[。；：，、 \u3000])(?:[\dA-Za-z]{{1,2}}|[{NUMERALS}]{{1,2}})$")
QUOTES = (('"', "“", "”"), ("'", "‘", "’"))
NESTED = (("《〈", "》〉"), ("“‘", "”’"))
ALL_PAIRS = (("（(", "）)"), ("“", "”"), ("《", "》"), ("〈", "〉"), ("〔", "〕"), ("【", "】"))
MOST_SHOWN = 60
LONGEST_NUMERAL = 12


def is_chinese(text: str, at: int) -> bool:
    return 0 <= at < len(text) and bool(IS_CHINESE.match(text[at]))


def half_marks(reading: Reading) -> Iterator[Edit]:
    """汉字前后的半角逗号、分号、冒号、问号、叹号和句末的半角点改为全角；数字、时间、网址中的不改。"""
    why = "汉字前后的标点用全角。"
    for match in reading.matches(HALF):
        at = match.start()
        if is_chinese(reading.text, at - 1) or is_chinese(reading.text, at + 1):
            yield Edit(at, at + 1, FULL[match[0]], why)
    yield from reading.swap(STOP_AT_END, "。", why)


def half_stops(reading: Reading) -> Iterator[Edit]:
    """两个汉字之间的半角点，多半应为句号；外国人名中的应为间隔号“·”。"""
    for match in reading.matches(STOP_INSIDE):
        start = reading.text.rfind("\n", 0, match.start()) + 1
        opening = reading.text[start : min(match.start(), start + LONGEST_NUMERAL)]
        if opening.strip(f" \t\u3000{NUMERALS}（(）)"):
            why = "汉字之间的半角点，如是句号请改为“。”，外国人名请改为“·”。"
            yield Edit(match.start(), match.end(), "。", why)


def half_brackets(reading: Reading) -> Iterator[Edit]:
    """汉字旁的半角括号，或括着汉字的半角括号，成对改为全角。"""
    for start, line in reading.lines:
        if "(" not in line and ")" not in line:
            continue
        found, alone = pairs(line, "(（", ")）")
        count = chinese_before(line)
        chosen = [pair for pair in found if is_chinese_pair(line, pair, count)]
        places = [at for pair in chosen for at in pair[:2]]
        places += [at for at in alone if is_chinese(line, at + (1 if line[at] in "(（" else -1))]
        for at in sorted(places):
            if line[at] in "()":
                yield Edit(start + at, start + at + 1, FULL[line[at]], "中文里的括号用全角。")


def is_chinese_pair(line: str, pair: Pair, count: list[int]) -> bool:
    if line[pair.start] + line[pair.end] in ("（)", "(）") or count[pair.start] < count[pair.end]:
        return True
    before = line[pair.start - 1 : pair.start]
    return is_chinese(line, pair.start - 1) or (
        not before.isalnum() and is_chinese(line, pair.end + 1)
    )


def straight_quotes(reading: Reading) -> Iterator[Edit]:
    """汉字前后成对的直引号（" 和 '）改为弯引号“ ”‘ ’；英文的撇号、英寸和角分不改。"""
    for start, line in reading.lines:
        if '"' not in line and "'" not in line:
            continue
        count = chinese_before(line)
        for straight, opening, closing in QUOTES:
            for pair in quoted(line, straight, opening, closing):
                if not is_near_chinese(count, pair):
                    continue
                for at, mark in ((pair[0], opening), (pair[1], closing)):
                    if line[at] == straight:
                        yield Edit(start + at, start + at + 1, mark, "中文里的引号用“ ”和‘ ’。")


def quoted(line: str, straight: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """Quotes of which at least one side is straight; an apostrophe or an inch is none."""
    begin = -1
    for match in marks_of(straight + opening + closing).finditer(line):
        at, char = match.start(), match[0]
        if char == opening:
            begin = at
        elif char == closing:
            if begin >= 0 and line[begin] == straight:
                yield begin, at
            begin = -1
        elif char == straight and begin >= 0 and not is_inside_word(line, at):
            yield begin, at
            begin = -1
        elif char == straight and not is_ascii_word(line[max(at - 1, 0) : at]):
            begin = at


def is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def is_inside_word(line: str, at: int) -> bool:
    around = line[max(at - 1, 0) : at] + line[at + 1 : at + 2]
    return line[at] == "'" and len(around) == 2 and is_ascii_word(around)


def is_near_chinese(count: list[int], pair: tuple[int, int]) -> bool:
    return count[max(pair[0] - 1, 0)] < count[min(pair[1] + 2, len(count) - 1)]


def lone_quotes(reading: Reading) -> Iterator[Edit]:
    """汉字旁单独一个直引号，不知是前引号还是后引号，请补成一对。"""
    for start, line in reading.lines:
        for at in (at for at, char in enumerate(line) if char == '"'):
            is_inch = line[max(at - 1, 0) : at].isdigit()
            if not is_inch and (is_chinese(line, at - 1) or is_chinese(line, at + 1)):
                yield Edit(start + at, start + at + 1, None, "引号没有配对，请补成“ ”。")


def dashes(reading: Reading) -> Iterator[Edit]:
    """汉字间的 -- 改为破折号“——”；编码不对的短横（–、―、─）改为一字线“—”。"""
    yield from reading.swap(DOUBLE_DASH, "——", "破折号用“——”，占两个字。")
    yield from reading.swap(WRONG_DASH, "—", "这个横线的编码不对，连接号用一字线“—”。")


def hyphens(reading: Reading) -> Iterator[Edit]:
    """汉字间的半角 - 改为一字线“—”；复合名词（如：吐鲁番-哈密盆地）中的可保留。"""
    why = "汉字之间表示起止、递进用一字线“—”；复合名词中的短横线可保留。"
    yield from reading.swap(HYPHEN, "—", why)


def ellipses(reading: Reading) -> Iterator[Edit]:
    """省略号用六个点“……”，不用 ... 、。。。或一个“…”。"""
    for edit in reading.swap(DOTS, "……", "省略号用“……”，占两个字。"):
        if reading.text[edit.start : edit.end] != "…………":
            yield edit


def repeated(reading: Reading) -> Iterator[Edit]:
    """重复的标点（，，、。。等）只留一个。"""
    yield from reading.swap(TWICE, lambda m: m[1] or m[2], "标点重复了，只留一个。")


def mixed(reading: Reading) -> Iterator[Edit]:
    """两个不同的句读标点连用（，。等），留下一个。"""
    for match in reading.matches(MIXED):
        ends = [mark for mark in match[0] if mark in "。！？"] or [match[0][-1]]
        yield Edit(match.start(), match.end(), ends[0], "两个标点连用，请留下一个。")


def pauses(reading: Reading) -> Iterator[Edit]:
    """并列的引号之间、书名号之间不用顿号（GB/T 15834）；同句有的后面带括注时仍用。"""
    for sentence in reading.matches(SENTENCE):
        if "）、" in sentence[0]:
            continue
        for match in PAUSES.finditer(reading.text, sentence.start(), sentence.end()):
            why = "并列的引号、书名号之间通常不用顿号（GB/T 15834）。"
            yield Edit(match.start(), match.end(), "", why)


def nested(reading: Reading) -> Iterator[Edit]:
    """书名号里的书名号用〈〉，引号里的引号用‘ ’。"""
    for start, line in reading.lines:
        for opening, closing in NESTED:
            found, alone = pairs(line, opening, closing)
            if not alone:
                for edit in inner(line, found, opening, closing):
                    yield edit._replace(start=start + edit.start, end=start + edit.end)


def inner(line: str, found: list[Pair], opening: str, closing: str) -> Iterator[Edit]:
    """Each pair right inside another, with all it holds; its marks alone when that is long."""
    new, inside = list(line), []
    why = f"{opening[0]}{closing[0]}里面再用时改用{opening[1]}{closing[1]}。"
    for pair in found:  # an inner pair comes before the one around it
        if pair.depth % 2 == 0:
            new[pair.start], new[pair.end] = opening[1], closing[1]
        if pair.depth == 2:
            inside.append(pair)
        if pair.depth == 1:
            if line[pair.start] == opening[0]:
                for one in inside:
                    yield from replaced(line, "".join(new[one.start : one.end + 1]), one.start, why)
            inside = []


def replaced(line: str, new: str, start: int, why: str) -> Iterator[Edit]:
    old = line[start : start + len(new)]
    if HIDDEN not in old and len(old) <= MOST_SHOWN:
        if new != old:
            yield Edit(start, start + len(new), new, why)
        return
    for at, (before, after) in enumerate(zip(old, new, strict=True), start):
        if before != after:
            yield Edit(at, at + 1, after, why)


def unpaired(reading: Reading) -> Iterator[Edit]:
    """同一段里引号、括号、书名号只有一半的，请补上另一半。"""
    for start, line in reading.lines:
        for opening, closing in ALL_PAIRS:
            for at in pairs(line, opening, closing)[1]:
                if line[at] not in ")(" and not is_list_mark(line, at):
                    why = f"这一段里的“{line[at]}”没有配对，请补上另一半或删去。"
                    yield Edit(start + at, start + at + 1, None, why)


def is_list_mark(line: str, at: int) -> bool:
    """Whether this is the bracket of 1） or 一）, which opens an item of a list."""
    return line[at] == "）" and bool(LISTED.search(line[max(at - 3, 0) : at]))
