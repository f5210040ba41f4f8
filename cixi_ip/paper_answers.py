"""An uploaded paper sent to a reader: from the browser's copy if it has one, with bare powers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from cixi_ip.paper_types import PaperType

# A browser draws a picture or a PDF on a page of its own making, with styles written into it;
# older ones show no PDF in a sandbox, or where objects are forbidden.
BARE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PDF = f"{BARE}; style-src 'unsafe-inline'; object-src 'self'"
PICTURE = f"{BARE}; style-src 'unsafe-inline'; sandbox"
FILE = f"{BARE}; sandbox"


def answered(
    request: HttpRequest, name: str, kind: PaperType, sha256: str, content: Callable[[], bytes]
) -> HttpResponse:
    """The file, or 304 where the browser has it already; `content` is asked for only if needed."""
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag=etag) or whole(name, kind, content())
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = policy(kind)
    return response


def policy(kind: PaperType) -> str:
    if not kind.is_shown:
        return FILE
    return PDF if kind.label == "PDF" else PICTURE


def whole(name: str, kind: PaperType, content: bytes) -> HttpResponse:
    response = HttpResponse(content, kind.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(not kind.is_shown, name) or "inline"
    )
    return response
