"""The entry grid: the page of the admin where a year and scope is typed, pasted, submitted."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cixi_ip.web import View, row_number, say_errors
from stats import actions, grid, pasting
from stats.figures import COUNTY_CORE
from stats.forms.entry import MONTHS
from stats.forms.grid import TargetForm, is_target_touched, is_touched, target_typed
from stats.forms.plain import region_choices
from stats.grid import Grid, Place, Row
from stats.models import Entry, Indicator, Region, Submission
from stats.models.figure import FIRST_YEAR, LAST_YEAR

BLANK_TARGETS = 1
TARGET_LINE = re.compile(r"(t\d+)-was")


def urls(wrap: Callable[[View], View]) -> list[Any]:
    """The addresses below the admin's entries; `wrap` is the admin site's own guard."""
    return [
        path("grid/", wrap(page), name="stats_entry_grid"),
        path("grid/paste/", wrap(paste), name="stats_entry_grid_paste"),
        path("grid/growth/", wrap(growth), name="stats_entry_grid_growth"),
    ]


def asked(request: HttpRequest) -> Place:
    """The grid the address names; what is missing is last year, 市本级, and the own office."""
    given = request.GET
    year = number(given.get("year", ""), timezone.localdate().year - 1, FIRST_YEAR, LAST_YEAR)
    month = number(given.get("month", ""), 12, 1, 12)
    code = given.get("region") or COUNTY_CORE
    region = Region.objects.filter(code=code[:12]).first()
    if region is None:
        raise Http404(f"没有代码为“{code[:20]}”的地区，请从录入表上方的列表中选择。")
    offices = list(Indicator.objects.order_by().values_list("office", flat=True).distinct())
    office = given.get("office")
    if office is None:
        department = str(request.user.department or "")
        office = department if department in offices else ""
    if office and office not in offices:
        raise Http404(f"没有由“{office[:20]}”填报的指标。可选：{'、'.join(sorted(offices))}。")
    return Place(year, month, region, office)


def number(text: str, default: int, low: int, high: int) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and low <= int(text) <= high):
        raise Http404(f"“{text[:20]}”不在 {low} 至 {high} 之间，请从录入表上方的列表中选择。")
    return int(text)


def require_clerk(request: HttpRequest) -> None:
    if not request.user.has_perm("stats.add_entry"):
        raise PermissionDenied("您的角色不能录入数据。如确需录入，请联系系统管理员调整角色。")


def page(request: HttpRequest) -> HttpResponse:
    require_clerk(request)
    place = asked(request)
    if request.method == "POST":
        return saved(request, place)
    return shown(request, grid.load(place, request.user))


def saved(request: HttpRequest, place: Place) -> HttpResponse:
    """Save every touched row by itself: one that is refused keeps what was typed and says why."""
    sent = grid.load(place, request.user, request.POST)
    count = sum(save_row(request, place, row) for row in sent.rows)
    is_described = describe(request, sent)
    targets, is_clean = save_targets(request, place)
    refused = {row.indicator.pk: row for row in sent.rows if row.refusals}
    fresh = grid.load(place, request.user)
    for pk, row in refused.items():
        keep_typed(fresh, row, request, pk)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(answer(request, fresh, refused, sent))
    if count:
        messages.success(request, f"已保存 {count} 行。")
    if refused:
        messages.error(request, f"{len(refused)} 行没有保存，原因写在各行；您填的内容都还在。")
    if refused or not is_clean or not is_described:
        return shown(request, fresh, targets)
    if "submit" in request.POST:
        return submitted(request, fresh)
    return redirect(f"{request.path}?{place.query}")


def save_row(request: HttpRequest, place: Place, row: Row) -> bool:
    form = row.form
    if form is None and is_touched(request.POST, f"i{row.indicator.pk}"):
        typed = request.POST.get(f"i{row.indicator.pk}-value", "") or "（空）"
        row.refusals = [
            f"该数据已提交审核，这次填的 {typed} 没有保存；要改请先在批次页撤回，再填一次。"
        ]
    if form is None or not form.is_touched:
        return False
    if form.is_emptied and row.own is None:
        return False
    if form.is_emptied or form.is_valid():
        try:
            with transaction.atomic():
                write(request, place, row)
        except ValidationError as error:
            row.is_clash = getattr(error, "code", "") == "seen"
            row.refusals = refusals(row, error)
            return False
        return True
    row.refusals = [sentence for errors in form.errors.values() for sentence in errors]
    return False


def refusals(row: Row, error: ValidationError) -> list[str]:
    for sentence in error.messages:
        row.form.add_error(None, sentence)
    return list(error.messages)


def write(request: HttpRequest, place: Place, row: Row) -> None:
    form, mark = row.form, row.form.typed("seen")
    if form.is_emptied:
        actions.remove(by=request.user, entry=row.own, mark=mark)
        return
    entry = row.own or Entry(
        submission=batch(request, place),
        indicator=row.indicator,
        region=place.region,
        year=place.year,
        through_month=place.month,
    )
    form.apply(entry)
    if entry.denominator_id is None:
        entry.denominator = grid.denominator_of(place, row.indicator)
    actions.enter_seen(by=request.user, entry=entry, mark=mark)


def batch(request: HttpRequest, place: Place) -> Submission:
    return actions.grid_batch(
        by=request.user, year=place.year, through_month=place.month, region=place.region
    )


def keep_typed(fresh: Grid, row: Row, request: HttpRequest, pk: int) -> None:
    """Put a refused row back as it was typed, now beside what the others have."""
    kept = fresh.by_pk[pk]
    kept.refusals, kept.is_clash = row.refusals, row.is_clash
    if kept.form is not None:
        kept.form.data = request.POST
        kept.form.is_bound = True
        kept.form.full_clean()


def describe(request: HttpRequest, sent: Grid) -> bool:
    """The source of the batch, which the page's head asks for; False when it was refused."""
    title = request.POST.get("batch_source", "").strip()
    if title == request.POST.get("batch_source_was", ""):
        return True
    home = sent.batch or (batch(request, sent.place) if title else None)
    if home is None or title == str(home.source or ""):
        return True
    if title and title not in sent.sources:
        messages.error(request, f"来源里没有“{title[:60]}”。请从列表中选，或先登记来源。")
        return False
    home.source = sent.sources.get(title)
    try:
        actions.describe(by=request.user, submission=home)
    except ValidationError as error:
        say_errors(request, error)
        return False
    return True


