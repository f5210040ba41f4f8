"""What is typed about commitments: confirming, putting aside, adding, progress and outcome."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from cixi_ip.models import User
from proposals.forms import FilterForm, Worded
from proposals.ledger import OF_PROPOSAL, UNSETTLED
from proposals.models import Commitment, CongressSession
from stats import figures

KEEPERS = User.objects.filter(
    is_active=True, groups__permissions__codename="keep_commitment"
).order_by("full_name", "username")
INDICATORS = "indicator-names"
LONGEST_OPTION = 60
ISO = "%Y-%m-%d"


@dataclass(frozen=True)
class Offered:
    """What all forms of a page choose among, read once."""

    owners: list[tuple[Any, str]]
    regions: list[tuple[Any, str]]
    scopes: dict[str, int]
    names: list[str]

    @classmethod
    def now(cls) -> "Offered":
        regions = list(
            Commitment._meta.get_field("region")
            .related_model.objects.filter(code__startswith=figures.COUNTY)
            .order_by("code")
        )
        return cls(
            [("", "请选择"), *((one.pk, str(one)) for one in KEEPERS.distinct())],
            [("", "不对应指标"), *((region.pk, region.name) for region in regions)],
            {region.code: region.pk for region in regions},
            [meaning.name for meaning in figures.meanings().values()],
        )

    def named_in(self, sentence: str) -> str:
        """The longest indicator name that the sentence itself says."""
        return max((name for name in self.names if name in sentence), key=len, default="")


def day_field(label: str, **options: Any) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format=ISO)
    return forms.DateField(label=label, widget=picker, **options)


class ConfirmForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    due_on = day_field("完成时限")

    class Meta:
        model = Commitment
        fields = ("action", "target", "target_unit", "due_on", "owner", "indicator", "region")
        help_texts = {
            "indicator": "可只打几个字，从提示中选；选后台账显示它的最新公布数",
            "target": "只填数字，如：24",
        }

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("owner", offered.owners), ("region", offered.regions)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["owner"].required = True
        indicator = self.fields["indicator"]
        indicator.to_field_name = "name"  # type: ignore[attr-defined]
        indicator.widget = forms.TextInput(attrs={"list": INDICATORS, "autocomplete": "off"})
        indicator.error_messages["invalid_choice"] = (
            "没有这个指标。请从提示中选，或留空（不对应指标）。"
        )
        for name in ("owner", "due_on"):
            self.fields[name].error_messages["invalid_choice"] = "请从列表中选择。"
        self.fields["due_on"].error_messages["invalid"] = "日期请照 2026-12-31 的写法填写。"
        if self.instance.due_words:
            self.fields["due_on"].help_text = f"原文：{self.instance.due_words}"
        self.suggest(offered)

    def suggest(self, offered: Offered) -> None:
        """Fill in what the letter and the handling say, for the drafter to look at."""
        stored = self.instance
        if stored.target is not None:
            self.initial["target"] = f"{stored.target.normalize():f}"
        if stored.state == Commitment.State.OPEN and stored.pk:
            self.initial["indicator"] = stored.indicator.name if stored.indicator else ""
            return
        named = offered.named_in(stored.sentence)
        if named:
            scope = figures.COUNTY_CORE if "市本级" in stored.sentence else figures.COUNTY
            self.initial["indicator"], self.initial["region"] = named, offered.scopes.get(scope)
        self.initial["owner"] = stored.issued.letter.round.handling.officer_id

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("indicator") and not values.get("region"):
            self.add_error("region", "选了对应指标的，请同时选口径。")
        if not values.get("indicator") and "indicator" not in self.errors:
            values["region"] = None
        return values


class AddForm(ConfirmForm):
    sentence = forms.ChoiceField(label="公文中的原句")

    field_order = ("sentence",)

    class Meta(ConfirmForm.Meta):
        fields = ("sentence", *ConfirmForm.Meta.fields)

    def __init__(self, *args: Any, sentences: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sentence"].choices = [  # type: ignore[attr-defined]
            ("", "请选择"),
            *((text, shortened(text)) for text in sentences),
        ]


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_OPTION else text[: LONGEST_OPTION - 1] + "…"


class DismissForm(Worded, forms.Form):
    reason = forms.CharField(label="不算承诺的原因", max_length=300)


class ProgressForm(Worded, forms.Form):
    day = day_field("日期", initial=timezone.localdate)
    text = forms.CharField(label="进展", max_length=300)


class SettleForm(Worded, forms.Form):
    outcome = forms.CharField(
        label="结果说明", max_length=300, help_text="怎样兑现的；未能兑现的写原因，会告知提出人"
    )


class CommitmentFilter(django_filters.FilterSet):
    """What the ledger is narrowed to."""

    q = django_filters.CharFilter(label="承诺、标题或编号", method="search")
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=[("unsettled", "未了结"), *Commitment.State.choices],
        empty_label="全部",
        method="in_state",
    )
    due = django_filters.ChoiceFilter(
        label="时限",
        choices=[("overdue", "已过期"), ("soon", "30天内到期")],
        empty_label="全部",
        method="by_due",
    )
    owner = django_filters.ModelChoiceFilter(
        label="责任人", queryset=lambda _request: KEEPERS.distinct(), empty_label="全部"
    )
    session = django_filters.ModelChoiceFilter(
        label="届次",
        field_name=f"{OF_PROPOSAL}__session",
        queryset=CongressSession.objects.all(),
        empty_label="全部",
    )

    class Meta:
        model = Commitment
        form = FilterForm
        fields = ("q", "state", "due", "owner", "session")

    def search(self, rows: QuerySet[Commitment], name: str, value: str) -> QuerySet[Commitment]:
        """Every word must occur; a whole number is the proposal's number."""
        for word in value.split():
            found = Q(action__icontains=word) | Q(**{f"{OF_PROPOSAL}__title__icontains": word})
            digits = word.removeprefix("第").removesuffix("号")
            if digits.isdecimal() and len(digits) < 8:
                found |= Q(**{f"{OF_PROPOSAL}__number": int(digits)})
            rows = rows.filter(found)
        return rows

    def in_state(self, rows: QuerySet[Commitment], name: str, value: str) -> QuerySet[Commitment]:
        return rows.filter(state__in=UNSETTLED if value == "unsettled" else [value])

    def by_due(self, rows: QuerySet[Commitment], name: str, value: str) -> QuerySet[Commitment]:
        today = timezone.localdate()
        open_ones = rows.filter(state=Commitment.State.OPEN)
        if value == "overdue":
            return open_ones.filter(due_on__lt=today)
        last = today + timedelta(days=30)
        return open_ones.filter(due_on__range=(today, last))
