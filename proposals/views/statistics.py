"""The statistics of handling, its summary table, and what letters state of each indicator."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from cixi_ip.models import Event
from cixi_ip.web import needs, row_number
from proposals import stated, statistics

PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def year_asked(request: HttpRequest, known: list[int]) -> int:
    """The year of the address where there is such a session, else the latest."""
    asked = row_number(request.GET.get("year", ""))
    return asked if asked in known else (known[0] if known else timezone.localdate().year)


@require_GET
@needs("proposals.view_handling")
def proposal_statistics(request: HttpRequest) -> HttpResponse:
    known = statistics.years()
    found = statistics.of_year(year_asked(request, known), timezone.localdate())
    context = {"found": found, "years": known}
    return render(request, "proposals/statistics.html", context)


@require_GET
@needs("proposals.view_handling")
def statistics_xlsx(request: HttpRequest) -> HttpResponse:
    found = statistics.of_year(year_asked(request, statistics.years()), timezone.localdate())
    name = f"建议提案办理情况汇总表（{found.year}年）.xlsx"
    Event.objects.record("下载汇总表", by=request.user, file=name)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(statistics.summary(found), content_type=XLSX, headers=headers)


@require_GET
@needs("proposals.view_handling")
def stated_figures(request: HttpRequest) -> HttpResponse:
    """What signed letters of a year state of each indicator."""
    known = stated.years()
    year = year_asked(request, known)
    found = stated.stated(year)
    clashes = sum(one.is_contradictory for one in found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"year": year, "years": known, "page": page, "clashes": clashes}
    return render(request, "proposals/stated.html", context)
