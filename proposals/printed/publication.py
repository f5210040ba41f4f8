"""The public text of an answer as a file of its own: a PDF, and one page of HTML."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from cixi_ip import typeset
from cixi_ip.departments import BUREAU
from cixi_ip.wording import chinese_date
from proposals.letters.title import balance
from proposals.models import Publication
from proposals.public_text import lines

TEMPLATE = Path(__file__).parent / "templates" / "publication.typ"
WIDEST_TITLE = 22


def content(publication: Publication) -> dict[str, object]:
    """Title, facts and lines; nothing of it that the public text does not hold."""
    issued = publication.issued
    return {
        "title": issued.title,
        "facts": [
            ("发布机构", BUREAU),
            ("发文字号", issued.reference),
            ("成文日期", chinese_date(issued.date)),
            ("公开方式", publication.get_extent_display()),
        ],
        "lines": [list(line) for line in lines(publication.text, issued.parts.get("joint", ""))],
        "demo": "演示数据" if settings.DEMO_DATA else "",
    }


def as_html(publication: Publication) -> bytes:
    """One file in UTF-8 that asks for nothing from elsewhere and runs nothing."""
    page = render_to_string("proposals/publication_file.html", content(publication))
    return page.encode()


def as_pdf(publication: Publication, *, moment: datetime) -> bytes:
    made = content(publication)
    title = {"name": made["title"], "title": balance(str(made["title"]), WIDEST_TITLE)}
    return typeset.render(TEMPLATE, made | title | {"author": [BUREAU]}, moment=moment)
