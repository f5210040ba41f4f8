"""The form of a source, and with it the upload of its paper."""

from django import forms
from django.core.exceptions import ValidationError

from cixi_ip.paper_types import SUFFIXES, WANTED, refuse_size
from stats import actions
from stats.forms.plain import PlainForm
from stats.models import (
    Paper,
    Source,
)


class SourceForm(PlainForm):
    paper = forms.FileField(
        label="上传原件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=f"{WANTED}，每个不超过 20 MB；一次一个，保存后可再传",
        error_messages={"empty": "这是一个空文件（0 字节）。请检查后重新选择。"},
    )
    uploaded: Paper | None = None

    class Meta:
        model = Source
        fields: list[str] = []
        error_messages = {
            "title": {"unique": "已有同样标题的来源，请直接选用；另一份文件请写明区别。"}
        }

    def _post_clean(self) -> None:
        super()._post_clean()
        # A browser forgets a chosen file, so nobody may believe it is still there.
        if self.errors and self.files.get("paper") and not self.has_error("paper"):
            self.add_error("paper", "其他项还要改正，原件没有上传。改正后请重新选择文件。")

    def act(self) -> None:
        actions.save_source(by=self.by, source=self.instance)
        if (file := self.cleaned_data.get("paper")) is None:
            return
        try:
            # Before the content is read into memory.
            refuse_size(file.size)
            self.uploaded = actions.add_paper(
                by=self.by, source=self.instance, name=file.name, content=file.read()
            )
        except ValueError as error:
            raise ValidationError({"paper": str(error)}) from error
        except ValidationError as error:
            raise ValidationError({"paper": error.messages}) from error
