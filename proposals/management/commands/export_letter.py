"""Write the letter on a proposal as PDF: a draft in any form, an issued letter as it was signed."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import F

from proposals.export import pdf_of
from proposals.models import Letter, PageForm


class Command(BaseCommand):
    help = "把某件建议提案的公文导出为 PDF（草稿标“草稿”；已签发的导出原件）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="编号，如 220")
        parser.add_argument("--session", required=True, help="届次，如 市十八届人大二次会议")
        parser.add_argument("--kind", default="", help="类别：建议、提案或议案（编号相同时才要填）")
        parser.add_argument("--format", default="", choices=["", *PageForm.values], help="版式")
        parser.add_argument("--output", required=True, type=Path, help="写到哪个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        letter = find(options["number"], options["session"], options["kind"])
        try:
            download = pdf_of(letter, options["format"])
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        try:
            options["output"].write_bytes(download.pdf)
        except OSError as error:
            raise CommandError(f"写不了 {options['output']}：{error.strerror}。") from error
        self.stdout.write(f"{download.name} → {options['output']}（{len(download.pdf):,} 字节）")


def find(number: int, session: str, kind: str) -> Letter:
    found = Letter.objects.filter(
        round=F("round__handling__round"),
        round__handling__proposal__session__name=session,
        round__handling__proposal__number=number,
    ).select_related("round__handling__proposal__session")
    if kind:
        found = found.filter(round__handling__proposal__kind=kind)
    letters = list(found)
    if len(letters) == 1:
        return letters[0]
    if letters:
        kinds = "、".join(letter.handling.proposal.kind for letter in letters)
        raise CommandError(f"“{session}”第{number}号有多件（{kinds}），请用 --kind 指明类别。")
    raise CommandError(
        f"没有“{session}”第{number}号的公文稿。请核对届次和编号；还没有承办的，先在网页上承办。"
    )
