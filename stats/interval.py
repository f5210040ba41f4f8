"""Interval arithmetic: all the values a printed number may stand for; pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cixi_ip.wording import MINUS, number


@dataclass(frozen=True)
class Interval:
    """All values a printed number may stand for: low ≤ x ≤ high."""

    low: Decimal
    high: Decimal

    @classmethod
    def around(cls, value: Decimal, half_width: Decimal = Decimal(0)) -> Interval:
        return cls(value - half_width, value + half_width)

    @classmethod
    def printed(cls, value: Decimal, digits: int) -> Interval:
        """The interval of a number printed with `digits` decimals: 5.8 → 5.75…5.85."""
        return cls.around(value, Decimal(5).scaleb(-digits - 1))

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        products = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(products), max(products))

    def __truediv__(self, other: Interval) -> Interval:
        """Raise ZeroDivisionError when the divisor may be 0."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("除数区间含 0")
        return self * Interval(1 / other.high, 1 / other.low)

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def whole(self) -> Interval:
        """The whole numbers inside, for counts; low > high when there is none."""
        return Interval(
            self.low.to_integral_value("ROUND_CEILING"),
            self.high.to_integral_value("ROUND_FLOOR"),
        )

    def words(self, digits: int = 0, *, grouped: bool = False) -> str:
        """11987—11998, or the one number where both ends print alike."""
        low, high = (number(end, digits, grouped=grouped) for end in (self.low, self.high))
        return (low if low == high else f"{low}—{high}").replace("-", MINUS)

    def words_like(self, printed: Interval) -> str:
        """As `words`, to as many significant digits as `printed` had: 42.45…42.55 → 7890—7910."""
        width = printed.high - printed.low
        if not width:
            return self.words()
        significant = printed.high.adjusted() - width.adjusted() + 1
        return self.words(significant - 1 - self.high.adjusted())
