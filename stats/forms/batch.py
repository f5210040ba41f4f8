"""Forms of a batch: its name and source, and why it is sent back."""

from typing import Any

from django import forms

from stats import actions
from stats.forms.plain import REFUSALS, PlainForm
from stats.models import (
    Submission,
)


class SubmissionForm(PlainForm):
    class Meta:
        model = Submission
        fields: list[str] = []
        help_texts = {
            "title": "例如：2022年度专利数据",
            "source": "本批数据共同的出处；逐条另写的以逐条为准",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "source" in self.fields:
            self.fields["source"].empty_label = "（提交审核前再选）"

    def act(self) -> None:
        if self.instance.pk:
            actions.describe(by=self.by, submission=self.instance)
            return
        self.instance = actions.open_submission(
            by=self.by, title=self.instance.title, source=self.instance.source
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="退回原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "请写明退回原因，填报人据此修改。",
            "max_length": REFUSALS["max_length"].format("退回原因"),
            "null_characters_not_allowed": REFUSALS["null_characters_not_allowed"].format(
                "退回原因"
            ),
        },
        help_text="写清哪一条、哪里不对、应当怎样改",
    )
