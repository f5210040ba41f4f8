"""The calendar of due days, and the secret address at which other programs read it."""

import hashlib
import hmac
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from cixi_ip.models import User
from cixi_ip.web import needs
from proposals import actions, agenda, dues, ics
from proposals.actions.links import READ, link_digest
from proposals.models import CalendarLink
from proposals.month import PER_DAY, day_asked, month_asked, sheet


@require_GET
@needs("proposals.view_handling")
def calendar(request: HttpRequest) -> HttpResponse:
    today, days = timezone.localdate(), dues.calendar()
    of = request.user if request.GET.get("mine") else None
    context: dict[str, object] = {"today": today, "is_mine": of is not None}
    if day := day_asked(request.GET.get("day", "")):
        entries = agenda.between(day, day, today, days, per_day=PER_DAY, of=of)
        total = sum({one.kind: one.total for one in entries}.values())
        context |= {"day": days.day(day), "entries": entries, "total": total}
        return render(request, "proposals/calendar_day.html", context)
    month = month_asked(request.GET.get("month", ""), today)
    context["month"] = sheet(month, today, days, of=of)
    return render(request, "proposals/calendar.html", context)


@require_http_methods(["GET", "POST"])
@needs("proposals.view_handling")
def calendar_link(request: HttpRequest) -> HttpResponse:
    """The new address is on this page once: nobody can read it again, not even the database."""
    link = CalendarLink.objects.filter(user=request.user).first()
    context: dict[str, object] = {"link": link}
    if request.method == "POST":
        if link and not request.POST.get("confirmed"):
            messages.error(request, "请先勾选“原来的链接停用”，再更换。")
            return redirect("calendar_link")
        token = actions.make_link(by=request.user)
        address = request.build_absolute_uri(reverse("calendar_feed", kwargs={"token": token}))
        context = {"link": CalendarLink.objects.get(user=request.user), "address": address}
    return render(request, "proposals/calendar_link.html", context)


@require_POST
@needs("proposals.view_handling")
def calendar_link_revoke(request: HttpRequest) -> HttpResponse:
    actions.revoke_link(by=request.user)
    messages.success(request, "日历链接已停用。日历软件里的订阅请一并删除。")
    return redirect("calendar_link")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The owner's open due days; a secret that is none, or whose owner has left, is not found."""
    link = owner_link(token)
    if link is None:
        raise Http404("没有这个日历链接，可能已经更换或停用。请登录后在“日历订阅”中重新生成。")
    content = feed(request, link.user, link)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="due-dates.ics"'
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is not None and answer.status_code == HTTPStatus.NOT_MODIFIED:
        answer["Cache-Control"] = "private, no-cache"
    return answer or response


def owner_link(token: str) -> CalendarLink | None:
    digest = link_digest(token)
    link = CalendarLink.objects.select_related("user").filter(digest=digest).first()
    if link is None or not hmac.compare_digest(link.digest, digest):
        return None
    return link if link.user.is_active and link.user.has_perm(READ) else None


def feed(request: HttpRequest, user: User, link: CalendarLink) -> bytes:
    entries = agenda.of_user(user, timezone.localdate(), dues.calendar())
    changed = agenda.changed_at({one.handling for one in entries})
    return ics.write(
        f"{user}的建议提案期限",
        (
            ics.DueDate(
                key=one.key,
                day=one.day,
                title=f"{one.short} {one.label}",
                changed_at=changed.get(one.handling, link.made_at),
                detail=f"{one.reference}：{one.title}",
                url=request.build_absolute_uri(one.url),
                is_estimated=one.is_estimated,
            )
            for one in entries
        ),
    )
