"""Stored rows in two readings: values for machines (JSON), and labelled words for people."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils import timezone

from cixi_ip.wording import chinese_date


def record(row: models.Model, *without: str) -> dict[str, object]:
    """The row's own values; who or what it points at is named, bytes are left to their own file."""
    return {
        field.name: plain(getattr(row, field.name))
        for field in columns(row)
        if field.name not in without
    }


def shown(row: models.Model, *without: str) -> list[tuple[str, str]]:
    """Label and words of each value that is not empty."""
    pairs = (
        (str(field.verbose_name), words(row, field))
        for field in columns(row)
        if field.name not in without
    )
    return [(label, said) for label, said in pairs if said]


def columns(row: models.Model) -> Iterator[models.Field]:
    for field in row._meta.concrete_fields:
        if not field.primary_key and not isinstance(field, models.BinaryField):
            yield field


def plain(value: object) -> object:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | models.Model):
        return str(value)
    return value


def words(row: models.Model, field: models.Field) -> str:
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return chinese_date(value)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return str(plain(value))
