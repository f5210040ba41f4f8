"""`manage.py check_upload`: measures and draws one uploaded PDF, in a process that may fail."""

import base64
import dataclasses
import io
import json
import sys
from typing import Any

import pikepdf
from django.core.management.base import BaseCommand

from cixi_ip import limited
from proposals.checking import pictures
from proposals.checking.foreign import AGAIN, MOST_PAGES, SECONDS
from proposals.letters.geometry import measure

MEMORY = 2 * 1024**3
FEWEST_CHARACTERS = 10
LOCKED = (
    "文件加了打开密码，读不出来。请用设密码的程序打开，去掉密码另存一份，或"
    + AGAIN.removeprefix("请")
)
DAMAGED = f"文件已损坏或没有传完整，读不出来。{AGAIN}"
SCANNED = (
    "文件里没有文字，只有图片（扫描件或拍照件），量不出字的位置。"
    "请上传由 WPS 或 Word 直接输出的 PDF，不要先打印再扫描。"
)
TOO_MUCH_MEMORY = f"文件展开后占用内存过多，已停止检查。{AGAIN}"


class Command(BaseCommand):
    help = "检查一份上传的 PDF（由页面启动，不必手工运行）"

    def handle(self, *args: Any, **options: Any) -> None:
        limited.bound(MEMORY)
        limited.allow(SECONDS)
        question = json.load(sys.stdin)
        try:
            answer = examined(base64.b64decode(question["pdf"]), question["kind"], question["text"])
        except MemoryError:
            answer = {"refusal": TOO_MUCH_MEMORY}
        except ValueError as refusal:
            answer = {"refusal": str(refusal)}
        self.stdout.write(json.dumps(answer))


def examined(pdf: bytes, kind: str, text: str | None) -> dict[str, Any]:
    """Everything the page shows of the PDF; ValueError, in Chinese, for what cannot be measured."""
    refuse_unmeasurable(pdf)
    findings = measure(pdf, kind=kind, text=text)
    return {
        "kind": kind,
        "findings": [dataclasses.asdict(finding) for finding in findings],
        "papers": [dataclasses.astuple(paper) for paper in pictures.papers(pdf)],
        "pictures": [base64.b64encode(drawn).decode() for drawn in pictures.pictures(pdf)],
    }


def refuse_unmeasurable(pdf: bytes) -> None:
    """Locked, damaged, too long, or without any text."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError as error:
        raise ValueError(LOCKED) from error
    except pikepdf.PdfError as error:
        raise ValueError(DAMAGED) from error
    if not pages:
        raise ValueError(DAMAGED)
    if pages > MOST_PAGES:
        raise ValueError(
            f"文件有 {pages} 页，最多检查 {MOST_PAGES} 页。请只输出要检查的公文，附件另行检查。"
        )
    if pictures.characters(pdf) < FEWEST_CHARACTERS:
        raise ValueError(SCANNED)
