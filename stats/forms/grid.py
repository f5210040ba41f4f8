"""The forms of the entry grid: one row is one figure, one line below is one target."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cixi_ip.models import User
from cixi_ip.wording import number
from stats import actions
from stats.actions import exactly
from stats.forms.plain import CHOOSE, PlainForm, in_our_words
from stats.forms.reading import growth_of, set_growth_digits, set_precision, value_of
from stats.models import (
    Entry,
    GrowthBase,
    Indicator,
    Observation,
    Region,
    RevisionKind,
    Source,
    Status,
    Submission,
    TargetEntry,
)

# What a row holds, in the order in which a block is pasted; then what stands behind 更多.
COLUMNS = (
    "value",
    "growth",
    "growth_base",
    "rank",
    "rank_of",
    "rank_region",
    "status",
    "source",
    "explanation",
)
MORE = ("printed_scope", "printed_period", "note", "revision_kind", "reason")
# What two people's figures of one key are compared by.
CLASHING = (*COLUMNS, "printed_scope", "printed_period", "note")
# A row that differs from an untouched one only in these holds no figure.
PRESET = ("status", "rank_region", "growth_base", "revision_kind")
# How many characters a field shows; what is not named takes the width of its column.
SIZES = {"value": 10, "growth": 5, "rank": 3, "rank_of": 3, "source": 12, "explanation": 16}
# What a target's line holds.
TARGET_COLUMNS = (
    "title",
    "indicator",
    "value",
    "stated_year",
    "due_year",
    "plan",
    "nature",
    "note",
)
REVISIONS = [("", "—"), *((kind.value, kind.label) for kind in RevisionKind if kind != "首次")]


class SourceField(forms.CharField):
    """A source by its title as the list offers it; blank stands for the batch's own."""

    def __init__(self, sources: dict[str, Source], **options: Any) -> None:
        super().__init__(**options)
        self.sources = sources

    def clean(self, value: str) -> Source | None:
        title = super().clean(value)
        if not title:
            return None
        if title not in self.sources:
            raise ValidationError(f"来源里没有“{title}”。请从列表中选，或先在“来源”中登记。")
        return self.sources[title]


