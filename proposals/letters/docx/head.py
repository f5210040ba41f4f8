"""版头: the marks in the corners, the red head, the number and the red rule."""

from collections.abc import Iterator
from itertools import zip_longest

from proposals.letters.document import Format, Letter
from proposals.letters.docx.blocks import bare
from proposals.letters.docx.styles import (
    CHAR,
    LINE,
    RED,
    WIDTH,
    fonts,
    made,
    paragraph,
    size_of,
    spacing,
)
from proposals.letters.docx.xml import Element, make, run
from proposals.letters.order import signer_rows
from proposals.letters.title import balance, width

LARGEST, SMALLEST = 48.0, 26.0  # points
NARROWEST = 0.66  # how far a character may be condensed
ROOM = 430.0  # points: 版心 less 4 mm
HIGHEST = 130.0  # points all names of a joint head may take, so that text begins on page 1
PITCH = 1.2  # of the size: the height of a line of a joint head
WIDEST_LINE = 25  # characters, as condensed and as small as they may be
TOP_LINES = 3
HEAD_TOP = 1984  # 35 mm
INK = 0.03  # of the size: how far a character's ink stands below its upper edge
SHEET_HEAD_TOP = 1701  # 30 mm from the edge of the paper
BESIDE = {"left": -454, "right": -340}  # the double lines, 170 mm, in the middle of the sheet


def fitted(chars: float, largest: float = LARGEST, room: float = ROOM) -> tuple[float, int]:
    """Size in points and condensing in per cent: condensed first, then made smaller."""
    squeeze = room / (chars * largest)
    if squeeze >= NARROWEST:
        return largest, min(100, int(squeeze * 100))
    return max(SMALLEST, int(largest * squeeze / NARROWEST)), round(NARROWEST * 100)


def red(text: str, size: float, scale: int) -> Element:
    condensed = [make("w", val=scale)] if scale < 100 else []
    return run(text, make("color", val=RED), *size_of(size), *condensed)


def file_head(letter: Letter) -> Iterator[Element]:
    """文件 and 纪要: marks, head 35 mm below the upper edge of 版心, number and rule (7.2)."""
    lines = max(TOP_LINES, len(letter.top_left), len(letter.top_right))
    marks = (*_at_both_ends(letter.top_left, letter.top_right), *[""] * lines)
    left = HEAD_TOP - lines * LINE
    if len(letter.head_names) > 1:
        head, after = _joint_head(letter, left)
    else:
        head, after = _head(letter, left), 0
    yield from (_mark_line(mark, 0) for mark in marks[: lines - 1])
    yield _mark_line(marks[lines - 1], after)
    yield head
    yield from _number_lines(letter)


def _at_both_ends(left: tuple[str, ...], right: tuple[str, ...]) -> list[str]:
    return [f"{a}\t{b}" if b else a for a, b in zip_longest(left, right, fillvalue="")]


def _mark_line(text: str, after: int) -> Element:
    """A mark; 份号 is in the face of the text (7.2.1), all others in 黑体."""
    faces = [fonts("仿宋")] if text.partition("\t")[0].isdecimal() else []
    distance = made([spacing(after=max(0, after), line=LINE)]) if after else []
    words = [run(text, *faces)] if text else []
    return paragraph("版头标记", *words, properties=[_right_end(), *distance])


def _right_end() -> Element:
    return make("tabs", make("tab", val="right", pos=WIDTH))


def _lines_of(letter: Letter) -> tuple[str, ...]:
    return balance(letter.head_names[0] + letter.head_word, WIDEST_LINE)


def _head(letter: Letter, left: int) -> Element:
    lines = _lines_of(letter)
    size, scale = fitted(max(map(width, lines)))
    before = max(0, left - round(size * INK * 20))
    setting = made([spacing(before=before, line=round(size * 20) + (len(lines) > 1) * 160)])
    return paragraph("发文机关标志", red("\n".join(lines), size, scale), properties=setting)


def _joint_head(letter: Letter, left: int) -> tuple[Element, int]:
    """The names below each other, equally wide, 文件 beside them at half height (7.2.4).

    With it what is to be left free above it.
    """
    names = letter.head_names
    longest = max(map(width, names))
    size, scale = fitted(longest + 2.5, min(LARGEST, HIGHEST / len(names) / PITCH))
    widths = [round(chars * size * 20 * scale / 100) + 120 for chars in (longest, 2.3)]
    rows = (_name_row(letter, at, widths, size, scale) for at in range(len(names)))
    # Of an exact line height all that is more than the size stands above the characters.
    return bare(widths, *rows), left - round(size * 20 * (PITCH - 1 + INK))


