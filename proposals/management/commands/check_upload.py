"""`manage.py check_upload`: measures and draws one uploaded PDF, in a process that may fail."""

import base64
import dataclasses
import json
import sys
from typing import Any

import pypdfium2
from django.core.management.base import BaseCommand

from cixi_ip import limited
from proposals.checking import pictures
from proposals.checking.foreign import AGAIN, MOST_PAGES, SECONDS
from proposals.letters.geometry import examine
from proposals.letters.geometry.reading import open_pdf

MEMORY = 2 * 1024**3
FEWEST_CHARACTERS = 10
UNDRAWABLE = f"文件已经损坏，画不出页面。{AGAIN}"
TOO_MANY = f"文件有 {{pages}} 页，最多检查 {MOST_PAGES} 页。请只输出要检查的公文，附件另行检查。"
SCANNED = (
    "文件里没有文字，只有图片（扫描件或拍照件），量不出字的位置。"
    "请上传由 WPS 或 Word 直接输出的 PDF，不要先打印再扫描。"
)
TOO_MUCH_MEMORY = f"文件展开后占用内存过多，已停止检查。{AGAIN}"


class Command(BaseCommand):
    help = "检查一份上传的 PDF（由页面启动，不必手工运行）"
    # The site has been checked when it was started, and somebody is waiting.
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *args: Any, **options: Any) -> None:
        limited.bound(MEMORY)
        limited.allow(SECONDS)
        question = json.load(sys.stdin)
        pdf = base64.b64decode(question["pdf"])
        try:
            answer = checked(pdf, question["kind"], question["text"])
        except MemoryError:
            answer = {"refusal": TOO_MUCH_MEMORY}
        except ValueError as refusal:
            answer = {"refusal": str(refusal)}
        self.stdout.write(json.dumps(answer))


def checked(pdf: bytes, kind: str, text: str | None) -> dict[str, Any]:
    """Everything the page shows of the PDF; ValueError, in Chinese, for what cannot be measured."""
    drawn = drawings(open_pdf(pdf))
    found = examine(pdf, kind=kind, text=text)
    findings = [dataclasses.asdict(finding) for finding in found.findings]
    return drawn | {"kind": found.kind, "findings": findings}


def drawings(pdf: bytes) -> dict[str, Any]:
    """The pages as pictures, if there are not too many, and if they hold more than pictures."""
    try:
        papers = pictures.papers(pdf)
        if len(papers) > MOST_PAGES:
            raise ValueError(TOO_MANY.format(pages=len(papers)))
        if pictures.characters(pdf) < FEWEST_CHARACTERS:
            raise ValueError(SCANNED)
        return {
            "papers": [dataclasses.astuple(paper) for paper in papers],
            "pictures": [base64.b64encode(one).decode() for one in pictures.pictures(pdf)],
        }
    except pypdfium2.PdfiumError as error:
        raise ValueError(UNDRAWABLE) from error