class GridRowForm(forms.Form):
    """One indicator's figure. `own` is the user's open draft of it, if there is one."""

    value = forms.CharField(label="本年数", required=False, max_length=40)
    growth = forms.CharField(label="上报增幅", required=False, max_length=20)
    growth_base = forms.ChoiceField(
        label="增幅基准", required=False, choices=[("", "—"), *GrowthBase.choices]
    )
    rank = forms.IntegerField(label="位次", required=False, min_value=1, widget=forms.TextInput)
    rank_of = forms.IntegerField(
        label="参评单位数", required=False, min_value=1, widget=forms.TextInput
    )
    rank_region = forms.ModelChoiceField(Region.objects.none(), label="位次范围", required=False)
    status = forms.ChoiceField(label="状态", required=False, choices=Status.choices)
    explanation = forms.CharField(label="说明", required=False, max_length=300)
    printed_scope = forms.CharField(label="原文口径", required=False, max_length=60)
    printed_period = forms.CharField(label="原文时段", required=False, max_length=60)
    note = forms.CharField(label="备注", required=False, max_length=300)
    revision_kind = forms.ChoiceField(label="修改性质", required=False, choices=REVISIONS)
    reason = forms.CharField(label="修改原因", required=False, max_length=300)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any,
        *,
        indicator: Indicator,
        own: Entry | None,
        above: list[Region],
        sources: dict[str, Source],
    ) -> None:
        self.indicator, self.own, self.above = indicator, own, above
        super().__init__(data, prefix=f"i{indicator.pk}", initial=as_typed(own))
        self.fields["source"] = SourceField(
            sources,
            label="来源",
            required=False,
            max_length=220,
            widget=forms.TextInput({"list": "sources", "placeholder": "同本批"}),
        )
        place = self.fields["rank_region"]
        place.queryset = Region.objects.filter(pk__in=[region.pk for region in above])
        place.choices = [("", "—"), *((str(region.pk), region.short_name) for region in above)]
        for name, field in self.fields.items():
            field.error_messages = in_our_words(field)
            if name in SIZES:
                field.widget.attrs["size"] = SIZES[name]
            field.widget.attrs |= {
                "aria-label": f"{indicator.name} {field.label}",
                "data-field": name,
                "autocomplete": "off",
            }

    @property
    def usual_rank_region(self) -> Region | None:
        """Where a rank is held when the row does not say: among the counties of the city."""
        cities = [region for region in self.above if region.level == Region.Level.CITY]
        return next(iter(cities or self.above), None)

    @property
    def is_touched(self) -> bool:
        """Whether the row differs from what the page showed, and from what is stored by now."""
        return is_touched(self.data, self.prefix) and (
            fingerprint(self.all_typed()) != self.shown_fingerprint
        )

    @property
    def is_emptied(self) -> bool:
        if self.typed("status") not in ("", Status.FINAL):
            return False
        return not any(self.typed(name) for name in (*COLUMNS, *MORE) if name not in PRESET)

    def typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip()

    def words(self, name: str, text: str) -> str:
        """What a reader sees of a field that holds this text: a choice by its name."""
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(text, text))

    def all_typed(self) -> list[str]:
        return [self.typed(name) for name in (*COLUMNS, *MORE)]

    @property
    def shown_fingerprint(self) -> str:
        initial = as_typed(self.own)
        return fingerprint([str(initial[name] or "") for name in (*COLUMNS, *MORE)])

    def clean_value(self) -> Any:
        self.reading = value_of(self.cleaned_data["value"], self.indicator)
        return self.reading.value if self.reading else None

    def clean_growth(self) -> Any:
        self.growth_reading = growth_of(self.cleaned_data["growth"])
        return self.growth_reading.value if self.growth_reading else None

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        status = found.get("status") or Status.FINAL
        if found.get("value") is None and "value" not in self.errors and status not in "LMQ":
            self.add_error(
                "value", "请填数值；没有数的，状态选“未报”“无此项”或“不予公布”（空白不等于 0）。"
            )
        if found.get("rank") is None:
            found["rank_region"] = None
        elif found.get("rank_region") is None:
            found["rank_region"] = self.usual_rank_region
        if found.get("growth") is None:
            found["growth_base"] = ""
        return found

    def apply(self, entry: Entry) -> Entry:
        """Put what was typed into `entry`; precision only where the number itself was touched."""
        found = self.cleaned_data
        initial = as_typed(self.own)
        if self.typed("value") != initial["value"]:
            set_precision(entry, self.reading)
        if self.typed("growth") != initial["growth"]:
            set_growth_digits(entry, self.growth_reading)
        entry.value, entry.reported_growth = found["value"], found["growth"]
        entry.status = found["status"] or Status.FINAL
        entry.revision_kind = found["revision_kind"] or RevisionKind.FIRST
        for name in ("growth_base", "rank", "rank_of", "rank_region", "source"):
            setattr(entry, name, found[name])
        for name in ("explanation", "printed_scope", "printed_period", "note", "reason"):
            setattr(entry, name, found[name])
        return entry


def as_typed(entry: Entry | Observation | None) -> dict[str, Any]:
    """What the fields of a row hold for a stored draft, as somebody would have typed it."""
    if entry is None:
        return dict.fromkeys((*COLUMNS, *MORE), "") | {"status": Status.FINAL.value}
    growth = entry.reported_growth
    return {
        "value": exactly(entry.value),
        "growth": "" if growth is None else number(growth, entry.growth_digits),
        "growth_base": entry.growth_base,
        "rank": entry.rank or "",
        "rank_of": entry.rank_of or "",
        "rank_region": entry.rank_region_id or "",
        "status": entry.status,
        "source": str(entry.source) if entry.source else "",
        "explanation": entry.explanation,
        "printed_scope": entry.printed_scope,
        "printed_period": entry.printed_period,
        "note": entry.note,
        "revision_kind": "" if entry.revision_kind == "首次" else entry.revision_kind,
        "reason": entry.reason,
    }


