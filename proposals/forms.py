"""Forms of the proposals: registering one, and writing its letter."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cixi_ip.sent_sheets import SheetField
from cixi_ip.typeset import MOST_CHARACTERS
from proposals import proofreading
from proposals.letters.limits import LONGEST_TITLE
from proposals.letters.title import width
from proposals.models import Letter, Minutes
from proposals.models import minutes as minutes_model
from proposals.models.letter import WRITTEN
from proposals.models.session import Seal
from proposals.proofreading import Proofreading

EXPLANATION = re.compile(r"explain-([a-z_]+-[0-9a-f]{12})")
ASIDE = "aside"
TOO_LONG = (
    "正文共 {count:,} 字，最多 {most:,} 字，没有保存，您填的内容还在下面。"
    "请删减 {over:,} 字，或分成几件公文。"
)
MARKS = ("class_mark", "disclosure", "disclosure_reason")
SELDOM = ("urgency", "seal", "post", "joint", "upward", "co_signers")
WORDING = {
    "required": "请填写{label}。",
    "blank": "请填写{label}。",
    "invalid": "{label}只填阿拉伯数字，如：220。",
    "invalid_choice": "{label}没有所选的这一项，请从列表中重新选择。",
    "min_value": "{label}从 1 开始，请照来文填写。",
    "max_value": "{label}太大，请照来文填写。",
    "max_length": "{label}共 %(show_value)d 字，最多 %(limit_value)d 字，请缩短。",
    "null_characters_not_allowed": "{label}中有空字符（U+0000），请删去后重新填写。",
}
UNREADABLE_EDITION = (
    "这一页的修改次数读不出来，所以没有保存。您填的内容还在下面，没有丢失；"
    "请再保存一次，系统会把它与现存的稿件对照。"
)


class Worded(forms.BaseForm):
    """A form whose refusals name the field and the way out; the framework's own name neither."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word()

    def word(self) -> None:
        for field in self.fields.values():
            if isinstance(field, SheetField):
                continue  # has words of its own
            said = {code: text.format(label=field.label) for code, text in WORDING.items()}
            field.error_messages |= said

    def refuse(self, error: ValidationError) -> None:
        """Show what an action found, each at its field where the form has it."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error.messages)
            return
        for name, found in error.error_dict.items():
            field = self.fields.get(name)
            for one in found:
                if field and one.code in field.error_messages:
                    one.message = field.error_messages[one.code]
                self.add_error(name if field else None, one)


class FilterForm(Worded, forms.Form):
    """The conditions above a list."""


class Editioned(Worded):
    """A form of a draft, with the edition the page was opened with in `seen_edition`."""

    def clean(self) -> dict[str, Any] | None:
        """An edition that cannot be read counts as one nobody has seen: the next save compares."""
        if "seen_edition" in self.errors:
            self.add_error(None, UNREADABLE_EDITION)
            self.is_now(0)
        return super().clean()

    def is_now(self, edition: int) -> None:
        """Let the next save go on from `edition`, after the writer has seen both texts."""
        self.data = self.data.copy()
        self.data["seen_edition"] = str(edition)


def fitting_title(title: str) -> str:
    if width(title) > LONGEST_TITLE:
        raise ValidationError(
            f"标题约 {width(title):.0f} 字，最多 {LONGEST_TITLE} 字才排得下，没有保存。请缩短标题。"
        )
    return title


def class_field(letter: Letter) -> forms.TypedChoiceField:
    """The classes of the letter's session; one that was taken off it since stays to be seen."""
    rows = letter.handling.proposal.session.classes.all()
    choices = [("", "无"), *((row.code, str(row)) for row in rows)]
    if letter.class_mark not in dict(choices):
        choices.append((letter.class_mark, f"{letter.class_mark}类（本届次没有这一类）"))
    model_field = Letter._meta.get_field("class_mark")
    return forms.TypedChoiceField(
        label=model_field.verbose_name,
        help_text=model_field.help_text,
        choices=choices,
        required=False,
    )


