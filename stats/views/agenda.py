"""The calendar of protection, and what ends soon; both as pages and as files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cixi_ip.web import needs
from stats.forms.month import MonthForm
from stats.registers.agenda import calendar
from stats.registers.expiring import AHEAD, expiring
from stats.registers.keeping import READ
from stats.views.files import spreadsheet


@require_safe
@needs(READ)
def protection_calendar(request: HttpRequest) -> HttpResponse:
    """One month, this one unless the address asks for another."""
    today = localdate()
    form = MonthForm.of(request.GET, today)
    table = calendar(*form.days, today) if form.is_valid() else None
    return render(request, "stats/protection_calendar.html", {"form": form, "table": table})


@require_safe
@needs(READ)
def protection_calendar_file(request: HttpRequest, kind: str) -> HttpResponse:
    today = localdate()
    form = MonthForm.of(request.GET, today)
    if not form.is_valid():
        messages.error(request, f"没有导出：{form.errors['month'][0]}")
        return redirect("protection_calendar")
    first, last = form.days
    table = calendar(first, last, today)
    return spreadsheet(request, table, kind, filters=f"{first.year}年{first.month}月")


@require_safe
@needs(READ)
def expiring_list(request: HttpRequest) -> HttpResponse:
    return render(request, "stats/expiring.html", {"table": expiring(localdate()), "ahead": AHEAD})


@require_safe
@needs(READ)
def expiring_file(request: HttpRequest, kind: str) -> HttpResponse:
    today = localdate()
    words = f"{today:%Y-%m-%d}起{AHEAD}天内"
    return spreadsheet(request, expiring(today), kind, filters=words)