def submitted(request: HttpRequest, fresh: Grid) -> HttpResponse:
    if fresh.batch is None:
        messages.error(request, "还没有填数，不能提交。请先填写并保存。")
        return redirect(f"{request.path}?{fresh.place.query}")
    try:
        actions.submit(by=request.user, submission=fresh.batch)
    except ValidationError as error:
        say_errors(request, error)
        return redirect(f"{request.path}?{fresh.place.query}")
    messages.success(request, f"批次“{fresh.batch}”已提交审核。审核之前可以撤回。")
    return redirect("admin:stats_submission_change", fresh.batch.pk)


def target_forms(request: HttpRequest, place: Place, data: Any = None) -> list[TargetForm]:
    """The targets of this grid's batch, and a blank line."""
    home = grid.open_grid_batch(request.user, place.year, place.month, place.region)
    stored = list(home.target_entries.select_related("indicator")) if home else []
    options: dict[str, Any] = {
        "by": request.user,
        "region": place.region,
        "batch": lambda: batch(request, place),
        "indicators": list(Indicator.objects.order_by("order")),
    }
    initial = {"stated_year": place.year + 1}
    return [
        *(
            TargetForm(data, instance=target, prefix=f"t{target.pk}", **options)
            for target in stored
        ),
        *(
            TargetForm(data, prefix=f"new{line}", initial=initial, **options)
            for line in range(BLANK_TARGETS)
        ),
    ]


