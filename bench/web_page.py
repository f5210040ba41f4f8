"""A letter as one printable web page, as well as CSS can say it: what the rival engines are given.

It follows GB/T 9704-2012 in good faith, in the same faces, so that what the checker then finds is
the engine's doing and not the page's.
"""

from collections.abc import Iterable
from html import escape
from itertools import zip_longest

from cixi_ip import typeset
from proposals.letters import Attachment, Block, Format, Letter, Seal, Table
from proposals.letters.order import head_lines, signer_lines
from proposals.letters.title import width

# The head's sizes in pt, and the width it may take: 152 mm.
LARGEST_HEAD, SMALLEST_HEAD, HEAD_ROOM = 48, 26, 430
DATE_RIGHT, WIDEST_NAME = 4, 22
FACES = {"仿宋": "fang", "黑体": "hei", "楷体": "kai"}
STYLE = """
@page { size: 210mm 297mm; margin: 34.6mm 20mm 32.6mm 20mm }
@page :right { @bottom-right { NUMBER; padding-right: 31pt } }
@page :left { @bottom-left { NUMBER; padding-left: 36.7pt } }
@page :first { FIRST }
@page wide { size: 297mm 210mm; margin: 25.6mm 31mm 23.6mm 27mm }
html { font: 16pt/29.609pt FandolFang, NotoSerif; letter-spacing: -0.22pt; color: #000 }
body, p, h1, h2, h3, h4, h5, table { margin: 0; padding: 0; font-size: 16pt }
h1, h2, h3, h4, h5 { font-weight: normal; break-after: auto; break-inside: auto }
body { padding: 0 6mm 0 8mm }
body { widows: 1; orphans: 1; line-break: strict; overflow-wrap: anywhere; text-align: justify }
p, h2, h3, h4, h5 { text-indent: 2em }
p.flat, .row, td, h1, .mark, p.note { text-indent: 0 }
.hei { font-family: FandolHei, NotoSans }
.kai { font-family: FandolKai, NotoSerif }
.title { font-family: FandolSong-Bold, NotoSerif }
.mark { color: #e60000; text-align: center }
.mark { letter-spacing: 0; line-height: 1.1 }
.row { display: flex; justify-content: space-between }
.row span { white-space: nowrap }
.red { border-top: 0.5mm solid #e60000; margin-top: 1.6mm }
.double { border-top: 1mm solid #e60000; border-bottom: 0.35mm solid #e60000; height: 0.6mm }
.double { margin: 4mm -6mm 7.2pt -8mm }
h1 { font-size: 22pt; line-height: 34pt; letter-spacing: 0 }
h1 { text-align: center; padding: 52pt 0 26pt }
.note { padding-left: 2em }
.more { padding-left: 5em }
.sign { break-inside: avoid; padding-top: 59pt }
.sign div { text-align: center; text-indent: 0 }
table { border-collapse: collapse; width: 100%; line-height: 24pt }
thead { display: table-header-group }
td { border: 0.25mm solid #000; padding: 1pt 3pt }
.page { break-before: page } .wide { page: wide }
.record { font-size: 14pt; line-height: 23pt; letter-spacing: 0; margin-top: 30pt }
.record p { font-size: 14pt; padding: 0 14pt 0 56pt; text-indent: -42pt }
.ruled { border-top: 0.35mm solid #000; border-bottom: 0.35mm solid #000 }
.record .row { padding: 0 14pt }
.record p + .row { border-top: 0.25mm solid #000 }
"""
NUMBER = (
    'content: "— " counter(page) " —"; font: 14pt/14pt FandolSong; white-space: nowrap; '
    "vertical-align: top; padding-top: 2.4mm"
)
# Page 1 of 信函: no number, the head 30 mm and the lower double line 20 mm from the paper's edges.
FIRST_OF_LETTER = """margin-top: 27.4mm;
  @bottom-right { content: none }
  @bottom-center {
    content: ""; width: 170mm; height: 0.6mm; margin: 10.65mm 0 20mm; vertical-align: top;
    border-top: 0.35mm solid #e60000; border-bottom: 1mm solid #e60000;
  }"""
FILES = {
    "FandolFang": "FandolFang-Regular.otf",
    "FandolHei": "FandolHei-Regular.otf",
    "FandolKai": "FandolKai-Regular.otf",
    "FandolSong": "FandolSong-Regular.otf",
    "FandolSong-Bold": "FandolSong-Bold.otf",
}


