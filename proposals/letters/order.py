"""The text of a document in reading order, which the text layer of its PDF must equal; pure."""

from collections.abc import Iterator
from itertools import zip_longest

from proposals.letters.arrangement import signing_lines
from proposals.letters.document import Format, Letter
from proposals.letters.title import width

NAMES_A_LINE = 2
# Characters of a line beside the two names: 签发人：, a blank at either end and between the parts.
BESIDE_NAMES, WHOLE_LINE = 8, 28


def plain_text(letter: Letter) -> str:
    """The whole text in reading order, one line a part.

    The PDF's text layer equals it but for white space, line ends and page numbers.
    """
    return "\n".join(part for part in _parts(letter) if part.strip())


def _parts(letter: Letter) -> Iterator[str]:
    yield from _file_head(letter) if letter.format is not Format.LETTER else _letter_head(letter)
    yield letter.title.replace("\n", "")
    yield letter.opening
    yield from (block.text for block in letter.body)
    yield from letter.attachment_notes
    if letter.format is Format.MINUTES:
        yield from (f"{label}：{names}" for label, names in letter.attendance)
    else:
        yield from _closing(letter)
    yield letter.note
    for mark, attachment in zip(letter.attachment_marks, letter.attachments, strict=True):
        yield mark
        yield attachment.title.replace("\n", "")
        yield from (block.text for block in attachment.body)
    yield f"主送：{letter.main_recipients}" if letter.main_recipients else ""
    yield f"抄送：{letter.copies}" if letter.copies else ""
    yield from letter.imprint


def _file_head(letter: Letter) -> Iterator[str]:
    yield from side_by_side(letter.top_left, letter.top_right)
    yield from head_lines(letter)
    *above, last = signer_lines(letter) or ("",)
    yield from above
    yield letter.number
    yield last


def _letter_head(letter: Letter) -> Iterator[str]:
    yield from head_lines(letter)
    left = (*letter.top_left, *signer_lines(letter))
    yield from side_by_side(left, (letter.number, *letter.top_right))


def side_by_side(left: tuple[str, ...], right: tuple[str, ...]) -> Iterator[str]:
    """Lines that stand at both ends of the same rows."""
    return (a + b for a, b in zip_longest(left, right, fillvalue=""))


def head_lines(letter: Letter) -> tuple[str, ...]:
    """The red head line by line; of several names, 文件 stands level with their middle (7.2.4)."""
    names, word = letter.head_names, letter.head_word
    if len(names) == 1:
        return (names[0] + word,)
    middle = len(names) // 2
    if len(names) % 2:
        return (*names[:middle], names[middle] + word, *names[middle + 1 :])
    return (*names[:middle], word, *names[middle:])


def signer_rows(letter: Letter) -> tuple[tuple[str, ...], ...]:
    """The names of 签发人 row by row: two a line as is usual, or one where two find no room."""
    names = letter.signers
    needed = 2 * max(map(width, names), default=0) + width(letter.number) + BESIDE_NAMES
    across = NAMES_A_LINE if needed <= WHOLE_LINE else 1
    return tuple(names[at : at + across] for at in range(0, len(names), across))


def signer_lines(letter: Letter) -> tuple[str, ...]:
    """签发人 and the names as they are printed, line by line (7.2.6)."""
    rows = ["".join(row) for row in signer_rows(letter)]
    return ("签发人：" + rows[0], *rows[1:]) if rows else ()


def _closing(letter: Letter) -> Iterator[str]:
    """署名 and date; in 签名章 the post stands where the stamp will be (7.3.5)."""
    yield from signing_lines(letter)
    yield letter.date_line
