"""The list of all figures, its files, and the page of one figure."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cixi_ip.web import needs
from stats import figures, history
from stats.detail import everything
from stats.filters import WRONG, ObservationFilter
from stats.models import Observation
from stats.tables import ObservationTable, whole
from stats.views.addresses import ADDRESSES
from stats.views.files import spreadsheet


def listed(request: HttpRequest) -> ObservationFilter:
    rows = Observation.objects.published().select_related(
        "indicator__numerator", "region", "source"
    )
    return ObservationFilter(
        request.GET, rows.order_by("indicator__order", "region__code", "-year")
    )


@require_safe
@needs("stats.view_observation")
def data_list(request: HttpRequest) -> HttpResponse:
    chosen = listed(request)
    table = ObservationTable(chosen.qs).show(request)
    query = request.GET.copy()
    for name in (table.prefixed_page_field, table.prefixed_order_by_field):
        query.pop(name, None)
    context = {
        "filter": chosen,
        "table": table,
        "count": table.paginator.count,
        "chosen": chosen.in_words(),
        "query": query.urlencode(),
    }
    return render(request, "stats/data_list.html", context)


@require_safe
@needs("stats.view_observation")
def data_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The filtered list as a file."""
    chosen = listed(request)
    if not chosen.is_valid():
        messages.error(request, f"没有导出：{WRONG}，请改正后再导出。")
        return redirect(f"{reverse('data_list')}?{request.GET.urlencode()}")
    return spreadsheet(request, whole(chosen.qs), kind, filters=chosen.in_words())


def found(pk: int) -> Observation:
    rows = Observation.objects.select_related(
        "indicator", "region", "source", "denominator__indicator", "count"
    )
    record = rows.filter(pk=pk).first()
    if record is None:
        raise Http404(f"没有编号为 {pk} 的数据。它可能从未发布；请从数据明细里查找。")
    return record


@require_safe
@needs("stats.view_observation")
def observation(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "stats/observation.html", everything(found(pk), reader=request.user))


@require_safe
@needs("stats.view_observation")
def observation_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Every published value of one key as a file."""
    record = found(pk)
    place = f"{record.indicator.name}（{record.region.name}）{record.when}"
    table = history.table_of(history.vintages(record.key), ADDRESSES, name=f"{place}历次公布")
    current = figures.published(
        codes={record.indicator.code},
        regions={record.region.code},
        years=(record.year, record.year),
    )
    return spreadsheet(request, replace(table, figures=tuple(current)), kind, filters=place)
