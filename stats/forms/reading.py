"""Reads a typed value and growth rate; what the single form and the grid both understand."""

from decimal import Decimal

from django.core.exceptions import ValidationError

from cixi_ip.wording import Reading, read_number, rounded
from stats.models import Entry, Indicator

NOTHING = ("", "—", "－", "-", "——")
GROWTH_UNITS = ("%", "个百分点", "件", "亿元")


def read(text: str, units: tuple[str, ...]) -> Reading | None:
    """None for an empty text or a dash; ValidationError, in Chinese, for what is no number."""
    typed = text.strip()
    if typed in NOTHING:
        return None
    try:
        return read_number(typed, units)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def value_of(text: str, indicator: Indicator | None) -> Reading | None:
    units = (indicator.unit, *indicator.printed_units.split("|")) if indicator else ()
    return read(text, units)


def growth_of(text: str) -> Reading | None:
    return read(text, GROWTH_UNITS)


def set_precision(entry: Entry, reading: Reading | None) -> None:
    """Keep how exactly the value was printed."""
    entry.half_width = rounded(reading.half_width, 6) if reading else Decimal(0)


def set_growth_digits(entry: Entry, reading: Reading | None) -> None:
    if reading:
        entry.growth_digits = max(-int(reading.value.as_tuple().exponent), 0)
