"""What the office sets, in the admin: sessions with clocks, classes and letters, numbers, days."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from cixi_ip.site import ActionForm, BureauAdmin
from cixi_ip.web import say_errors
from proposals import actions
from proposals.dues import START_NAMES
from proposals.models import (
    CalendarYear,
    ClockSetting,
    CongressSession,
    Holiday,
    NumberSeries,
    ResultClass,
    RoleSetting,
)
from proposals.models.session import ClockName
from proposals.setting_forms import CopySessionForm, YearForm


def words_of(setting: ClockSetting) -> str:
    """自送达之日起15个工作日内: most periods run from what they wait for."""
    return setting.clock.words(START_NAMES.get(ClockName(setting.name), ""))


class SettingForm(ActionForm):
    def act(self) -> None:
        actions.save_setting(by=self.by, setting=self.instance)


class DayForm(ActionForm):
    def act(self) -> None:
        actions.save_holiday(by=self.by, day=self.instance)


class SettingAdmin(BureauAdmin):
    section = "建议提案"
    form = SettingForm

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        shared = self.admin_site.each_context(request) | {"opts": self.opts}
        return render(request, f"admin/proposals/{template}", shared | context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            say_errors(request, error)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return redirect(name, object_id)


@admin.register(CongressSession)
class CongressSessionAdmin(SettingAdmin):
    place = 40
    change_form_template = "admin/proposals/session.html"
    fieldsets = [
        (None, {"fields": ["name", ("body", "level"), ("year", "term", "meeting"), "opened_on"]}),
        ("办理", {"fields": ["assist_word", "contact_required", "note"]}),
    ]
    list_display = ["name", "body", "level", "year", "assist_word", "contact_required", "note"]
    list_filter = ["body", "level"]

    def get_urls(self) -> list[Any]:
        copy = self.admin_site.admin_view(self.copy_view)
        return [path("<int:pk>/copy/", copy, name="proposals_session_copy"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:
        """With the clocks, classes and letters of the session below, each with its source."""
        if session := kwargs.get("obj"):
            context |= {
                "clocks": [(one, words_of(one)) for one in session.clocks.all()],
                "classes": session.classes.all(),
                "role_settings": session.settings.all(),
                "may_copy": self.has_add_permission(request),
            }
        return super().render_change_form(request, context, **kwargs)

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """复制上年届次: a new session with all settings of this one."""
        actions.require_permission(request.user, "proposals.add_congresssession", "新建届次")
        source = get_object_or_404(CongressSession, pk=pk)
        form = CopySessionForm(request.POST or None, source=source)
        if request.method == "POST" and form.is_valid():
            try:
                session = actions.copy_session(by=request.user, source=source, **form.cleaned_data)
            except ValidationError as error:
                form.refuse(error)
            else:
                messages.success(request, f"已按“{source}”新建“{session}”，请核对各项期限和依据。")
                return redirect("admin:proposals_congresssession_change", session.pk)
        title = f"复制“{source}”为新届次"
        return self.page(request, "session_copy.html", title=title, form=form, source=source)


@admin.register(ClockSetting)
class ClockSettingAdmin(SettingAdmin):
    """Each period of each session, with where it was read."""

    place = 41
    fieldsets = [
        (None, {"fields": [("session", "name")]}),
        (None, {"fields": [("amount", "unit", "start"), "fixed", "moves", "note"]}),
    ]
    list_display = ["session", "name", "words", "note"]
    list_display_links = ["name"]
    list_filter = ["session", "name"]
    list_select_related = ["session"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Another period is another row."""
        return ["session", "name"] if obj else []

    @admin.display(description="期限")
    def words(self, setting: ClockSetting) -> str:
        return words_of(setting)


@admin.register(ResultClass)
class ResultClassAdmin(SettingAdmin):
    place = 42
    fields = ["session", ("code", "wording"), ("is_settled", "follows_up"), "order"]
    list_display = ["session", "code", "wording", "is_settled", "follows_up", "order"]
    list_display_links = ["code"]
    list_filter = ["session"]
    list_select_related = ["session"]

    def delete_model(self, request: HttpRequest, obj: ResultClass) -> None:
        actions.remove_class(by=request.user, result=obj)


@admin.register(RoleSetting)
class RoleSettingAdmin(SettingAdmin):
    place = 43
    fields = [
        "session",
        "role",
        "page_form",
        "shows_signer",
        "record_on_even_page",
        "deputy_reviews",
        "attaches_provenance",
        "series",
        "cc",
        "note",
    ]
    list_display = ["session", "role", "page_form", "series", "deputy_reviews", "cc", "note"]
    list_filter = ["session"]
    list_select_related = ["session"]


@admin.register(NumberSeries)
class NumberSeriesAdmin(SettingAdmin):
    place = 44
    fields = ["prefix", "year", "next_number"]
    list_display = ["prefix", "year", "next_number"]


class DayAdmin(SettingAdmin):
    form = DayForm

    def delete_model(self, request: HttpRequest, obj: Holiday | CalendarYear) -> None:
        actions.remove_holiday(by=request.user, day=obj)


@admin.register(Holiday)
class HolidayAdmin(DayAdmin):
    place = 45
    change_list_template = "admin/proposals/holidays.html"
    fields = ["day", "is_working", "name", "source"]
    list_display = ["day", "is_working", "name", "source"]
    list_filter = ["is_working"]
    date_hierarchy = "day"
    search_fields = ["name", "source"]
    search_help_text = "可搜名称、出处"

    def get_urls(self) -> list[Any]:
        paste = self.admin_site.admin_view(self.paste_view)
        return [path("paste/", paste, name="proposals_holiday_paste"), *super().get_urls()]

    def paste_view(self, request: HttpRequest) -> HttpResponse:
        """A whole year's notice at once; the due dates that move are told."""
        actions.require_permission(request.user, "proposals.add_holiday", "录入放假调休表")
        form = YearForm(request.POST or None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            year, source = form.cleaned_data["year"], form.cleaned_data["source"]
            try:
                moved = actions.save_year(by=request.user, year=year, source=source, days=form.days)
            except ValidationError as error:
                form.refuse(error)
            else:
                told = f"已录入{year}年 {len(form.days)} 天，重算后有 {moved} 个期限变动。"
                messages.success(request, told)
                return redirect("admin:proposals_holiday_changelist")
        title = "录入全年放假通知"
        return self.page(request, "holidays_paste.html", title=title, form=form)


@admin.register(CalendarYear)
class CalendarYearAdmin(DayAdmin):
    place = 46
    fields = ["year", "source"]
    list_display = ["year", "source"]