class DraftForm(Editioned, forms.ModelForm):  # type: ignore[type-arg]
    """What the officer types; `seen_edition` is the edition the page was opened with."""

    seen_edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Letter
        fields = WRITTEN
        widgets = {
            "body": forms.Textarea(attrs={"rows": 26, "spellcheck": "false"}),
            "title": forms.TextInput,
        }
        help_texts = {
            "body": "每段一行，不用空格缩进；标题用“一、”“（一）”“1.”开头。花括号中的是数据引用，"
            "请用“插入数据”选取，不要手改。附件以单独一行“【附件】名称”开头，"
            "宽表用“【附件 横排】名称”；表格每行一条，单元格用竖线隔开，如：|年份|件数|；"
            "表头下写一行|---|，三线表写|===|；表格上一行“表1　名称”是表题。",
            "post": "用签名章时填签发人职务全称，如：局长。联合发文按机关次序各填一个，用顿号分开，"
            "并写明机关，如：慈溪市市场监督管理局局长、慈溪市财政局局长。",
        }

    def __init__(self, *args: Any, instance: Letter, **kwargs: Any) -> None:
        initial = {"seen_edition": instance.edition}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["body"].strip = False  # type: ignore[attr-defined]
        if not instance.is_lead:
            # An opinion for the lead unit carries none of the marks.
            for name in MARKS:
                del self.fields[name]
        else:
            self.fields["class_mark"] = class_field(instance)
            self.word()
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField):
                stated = [choice for choice in field.choices if choice[0]]
                field.choices = stated if field.required else [("", "无"), *stated]

    @property
    def usual_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in SELDOM]

    @property
    def seldom_fields(self) -> list[forms.BoundField]:
        """What most letters leave as it is, and so is folded away."""
        return [field for field in self.visible_fields() if field.name in SELDOM]

    @property
    def is_unfolded(self) -> bool:
        """Whether something in the fold needs looking at, or is not as most letters have it."""
        return any(
            field.errors or (field.value() or "") not in ("", Seal.SEALED)
            for field in self.seldom_fields
        )

    def clean_title(self) -> str:
        return fitting_title(str(self.cleaned_data["title"]))

    def clean_body(self) -> str:
        """Browsers send the line ends of Windows."""
        text = str(self.cleaned_data["body"]).replace("\r\n", "\n")
        if len(text) > MOST_CHARACTERS:
            raise ValidationError(
                TOO_LONG.format(
                    count=len(text), most=MOST_CHARACTERS, over=len(text) - MOST_CHARACTERS
                )
            )
        return text

    def explanations(self) -> dict[str, str]:
        """The stored explanations with those just typed, and what is put aside on the page."""
        typed = {
            match[1]: str(self.data[name])
            for name in self.data
            if (match := EXPLANATION.fullmatch(name))
        }
        stored = {
            key: text
            for key, text in self.instance.explanations.items()
            if not key.startswith(proofreading.PREFIX)
        }
        return stored | typed | proofreading.as_explanations(self.aside)

    @property
    def aside(self) -> list[str]:
        """The keys of the suggestions put aside: on the page sent, or in the stored draft."""
        if self.is_bound:
            return list(self.data.getlist(ASIDE))
        return sorted(proofreading.keys_aside(self.instance.explanations))

    def proofread(self) -> Proofreading:
        """The suggestions on what the fields hold now, valid or not."""
        texts = {
            name: str(self[name].value() or "").replace("\r\n", "\n")
            for name in proofreading.FIELDS
        }
        kind = self.instance.handling.proposal.kind
        return proofreading.proofread(texts, kind, self.aside)

    def put(self, values: Mapping[str, str], *, aside: Iterable[str] | None = None) -> None:
        """Change what was typed; `aside` replaces the keys put aside."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value
        if aside is not None:
            self.data.setlist(ASIDE, list(aside))


class MinutesForm(Editioned, forms.ModelForm):  # type: ignore[type-arg]
    """纪要 as typed; `seen_edition` is the edition the page was opened with."""

    seen_edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Minutes
        fields = minutes_model.WRITTEN
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "body": forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
            "attendance": forms.Textarea(attrs={"rows": 4}),
            "absent": forms.Textarea(attrs={"rows": 2}),
            "observers": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "body": "从议定事项写起；时间、地点、主持人的一句由系统印在最前面。"
            "每段一行，不用空格缩进；标题用“一、”“（一）”“1.”开头；附件和表格的写法与公文相同。",
        }

    def __init__(self, *args: Any, instance: Minutes, **kwargs: Any) -> None:
        initial = {"seen_edition": instance.edition}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["body"].strip = False  # type: ignore[attr-defined]
        self.fields["session"].empty_label = "不限届次"  # type: ignore[attr-defined]
        self.fields["held_on"].error_messages["invalid"] = "开会日期请照 2026-03-05 的写法填写。"

    def clean_title(self) -> str:
        return fitting_title(str(self.cleaned_data["title"]))

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")
