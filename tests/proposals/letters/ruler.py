"""Where words stand on a page, in mm from its upper left corner, read with no part of the app."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pdfplumber

MM = 25.4 / 72
LEFT, RIGHT, TOP, FOOT = 28.0, 184.0, 37.0, 262.0
CELL = 156 / 28
SIZE = 16 * MM
PITCH = (225 - SIZE) / 21
EM_TOP = 0.8  # of the Fandol faces


@dataclass(frozen=True)
class Spot:
    """A run of characters on one line: `top` and `bottom` are those of its em box."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    size: float
    font: str
    colour: tuple[float, ...]

    @property
    def bottom(self) -> float:
        return self.top + self.size * MM

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def row(self) -> float:
        """Which line of the grid it stands on, counted from 1, in pages of 22 lines."""
        return (self.top - TOP) / PITCH + 1

    @property
    def from_right(self) -> float:
        """Characters between it and the right edge of the type area."""
        return (RIGHT - self.x1) / CELL

    @property
    def from_left(self) -> float:
        return (self.x0 - LEFT) / CELL


class Sheets:
    """The pages of a PDF; upright characters in rows, and drawn lines."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf

    @cached_property
    def rows(self) -> list[list[dict[str, Any]]]:
        """Characters that share a base line, from left to right; rows from top to bottom."""
        with pdfplumber.open(io.BytesIO(self.pdf)) as document:
            return [row for page in document.pages for row in _rows(page)]

    @cached_property
    def count(self) -> int:
        with pdfplumber.open(io.BytesIO(self.pdf)) as document:
            return len(document.pages)

    def lines(self, page: int) -> list[Spot]:
        return [_spot(row) for row in self.rows if row[0]["page_number"] == page]

    def all(self, text: str) -> list[Spot]:
        """Every place where the text stands on one line."""
        found = []
        for row in self.rows:
            words = "".join(char["text"] for char in row)
            at = words.find(text)
            while at >= 0:
                found.append(_spot(row[at : at + len(text)]))
                at = words.find(text, at + 1)
        return found

    def find(self, text: str, nth: int = 0) -> Spot:
        places = self.all(text)
        assert len(places) > nth, f"“{text}” stands on {len(places)} lines"
        return places[nth]

    def rules(self, page: int) -> list[tuple[float, float, float, float]]:
        """(left, right, middle, thickness) of the level lines and bars of a page, downwards."""
        with pdfplumber.open(io.BytesIO(self.pdf)) as document:
            sheet = document.pages[page - 1]
            drawn = [(r, r["height"]) for r in sheet.rects if r["height"] < r["width"] / 10]
            drawn += [(line, line["linewidth"]) for line in sheet.lines if line["height"] < 0.1]
            return sorted(
                (
                    (s["x0"] * MM, s["x1"] * MM, (s["top"] + s["bottom"]) / 2 * MM, thick * MM)
                    for s, thick in drawn
                ),
                key=lambda rule: rule[2],
            )

    def turned(self, page: int) -> list[dict[str, Any]]:
        """The characters of a page that are turned by a quarter."""
        with pdfplumber.open(io.BytesIO(self.pdf)) as document:
            return [char for char in document.pages[page - 1].chars if abs(char["matrix"][0]) < 0.1]


def _rows(page: Any) -> Iterator[list[dict[str, Any]]]:
    upright = [c for c in page.chars if abs(c["matrix"][1]) < 0.01 and c["text"].strip()]
    by_height: list[list[dict[str, Any]]] = []
    for char in sorted(upright, key=lambda char: -char["matrix"][5]):
        char["from_top"] = page.height - char["matrix"][5]
        if by_height and char["from_top"] - by_height[-1][0]["from_top"] < 3:
            by_height[-1].append(char)
        else:
            by_height.append([char])
    for row in by_height:
        yield sorted(row, key=lambda char: char["x0"])


def _spot(chars: list[dict[str, Any]]) -> Spot:
    first = chars[0]
    colour = first["non_stroking_color"]
    return Spot(
        text="".join(char["text"] for char in chars),
        page=first["page_number"],
        x0=first["x0"] * MM,
        x1=max(char["x1"] for char in chars) * MM,
        top=(first["from_top"] - EM_TOP * first["size"]) * MM,
        size=first["size"],
        font=first["fontname"].split("+")[-1],
        colour=tuple(colour) if isinstance(colour, list | tuple) else (float(colour or 0),),
    )
