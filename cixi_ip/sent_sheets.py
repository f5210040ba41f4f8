"""Spreadsheets that people send in to be looked at first, and then taken or dropped."""

from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cixi_ip.uploads import plain_name
from cixi_ip.workbooks.archive import LARGEST, MEGABYTE, recognise, too_large
from cixi_ip.workbooks.complaints import Refusal
from cixi_ip.workbooks.sheets import open_workbook

LONGEST_NAME = 120  # of what is kept
NO_FILE = "请选择一个文件（.xlsx 或 .csv）。"
WORDS = {
    "required": NO_FILE,
    "invalid": NO_FILE,
    "missing": NO_FILE,
    "empty": "这是一个空文件（0 字节）。请检查后重新选择。",
    "max_length": "文件名过长（最多 %(max)d 个字），请改短后再上传。",
}


class SheetField(forms.FileField):
    """A spreadsheet to be chosen; one that is too large is refused before it is read."""

    def __init__(self, **options: Any) -> None:
        usual = {
            "label": "文件",
            "max_length": 200,
            "help_text": f".xlsx，或 UTF-8、GBK 编码的 .csv；不超过 {LARGEST // MEGABYTE} MB",
            "widget": forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
            "error_messages": WORDS,
        }
        super().__init__(**(usual | options))

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > LARGEST:
            raise ValidationError(too_large(file.size))
        return file


class SeenForm(forms.Form):
    """Confirms what a preview showed: `seen` is its digest."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def is_seen(self, digest: str) -> None:
        """Let the next confirmation go by the preview that is shown now."""
        self.data = self.data.copy()
        self.data["seen"] = digest


def received(name: str, content: bytes) -> dict[str, Any]:
    """What is kept of a sheet: its plain name, content and digest; refused if it cannot be read."""
    plain = plain_name(name)
    try:
        recognise(plain, content)
        open_workbook(plain, content)
    except Refusal as refusal:
        raise ValidationError(str(refusal)) from refusal
    return {
        "name": plain[-LONGEST_NAME:],
        "content": content,
        "sha256": sha256(content).hexdigest(),
    }
