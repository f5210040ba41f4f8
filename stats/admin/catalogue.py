"""What figures refer to, in the admin: indicators, regions, targets."""

from typing import Any

from django.contrib import admin

from cixi_ip.site import ViewOnlyAdmin
from stats.models import Indicator, Region, Target


@admin.register(Indicator)
class IndicatorAdmin(ViewOnlyAdmin):
    place = 20
    list_display = ["name", "code", "unit", "kind", "group", "part_of", "office"]
    list_filter = ["group", "kind", "office"]
    list_select_related = ["part_of"]
    search_fields = ["name", "aliases", "code", "definition"]
    search_help_text = "可搜名称、别名、代码、定义"


@admin.register(Region)
class RegionAdmin(ViewOnlyAdmin):
    place = 21
    list_display = ["name", "code", "short_name", "level", "parent", "scope", "note"]
    list_filter = ["level"]
    list_select_related = ["parent", "scope"]
    search_fields = ["name", "code", "short_name"]
    search_help_text = "可搜名称、代码"


class PlanFilter(admin.AllValuesFieldListFilter):
    """As stock, with a word for targets whose paper names no plan."""

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or "（未写规划）"}


@admin.register(Target)
class TargetAdmin(ViewOnlyAdmin):
    place = 23
    list_display = [
        "title", "indicator", "region", "stated_year", "due_year", "planned", "nature", "plan",
        "submission",
    ]  # fmt: skip
    list_filter = [
        "stated_year",
        "due_year",
        "nature",
        ("region", admin.RelatedOnlyFieldListFilter),
        ("plan", PlanFilter),
        "indicator__group",
    ]
    list_select_related = ["indicator", "region", "submission"]
    search_fields = ["title", "indicator__name", "plan", "source__title"]
    search_help_text = "可搜目标名称、指标、规划、来源"
    fields = [
        ("title", "nature"),
        ("indicator", "region"),
        ("stated_year", "due_year", "planned"),
        ("plan", "source"),
        ("submission", "note"),
    ]

    @admin.display(description="目标值", ordering="value")
    def planned(self, target: Target) -> str:
        return target.measure
