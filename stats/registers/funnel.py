"""A ladder drawn as a funnel: one bar a step, the highest on top, as wide as it holds; pure."""

from collections.abc import Sequence
from html import escape

WIDTH, BAR, LINE, GAP, COUNT = 340, 18, 22, 12, 60


def funnel(steps: Sequence[tuple[str, int]], title: str) -> str:
    """An SVG of pairs of a step's name and its count; widths share one scale that starts at 0."""
    most = max((count for _name, count in steps), default=0) or 1
    height = len(steps) * (LINE + BAR + GAP)
    rows = []
    for at, (name, count) in enumerate(steps):
        top, wide = at * (LINE + BAR + GAP), round((WIDTH - COUNT) * count / most, 1)
        rows.append(
            f'<text x="0" y="{top + 16}" class="funnel-name">{escape(name)}</text>'
            f'<rect x="0" y="{top + LINE}" width="{wide}" height="{BAR}" class="funnel-bar"/>'
            f'<text x="{wide + 6}" y="{top + LINE + 14}" class="funnel-count">{count:,}</text>'
        )
    said = "，".join(f"{name}{count:,}家" for name, count in steps)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(f"{title}：{said}")}"'
        f' class="funnel">{"".join(rows)}</svg>'
    )
