"""The papers of sources: which there are, and one of them sent to a reader."""

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cixi_ip.models import Event
from cixi_ip.web import needs
from stats.models import Paper
from stats.paper_types import BY_MEDIA_TYPE, PaperType

# A browser draws a picture or a PDF on a page of its own making, with styles written into it;
# older ones show no PDF in a sandbox, or where objects are forbidden.
BARE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PDF = f"{BARE}; style-src 'unsafe-inline'; object-src 'self'"
PICTURE = f"{BARE}; style-src 'unsafe-inline'; sandbox"
FILE = f"{BARE}; sandbox"
GONE = "没有编号为 {} 的原件，可能已被删除。请从来源页面重新打开。"


def listed() -> QuerySet[Paper]:
    """Papers without their content, which may be 20 MB each."""
    return Paper.objects.defer("content")


def by_source(sources: Iterable[int | None]) -> dict[int, list[Paper]]:
    """The papers of these sources by the number of the source, in one query."""
    found: dict[int, list[Paper]] = defaultdict(list)
    for paper in listed().filter(source__in={pk for pk in sources if pk is not None}):
        found[paper.source_id].append(paper)
    return dict(found)


def policy(kind: PaperType) -> str:
    if not kind.is_shown:
        return FILE
    return PDF if kind.label == "PDF" else PICTURE


@require_safe
@needs("stats.view_observation")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was uploaded; who opened it is recorded, unless the browser has it already."""
    record = listed().select_related("source").filter(pk=pk).first()
    if record is None:
        raise Http404(GONE.format(pk))
    kind = BY_MEDIA_TYPE[record.media_type]
    etag = f'"{record.sha256}"'
    response = get_conditional_response(request, etag=etag) or whole(record, kind)
    if response.status_code == HTTPStatus.OK and request.method == "GET":
        Event.objects.record("打开原件", by=request.user, subject=record.source, file=record.name)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = policy(kind)
    return response


def whole(record: Paper, kind: PaperType) -> HttpResponse:
    content = Paper.objects.filter(pk=record.pk).values_list("content", flat=True).first()
    if content is None:
        raise Http404(GONE.format(record.pk))
    response = HttpResponse(bytes(content), kind.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(not kind.is_shown, record.name) or "inline"
    )
    return response
