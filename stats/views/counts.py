"""Pages of counts: what registers hold beside what is published, and the list behind a count."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from cixi_ip.web import needs, say_errors
from stats import actions
from stats.forms.counts import CountForm, PeriodForm
from stats.models import Count, Observation
from stats.registers import REGISTERS
from stats.registers.comparing import compared
from stats.registers.keeping import READ


@require_http_methods(["GET", "POST"])
@needs(READ)
def counts(request: HttpRequest) -> HttpResponse:
    """Every counted indicator of one period and scope; posting one takes its count."""
    today = localdate()
    period = PeriodForm.of(request.GET, today)
    if request.method == "POST":
        return taken(request, period)
    lines = compared(*period.asked) if period.is_valid() else []
    context = {
        "period": period,
        "lines": lines,
        "query": period.query,
        "takes": request.user.has_perm("stats.add_entry"),
    }
    return render(request, "stats/counts.html", context)


def taken(request: HttpRequest, period: PeriodForm) -> HttpResponse:
    form = CountForm(request.POST)
    back = redirect(f"{reverse('counts')}?{period.query}")
    try:
        if not period.is_valid() or not form.is_valid():
            raise ValidationError("没有取数：年份、月份、口径或指标不对，请重新选择。")
        region, year, month = period.asked
        entry = actions.take_count(
            by=request.user,
            indicator=form.cleaned_data["indicator"],
            region=region,
            year=year,
            through_month=month,
            explanation=form.cleaned_data["explanation"],
        )
    except ValidationError as error:
        say_errors(request, error)
        return back
    messages.success(
        request,
        f"{entry.place}已取数 {actions.shown(entry)}，在批次“{entry.submission}”里，请提交审核。",
    )
    return back


@require_safe
@needs(READ)
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows a counted figure stands for, as they were called when it was taken."""
    found = (
        Count.objects.select_related("indicator__numerator", "region", "taken_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(f"没有编号为 {pk} 的取数。请从数据页打开名单。")
    cited = Observation.objects.filter(count=found).select_related("indicator__numerator", "region")
    context = {
        "count": found,
        "register": REGISTERS[found.register],
        "published": cited.order_by("-vintage"),
    }
    return render(request, "stats/count.html", context)
