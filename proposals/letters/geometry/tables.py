"""Where the tables of a page are, told by their drawn lines alone, and what stands in them."""

import re
from collections.abc import Iterable

from proposals.letters.geometry.rules import PITCH, WIDTH
from proposals.letters.geometry.sheet import Box, Line, Page, Stroke

SHORTEST = 15.0
JOINED = 0.8
SAME = 1.5
EMPTY_ROW = 30.0
NEXT_ROW = 8.0
SMALLEST_BODY = 15.5
CAPTION = re.compile(r"(续?表|图)\s*\d*|单位[：:]|（?续")
REMARK = re.compile("(注|说明|资料来源|数据来源|来源|备注)[：:]")


def tables_on(strokes: list[Stroke], lines: list[Line]) -> tuple[Box, ...]:
    """The boxes of the tables that strokes draw among lines, both in the lines' own frame.

    Two flat lines of the same ends belong to one table when upright lines join them, or when no
    running text stands between them. A table that ends without a line, as some do where a page
    ends, goes on as far as its upright lines, or as long as its lines are set in cells.
    """
    flats = [flat for flat in _whole(strokes) if flat.width > SHORTEST]
    uprights = [stroke for stroke in strokes if not stroke.is_flat]
    groups: list[list[Stroke]] = []
    for flat in flats:
        for group in groups:
            if _same_ends(group[-1], flat) and _is_joined(group[-1], flat, uprights, lines):
                group.append(flat)
                break
        else:
            groups.append([flat])
    boxes = [_box(group, uprights, lines) for group in groups if len(group) > 1]
    return tuple(sorted(boxes, key=lambda box: box[1]))


def in_frame(page: Page, stroke: Stroke, degrees: int) -> Stroke:
    """The stroke as it lies in the frame of lines turned so."""
    across, down = (stroke.x0, stroke.x1), (stroke.top, stroke.bottom)
    if degrees == 90:
        across, down = (page.height - stroke.bottom, page.height - stroke.top), across
    elif degrees == 270:
        across, down = down, (page.width - stroke.x1, page.width - stroke.x0)
    return Stroke(stroke.page, *across, *down, stroke.colour)


def _whole(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Flat strokes from the top down, those drawn cell by cell put together."""
    whole: list[Stroke] = []
    flats = (stroke for stroke in strokes if stroke.is_flat)
    for flat in sorted(flats, key=lambda stroke: (round(stroke.middle, 1), stroke.x0)):
        last = whole[-1] if whole else None
        if last and abs(last.middle - flat.middle) < 0.3 and flat.x0 <= last.x1 + JOINED:
            ends = (min(last.x0, flat.x0), max(last.x1, flat.x1))
            whole[-1] = Stroke(flat.page, *ends, last.top, last.bottom, last.colour)
        else:
            whole.append(flat)
    return whole


def _same_ends(one: Stroke, other: Stroke) -> bool:
    return abs(one.x0 - other.x0) < SAME and abs(one.x1 - other.x1) < SAME


def _is_joined(above: Stroke, below: Stroke, uprights: list[Stroke], lines: list[Line]) -> bool:
    height = below.top - above.bottom
    for upright in uprights:
        shared = min(below.top, upright.bottom) - max(above.bottom, upright.top)
        if shared > 0.6 * height and above.x0 - 1 < upright.x0 < above.x1 + 1:
            return True
    between = [line for line in lines if above.top < line.middle < below.bottom]
    return not any(map(_is_running, between)) if between else height < EMPTY_ROW


def _is_running(line: Line) -> bool:
    """Set across the page as text is, not in cells."""
    return len(line.pieces) == 1 and line.size > SMALLEST_BODY and line.x1 - line.x0 > 0.6 * WIDTH


def _box(group: list[Stroke], uprights: list[Stroke], lines: list[Line]) -> Box:
    """From the first line to the last; on to where upright lines or cells end without one."""
    left, right = group[0].x0, group[0].x1
    top, bottom = group[0].top, group[-1].bottom
    sides = [
        one
        for one in uprights
        if left - 1 < one.x0 < right + 1 and one.bottom > top - 1 and one.top < bottom + 1
    ]
    top = min([top, *(side.top for side in sides)])
    bottom = max([bottom, *(side.bottom for side in sides)])
    for line in sorted(lines, key=lambda line: line.top):
        if 0 < line.middle - bottom < NEXT_ROW and len(line.pieces) > 1 and line.x0 > left - 1:
            bottom = line.bottom
    return (left, top, right, bottom)


def cells(lines: Iterable[Line], boxes: tuple[Box, ...]) -> tuple[Line, ...]:
    """The lines inside the tables, with the captions above and the remarks below them."""
    return tuple(line for line in lines if any(_belongs(line, box) for box in boxes))


def _belongs(line: Line, box: Box) -> bool:
    left, top, right, bottom = box
    if top - 0.5 < line.middle < bottom + 0.5:
        return left - 2 < line.centre < right + 2
    if 0 < top - line.middle < 1.6 * PITCH:
        return bool(CAPTION.match(line.text))
    return 0 < line.middle - bottom < 1.6 * PITCH and bool(REMARK.match(line.text))
