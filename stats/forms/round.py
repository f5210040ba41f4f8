"""The forms of a collection round: its period, itself, and a part for each office and scope."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from stats import actions, rounds
from stats.actions.rounds import Part
from stats.forms.entry import MONTHS
from stats.forms.plain import PlainForm, in_our_words
from stats.models import CollectionRound
from stats.models.figure import FIRST_YEAR, LAST_YEAR
from stats.planning import Slot


class PeriodForm(forms.Form):
    """Which period a new round is for, and which round it is modelled on."""

    year = forms.IntegerField(label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    month = forms.TypedChoiceField(label="时段", choices=MONTHS, coerce=int)
    like = forms.ModelChoiceField(
        CollectionRound.objects.order_by("-year", "-id"),
        label="照搬哪次任务",
        required=False,
        empty_label="不照搬：勾选上年有数的指标",
    )

    def __init__(self, asked: Any) -> None:
        """What the address does not say: last year as a whole, or the year after the model's."""
        data = asked.dict()
        super().__init__(data, label_suffix="")
        for field in self.fields.values():
            field.error_messages = in_our_words(field)
        like = self.model_round()
        data.setdefault("year", like.year + 1 if like else timezone.localdate().year - 1)
        data.setdefault("month", like.through_month if like else 12)

    def model_round(self) -> CollectionRound | None:
        try:
            return self.fields["like"].clean(self.data.get("like"))
        except ValidationError:
            return None


class PartForm(forms.Form):
    """One office in one scope: whether it is asked, who reports, which indicators."""

    is_listed = forms.BooleanField(required=False)
    reporter = forms.TypedChoiceField(label="填报人", required=False, coerce=int, empty_value=None)
    indicators = forms.TypedMultipleChoiceField(
        label="指标", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, slot: Slot, people: dict[int, Any]) -> None:
        self.slot, self.people = slot, people
        self.by_pk = {indicator.pk: indicator for indicator in slot.indicators}
        chosen = slot.assignment
        initial = {
            "is_listed": slot.is_listed,
            "reporter": chosen.reporter_id if chosen else None,
            "indicators": slot.chosen,
        }
        super().__init__(data, prefix=slot.name, initial=initial, label_suffix="")
        self.fields["is_listed"].label = slot.region.name
        self.fields["reporter"].choices = [("", "科室内任一录入员"), *self.colleagues()]
        self.fields["indicators"].choices = [(pk, each.name) for pk, each in self.by_pk.items()]
        for field in self.fields.values():
            field.error_messages = in_our_words(field)

    def colleagues(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """The office's own people first; who was named before stays, to be seen and replaced."""
        people = dict(self.people)
        named = self.slot.assignment.reporter if self.slot.assignment else None
        if named is not None:
            people.setdefault(named.pk, named)
        own, others = [], []
        for pk, person in people.items():
            is_own = person.department and person.department.name == self.slot.office
            (own if is_own else others).append((pk, str(person)))
        groups = ((self.slot.office, own), ("其他科室", others))
        return [(name, group) for name, group in groups if group]

    @property
    def count(self) -> int:
        """How many indicators are ticked, as the page is drawn."""
        return len(self["indicators"].value() or ())

    @property
    def part(self) -> Part | None:
        found = self.cleaned_data
        if not found["is_listed"]:
            return None
        pk = found["reporter"]
        reporter = self.people.get(pk) or (self.slot.assignment.reporter if pk else None)
        indicators = tuple(self.by_pk[pk] for pk in found["indicators"])
        return Part(self.slot.office, self.slot.region, indicators, reporter)


class RoundForm(PlainForm):
    """The round itself; saved together with its parts, all of it or nothing."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = CollectionRound
        fields: list[str] = []
        help_texts = {
            "due_on": "到这一天为止算按时；次日起算逾期",
            "remind_days": "从几天前起在待办里提醒，0 至 90",
            "note": "给填报人的话，如数据口径、依据的通报",
        }
        error_messages = {"title": {"unique": "已有同名的任务，请换一个名称。"}}

    def __init__(self, *args: Any, parts: list[PartForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts

    @property
    def mark(self) -> str:
        """What the page has seen: refreshed only after its author was told of the other change."""
        if self.is_bound and not self.has_error(NON_FIELD_ERRORS, "stale"):
            return str(self.data.get("seen", ""))
        stored = CollectionRound.objects.filter(pk=self.instance.pk).first()
        return rounds.mark(stored) if stored else ""

    def _post_clean(self) -> None:
        wrong = [part for part in self.parts if not part.is_valid()]
        for part in wrong:
            for errors in part.errors.values():
                place = f"{part.slot.office}（{part.slot.region}）"
                self.add_error(None, [f"{place}：{sentence}" for sentence in errors])
        super()._post_clean()

    def act(self) -> None:
        parts = [part.part for part in self.parts]
        actions.save_round(
            by=self.by,
            round=self.instance,
            assignments=[part for part in parts if part is not None],
            seen=self.cleaned_data["seen"] if self.instance.pk else None,
        )
