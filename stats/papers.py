"""The papers of sources: which there are, and one of them sent to a reader."""

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cixi_ip.models import Event
from cixi_ip.paper_answers import answered
from cixi_ip.paper_types import BY_MEDIA_TYPE
from cixi_ip.web import needs
from stats.models import Paper

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


@require_safe
@needs("stats.view_observation")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was uploaded; who opened it is recorded, unless the browser has it already."""
    record = listed().select_related("source").filter(pk=pk).first()
    if record is None:
        raise Http404(GONE.format(pk))
    kind = BY_MEDIA_TYPE[record.media_type]
    response = answered(request, record.name, kind, record.sha256, lambda: content_of(record.pk))
    if response.status_code == HTTPStatus.OK and request.method == "GET":
        Event.objects.record("打开原件", by=request.user, subject=record.source, file=record.name)
    return response


def content_of(pk: int) -> bytes:
    content = Paper.objects.filter(pk=pk).values_list("content", flat=True).first()
    if content is None:
        raise Http404(GONE.format(pk))
    return bytes(content)
