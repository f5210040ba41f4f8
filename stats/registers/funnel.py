"""A ladder drawn as a funnel: one bar a step, the highest on top, as wide as it holds; pure."""

from collections.abc import Sequence
from html import escape

WIDTH, BAR, GAP, NAME = 480, 26, 8, 250
ROOM = WIDTH - NAME - 50


def funnel(steps: Sequence[tuple[str, int]], title: str) -> str:
    """An SVG of pairs of a step's name and its count; widths share one scale that starts at 0."""
    most = max((count for _name, count in steps), default=0) or 1
    height = len(steps) * (BAR + GAP) + GAP
    rows = []
    for at, (name, count) in enumerate(steps):
        top, wide = GAP + at * (BAR + GAP), round(ROOM * count / most, 1)
        middle = top + BAR / 2 + 5
        rows.append(
            f'<text x="{NAME - 8}" y="{middle}" class="funnel-name">{escape(name)}</text>'
            f'<rect x="{NAME}" y="{top}" width="{wide}" height="{BAR}" class="funnel-bar"/>'
            f'<text x="{NAME + wide + 6}" y="{middle}" class="funnel-count">{count:,}</text>'
        )
    said = "，".join(f"{name}{count:,}家" for name, count in steps)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(f"{title}：{said}")}"'
        f' class="funnel">{"".join(rows)}</svg>'
    )
