"""The printed entry sheet: pages of the admin made for A4 paper."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from cixi_ip.web import View, row_number
from stats import entry_sheet
from stats.admin.grid import asked
from stats.forms.entry import MONTHS
from stats.forms.plain import region_choices
from stats.models import Assignment, Indicator, Region, Submission


def urls(wrap: Callable[[View], View]) -> list[Any]:
    """The addresses below the admin's batches; `wrap` is the admin site's own guard."""
    return [
        path("sheet/", wrap(empty), name="stats_empty_sheet"),
        path("<int:pk>/sheet/", wrap(batch), name="stats_submission_sheet"),
    ]


def require_reader(request: HttpRequest) -> None:
    if not request.user.has_perm("stats.view_submission"):
        raise PermissionDenied("您的角色不能打印填报表。如确需打印，请联系系统管理员调整角色。")


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch as it is stored now, with its version code and lines to sign."""
    require_reader(request)
    submission = (
        Submission.objects.select_related("source", "created_by", "reviewed_by", "region")
        .filter(pk=pk)
        .first()
    )
    if submission is None:
        raise Http404("没有这样编号的批次，请从批次列表里打开。")
    return page(request, entry_sheet.of_batch(submission))


@require_safe
def empty(request: HttpRequest) -> HttpResponse:
    """Last year's figures and empty columns, for the place the address names.

    An assignment of a collection round narrows the lines to what it asks.
    """
    require_reader(request)
    place = asked(request)
    indicators = list(assigned(request.GET.get("assignment", "")) or place.indicators)
    drawn = entry_sheet.empty(place.region, place.year, place.month, place.office, indicators)
    this_year = timezone.localdate().year
    choices = {
        "place": place,
        "years": range(this_year + 1, this_year - 10, -1),
        "months": MONTHS,
        "regions": region_choices(Region.objects.all(), by="code")[1:],
        "offices": list(dict.fromkeys(Indicator.objects.values_list("office", flat=True))),
    }
    return page(request, drawn, **choices)


def assigned(number: str) -> list[Indicator]:
    found = Assignment.objects.filter(pk=row_number(number)).first()
    return list(found.indicators.all()) if found else []


def page(request: HttpRequest, drawn: entry_sheet.Sheet, **more: object) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": drawn.title,
        "sheet": drawn,
        "printed_at": timezone.now(),
        "opts": Submission._meta,
    }
    return render(request, "admin/stats/submission/sheet.html", context | more)
