"""A derived figure opened, as its page shows it, and its numbers with all their decimals; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cixi_ip.exact import decimals, rounding_words
from cixi_ip.wording import number
from stats.arithmetic import Figure
from stats.interval import Interval
from stats.selection import page_of, when
from stats.sheets import Link, Table, amount, columns, short
from stats.sums import Outcome

NOTHING = Outcome()


@dataclass(frozen=True)
class Input:
    """A figure the sum starts from, and what the formula calls it."""

    role: str
    figure: Figure


@dataclass(frozen=True)
class Step:
    """One result: its formula in words and in numbers, unrounded, rounded; or why there is none."""

    name: str
    formula: str = ""
    filled: str = ""
    result: Outcome = NOTHING

    @property
    def exact(self) -> str:
        """The unrounded value; 5.82151793… has more decimals."""
        return "" if self.result.amount is None else decimals(self.result.amount)

    @property
    def unit(self) -> str:
        return self.result.suffix

    @property
    def reason(self) -> str:
        return self.result.reason

    @property
    def rounding(self) -> str:
        if self.result.amount is None:
            return ""
        return rounding_words(self.result.amount, self.result.digits)

    @property
    def printed(self) -> str:
        return self.result.words


@dataclass(frozen=True)
class Derivation:
    """A derived figure opened: what the pages print, from which figures, by which steps."""

    kind: str  # 增幅, 占比
    about: str
    printed: str
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()
    table: Table | None = None

    @property
    def title(self) -> str:
        return f"{self.about}的{self.kind}"

    @property
    def given(self) -> Table:
        """The inputs, each with where it stands, how final it is and where it comes from."""
        return Table(
            columns(
                *("代入项", "指标", amount("数值"), short("单位"), "地区（口径）"),
                *("时段", "状态", "来源", short("版次", 8)),
            ),
            tuple(
                (
                    given.role,
                    Link(given.figure.meaning.name, page_of(given.figure)),
                    in_full(given.figure),
                    given.figure.meaning.unit,
                    given.figure.region_name,
                    when(given.figure),
                    given.figure.standing,
                    given.figure.source,
                    f"第{given.figure.vintage}版",
                )
                for given in self.inputs
            ),
            name=f"{self.title}：用到的数",
        )

    @property
    def reason(self) -> str:
        """Why there is no result, or only one that cannot be checked; empty otherwise."""
        return next((step.reason for step in self.steps if step.reason), "")


def in_full(figure: Figure) -> str:
    """The value as it is held, which may have more decimals than pages print."""
    return decimals(figure.value, figure.digits) if figure.value is not None else "—"


def bracketed(figure: Figure) -> str:
    return f"（{in_full(figure)}）" if (figure.value or 0) < 0 else in_full(figure)


def full_unit(figure: Figure) -> str:
    """The unit of a difference with the catalogue's own words: 件/万人, 个百分点 of a %."""
    return "个百分点" if figure.meaning.unit == "%" else figure.meaning.unit


def margin(result: Interval, digits: int, unit: str) -> Iterator[str]:
    """How far a result may lie from the printed one, where its inputs were rounded."""
    if number(result.low, digits) != number(result.high, digits):
        words = result.words(digits, grouped=True)
        yield f"用到的数有的是四舍五入后公布的，结果实际在{words}{unit}之间。"
