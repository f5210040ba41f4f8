"""What the forms of the statistics share: refusals in our own words, and lists to choose from."""

from collections import ChainMap
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms

from cixi_ip.site import ActionForm
from stats.figures import COUNTY
from stats.models import (
    Region,
)

CHOOSE = ("", "请选择")
NOT_LISTED = "所选{what}不在列表中，请重新打开列表选择一项。"
REFUSALS = {
    "required": "请填写“{}”。",
    "invalid_choice": NOT_LISTED.format(what="“{}”"),
    "max_length": "“{}”最多 %(limit_value)s 个字，现有 %(show_value)s 个，请删减。",
    "min_value": "“{}”不能小于 %(limit_value)s，请改正。",
    "max_value": "“{}”不能大于 %(limit_value)s，请检查是否多打了数字。",
    "max_digits": "“{}”最多 %(max)s 位数字，请检查是否多打了数字。",
    "max_decimal_places": "“{}”最多 %(max)s 位小数，请删去多余的小数位。",
    "max_whole_digits": "“{}”的整数最多 %(max)s 位，请检查单位或是否多打了数字。",
    "null_characters_not_allowed": "“{}”里有不可见的空字符，请删去后重新填写。",
}
INVALID = {
    forms.IntegerField: "“{}”请填阿拉伯数字的整数，如 12。",
    forms.DateField: "“{}”请填日期，如 2023-01-31。",
    forms.URLField: "“{}”请填完整的网址，以 http:// 或 https:// 开头。",
}
Choices = list[tuple[str, Any]]


def in_our_words(field: forms.Field) -> dict[str, Any]:
    """Refusals that name the field and the way out; what the field was given itself comes first."""
    stock = ChainMap(*(vars(kind).get("default_error_messages", {}) for kind in type(field).mro()))
    own = {code: text for code, text in field.error_messages.items() if stock.get(code) != text}
    words = REFUSALS | {"invalid": INVALID.get(type(field), "“{}”填得不对，请改正。")}
    return {code: text.format(field.label) for code, text in words.items()} | own


class PlainForm(ActionForm):
    """What the forms of the statistics share: refusals in our own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages = in_our_words(field)


def grouped(objects: Iterable[Any], group: Any, *, by: str = "pk") -> Choices:
    """Choices of a select with a heading for each group; the objects come in that order."""
    return [
        CHOOSE,
        *(
            (name, [(getattr(found, by), str(found)) for found in members])
            for name, members in groupby(objects, key=group)
        ),
    ]


def region_group(region: Region) -> str:
    """The three scopes of the county come first: they are what is entered nearly always."""
    if region.code.split("-")[0] == COUNTY:
        return "本市（先分清口径）"
    if region.level == Region.Level.TOWN:
        return "本市镇街"
    return "上级与全国" if region.level not in ("县", "口径") else "其他县（市、区）与统计口径"


REGION_GROUPS = ("本市（先分清口径）", "上级与全国", "本市镇街", "其他县（市、区）与统计口径")


def region_choices(regions: Iterable[Region], *, by: str = "pk") -> Choices:
    ordered = sorted(
        regions, key=lambda region: (REGION_GROUPS.index(region_group(region)), region.code)
    )
    return grouped(ordered, region_group, by=by)


class PickField(forms.ModelChoiceField):
    """A plain select of our own wording; `what` names the thing in the refusal."""

    def __init__(self, queryset: Any, *, what: str, **options: Any) -> None:
        super().__init__(
            queryset,
            error_messages={
                "required": f"请选择{what}。",
                "invalid_choice": NOT_LISTED.format(what=what),
            },
            empty_label=CHOOSE[1],
            **options,
        )
