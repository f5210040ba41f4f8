"""The form of one figure being entered."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from cixi_ip.wording import number, period
from stats import actions, review
from stats.forms.plain import PickField, PlainForm, grouped, region_choices
from stats.forms.reading import growth_of, set_growth_digits, set_precision, value_of
from stats.models import (
    Entry,
    GrowthBase,
    Indicator,
    Observation,
    Region,
    RevisionKind,
    Source,
    Submission,
)

MONTHS = [
    (12, "全年 / 年末"),
    (1, "1月 / 1月末"),
    *((month, f"1—{month}月 / {month}月末") for month in range(2, 12)),
]


class DenominatorField(PickField):
    def label_from_instance(self, observation: Observation) -> str:
        when = period(observation.year, observation.through_month, observation.indicator.timing)
        name, region = observation.indicator.name, observation.region.name
        return f"{region}{when}{name} {actions.shown(observation)}"


class EntryForm(PlainForm):
    """One figure. `seen` and `seen_edition` say what its author saw when the page was opened."""

    indicator = PickField(Indicator.objects.none(), what="指标", label="指标")
    region = PickField(Region.objects.none(), what="地区（口径）", label="地区（口径）")
    year = forms.IntegerField(
        label="年份",
        widget=forms.NumberInput(attrs={"min": 1949, "max": 2100}),
        error_messages={
            "invalid": "年份请填四位阿拉伯数字，如 2022。",
            "required": "请填写年份。",
        },
    )
    through_month = forms.TypedChoiceField(
        label="时段",
        choices=MONTHS,
        coerce=int,
        initial=12,
        help_text="时期数选截至月，时点数选期末月",
    )
    value = forms.CharField(
        label="数值",
        required=False,
        max_length=40,
        help_text="照原文填：12688、12,688、1.2万、42.5 均可，可带单位；没有数据请留空并选状态",
    )
    reported_growth = forms.CharField(
        label="上报增幅",
        required=False,
        max_length=20,
        help_text="原文印出的增幅，如 5.8% 或 -3.2%；须同时选基准",
    )
    rank_region = PickField(
        Region.objects.none(),
        what="位次范围",
        label="位次范围",
        required=False,
        help_text="在哪里排第几，如宁波市",
    )
    denominator = DenominatorField(
        Observation.objects.none(),
        what="分母数据",
        label="分母数据",
        required=False,
        help_text="只用于比率，如每万人的人口数；须与本条同一口径",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Entry
        fields: list[str] = []
        labels = {
            "submission": "放进批次",
            "growth_base": "增幅基准",
            "rank": "位次",
            "rank_of": "参评单位数",
            "revision_kind": "修改性质",
        }
        help_texts = {
            "submission": "留空则放进您未提交的批次，没有就新建一批",
            "printed_scope": "原文用的口径字样，如“市本级”；原文没写就留空",
            "printed_period": "只在原文时段不是整年或期末时填，如“去年以来”",
            "explanation": "对异常变动或核对提示的一句话说明，随数据交审核人",
            "reason": "修改已发布的数据时必填：为什么改、依据什么",
            "revision_kind": "该数据已发布过才选：有新资料选“修订”，原数有误选“更正”",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entry = self.instance
        self.offer()
        if "year" in self.fields and entry.pk is None:
            self.initial.setdefault("year", timezone.localdate().year - 1)
        if entry.pk:
            self.initial["value"] = actions.exactly(entry.value)
            growth = entry.reported_growth
            self.initial["reported_growth"] = (
                "" if growth is None else number(growth, entry.growth_digits)
            )

    def offer(self) -> None:
        """Fill the lists to choose from; a field is missing where the page is to read only."""
        lists: dict[str, tuple[Any, Any]] = {
            "indicator": (
                Indicator.objects.all(),
                lambda found: grouped(found, lambda indicator: indicator.group),
            ),
            "region": (Region.objects.all(), region_choices),
            "rank_region": (Region.objects.filter(children__isnull=False).distinct(), None),
            "denominator": (denominators(), None),
            "submission": (
                Submission.objects.filter(
                    created_by__in=self.by.acts_for(), state__in=Submission.OPEN
                ),
                None,
            ),
            "source": (Source.objects.all(), None),
        }
        for name, (queryset, choices) in lists.items():
            if name in self.fields:
                field = self.fields[name]
                field.queryset = queryset
                if choices:
                    field.choices = choices(queryset)
        for name, blank in (("submission", "（自动）"), ("source", "（用本批来源）")):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].empty_label = blank
        if "growth_base" in self.fields:
            self.fields["growth_base"].choices = [("", "（没有印增幅）"), *GrowthBase.choices]

    @property
    def key(self) -> review.Key | None:
        """The key as it stands on the page; None while it is incomplete."""
        if self.is_bound:
            found = self.cleaned_data
        else:
            found = self.initial if self.instance.pk is None else vars(self.instance)
        parts = [
            found.get(name) or found.get(f"{name}_id")
            for name in ("indicator", "region", "year", "through_month")
        ]
        return review.key(*(getattr(part, "pk", part) for part in parts))

    @property
    def beside(self) -> review.Beside | None:
        return review.beside(self.key) if self.key else None

    @property
    def edition(self) -> object:
        """What the page has seen: refreshed only after its author was told of the other save."""
        if self.is_bound and not self.has_error(NON_FIELD_ERRORS, "stale"):
            return self.data.get("seen_edition", "")
        if not self.instance.pk:
            return ""
        return Entry.objects.values_list("edition", flat=True).get(pk=self.instance.pk)

    def clean_value(self) -> Decimal | None:
        reading = value_of(self.cleaned_data["value"], self.cleaned_data.get("indicator"))
        # An untouched value keeps the precision it was printed with.
        if "value" in self.changed_data:
            set_precision(self.instance, reading)
        return reading.value if reading else None

    def clean_reported_growth(self) -> Decimal | None:
        reading = growth_of(self.cleaned_data["reported_growth"])
        if "reported_growth" in self.changed_data:
            set_growth_digits(self.instance, reading)
        return reading.value if reading else None

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        beside = self.beside
        if beside is None:
            return found
        self.instance.based_on = beside.vintage
        if beside.current is None:
            found["revision_kind"] = RevisionKind.FIRST
        elif self.cleaned_data["seen"] != beside.mark:
            sentence = self.unseen(beside, beside.current)
            self.add_error(None, ValidationError(sentence, code="unseen"))
        return found

    def unseen(self, beside: review.Beside, published: Observation) -> str:
        typed = self.data.get("value", "").strip() or "（空）"
        when = (
            "在您打开页面之后发布了" if beside.was_seen(self.cleaned_data["seen"]) else "已经发布过"
        )
        return (
            f"{published.place}{when}第{published.vintage}版 {actions.shown(published)}"
            f"（来源：{published.source}），您填的是 {typed}。"
            "如确需修改，请在“修订”一栏选择性质、写明原因后再保存；您填的内容都还在。"
        )

    def act(self) -> None:
        entry = self.instance
        if entry.submission_id is None:
            entry.submission = actions.open_submission(by=self.by)
        actions.enter(by=self.by, entry=entry, seen_edition=self.cleaned_data["seen_edition"])


def denominators() -> Any:
    """Current figures of those indicators by which a ratio is divided."""
    bases = Indicator.objects.filter(denominator__isnull=False).values("denominator")
    return (
        Observation.objects.published()
        .filter(indicator__in=bases)
        .select_related("indicator", "region")
        .order_by("region__code", "-year", "-through_month")
    )
