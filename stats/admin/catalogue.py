"""What figures refer to, in the admin: indicators, regions, sources, targets."""

from django.contrib import admin

from cixi_ip.site import ViewOnlyAdmin
from cixi_ip.wording import number
from stats.admin.entry import TypedAdmin
from stats.forms import SourceForm
from stats.models import Indicator, Region, Source, Target


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


@admin.register(Source)
class SourceAdmin(TypedAdmin):
    place = 22
    form = SourceForm
    fields = ["title", "doc_no", "issuer", "issued_on", "kind", "url", "note"]
    list_display = ["title", "doc_no", "issuer", "issued_on", "kind"]
    list_filter = ["kind"]
    search_fields = ["title", "doc_no", "issuer"]
    search_help_text = "可搜标题、文号、发布单位"
    date_hierarchy = "issued_on"


@admin.register(Target)
class TargetAdmin(ViewOnlyAdmin):
    place = 23
    list_display = ["title", "indicator", "region", "stated_year", "due_year", "planned", "nature"]
    list_select_related = ["indicator", "region"]
    search_fields = ["title", "indicator__name"]
    fields = [
        "title", "indicator", "region", "stated_year", "due_year", "planned", "nature", "source",
        "note",
    ]  # fmt: skip

    @admin.display(description="目标值", ordering="value")
    def planned(self, target: Target) -> str:
        return f"{number(target.value, target.indicator.decimals)} {target.indicator.unit}"
