"""Forms of a sheet for a register: the upload, and what is confirmed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cixi_ip.workbooks.archive import LARGEST, MEGABYTE, too_large
from stats.forms.importing import NO_FILE, OwnWordsForm


class RowsForm(OwnWordsForm):
    file = forms.FileField(
        label="文件",
        max_length=200,
        help_text=f".xlsx，或 UTF-8、GBK 编码的 .csv；不超过 {LARGEST // MEGABYTE} MB",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": NO_FILE,
            "invalid": NO_FILE,
            "missing": NO_FILE,
            "empty": "这是一个空文件（0 字节）。请检查后重新选择。",
            "max_length": "文件名过长（最多 %(max)d 个字），请改短后再上传。",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(too_large(file.size))
        return file


class TakeForm(OwnWordsForm):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    leaves_faulty = forms.BooleanField(label="有问题的先不导入，其余照常导入", required=False)

    def is_seen(self, digest: str) -> None:
        """Let the next confirmation go by the preview that is shown now."""
        self.data = self.data.copy()
        self.data["seen"] = digest
