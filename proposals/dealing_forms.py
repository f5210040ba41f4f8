"""Forms of dealings with others: contacts, units' opinions, extension, feedback, another round."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from proposals.deadlines import YEARS
from proposals.forms import Worded
from proposals.models import Contact, Feedback, Handling, OtherUnit, Role
from proposals.models.dealings import Satisfaction

FIRST_DAY, LAST_DAY = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
WRONG_DAY = "{label}请照 2026-03-05 的写法填写，年份从 {first} 到 {last}。"
UNITS_LISTED = (Role.ASSIST, Role.SEPARATE, Role.LEAD)


class Dated(Worded):
    """Days are picked from a calendar and lie in the years a deadline can be counted in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField):
                stated = [choice for choice in field.choices if choice[0]]
                field.choices = [("", "请选择"), *stated]
            if not isinstance(field, forms.DateField):
                continue
            said = WRONG_DAY.format(label=field.label, first=YEARS[0], last=YEARS[-1])
            field.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), said)
            field.validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
            field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            field.widget.is_required = field.required


class ContactForm(Dated, forms.ModelForm):  # type: ignore[type-arg]
    """`suggestions`: whom we may have talked with, offered while typing."""

    class Meta:
        model = Contact
        fields = ("day", "way", "with_whom", "our_people", "content", "result")
        widgets = {
            "content": forms.Textarea(attrs={"rows": 6}),
            "with_whom": forms.TextInput(attrs={"list": "suggestions"}),
            "result": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "with_whom": "代表、委员的姓名或单位，几位用顿号分开；点输入框可从提出人中选",
            "our_people": "参加的人，几位用顿号分开",
            "content": "谈了什么，每段一行",
            "result": "对方同意、补充或不同意什么，照原话记",
        }

    def __init__(self, *args: Any, handling: Handling, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [proposer.name for proposer in handling.proposal.proposers.all()]
        is_joint = len(names) > 1
        self.suggestions = [*(["、".join(names)] if is_joint else []), *names]


class UnitForm(Dated, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = OtherUnit
        fields = ("unit", "role", "contact", "phone", "asked_on", "due_on")
        help_texts = {
            "asked_on": "征求意见函发出的日期；还没有发出的留空，发出后再登记",
            "due_on": "函中写明日期的照填；留空的，按届次设置的期限推算",
        }

    def __init__(self, *args: Any, handling: Handling, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word = handling.proposal.session.assist_word
        names = {Role.ASSIST: word, Role.SEPARATE: "分办", Role.LEAD: "主办"}
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, names[role]) for role in UNITS_LISTED
        ]
        if not handling.is_answering:
            del self.fields["asked_on"], self.fields["due_on"]


class ReceiptForm(Dated, forms.Form):
    received_on = forms.DateField(label="签收日期")


class AskForm(Dated, forms.Form):
    asked_on = forms.DateField(label="发出日期", initial=timezone.localdate)
    due_on = forms.DateField(
        label="应回日期",
        required=False,
        help_text="函中写明日期的照填；留空的，按届次设置的期限推算",
    )


class OpinionForm(Dated, forms.Form):
    received_on = forms.DateField(label="收到日期", initial=timezone.localdate)
    opinion = forms.CharField(
        label="意见要点",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="照来函摘录；答复中要吸收或说明",
    )


class ReturnForm(Dated, forms.Form):
    returned_on = forms.DateField(label="退回日期", initial=timezone.localdate)
    reason = forms.CharField(
        label="退回原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class WaiveForm(Dated, forms.Form):
    reason = forms.CharField(
        label="不再等的原因和催办情况", max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExtendForm(Dated, forms.Form):
    extended_to = forms.DateField(label="延期至")
    note = forms.CharField(
        label="延期依据",
        max_length=200,
        help_text="谁同意的、凭什么文件，写明文号或日期；同时请告知代表、委员",
    )


class FeedbackForm(Dated, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Feedback
        fields = ("proposer", "attitude", "result", "reason", "received_on", "is_on_paper")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "attitude": "对办理人员的态度",
            "result": "对办理的结果；与态度分开评",
            "reason": "有一项“不满意”的必须填，照回执抄写",
        }

    def __init__(self, *args: Any, handling: Handling, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = handling.proposal.proposers.all()
        if not asked:
            del self.fields["proposer"]
            return
        said = handling.round.feedback.exclude(pk=self.instance.pk).values("proposer")
        proposer: Any = self.fields["proposer"]
        proposer.queryset = asked.exclude(pk__in=said.filter(proposer__isnull=False))
        proposer.required = proposer.widget.is_required = True
        proposer.empty_label = "请选择"

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        is_unhappy = Satisfaction.BAD in (values.get("attitude"), values.get("result"))
        if is_unhappy and not (values.get("reason") or "").strip():
            self.add_error("reason", "不满意的须写明原因，照回执抄写。")
        return values


class CorrectedFeedbackForm(FeedbackForm):
    why = forms.CharField(
        label="更正的原因", max_length=200, help_text="原来录入的内容和这条原因一起留在办理经过中"
    )


class RehandleForm(Dated, forms.Form):
    started_on = forms.DateField(
        label="重新交办日期", initial=timezone.localdate, help_text="期限从这一天起算"
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="谁交办的、要重点解决什么"
    )
