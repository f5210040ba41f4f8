"""Tables and bodies as officers type them, always in the same way; pure."""

from collections.abc import Iterable, Iterator

from proposals.letters.body import Block, Paragraph, Ruling, Table

SIGNS = {Ruling.FULL: "---", Ruling.THREE: "==="}


def block_lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from table_lines(block)


def table_lines(table: Table) -> Iterator[str]:
    """Caption, head, a line of signs below the head, and the other rows."""
    if table.caption:
        yield table.caption
    if not table.rows:
        return
    below_head = "|" + "|".join([SIGNS[table.ruling]] * len(table.rows[0])) + "|"
    lines = ["| " + " | ".join(row) + " |" for row in table.rows]
    yield from (*lines[: table.heads], below_head, *lines[table.heads :])
