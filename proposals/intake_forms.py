"""Forms of intake: a proposal as it came, those who put it forward, its asks, lists and files."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import QueryDict

from cixi_ip.departments import BUREAU
from cixi_ip.paper_types import SUFFIXES, WANTED, refuse_size
from cixi_ip.sent_sheets import SeenForm, SheetField
from proposals.forms import Worded
from proposals.models import Ask, CongressSession, Handling, OtherUnit, Proposal, Proposer, Role
from proposals.models.session import ANSWERING

BLANK_ROWS, MOST_ROWS = 3, 60
MOST_ASKS, MOST_TOPICS = 60, 100
DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
DATE_WANTED = "{}请照 2026-03-05 的写法填写。"
BLANK_CHOICES = {"wish": "来文没有写明", "repeated": "不是"}
NO_ADDRESSEE = "请填写主送。也可以在“提出人”中填领衔人，由系统写出主送。"
# What every registration tells, group by group as the page shows them.
FIELDS = (
    "session",
    "kind",
    "number",
    "sitting",
    "title",
    "text",
    "assigned_by",
    "assigned_on",
    "lead_unit",
    "topic",
    "is_key",
    "wish",
    "repeated",
    "needs_answer",
)


class ProposalForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    """A proposal as the paper has it, with our role in it."""

    role = forms.ChoiceField(label="我局角色", choices=Role, initial=Role.ASSIST)
    addressee = forms.CharField(
        label="主送",
        max_length=200,
        required=False,
        help_text="可留空：协办送主办单位，主办、分办、独办送下面的提出人",
    )

    class Meta:
        model = Proposal
        fields = FIELDS
        widgets = {
            "text": forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
            "topic": forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
            "assigned_on": DAY["widget"],
        }
        help_texts = {
            "lead_unit": "我局主办、独办的可留空",
            "assigned_by": "如：市人大常委会代表工委、市政协提案委",
            "topic": "从用过的主题中选，或另写一个，最多 20 字",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = list(CongressSession.objects.all())
        self.fields["session"].initial = sessions[0] if sessions else None
        self.fields["session"].empty_label = None  # type: ignore[attr-defined]
        self.fields["kind"].choices = kinds()  # type: ignore[attr-defined]
        self.fields["role"].choices = roles(sessions)  # type: ignore[attr-defined]
        self.fields["assigned_on"].error_messages["invalid"] = DATE_WANTED.format("交办日期")
        for name in ("sitting", "lead_unit"):
            self.fields[name].required = False
        for name, blank in BLANK_CHOICES.items():
            stated = [choice for choice in self.fields[name].choices if choice[0]]  # type: ignore[attr-defined]
            self.fields[name].choices = [("", blank), *stated]  # type: ignore[attr-defined]

    @property
    def topics(self) -> list[str]:
        """Those used before, the most used first, for the list beside the field."""
        used = Proposal.objects.exclude(topic="").values("topic").annotate(times=Count("pk"))
        return [row["topic"] for row in used.order_by("-times", "topic")[:MOST_TOPICS]]

    def clean_sitting(self) -> str:
        return str(self.cleaned_data["sitting"] or Proposal.Sitting.IN_SESSION)

    def clean_text(self) -> str:
        """Browsers send the line ends of Windows."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        found = self.cleaned_data
        is_ours = found.get("role") in (Role.LEAD, Role.SOLE)
        if not found.get("lead_unit") and "lead_unit" not in self.errors:
            if is_ours:
                found["lead_unit"] = BUREAU
            else:
                self.add_error("lead_unit", "请填写主办单位。")
        return found

    def is_addressed(self, people: "Rows") -> bool:
        """Valid, and with somebody to answer to where we answer."""
        if not self.is_valid():
            return False
        typed = self.cleaned_data
        if typed["role"] in ANSWERING and not typed["addressee"] and not people.filled:
            self.add_error("addressee", NO_ADDRESSEE)
        return not self.errors

    def put(self, name: str, value: str) -> None:
        self.data = self.data.copy()
        self.data[name] = value


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds by the body whose sessions have them."""
    return [
        (body, [(kind.value, str(kind.label)) for kind in found])
        for body, found in Proposal.KINDS_OF.items()
    ]


def roles(sessions: Iterable[CongressSession]) -> list[tuple[str, str]]:
    """协办 is shown with the word a session has for it where that is another."""
    words = {session.assist_word for session in sessions} - {Role.ASSIST.value}
    assist = f"协办（{'、'.join(sorted(words))}）" if words else "协办"
    return [(role.value, assist if role == Role.ASSIST else str(role.label)) for role in Role]


class RegisterForm(ProposalForm):
    """With what only the first registration takes: the asks, one a line."""

    asks = forms.CharField(
        label="诉求",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="每行一条，每条最多 500 字；可先按“从全文中拆出诉求”，再逐条修改",
    )

    def clean_asks(self) -> list[str]:
        lines = [" ".join(line.split()) for line in str(self.cleaned_data["asks"]).splitlines()]
        return in_bounds([line for line in lines if line])


def in_bounds(lines: list[str]) -> list[str]:
    if len(lines) > MOST_ASKS:
        raise ValidationError(f"诉求有 {len(lines)} 条，最多 {MOST_ASKS} 条。请合并相近的。")
    for number, line in enumerate(lines, 1):
        if len(line) > 500:
            raise ValidationError(f"第 {number} 条诉求共 {len(line)} 字，最多 500 字，请缩短。")
    return lines


class AmendForm(ProposalForm):
    """`seen` is the state of the registration the page was opened with."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, handling: Handling, is_role_open: bool, **kwargs: Any) -> None:
        seen = {"role": handling.role, "addressee": handling.addressee}
        kwargs["initial"] = seen | kwargs.get("initial", {})
        super().__init__(*args, instance=handling.proposal, **kwargs)
        if not is_role_open:
            for name in ("role", "addressee"):
                self.fields[name].disabled = True
                self.fields[name].help_text = "已经拟稿，不能再改；主送可在稿件中改"


class ProposerForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Proposer
        fields = ("part", "name", "group", "phone", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def has_changed(self) -> bool:
        """A row without a name is a blank one, unless something else was typed into it."""
        return any(self[name].value() for name in ("name", "group", "phone", "address"))

    def clean_name(self) -> str:
        if not self.cleaned_data["name"]:
            raise ValidationError("请填写姓名或名称；不要这一行的，把其余各格也清空。")
        return str(self.cleaned_data["name"])


class UnitForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = OtherUnit
        fields = ("unit", "role", "contact", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].required = False
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, str(role.label)) for role in (Role.ASSIST, Role.LEAD, Role.SEPARATE)
        ]

    def has_changed(self) -> bool:
        return any(self[name].value() for name in ("unit", "contact", "phone"))

    def clean_unit(self) -> str:
        if not self.cleaned_data["unit"]:
            raise ValidationError("请填写单位；不要这一行的，把其余各格也清空。")
        return str(self.cleaned_data["unit"])


class AskForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Ask
        fields = ("text", "unit", "answer")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "answer": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False

    def has_changed(self) -> bool:
        return any(self[name].value() for name in ("text", "unit", "answer"))

    def clean_text(self) -> str:
        if not self.cleaned_data["text"]:
            raise ValidationError("请填写诉求；不要这一条的，把其余各格也清空。")
        return " ".join(str(self.cleaned_data["text"]).split())

    def clean_answer(self) -> str:
        return " ".join(str(self.cleaned_data["answer"]).split())

    @property
    def state(self) -> str:
        """How far this ask is, as typed."""
        if not self["text"].value():
            return ""
        if unit := self["unit"].value():
            return f"由{unit}答复"
        return "已写要点" if self["answer"].value() else "待写要点"


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of which the blank ones do not count; more are added without a script.

    `later` is what rows after the first are offered with.
    """

    later: ClassVar[dict[str, str]] = {}

    def __init__(self, data: QueryDict | None = None, *, prefix: str, **kwargs: Any) -> None:
        if data is not None and f"{prefix}-TOTAL_FORMS" not in data:
            data = data.copy()
            data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = "0"
        super().__init__(data, prefix=prefix, **kwargs)

    def initial_form_count(self) -> int:
        """What was filled in already may be emptied like any other row."""
        return 0 if self.is_bound else super().initial_form_count()

    def with_more(self) -> "Rows":
        """The same rows, filled or not, and some blank ones."""
        data = self.data.copy()
        there = self.total_form_count()
        total = min(there + BLANK_ROWS, MOST_ROWS)
        data[f"{self.prefix}-TOTAL_FORMS"] = str(total)
        for number in range(there, total):
            for name, value in self.later.items():
                data[f"{self.prefix}-{number}-{name}"] = value
        return type(self)(data, prefix=self.prefix)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        is_blank = not self.is_bound and index and index >= self.initial_form_count()
        return kwargs | ({"initial": self.later} if is_blank and self.later else {})

    @property
    def filled(self) -> list[Any]:
        """The rows as unsaved objects, in order."""
        return [form.instance for form in self.forms if form.has_changed()]


class PeopleRows(Rows):
    later: ClassVar[dict[str, str]] = {"part": Proposer.Part.JOINT.value}


def rows_of(form: type[forms.ModelForm], formset: type[Rows] = Rows) -> type[Rows]:  # type: ignore[type-arg]
    options = {"formset": formset, "extra": BLANK_ROWS, "max_num": MOST_ROWS}
    return forms.formset_factory(form, **options)  # type: ignore[return-value]


ProposerRows, UnitRows, AskRows = (
    rows_of(ProposerForm, PeopleRows),
    rows_of(UnitForm),
    rows_of(AskForm),
)


class AttachmentForm(Worded, forms.Form):
    file = forms.FileField(
        label="上传附件",
        max_length=250,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=f"{WANTED}，每个不超过 20 MB。能打开这一页的人都能打开附件，"
        "印有代表住址、电话的请先遮盖",
        error_messages={"empty": "这是一个空文件（0 字节）。请检查后重新选择。"},
    )

    def clean_file(self) -> Any:
        try:
            refuse_size(self.cleaned_data["file"].size)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return self.cleaned_data["file"]


class ListForm(Worded, forms.Form):
    session = forms.ModelChoiceField(
        label="届次",
        queryset=CongressSession.objects.all(),
        empty_label=None,
        help_text="一个文件只放一个届次的",
    )
    file = SheetField(label="交办清单")


class TakeListForm(Worded, SeenForm):
    """What is to become of the rows that are not plainly new."""

    takes_same_titles = forms.BooleanField(
        label="与本届已登记的标题相同、编号不同的，也登记", required=False
    )
    leaves_faulty = forms.BooleanField(label="有问题的先不登记，其余照常登记", required=False)
    left_out = forms.CharField(
        label="另外不登记的编号",
        required=False,
        max_length=300,
        help_text="几个编号用顿号分开；没有的留空",
    )

    def clean_left_out(self) -> list[int]:
        words = str(self.cleaned_data["left_out"]).replace("、", " ").replace("，", " ")
        found = [word.strip("第号,;；") for word in words.replace(",", " ").split()]
        if wrong := next((word for word in found if not word.isdecimal()), ""):
            raise ValidationError(f"“{wrong[:20]}”不是编号。请只填数字，用顿号分开。")
        return [int(word) for word in found]
