"""What a row of a register says, field by field: on pages and in files."""

from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.urls import reverse

from cixi_ip.wording import DASH
from stats.registers.masking import COVERED, masked
from stats.registers.register import Register


def said(register: Register, record: Model, name: str, *, sees_people: bool) -> str:
    """A field in words; a dash where there is nothing, covered where the reader may not see it."""
    text = words(record, name) or DASH
    if name not in register.private or sees_people or text == DASH:
        return text
    # Of one out of a list that everybody reads, a first letter and a length would tell which.
    return COVERED if register.field(name).is_relation else masked(text)


def words(record: Model, name: str) -> str:
    """A field as it is stored, in words; nothing where there is nothing."""
    display = getattr(record, f"get_{name}_display", None)
    value: Any = display() if display is not None else getattr(record, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def address(register: Register, record: Model) -> str:
    return reverse("record", args=[register.slug, record.pk])
