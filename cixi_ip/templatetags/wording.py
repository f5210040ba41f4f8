"""Template filters and tags that only forward to cixi_ip.wording."""

from datetime import date
from decimal import Decimal

from django import template

from cixi_ip import wording

register = template.Library()


@register.filter
def number(value: Decimal | None, digits: int = 0) -> str:
    """Grouped by thousands, as screens print it."""
    return wording.number(value, digits, grouped=True)


@register.filter
def chinese_date(day: date) -> str:
    return wording.chinese_date(day)


@register.filter
def if_chinese(text: object) -> str:
    return wording.if_chinese(str(text))
