"""What blocks an entry at once: unit and type, sign, whole numbers, future periods, regions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from cixi_ip.wording import number

if TYPE_CHECKING:
    from stats.models import Entry


# The counties of the whole country number under 3,000.
MOST_RANKED = 3000


def check(entry: Entry, *, today: date) -> None:
    """Raise one ValidationError that names every blocking fault, by field."""
    faults = [
        *sign(entry),
        *whole(entry),
        *future(entry, today),
        *ratio_scope(entry),
        *rank_size(entry),
        *rank_scope(entry),
    ]
    if faults:
        place = entry.place
        raise ValidationError({field: f"{place}：{sentence}" for field, sentence in faults})


def sign(entry: Entry) -> list[tuple[str, str]]:
    if entry.value is not None and entry.value < 0 and not entry.indicator.is_signed:
        return [("value", "数值不能为负。如确为净减少，请改填“新增”类指标。")]
    return []


def whole(entry: Entry) -> list[tuple[str, str]]:
    value = entry.value
    if value is None or entry.indicator.kind == "ratio" or entry.indicator.decimals:
        return []
    if value != value.to_integral_value():
        shown = number(value, -value.normalize().as_tuple().exponent)
        return [
            (
                "value",
                f"以“{entry.indicator.unit}”计的数须为整数，现为 {shown}。"
                "如原文单位是“万”，请写成 1.2万 的形式。",
            )
        ]
    return []


def future(entry: Entry, today: date) -> list[tuple[str, str]]:
    if (entry.year, entry.through_month) > (today.year, today.month):
        return [
            ("year", f"时段还没有到（今天是 {today.year}年{today.month}月），请检查年份和月份。")
        ]
    return []


def ratio_scope(entry: Entry) -> list[tuple[str, str]]:
    if entry.denominator_id is None or entry.denominator.region_id == entry.region_id:
        return []
    return [
        (
            "denominator",
            f"分母是{entry.denominator.region.name}的数，口径不同不能相除，请选同一口径的分母。",
        )
    ]


def rank_size(entry: Entry) -> list[tuple[str, str]]:
    if entry.rank is None and entry.rank_of is None:
        return []
    sizes = (("rank", "位次", entry.rank), ("rank_of", "参评单位数", entry.rank_of))
    return [
        (field, f"{label}不能大于 {MOST_RANKED}，现为 {size}，请检查是否填错了栏。")
        for field, label, size in sizes
        if size is not None and size > MOST_RANKED
    ]


def rank_scope(entry: Entry) -> list[tuple[str, str]]:
    """A rank is held among the units of a region that contains this one."""
    if entry.rank_region_id is None:
        return []
    above = entry.region.parent
    while above is not None and above.pk != entry.rank_region_id:
        above = above.parent
    if above is None:
        return [
            (
                "rank_region",
                f"{entry.region.name}不在{entry.rank_region.name}之内，不能在其中排位，请改选位次范围。",
            )
        ]
    return []
