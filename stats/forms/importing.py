"""Forms of an import: the upload, what is confirmed, and which template is wanted."""

from typing import Any

from django import forms
from django.utils import timezone

from cixi_ip.sent_sheets import SheetField
from cixi_ip.workbooks.complaints import DOUBT
from stats.figures import COUNTY, COUNTY_CORE
from stats.forms.entry import MONTHS
from stats.forms.plain import CHOOSE, PickField, in_our_words, region_choices
from stats.models import ImportFile, Indicator, Region, RevisionKind, Source
from stats.models.figure import FIRST_YEAR, LAST_YEAR


class OwnWordsForm(forms.Form):
    """Refusals in our own words, as of the other forms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for field in self.fields.values():
            field.error_messages = in_our_words(field)


def year_field(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label="年份",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"invalid": "年份请填四位阿拉伯数字，如 2023。"},
        **options,
    )


class UploadForm(OwnWordsForm):
    kind = forms.ChoiceField(
        label="文件种类",
        choices=ImportFile.Kind.choices,
        initial=ImportFile.Kind.TEMPLATE,
        widget=forms.RadioSelect,
    )
    file = SheetField()
    year = year_field(required=False, help_text="只在上传省局年度通报时填：数据是哪一年的")
    source = PickField(
        Source.objects.none(),
        what="来源",
        label="来源",
        required=False,
        help_text="数据出自哪份文件；现在不选的，确认导入时再选",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.all()
        self.fields["source"].empty_label = "（确认时再选）"


class ConfirmForm(OwnWordsForm):
    """What a batch needs besides its figures; kind and reason only where figures change."""

    title = forms.CharField(label="批次名称", max_length=80)
    source = PickField(Source.objects.none(), what="本批来源", label="本批来源")
    revision_kind = forms.ChoiceField(
        label="修改性质",
        required=False,
        choices=[
            CHOOSE,
            *(
                (kind.value, kind.label)
                for kind in (RevisionKind.REVISION, RevisionKind.CORRECTION)
            ),
        ],
        help_text="用于表中没有另填的变更",
    )
    reason = forms.CharField(
        label="修改原因",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="为什么改、依据什么；用于表中没有另填的变更",
    )
    explanation = forms.CharField(
        label="说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, outcome: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.all()
        if not outcome.get("unreasoned"):
            del self.fields["revision_kind"], self.fields["reason"]
        is_asked = bool(outcome.get("kinds", {}).get(DOUBT))
        if count := outcome.get("unexplained"):
            self.fields["explanation"].help_text = (
                f"有 {count} 条核对有疑问、表中没有写说明；这里写的一句记入这些条，"
                "随数据交审核人。也可以留空，提交前逐条写"
                + ("（有“须说明”的除外）。" if is_asked else "。")
            )
        elif is_asked:
            told = "“须说明”的问题不涉及要写入的数；这里写的一句记入操作记录。"
            self.fields["explanation"].help_text = told
        else:
            del self.fields["explanation"]


class TemplateForm(OwnWordsForm):
    """For which figures a template is wanted; the region by its code, blank for all."""

    year = year_field()
    month = forms.TypedChoiceField(label="时段", choices=MONTHS, coerce=int, initial=12)
    region = forms.ChoiceField(label="地区（口径）", required=False)
    office = forms.ChoiceField(label="科室", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"year": timezone.localdate().year - 1, "region": COUNTY_CORE}
        super().__init__(*args, **{"initial": initial, "auto_id": "template_%s"} | kwargs)
        regions = region_choices(Region.objects.all())
        codes = dict(Region.objects.values_list("pk", "code"))
        self.fields["region"].choices = [
            ("", "全部地区"),
            (f"{COUNTY}*", "慈溪市三个口径"),
            *(
                (name, [(codes[pk], label) for pk, label in options])
                for name, options in regions[1:]
            ),
        ]
        offices = Indicator.objects.order_by().values_list("office", flat=True).distinct()
        self.fields["office"].choices = [
            ("", "全部科室"),
            *((name, name) for name in sorted(offices)),
        ]

    @property
    def regions(self) -> list[Region]:
        chosen = self.cleaned_data["region"]
        if chosen == f"{COUNTY}*":
            own = Region.objects.filter(code__startswith=COUNTY)
            return list(own.exclude(level=Region.Level.TOWN))
        return list(Region.objects.filter(**{"code": chosen} if chosen else {}))

    @property
    def indicators(self) -> list[Indicator]:
        office = self.cleaned_data["office"]
        return list(Indicator.objects.filter(**{"office": office} if office else {}))

    @property
    def file_name(self) -> str:
        found = self.cleaned_data
        labels = dict(
            pair
            for value, name in self.fields["region"].choices
            for pair in (name if isinstance(name, list) else [(value, name)])
        )
        parts = [
            "导入模板",
            f"{found['year']}年" + (f"至{found['month']}月" if found["month"] < 12 else ""),
            labels[found["region"]],
            found["office"] or "全部科室",
        ]
        return "-".join(parts) + ".xlsx"
