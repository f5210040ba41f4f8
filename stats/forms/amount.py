"""An amount of money as it is typed: 1.2亿元, 500万元, 5000000元, or a bare number of 万元."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cixi_ip.wording import read_number
from stats.models.money import DIGITS, LEAST, NOT_POSITIVE, PLACES, UNIT

LONGEST = 30


class AmountField(forms.CharField):
    """Gives the amount in 万元, exact to the yuan; None where nothing was typed."""

    def __init__(self, **options: Any) -> None:
        help_text = f"不写单位的按{UNIT}，也可写 1.2亿元、5000000元"
        super().__init__(max_length=LONGEST, help_text=help_text, **options)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = read_number(text, (UNIT,)).value
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if amount <= 0:
            raise ValidationError(NOT_POSITIVE)
        if amount >= Decimal(10) ** (DIGITS - PLACES):
            raise ValidationError(f"“{self.label}”数字太大，请检查单位或是否多打了数字。")
        if amount != amount.quantize(LEAST):
            raise ValidationError(f"“{self.label}”只记到元（{UNIT}的{PLACES}位小数），请改正。")
        return amount
