"""The list of proposals, on the page and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from cixi_ip.models import Event
from cixi_ip.web import needs
from proposals import dues, list_file
from proposals.filters import HandlingFilter
from proposals.models import Handling
from proposals.tables import HandlingTable
from proposals.workflow import MOVES, may_read_draft

PER_PAGE = 25
# The whole of many years; a larger choice is narrowed first.
MOST_IN_FILE = 5000
SAVED = (
    ("逾期", "due=overdue"),
    ("新近逾期", "due=newly"),
    ("今天到期", "due=today"),
    ("本周到期", "due=week"),
    ("我经办的", "mine=1"),
    ("待签收", "state=registered"),
    ("待归档", "state=closed"),
)


def filtered(request: HttpRequest) -> HandlingFilter:
    rows = Handling.objects.with_proposal().defer("proposal__text")
    return HandlingFilter(request.GET, queryset=rows, request=request)


@require_GET
@needs("proposals.view_handling")
def proposal_list(request: HttpRequest) -> HttpResponse:
    found = filtered(request)
    table = HandlingTable(found.qs, today=timezone.localdate(), days=dues.calendar())
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    asked = {name: request.GET[name] for name in found.form.fields if request.GET.get(name)}
    context = {
        "filter": found,
        "table": table,
        "saved": [(name, query, is_asked(query, asked)) for name, query in SAVED],
        "is_filtered": bool(asked),
        "may_register": MOVES["register"].allows(request.user),
        "may_check": may_read_draft(request.user),
    }
    return render(request, "proposals/list.html", context)


def is_asked(query: str, asked: dict[str, str]) -> bool:
    name, _equals, value = query.partition("=")
    return asked == {name: value}


@require_GET
@needs("proposals.view_handling")
def proposal_list_file(request: HttpRequest) -> HttpResponse:
    """What the list shows, as far as a file should hold it."""
    rows = filtered(request).qs[:MOST_IN_FILE]
    today = timezone.localdate()
    name = f"建议提案清单（{today:%Y-%m-%d}）.xlsx"
    content = list_file.as_xlsx(rows, today, dues.calendar())
    Event.objects.record("下载建议提案清单", by=request.user, file=name)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=list_file.MEDIA_TYPE, headers=headers)
