"""The form of a row of a register, made from what the register says is filled in."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Field, Q

from cixi_ip.wording import DASH
from stats import actions
from stats.forms.amount import AmountField
from stats.forms.plain import CHOOSE, PlainForm
from stats.models import Case, Enterprise
from stats.models.money import TenThousandField
from stats.registers.register import Register
from stats.registers.showing import words

MOST_SUGGESTED = 5
LONG = 300  # characters from which a text gets several lines


class EnterpriseField(forms.CharField):
    """An enterprise by its 统一社会信用代码 or its whole name: there are too many for a list."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return Enterprise.objects.filter(pk=value).values_list("name", flat=True).first()
        return value

    def clean(self, value: Any) -> Enterprise | None:
        text = super().clean(value)
        if not text:
            return None
        kept = Enterprise.objects.kept()
        found = Enterprise.objects.filter(credit_code=text.upper()).first()
        if found is not None:
            return found.kept
        named = list(kept.filter(name=text)[:2])
        if len(named) == 1:
            return named[0]
        raise ValidationError(self.unknown(text, is_shared=bool(named)))

    @staticmethod
    def unknown(text: str, *, is_shared: bool) -> str:
        if is_shared:
            return f"有几家企业都叫“{text}”，请改填统一社会信用代码。"
        like = Q(name__icontains=text) | Q(former_names__name__icontains=text)
        found = Enterprise.objects.kept().filter(like).distinct()
        names = list(found.values_list("name", flat=True)[:MOST_SUGGESTED])
        hint = f"您要找的是不是：{'、'.join(names)}？" if names else "请先到企业登记册里登记。"
        return f"企业登记册里没有“{text}”。{hint}"


class CaseField(forms.CharField):
    """A case by its number: there are too many for a list."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return Case.objects.filter(pk=value).values_list("number", flat=True).first()
        return value

    def clean(self, value: Any) -> Case | None:
        text = super().clean(value)
        if not text:
            return None
        found = Case.objects.filter(number=text).first()
        if found is None:
            raise ValidationError(f"案件登记册里没有案号“{text}”，请先登记案件或核对案号。")
        return found


def field_of(field: Field, **options: Any) -> forms.Field:  # type: ignore[type-arg]
    """The form field of a model field, as our pages ask for it."""
    if field.is_relation and field.related_model is Enterprise:
        return EnterpriseField(
            label=field.verbose_name,
            required=not field.blank,
            help_text="填企业全称或统一社会信用代码",
            max_length=80,
        )
    if isinstance(field, TenThousandField):
        return AmountField(label=field.verbose_name, required=not field.blank)
    if field.is_relation and field.related_model is Case:
        return CaseField(
            label=field.verbose_name,
            required=not field.blank,
            help_text="填案号",
            max_length=60,
        )
    made = field.formfield(**options)
    if isinstance(made, forms.CharField) and (made.max_length or 0) >= LONG:
        made.widget = forms.Textarea({"rows": 3, "maxlength": made.max_length})
    if isinstance(made, forms.DateField):
        made.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if isinstance(made, forms.ModelChoiceField):
        made.empty_label = CHOOSE[1]
    if isinstance(made, forms.TypedChoiceField):
        made.choices = [pair if pair[0] != CHOOSE[0] else CHOOSE for pair in made.choices]
    return made


class RecordForm(PlainForm):
    register: Register

    def act(self) -> None:
        seen = self.cleaned_data.get("seen_edition")
        actions.save_record(
            by=self.by, register=self.register, record=self.instance, seen_edition=seen
        )

    def catch_up(self) -> list[tuple[str, str, str]]:
        """Where somebody else saved first: heading, what is kept now, and what was typed here.

        Its author being told, the next save goes by the row as it is now.
        """
        if not self.has_error(NON_FIELD_ERRORS, "stale"):
            return []
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        self.data = self.data.copy()
        self.data["seen_edition"] = stored.edition
        names = [name for name in self.fields if name in self.register.filled]
        pairs = ((name, words(stored, name), words(self.instance, name)) for name in names)
        return [
            (self.register.heading(name), now or DASH, typed or DASH)
            for name, now, typed in pairs
            if now != typed
        ]


def form_of(register: Register, by: Any) -> type[RecordForm]:
    """The form of one register for one user."""
    made = forms.modelform_factory(
        register.model, form=RecordForm, fields=list(register.filled), formfield_callback=field_of
    )
    made.register, made.by = register, by
    if any(field.name == "edition" for field in register.model._meta.concrete_fields):
        made.base_fields["seen_edition"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False
        )
    return made


class RemovalForm(forms.Form):
    reason = forms.CharField(
        label="删除原因",
        max_length=100,
        help_text="只删登错的；到期、撤销、终止的不要删，请修改这一条的日期，名单才数得准",
        error_messages={"required": "请写明为什么删除，如“重复登记”“登错了企业”。"},
    )


class MergeForm(forms.Form):
    dropped = EnterpriseField(label="并入这家的企业", help_text="填企业全称或统一社会信用代码")
    reason = forms.CharField(
        label="合并原因",
        max_length=100,
        error_messages={"required": "请写明合并的原因，如“同一企业，更名前后各登记了一次”。"},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def is_seen(self) -> bool:
        """Whether the page has shown which enterprise it is; the next one it shows has."""
        shown, dropped = self.cleaned_data["seen"], self.cleaned_data["dropped"].pk
        self.data = self.data.copy()
        self.data["seen"] = dropped
        return bool(shown == dropped)
