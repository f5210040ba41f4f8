"""领导一分钟 as a PDF, made anew for whoever prints it; who took it out is recorded."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, localtime
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from cixi_ip.edition import edition
from cixi_ip.models import Event
from cixi_ip.web import needs, refused_to
from stats import brief, tones
from stats.views.board import chosen, data_version


def dates(request: HttpRequest) -> list[str]:
    """What is late or due soon for this user; read once."""
    if not hasattr(request, "dates"):
        request.dates = [line.text for line in brief.dated(request.user, localdate())]
    found: list[str] = request.dates
    return found


def brief_etag(request: HttpRequest) -> str:
    """A name for everything the page says but the minute it was printed in."""
    asked = chosen(request)
    parts = (
        *(edition(), data_version(request), localdate(), asked.year, asked.scope),
        *(request.user.pk, str(request.user), dates(request)),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@require_safe
@cache_control(private=True, no_cache=True)
@needs("stats.view_observation")
@condition(etag_func=brief_etag)
@refused_to("dashboard")
def brief_pdf(request: HttpRequest) -> HttpResponse:
    """The brief of the year and scope that the address asks for."""
    asked = chosen(request)
    if not asked.year:
        raise Http404("还没有已发布的数据，做不出领导一分钟。数据审核通过后再来。")
    made = brief.composed(asked, dates(request))
    pdf = brief.to_pdf(
        made,
        as_of=brief.as_of(asked),
        by=str(request.user),
        moment=localtime().replace(microsecond=0),
        tones=tones.chosen(data_version(request)),
    )
    Event.objects.record(
        "导出数据",
        by=request.user,
        kind_of_file="pdf",
        chosen=f"{brief.TITLE}；{asked.in_words}",
        version=made.code,
    )
    name = f"{brief.TITLE}-{asked.year}年-{asked.scope_name}-{localdate():%Y%m%d}.pdf"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
