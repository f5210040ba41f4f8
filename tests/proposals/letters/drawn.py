"""Documents drawn line by line by the millimetres of the standard, so that each can be spoilt.

Nothing here knows the product's templates or the checker: the numbers are read off the standard
once more, and a test moves, renames or drops one thing by its name.
"""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cixi_ip import typeset
from tests.proposals.letters.samples import MOMENT

TEMPLATE = Path(__file__).with_name("drawn.typ")
CELL = 156 / 28
STEP = (225 - 16 * 25.4 / 72) / 21
CHARACTER = 16 * 25.4 / 72
SMALL = 14 * 25.4 / 72
TRACKING = 156 / 28 * 72 / 25.4 - 16
RED = "#E60000"


def row(number: float) -> float:
    """Where the line of this number of the type area begins; the first is 0."""
    return 37 + number * STEP


@dataclass(frozen=True)
class Text:
    name: str
    words: str
    x: float
    top: float
    page: int = 1
    size: float = 16
    face: str = "仿宋"
    anchor: str = "left"
    fill: str = "#000000"
    tracking: float = TRACKING
    by_ink: bool = False
    turn: int = 0


@dataclass(frozen=True)
class Bar:
    name: str
    x: float
    top: float
    width: float
    height: float
    page: int = 1
    fill: str = "#000000"


@dataclass(frozen=True)
class Drawing:
    """Everything on the pages, in the order it is drawn and read."""

    items: tuple[Text | Bar, ...]
    pages: int = 1
    wide: frozenset[int] = frozenset()
    lang: str = "zh"
    paper: tuple[float, float] = (210, 297)

    @property
    def pdf(self) -> bytes:
        data = {
            "title": "编造的公文",
            "lang": self.lang,
            "pages": list(map(self._sheet, self._pages)),
        }
        return typeset.render(TEMPLATE, data, moment=MOMENT)

    @property
    def _pages(self) -> range:
        return range(1, self.pages + 1)

    def _sheet(self, number: int) -> dict[str, object]:
        width, height = reversed(self.paper) if number in self.wide else self.paper
        here = [item for item in self.items if item.page == number]
        return {
            "width": width,
            "height": height,
            "bars": [asdict(item) for item in here if isinstance(item, Bar)],
            "texts": [asdict(item) for item in here if isinstance(item, Text)],
        }

    @property
    def text(self) -> str:
        """The words in their order, page numbers aside."""
        texts = sorted(
            (item for item in self.items if isinstance(item, Text) and item.name != "page"),
            key=lambda item: item.page,
        )
        return "\n".join(item.words for item in texts)

    def named(self, name: str) -> tuple[Text | Bar, ...]:
        found = tuple(item for item in self.items if item.name == name)
        assert found, f"nothing drawn is called {name}"
        return found

    def moved(self, name: str, dx: float = 0, dy: float = 0) -> "Drawing":
        there = self.named(name)
        return self._replaced(
            {id(one): replace(one, x=one.x + dx, top=one.top + dy) for one in there}
        )

    def changed(self, name: str, **changes: object) -> "Drawing":
        return self._replaced({id(one): replace(one, **changes) for one in self.named(name)})

    def said(self, old: str, new: str) -> "Drawing":
        """Other words in the only text that has the old ones."""
        found = [one for one in self.items if isinstance(one, Text) and old in one.words]
        assert len(found) == 1, f"{old} stands in {len(found)} texts"
        return self._replaced(
            {id(found[0]): replace(found[0], words=found[0].words.replace(old, new))}
        )

    def without(self, name: str) -> "Drawing":
        gone = {id(one) for one in self.named(name)}
        return replace(self, items=tuple(one for one in self.items if id(one) not in gone))

    def plus(self, *items: Text | Bar) -> "Drawing":
        last = max([self.pages, *(item.page for item in items)])
        return replace(self, items=(*self.items, *items), pages=last)

    def _replaced(self, others: dict[int, Text | Bar]) -> "Drawing":
        return replace(self, items=tuple(others.get(id(one), one) for one in self.items))
