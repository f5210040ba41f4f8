"""The page of what is not settled about a year's figures, and its files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cixi_ip.web import needs
from stats.quality import quality as unsettled
from stats.views.addresses import ADDRESSES
from stats.views.board import chosen, data_version
from stats.views.files import named, spreadsheet


@require_safe
@needs("stats.view_observation")
def quality(request: HttpRequest) -> HttpResponse:
    choice = chosen(request)
    parts = []
    if choice.year:
        parts = unsettled(choice, ADDRESSES, version=data_version(request))
    context = {"choice": choice, "parts": parts, "query": choice.query}
    return render(request, "stats/quality.html", context)


@require_safe
@needs("stats.view_observation")
def quality_file(request: HttpRequest, table: str, kind: str) -> HttpResponse:
    choice = chosen(request)
    parts = []
    if choice.year:
        parts = unsettled(choice, ADDRESSES, version=data_version(request))
    found = named([part.table for part in parts], table)
    return spreadsheet(request, found, kind, filters=f"数据质量：{found.name}；{choice.in_words}")
