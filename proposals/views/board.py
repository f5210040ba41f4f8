"""看板: the cases by the station they stand at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cixi_ip.web import needs
from proposals.board import columns
from proposals.filters import BoardFilter
from proposals.models import Handling


@require_GET
@needs("proposals.view_handling")
def board(request: HttpRequest) -> HttpResponse:
    found = BoardFilter(request.GET, queryset=Handling.objects.all())
    made = columns(found.qs, timezone.localdate())
    names = ("session", "section")
    asked = {name: request.GET[name] for name in names if request.GET.get(name)}
    context = {
        "filter": found,
        "columns": made,
        "total": sum(column.count for column in made),
        "asked": asked,
    }
    return render(request, "proposals/board.html", context)
