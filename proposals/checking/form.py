"""The form on which any PDF is handed in to be checked."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from proposals.checking.foreign import AGAIN, LARGEST, MEGABYTE, MOST_PAGES, refuse_other_types
from proposals.forms import Worded
from proposals.letters.geometry import KINDS

AUTOMATIC = ""
FORMS = ((AUTOMATIC, "自动判断"), *((kind, f"{kind}格式") for kind in KINDS))
LONGEST_TEXT = 100_000
LARGEST_TEXT = MEGABYTE
NO_FILE = "请选择要检查的 PDF 文件。"
TWO_TEXTS = "原文只给一份：请只选文件，或只粘贴文字。"
EMPTY = "这是一个空文件（0 字节）。请检查后重新选择。"
LONG_NAME = "文件名过长（最多 %(max)d 个字），请改短后再上传。"


def file_errors(missing: str) -> dict[str, str]:
    return {
        "required": missing,
        "invalid": missing,
        "missing": missing,
        "empty": EMPTY,
        "max_length": LONG_NAME,
    }


class CheckForm(Worded, forms.Form):
    """A PDF, the page form it should have, and the text it should carry."""

    file = forms.FileField(
        label="PDF 文件",
        max_length=200,
        help_text=f"不超过 {LARGEST // MEGABYTE} MB、{MOST_PAGES} 页；WPS、Word 输出的也可以",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
    kind = forms.ChoiceField(label="格式", choices=FORMS, required=False, initial=AUTOMATIC)
    text_file = forms.FileField(
        label="原文（文本文件）",
        max_length=200,
        required=False,
        help_text="可以不给。给了就逐字核对：.txt，从发文机关标志到版记的全文；空格、换行、页码不算",
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
    )
    text = forms.CharField(
        label="或粘贴原文",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.fields["file"].error_messages = file_errors(NO_FILE)
        self.fields["text_file"].error_messages = file_errors("请重新选择原文文件。")

    def clean_file(self) -> bytes:
        """The size is looked at before anything is read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(
                f"文件有 {(file.size or 0) / MEGABYTE:.1f} MB，超过 {LARGEST // MEGABYTE} MB。"
                f"公文没有这么大，多半是扫描件或插了大图。{AGAIN}"
            )
        content = file.read()
        try:
            refuse_other_types(content)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return content

    def clean_text_file(self) -> str:
        file: UploadedFile | None = self.cleaned_data["text_file"]
        if file is None:
            return ""
        if (file.size or 0) > LARGEST_TEXT:
            raise forms.ValidationError(
                "原文文件超过 1 MB，不是一件公文的文字。请另存为纯文本（.txt）。"
            )
        return decoded(file.read())

    def clean(self) -> dict[str, Any] | None:
        found = super().clean() or self.cleaned_data
        if found.get("text") and found.get("text_file"):
            self.add_error("text", TWO_TEXTS)
        # A browser forgets chosen files, so nobody may believe they are still there.
        if self.errors and self.files.get("file") and not self.has_error("file"):
            self.add_error("file", "其他项还要改正，文件没有检查。改正后请重新选择文件。")
        return found

    @property
    def source(self) -> str | None:
        """The text to compare with; None when none was given."""
        return self.cleaned_data["text"] or self.cleaned_data["text_file"] or None


def decoded(content: bytes) -> str:
    """Notepad and WPS save text in one of these."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise forms.ValidationError("原文文件不是纯文本。请用记事本另存为 .txt（UTF-8）后再选。")
