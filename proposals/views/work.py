"""我的工作: what waits for the one who asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cixi_ip.web import needs
from proposals.work import MOST, waiting_for


@require_GET
@needs("proposals.view_handling")
def my_work(request: HttpRequest) -> HttpResponse:
    found = waiting_for(request.user, timezone.localdate())
    shown = found[:MOST]
    context = {
        "groups": [
            ("须尽快办", [work for work in shown if work.is_urgent]),
            ("其他待办", [work for work in shown if not work.is_urgent]),
        ],
        "count": len(shown),
        "is_cut": len(found) > MOST,
    }
    return render(request, "proposals/mine.html", context)
