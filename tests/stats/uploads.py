"""Small files of every kind that is taken, and some that pretend."""

import io
import zipfile

from openpyxl import Workbook
from PIL import Image

from cixi_ip.models import User
from stats import actions
from stats.models import Paper, Source
from tests.makers import make_source, make_user

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(stream, kind)
    return stream.getvalue()


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


def workbook() -> bytes:
    stream = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "测试用，非真实数据"
    book.save(stream)
    return stream.getvalue()


PDF, PNG, JPEG = picture("PDF"), picture("PNG"), picture("JPEG")


def html_before_pdf() -> bytes:
    """Shown as a page by a browser that guesses, as a document by a reader that searches."""
    return b"<html><script>alert(1)</script></html>\n" + PDF


def make_paper(
    name: str = "通报",
    *,
    content: bytes = PDF,
    source: Source | None = None,
    by: User | None = None,
) -> Paper:
    clerk = by or make_user("录入员")
    return actions.add_paper(by=clerk, source=source or make_source(), name=name, content=content)