def _name_row(letter: Letter, at: int, widths: list[int], size: float, scale: int) -> Element:
    high = round(size * PITCH * 20)
    name = paragraph(
        "发文机关标志",
        red(letter.head_names[at], size, scale),
        properties=made([spacing(line=high), ("jc", {"val": "distribute"})]),
    )
    word = [] if at else [red(letter.head_word, size, scale)]
    beside = paragraph("发文机关标志", *word, properties=made([spacing(line=high)]))
    merged = make("vMerge", **({} if at else {"val": "restart"}))
    sizes = [make("tcW", w=wide, type="dxa") for wide in widths]
    return make(
        "tr",
        make("trPr", make("trHeight", val=high, hRule="exact")),
        make("tc", make("tcPr", sizes[0]), name),
        make("tc", make("tcPr", sizes[1], merged, make("vAlign", val="center")), beside),
    )


def _number_lines(letter: Letter) -> Iterator[Element]:
    """发文字号 alone in the middle, or at the left with 签发人 at the right, above the rule."""
    if not letter.signers:
        yield paragraph("发文字号", letter.number, properties=[_red_rule()])
        return
    rows = signer_rows(letter)
    for at, row in enumerate(rows):
        is_first, is_last = at == 0, at == len(rows) - 1
        number = letter.number if is_last else ""
        before = f"\t{number}\t" + ("签发人：" if is_first else "\t")
        names = run("\t".join(row), fonts("楷体"))
        distance = spacing(before=2 * LINE + 120 if is_first else LINE - 320, line=320)
        settings = [_signer_stops(letter), *made([distance])]
        rule = [_red_rule()] if is_last else []
        yield paragraph("签发人", run(before), names, properties=[*settings, *rule])


def _red_rule() -> Element:
    return make("pBdr", make("bottom", val="single", sz=12, space=11, color=RED))


def _signer_stops(letter: Letter) -> Element:
    """Names stand under the first one; the widest line ends a character before the edge."""
    longest = max(map(width, letter.signers))
    columns = max(map(len, signer_rows(letter)))
    first = WIDTH - CHAR * (1 + longest * columns + columns - 1)
    stops = (CHAR, first - 4 * CHAR, first, first + (longest + 1) * CHAR)
    return make("tabs", *(make("tab", val="left", pos=round(stop)) for stop in stops))


def sheet_head(letter: Letter) -> Element:
    """信函: the name 30 mm below the edge of the paper, a double line 4 mm below it (10.1)."""
    lines = _lines_of(letter)
    size, scale = fitted(max(map(width, lines)))
    before = SHEET_HEAD_TOP - 850 - 280 - round(size * INK * 20)
    line = make("bottom", val="thickThinSmallGap", sz=24, space=11, color=RED)
    distances = spacing(before=before, after=80, line=round(size * 20) + (len(lines) > 1) * 160)
    settings = [make("pBdr", line), *made([distances, ("ind", BESIDE)])]
    return paragraph("发文机关标志", red("\n".join(lines), size, scale), properties=settings)


def sheet_foot() -> Element:
    """信函: the double line 20 mm above the edge of the paper."""
    line = make("bottom", val="thinThickSmallGap", sz=24, space=0, color=RED)
    settings = [make("pBdr", line), *made([spacing(line=20), ("ind", BESIDE)])]
    return paragraph("页码", properties=settings)


def letter_marks(letter: Letter) -> Iterator[Element]:
    """信函: marks at the left, the number flush right, under the double line (10.1)."""
    rights = (letter.number, *letter.top_right)
    for at, (left, right) in enumerate(zip_longest(_left_marks(letter), rights)):
        face = fonts("黑体" if at else "仿宋")
        end = [run(f"\t{right}", face)] if right else []
        yield paragraph("版头标记", *(left or []), *end, properties=[_right_end()])


def _left_marks(letter: Letter) -> list[list[Element]]:
    marks = [[run(mark, fonts("仿宋" if mark.isdecimal() else "黑体"))] for mark in letter.top_left]
    for at, names in enumerate(signer_rows(letter)):
        label = "\u3000" * 4 if at else "签发人："
        marks.append([run(label, fonts("仿宋")), run("\u3000".join(names), fonts("楷体"))])
    return marks


def head(letter: Letter) -> Iterator[Element]:
    """What stands above the title in the text itself."""
    yield from letter_marks(letter) if letter.format is Format.LETTER else file_head(letter)