def web_page(letter: Letter) -> str:
    is_file = letter.format is not Format.LETTER
    style = STYLE.replace("NUMBER", NUMBER).replace("FIRST", "" if is_file else FIRST_OF_LETTER)
    head = _file_head(letter) if is_file else _letter_head(letter)
    parts = [
        head,
        "<h1 class=title>" + "<br>".join(map(escape, letter.title_lines)) + "</h1>",
        f"<p class=flat>{escape(letter.opening)}</p>" if letter.opening else "",
        _blocks(letter.body),
        _notes(letter),
        _closing(letter),
        *map(_attachment, letter.attachment_marks, letter.attachments),
        _record(letter),
    ]
    return (
        f"<!DOCTYPE html><html lang=zh-CN><head><meta charset=utf-8>"
        f"<title>{escape(letter.title)}</title><style>{_faces()}{style}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def _faces() -> str:
    known = {name: typeset.fonts_folder() / file for name, file in FILES.items()}
    known |= {
        "NotoSerif": typeset.faces()["仿宋"][-1].path,
        "NotoSans": typeset.faces()["黑体"][-1].path,
    }
    return "".join(
        f"@font-face {{ font-family: {name}; src: url('{path.resolve().as_uri()}') }}"
        for name, path in known.items()
    )


def _mark(letter: Letter) -> str:
    lines = head_lines(letter)
    size = min(LARGEST_HEAD, max(SMALLEST_HEAD, HEAD_ROOM / max(map(len, lines))))
    shown = "<br>".join(map(escape, lines))
    return f'<div class="mark title" style="font-size: {size:.2f}pt">{shown}</div>'


def _notes(letter: Letter) -> str:
    """附件说明 one line below the text, the names under one another (7.3.4)."""
    first, *others = letter.attachment_notes or ("",)
    gap = "<div style='height: 29.6pt'></div>" if first else ""
    return gap + _lines((first,) if first else (), "note") + _lines(others, "note more")


def _row(left: str, right: str) -> str:
    """Two texts at the ends of a line; each in the face its wording asks for (7.2)."""
    return f"<div class=row>{_marked(left)}{_marked(right)}</div>"


def _marked(text: str) -> str:
    label, _, names = text.partition("签发人：")
    if names:
        return f"<span>签发人：<span class=kai>{escape(names)}</span></span>"
    is_mark = text and not text[0].isdigit() and not text.endswith(("号", "印发", "办公室"))
    return f"<span{' class=hei' if is_mark else ''}>{escape(label)}</span>"


def _lines(texts: Iterable[str], kind: str = "flat") -> str:
    return "".join(f'<p class="{kind}">{escape(text)}</p>' for text in texts)


def _file_head(letter: Letter) -> str:
    pairs = zip_longest(letter.top_left, letter.top_right, fillvalue="")
    rows = "".join(_row(*pair) for pair in pairs)
    *above, last = signer_lines(letter) or ("",)
    number = (
        _row(letter.number, last)
        if last
        else f"<p class=flat style='text-align: center'>{escape(letter.number)}</p>"
    )
    return (
        f"<div style='height: 36mm'>{rows}</div>{_mark(letter)}"
        f"<div style='height: 57pt'></div>{_lines(above)}{number}<div class=red></div>"
    )


def _letter_head(letter: Letter) -> str:
    left = (*letter.top_left, *signer_lines(letter))
    right = (letter.number, *letter.top_right)
    rows = "".join(_row(*pair) for pair in zip_longest(left, right, fillvalue=""))
    return f"{_mark(letter)}<div class=double></div>{rows}"


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    runs = "".join(f"<span class={FACES[run.face]}>{escape(run.text)}</span>" for run in block.runs)
    tag = f"h{block.level + 1}" if block.level and len(block.runs) == 1 else "p"
    return f"<{tag}>{runs}</{tag}>"


def _table(table: Table) -> str:
    def rows(some: tuple[tuple[str, ...], ...]) -> str:
        return "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in some
        )

    caption = f"<p class=flat style='text-align: center'>{escape(table.caption)}</p>"
    return (
        f"{caption if table.caption else ''}<table><thead>{rows(table.rows[: table.heads])}</thead>"
        f"<tbody>{rows(table.rows[table.heads :])}</tbody></table>"
    )


def _closing(letter: Letter) -> str:
    if letter.format is Format.MINUTES:
        return _lines(f"{label}：{names}" for label, names in letter.attendance)
    names = letter.posts if letter.seal is Seal.SIGNED else letter.issuers
    note = _lines((letter.note,), "note") if letter.note else ""
    # Four characters to the right of the date, and every name centred on it (7.3.5.1).
    half = max(
        DATE_RIGHT + width(letter.date_line) / 2,
        *(min(width(name), WIDEST_NAME) / 2 for name in names),
    )
    lines = "".join(
        f"<div style='margin-left: calc(100% - {2 * half + 0.1}em)'>{escape(line)}</div>"
        for line in (*names, letter.date_line)
    )
    return f"<div class=sign>{lines}</div>{note}"


def _attachment(mark: str, attachment: Attachment) -> str:
    kind = "page wide" if attachment.landscape else "page"
    title = "<br>".join(map(escape, attachment.title_lines))
    return (
        f'<div class="{kind}"><p class="flat hei">{escape(mark)}</p>'
        f"<h1 class=title style='padding: 30pt 0'>{title}</h1>{_blocks(attachment.body)}</div>"
    )


def _record(letter: Letter) -> str:
    lines = [f"主送：{letter.main_recipients}"] if letter.main_recipients else []
    lines += [f"抄送：{letter.copies}"] if letter.copies else []
    if not letter.has_record:
        return ""
    imprint = _row(*letter.imprint) if letter.imprint[0] else ""
    ruled = "" if letter.format is Format.LETTER else " ruled"
    return f'<div class="record{ruled}">{_lines(lines)}{imprint}</div>'
