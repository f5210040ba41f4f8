"""The page on which the system administrator sees the fonts of letters and what to do."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cixi_ip.typeset.report import report
from cixi_ip.web import needs

SHOWN = 20


@require_safe
@needs("cixi_ip.change_user")
def fonts(request: HttpRequest) -> HttpResponse:
    """For who keeps the accounts, since nobody else of the bureau has to do with the machine."""
    context = admin.site.each_context(request) | {
        "title": "公文字体",
        "report": report(),
        "few": f":{SHOWN}",
    }
    return render(request, "admin/fonts.html", context)
