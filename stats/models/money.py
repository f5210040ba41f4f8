"""Amounts of money in the registers: kept in 万元 to the yuan, however they were written."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

UNIT = "万元"
DIGITS, PLACES = 14, 4  # SQLite gives back 15 digits of a decimal exactly, no more
NOT_POSITIVE = "金额须大于0，请核对；没有金额的留空。"
LEAST = Decimal(1).scaleb(-PLACES)


class TenThousandField(models.DecimalField):
    """An amount in 万元; forms take 亿元, 万元 and 元 (forms/amount.py)."""

    def __init__(self, verbose_name: str | None = None, **options: object) -> None:
        given = {"max_digits": DIGITS, "decimal_places": PLACES, "validators": [at_least()]}
        super().__init__(verbose_name, **(given | options))


def at_least() -> MinValueValidator:
    return MinValueValidator(LEAST, NOT_POSITIVE)
