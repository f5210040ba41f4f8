"""The four colours of the series, each with a pattern, a dash and a marker for print in grey; pure.

On a screen the patterns are faint; static/css/charts.css makes them strong on paper and gives them
the system's own colours where colours are forced.
"""

from __future__ import annotations

from typing import Any

COLOURS = ("#12436D", "#28A197", "#801650", "#F46A25")
INK, PAPER = "#0B1F33", "#FFFFFF"
# Letters inside a bar of each colour: at least 4.5 to 1, on its pattern too.
ON_COLOUR = ("#FFFFFF", "#0B1F33", "#FFFFFF", "#0B1F33")
# What plotly draws the pattern with: the colour, a little lighter.
FAINT = ("#12436D", "#5FBBB3", "#9B4776", "#F89464")
SHAPES = ("", "\\", ".", "+")
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
DASHES = ("", "7 4", "2 3", "9 3 2 3")
OUTLINES = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z",
    "M-4-4H4V4H-4Z",
    "M0-5L5 0L0 5L-5 0Z",
    "M0-5L5 4H-5Z",
)
STROKE = 'class="weave" stroke="#FFFFFF" stroke-opacity=".45"'
WEAVES = (
    "",
    f'<path {STROKE} d="M0 4H8" stroke-width="1.8"/>',
    '<circle class="weave" cx="4" cy="4" r="1.5" fill="#FFFFFF" fill-opacity=".45"/>',
    f'<path {STROKE} d="M0 4H8M4 0V8" stroke-width="1.3"/>',
)


def letters(order: int) -> tuple[str, str]:
    """Colour of letters inside a bar, and what cuts them free: of a pattern white, else its own."""
    return (INK, PAPER) if WEAVES[order] else (ON_COLOUR[order], COLOURS[order])


def pattern(id: str, order: int) -> str:
    """The SVG pattern of a series; the first is plain and has none."""
    if not WEAVES[order]:
        return ""
    turn = ' patternTransform="rotate(45)"' if order == 1 else ""
    return (
        f'<pattern id="{id}" width="8" height="8" patternUnits="userSpaceOnUse"{turn}>'
        f'<rect class="ground" width="8" height="8" fill="{COLOURS[order]}"/>'
        f"{WEAVES[order]}</pattern>"
    )


def hatch(id: str) -> str:
    """Of what was worked out and never published: slanted the other way, on white."""
    return (
        f'<pattern id="{id}" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect class="ground" width="7" height="7" fill="{PAPER}"/>'
        f'<path class="weave" d="M1 0V7" stroke="{COLOURS[0]}" stroke-width="2"/></pattern>'
    )


def paint(id: str, order: int) -> str:
    """How a bar of a series is filled; its class tells plain ones from patterned ones."""
    if not WEAVES[order]:
        return f'class="bar plain" fill="{COLOURS[order]}"'
    return f'class="bar" fill="url(#{id})"'


def paint_implied(id: str) -> str:
    return f'class="bar" fill="url(#{id})" stroke="{COLOURS[0]}" stroke-dasharray="4 3"'


def point(x: str, y: float, order: int) -> str:
    """The marker of a line, at any distance from the left."""
    return (
        f'<svg x="{x}" y="{y:.1f}" overflow="visible"><path class="point" d="{OUTLINES[order]}" '
        f'fill="{COLOURS[order]}"/></svg>'
    )


def stroke(order: int) -> str:
    """How a line of a series is drawn: the first one strong, the others thin."""
    dash = f' stroke-dasharray="{DASHES[order]}"' if DASHES[order] else ""
    width = 3 if order == 0 else 2
    return f'class="line" stroke="{COLOURS[order]}" stroke-width="{width}"{dash}'


def small(width: int, height: int, *drawn: str) -> str:
    """A small picture of a fixed size, which a style sheet may let grow."""
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-hidden="true" focusable="false">{"".join(drawn)}</svg>'
    )


def key_of_line(order: int) -> str:
    """A line with its marker, for the legend."""
    line = f'<line x1="0" x2="32" y1="6" y2="6" {stroke(order)}/>'
    return small(32, 12, line, point("16", 6, order))


def key_of_bar(id: str, order: int) -> str:
    made = pattern(id, order)
    bar = f'<rect width="18" height="12" {paint(id, order)}/>'
    return small(18, 12, f"<defs>{made}</defs>" if made else "", bar)


def key_of_implied(id: str) -> str:
    bar = f'<rect x=".5" y=".5" width="17" height="11" {paint_implied(id)}/>'
    return small(18, 12, f"<defs>{hatch(id)}</defs>", bar)


def plotly_fill(orders: list[int], implied: list[bool]) -> dict[str, Any]:
    """`marker` of bars: the colour with its pattern, implied ones hatched on white.

    The colour is that of the plain bars: of a list of colours plotly would make patterns by itself.
    """
    held = list(zip(orders, implied, strict=True))
    made: dict[str, Any] = {"color": COLOURS[min(orders)]}
    if any(SHAPES[order] or is_implied for order, is_implied in held):
        made["pattern"] = {
            "shape": ["/" if is_implied else SHAPES[order] for order, is_implied in held],
            "fgcolor": [COLOURS[0] if is_implied else FAINT[order] for order, is_implied in held],
            "bgcolor": [PAPER if is_implied else COLOURS[order] for order, is_implied in held],
            "fgopacity": 1,
            "size": 8,
            "solidity": 0.25,
        }
    if any(implied):
        made["line"] = {"color": COLOURS[0], "width": [int(each) for each in implied]}
    return made


def plotly_line(order: int) -> dict[str, Any]:
    """`line` and `marker` of a line."""
    dash = ",".join(f"{length}px" for length in DASHES[order].split()) or "solid"
    return {
        "line": {"color": COLOURS[order], "width": 3 if order == 0 else 2, "dash": dash},
        "marker": {"size": 8, "symbol": SYMBOLS[order], "opacity": 1},
    }
