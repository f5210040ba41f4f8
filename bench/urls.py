"""The site plus one bare view behind the same login: the yardstick of every page."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.user.username}")


urlpatterns = [path("bare/", bare), path("", include("cixi_ip.urls"))]
