"""How the names that sign a document stand: side by side or below each other, and where they break.

Pure. Reading order follows from it, and so does the layout.
"""

from proposals.letters.document import Letter, Seal
from proposals.letters.title import balance, width

Name = tuple[str, ...]  # the lines of one name
Row = tuple[Name, ...]

WIDEST_SIGNATURE = 22  # characters, so that it is told from the text by its place
WIDEST_POST = 12
# Names side by side have the room of a seal (45 mm) or of half the type area, in characters.
THREE_A_ROW = 8
TWO_A_ROW = 13
MANY = 6  # issuers; more of them take three columns even if their names must break


def names_a_row(letter: Letter) -> int:
    """How many names stand side by side above the seals of a joint document (7.3.5.1)."""
    if letter.seal is not Seal.SEALED or len(letter.issuers) == 1:
        return 1
    are_short = all(width(name) <= THREE_A_ROW for name in letter.issuers)
    wants_three = len(letter.issuers) not in (2, 4) if are_short else len(letter.issuers) > MANY
    return 3 if wants_three else 2


def signing_rows(letter: Letter) -> tuple[Row, ...]:
    """The names (in 签名章 the posts) row by row, each broken into its lines."""
    names = letter.posts if letter.seal is Seal.SIGNED else letter.issuers
    across = names_a_row(letter)
    widest = {1: WIDEST_SIGNATURE, 2: TWO_A_ROW, 3: THREE_A_ROW}[across]
    if letter.seal is Seal.SIGNED:
        widest = WIDEST_POST
    lines = [balance(name, widest) if width(name) > widest else (name,) for name in names]
    return tuple(tuple(lines[at : at + across]) for at in range(0, len(lines), across))


def signing_lines(letter: Letter) -> tuple[str, ...]:
    """The same text line by line: names of fewer lines stand lower, level with the last."""
    return tuple(
        "".join(name[len(name) - left] for name in row if len(name) >= left)
        for row in signing_rows(letter)
        for left in range(max(map(len, row)), 0, -1)
    )
