"""The doors of the interface: the page that explains it, its document, and every operation."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe

from cixi_ip.edition import edition
from cixi_ip.web import View, needs
from stats import figures

PERMISSION = "stats.view_observation"


def etag(request: HttpRequest, **_: object) -> str:
    """A name for all an answer depends on besides its address."""
    parts = (edition(), figures.version(), settings.DEMO_DATA)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def door(view: View) -> Callable[..., HttpResponse]:
    """Reading only, by those who may, and not sent again while nothing has changed."""
    guarded = needs(PERMISSION)(condition(etag_func=etag)(view))
    # Nothing can be changed here, so that a wrong method is called wrong rather than forged.
    return csrf_exempt(require_safe(cache_control(private=True, no_cache=True)(guarded)))


@door
def operation(request: HttpRequest, rest: str) -> HttpResponse:
    """Any operation; the library is brought in by the first call, not by each start."""
    from stats.api.service import ROUTES

    try:
        found = resolve(f"/{rest}", ROUTES)
    except Resolver404:
        where = reverse("api_guide")
        raise Http404(f"没有这个接口，请检查网址；全部接口和用法见 {where}。") from None
    return found.func(request, **found.kwargs)


@door
def document(request: HttpRequest) -> HttpResponse:
    from stats.api.service import document

    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@require_safe
@needs(PERMISSION)
def guide(request: HttpRequest) -> HttpResponse:
    from stats.api.guide import operations, parts

    context = {"operations": operations(), "parts": parts()}
    return render(request, "stats/api_guide.html", context)
