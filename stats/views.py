"""Pages of the statistics: the dashboard, the list of all figures, and one figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cixi_ip.web import needs


@needs("stats.view_observation")
def dashboard(request: HttpRequest) -> HttpResponse:
    return render(request, "stats/dashboard.html")


@needs("stats.view_observation")
def data_list(request: HttpRequest) -> HttpResponse:
    return render(request, "stats/data_list.html")


@needs("stats.view_observation")
def observation(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "stats/observation.html")
