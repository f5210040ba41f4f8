"""The board of the industry chains."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cixi_ip.web import needs
from stats.registers.chain_board import board
from stats.registers.keeping import READ


@require_safe
@needs(READ)
def chain_board(request: HttpRequest) -> HttpResponse:
    today = localdate()
    return render(request, "stats/chain_board.html", {"chains": board(today), "day": today})