def save_targets(request: HttpRequest, place: Place) -> tuple[list[TargetForm] | None, bool]:
    """Save the target lines the page sent; the forms again where one of them is refused."""
    if "targets" not in request.POST:
        return None, True
    with transaction.atomic():
        # What the lines are compared with must not change before they are saved.
        actions.hold(place.region.pk)
        sent = target_forms(request, place, request.POST)
        refused = {form.prefix: form for form in sent if form.is_touched and not form.is_valid()}
    is_whole = not say_gone(request, sent)
    if is_whole and not refused:
        return None, True
    shown = [refused.get(form.prefix, form) for form in target_forms(request, place)]
    return shown, False


def say_gone(request: HttpRequest, forms: list[TargetForm]) -> bool:
    """Tell of touched lines whose target is no longer in the open batch; True when there are."""
    here = {form.prefix for form in forms}
    sent = {found[1] for name in request.POST if (found := TARGET_LINE.fullmatch(name))}
    gone = [name for name in sorted(sent - here) if is_target_touched(request.POST, name)]
    for prefix in gone:
        title, value = target_typed(request.POST, prefix, ("title", "value"))
        messages.error(
            request,
            f"目标“{title or '（空）'}”（{value or '未填'}）没有保存：它已不在本批草稿中，"
            "可能已提交审核或已被删除。要改请先在批次页撤回，再填一次。",
        )
    return bool(gone)


def shown(
    request: HttpRequest, loaded: Grid, targets: list[TargetForm] | None = None
) -> HttpResponse:
    from django.contrib.admin import site

    place = loaded.place
    context = site.each_context(request) | {
        "title": "年度录入表",
        "opts": Entry._meta,
        "grid": loaded,
        "place": place,
        "years": range(timezone.localdate().year, 2014, -1),
        "months": MONTHS,
        "regions": region_choices(Region.objects.all(), by="code")[1:],
        "offices": sorted(set(Indicator.objects.order_by().values_list("office", flat=True))),
        "targets": targets or target_forms(request, place),
        "source": request.POST.get("batch_source", source_of(loaded)),
        "source_was": source_of(loaded),
    }
    return render(request, "admin/stats/entry/grid.html", context)


def source_of(loaded: Grid) -> str:
    return str(loaded.batch.source or "") if loaded.batch else ""


def answer(
    request: HttpRequest, fresh: Grid, refused: dict[int, Row], sent: Grid
) -> dict[str, Any]:
    """What the page takes over after a save in the background, by row."""
    touched = [row.indicator.pk for row in sent.rows if f"i{row.indicator.pk}-seen" in request.POST]
    rows = {}
    for pk in touched:
        row = fresh.by_pk[pk]
        context = {"row": row}
        rows[pk] = {
            "refused": pk in refused,
            "seen": row.state.mark,
            "was": row.form.shown_fingerprint if row.form else "",
            "growth": row.change.text,
            "said": render_to_string("admin/stats/entry/grid_said.html", context, request),
        }
    said = [str(message) for message in messages.get_messages(request)]
    return {
        "rows": rows,
        "bar": render_to_string(
            "admin/stats/entry/grid_bar.html", {"grid": fresh, "place": fresh.place}, request
        ),
        "messages": said,
    }


@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """What a pasted block would do, as a piece of the page; nothing is written."""
    require_clerk(request)
    place = asked(request)
    preview = pasting.preview(
        grid.load(place, request.user),
        request.POST.get("block", ""),
        indicator=row_number(request.POST.get("indicator", "")),
        column=request.POST.get("column", ""),
    )
    html = render_to_string("admin/stats/entry/grid_paste.html", {"preview": preview}, request)
    return JsonResponse({"html": html, "fills": preview.fills})


@require_safe
def growth(request: HttpRequest) -> HttpResponse:
    """The change a value would show while it is being typed."""
    require_clerk(request)
    number = row_number(request.GET.get("indicator", ""))
    indicator = Indicator.objects.filter(pk=number).first()
    if indicator is None:
        raise Http404("没有这个指标，请刷新录入表。")
    text = grid.growth_of_typed(asked(request), indicator, request.GET.get("value", "")[:40])
    return JsonResponse({"growth": text})
