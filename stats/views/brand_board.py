"""The board of brands: the library by tier, its moves by year, the applications under way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cixi_ip.web import needs
from stats.forms.brand_board import YearForm
from stats.registers.brand_board import board, under_way
from stats.registers.keeping import READ


@require_safe
@needs(READ)
def brand_board(request: HttpRequest) -> HttpResponse:
    today = localdate()
    period = YearForm.of(request.GET, today)
    context = {
        "period": period,
        "today": today,
        "board": board(period.cleaned_data["year"], today) if period.is_valid() else None,
        "stages": under_way(today),
    }
    return render(request, "stats/brand_board.html", context)