def is_touched(data: Any, prefix: str) -> bool:
    """Whether what was sent of a row differs from what the page had shown of it."""
    typed = [str(data.get(f"{prefix}-{name}", "")).strip() for name in (*COLUMNS, *MORE)]
    return f"{prefix}-seen" in data and data.get(f"{prefix}-was") != fingerprint(typed)


def fingerprint(typed: list[str]) -> str:
    return hashlib.sha256("\x1f".join(typed).encode()).hexdigest()[:16]


def target_typed(data: Any, prefix: str, names: Iterable[str]) -> list[str]:
    return [str(data.get(f"{prefix}-{name}", "")).strip() for name in names]


def is_target_touched(data: Any, prefix: str) -> bool:
    typed = target_typed(data, prefix, TARGET_COLUMNS)
    return data.get(f"{prefix}-was") != fingerprint(typed)


class TargetForm(PlainForm):
    """A target stated by the paper of this batch; a line left blank is no target."""

    value = forms.CharField(label="目标值", required=False, max_length=40)

    class Meta:
        model = TargetEntry
        fields = ["title", "indicator", "stated_year", "due_year", "plan", "nature", "note"]

    def __init__(
        self,
        *args: Any,
        by: User,
        region: Region,
        batch: Callable[[], Submission],
        indicators: list[Indicator],
        **kwargs: Any,
    ) -> None:
        self.by, self.region, self.batch = by, region, batch  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [
            CHOOSE,
            *((indicator.pk, indicator.name) for indicator in indicators),
        ]
        for name in ("title", "indicator", "stated_year"):
            self.fields[name].required = not self.is_blank
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"目标：{field.label}"
            field.help_text = ""
        if self.instance.pk:
            self.initial["value"] = exactly(self.instance.value)

    @property
    def is_blank(self) -> bool:
        typed = ("title", "indicator", "value", "due_year", "plan", "note")
        return self.is_bound and not any(target_typed(self.data, self.prefix, typed))

    @property
    def is_touched(self) -> bool:
        """Whether the line differs from what the page showed; a new one, from a blank one."""
        if self.instance.pk is None:
            return not self.is_blank
        return is_target_touched(self.data, self.prefix)

    @property
    def is_stale(self) -> bool:
        """Whether the target has been changed since the page showed it."""
        return bool(self.instance.pk) and (
            self.data.get(f"{self.prefix}-was") != self.shown_fingerprint
        )

    @property
    def shown_fingerprint(self) -> str:
        return fingerprint([str(self.initial.get(name) or "") for name in TARGET_COLUMNS])

    def clean_value(self) -> Any:
        if self.is_blank:
            return None
        reading = value_of(self.cleaned_data["value"], self.cleaned_data.get("indicator"))
        if reading is None:
            raise ValidationError("请填目标值，如 24。")
        self.instance.value = reading.value
        return reading.value

    def _post_clean(self) -> None:
        # A blank line is no target, so nothing of it is put into the instance or checked.
        if self.is_stale:
            self.add_error(None, self.told())
        elif not self.is_blank:
            super()._post_clean()
        elif self.instance.pk:
            actions.remove_target(by=self.by, target=self.instance)

    def told(self) -> str:
        stored = self.initial
        return (
            f"在您打开页面之后，这一条目标有了变动，现为“{stored['title']}” "
            f"{stored['value']}{self.instance.indicator.unit}（{stored['stated_year']}年提出）。"
            "您填的仍在上面一行；请核对，再次保存即以您填的为准。"
        )

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"submission", "region", "typed_by"}

    def act(self) -> None:
        target = self.instance
        target.region = self.region
        if target.pk is None:
            target.submission = self.batch()
        actions.enter_target(by=self.by, target=target)
