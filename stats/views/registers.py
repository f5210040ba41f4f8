"""Pages of the registers: the lists, their files, one row, and the forms that change it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from cixi_ip.models import Event
from cixi_ip.web import needs
from stats import actions
from stats.filters import WRONG
from stats.forms.register import MergeForm, RemovalForm, form_of
from stats.registers import REGISTERS, Register
from stats.registers.children import children_of
from stats.registers.keeping import KEEP, READ, SEE_CONTACTS, keeps
from stats.registers.listing import RegisterTable, filters_of, list_address, rows_of, whole
from stats.registers.remarks import remarks
from stats.registers.showing import address, said
from stats.registers.stories import story
from stats.views.files import spreadsheet

EVENTS_SHOWN = 50
REMOVED = "原内容留在操作记录里。"
REMOVED_PRIVATE = "原内容留在操作记录里，其中个人和当事人的信息不留。"
LONGEST_ID = 18  # digits of the number of a row


def called(slug: str) -> Register:
    if slug not in REGISTERS:
        raise Http404("没有这个登记册。请从“登记册”页面进入。")
    return REGISTERS[slug]


def kept(register: Register, pk: int) -> Model:
    rows = register.model._default_manager.select_related(*register.related)
    record = rows.filter(pk=pk).first()
    if record is None:
        raise Http404(f"{register.name}里没有编号为 {pk} 的登记，可能已经删除。请从登记册里查找。")
    return record


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, be it nothing at all; None where it is only opened."""
    return request.POST if request.method == "POST" else None


@require_safe
@needs(READ)
def registers(request: HttpRequest) -> HttpResponse:
    """The registers of each office with how many rows each has; a query each."""
    offices: dict[str, list[tuple[Register, int]]] = {}
    for one in REGISTERS.values():
        offices.setdefault(one.office, []).append((one, rows_of(one).count()))
    return render(request, "stats/registers.html", {"offices": offices})


@require_safe
@needs(READ)
def register(request: HttpRequest, slug: str) -> HttpResponse:
    found = called(slug)
    sees_people = request.user.has_perm(SEE_CONTACTS)
    chosen = filters_of(found, sees_people=sees_people)(request.GET, rows_of(found))
    table = RegisterTable(found, chosen.qs, sees_people=sees_people)
    table.show(request)
    query = request.GET.copy()
    for name in (table.prefixed_page_field, table.prefixed_order_by_field):
        query.pop(name, None)
    context = {
        "register": found,
        "filter": chosen,
        "table": table,
        "count": table.paginator.count,
        "chosen": chosen.in_words(),
        "query": query.urlencode(),
        "keeps": keeps(request.user, found),
        "covers": found.private and not sees_people,
    }
    return render(request, "stats/register.html", context)


@require_safe
@needs(READ)
def register_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The filtered list as a file."""
    found = called(slug)
    sees_people = request.user.has_perm(SEE_CONTACTS)
    chosen = filters_of(found, sees_people=sees_people)(request.GET, rows_of(found))
    if not chosen.is_valid():
        messages.error(request, f"没有导出：{WRONG}，请改正后再导出。")
        return redirect(f"{list_address(found)}?{request.GET.urlencode()}")
    table = whole(found, chosen.qs, sees_people=sees_people)
    return spreadsheet(request, table, kind, filters=chosen.in_words())


@require_safe
@needs(READ)
def record(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = called(slug)
    row = kept(found, pk)
    sees_people = request.user.has_perm(SEE_CONTACTS)
    fields = [
        (found.heading(name), said(found, row, name, sees_people=sees_people))
        for name in found.shown
    ]
    children = list(children_of(found, row, sees_people=sees_people))
    told = Event.objects.filter(subject_type=row._meta.label_lower, subject_id=str(pk))
    acts = list(told[: EVENTS_SHOWN + 1])
    context = {
        "register": found,
        "record": row,
        "fields": fields,
        "acts": acts[:EVENTS_SHOWN],
        "has_more_acts": len(acts) > EVENTS_SHOWN,
        "covers": found.private and not sees_people,
        "keeps": keeps(request.user, found) and not getattr(row, "merged_into", None),
        "children": children,
        "without": [child for child in children if not child.lines],
        "story": story(row, localdate(), sees_people=sees_people),
    }
    return render(request, "stats/record.html", context)


def belonging(register: Register, asked: QueryDict) -> dict[str, int]:
    """The rows a new one is to belong to, as the page of such a row asks."""
    given = {name: asked.get(name, "")[:LONGEST_ID] for name in register.related}
    return {name: int(pk) for name, pk in given.items() if pk.isdecimal()}


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def record_form(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    found = called(slug)
    actions.require_keeper(request.user, found)
    row = kept(found, pk) if pk is not None else None
    given = {"seen_edition": getattr(row, "edition", None)}
    if row is None:
        given |= belonging(found, request.GET)
    form = form_of(found, request.user)(posted(request), instance=row, initial=given)
    if request.method == "POST" and form.is_valid():
        messages.success(request, f"已保存：{form.instance}。")
        for remark in remarks(form.instance):
            messages.info(request, remark)
        return redirect(address(found, form.instance))
    context = {"register": found, "record": row, "form": form}
    if form.is_bound:
        context["differing"] = form.catch_up()
    return render(request, "stats/record_form.html", context)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def record_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = called(slug)
    actions.require_keeper(request.user, found)
    row = kept(found, pk)
    form = RemovalForm(posted(request), label_suffix="")
    if request.method == "POST" and form.is_valid():
        label = str(row)
        try:
            actions.remove_record(
                by=request.user, register=found, record=row, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, f"已删除：{label}。{REMOVED_PRIVATE if found.private else REMOVED}"
            )
            return redirect(list_address(found))
    context = {"register": found, "record": row, "form": form}
    return render(request, "stats/record_remove.html", context)


@require_http_methods(["GET", "POST"])
@needs("stats.merge_enterprise")
def enterprise_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Another entry of the same enterprise is merged into this one, once the page has shown it."""
    found = REGISTERS["enterprises"]
    actions.require_keeper(request.user, found)
    row = kept(found, pk)
    form = MergeForm(posted(request), label_suffix="")
    context: dict[str, object] = {"record": row, "form": form}
    if request.method == "POST" and form.is_valid():
        dropped = form.cleaned_data["dropped"]
        if dropped != row and not form.is_seen():
            context["dropped"] = dropped
        elif merged(request, row, form):
            return redirect(address(found, row))
    return render(request, "stats/enterprise_merge.html", context)


def merged(request: HttpRequest, row: Model, form: MergeForm) -> bool:
    dropped, reason = form.cleaned_data["dropped"], form.cleaned_data["reason"]
    try:
        moved = actions.merge_enterprises(by=request.user, kept=row, dropped=dropped, reason=reason)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, f"“{dropped}”已并入“{row}”，移过来 {moved} 条登记。")
    return True
