"""The admin site where staff enter figures: who may come in, and forms that save by actions."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin import AdminSite, ModelAdmin, ShowFacets
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate

from cixi_ip import panels
from cixi_ip.models import User


class BureauAdminSite(AdminSite):
    site_title = "慈溪知识产权数据"
    site_header = "慈溪知识产权数据 · 录入后台"
    index_title = "数据录入与审核"
    site_url = "/"
    empty_value_display = "—"
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # What is deleted in bulk would pass by the actions, which record events.
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever holds a role with `enter_admin` (see roles.py); `is_staff` plays no part."""
        return request.user.is_active and request.user.has_perm("cixi_ip.enter_admin")

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """One login page for the whole system; a role without the admin is told so."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied(
                "您的角色不能进入录入后台。如确需录入，请联系系统管理员调整角色。"
            )
        return redirect_to_login(request.GET.get("next") or resolve_url("admin:index"))

    def logout(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        return redirect("logout", permanent=False)

    def password_change(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        return redirect("password_change")

    def password_change_done(
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        return redirect("password_change_done")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The start page, with what waits for this user."""
        todo = panels.todo(request.user, localdate())
        return super().index(request, (extra_context or {}) | {"todo": todo})

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The start page by what people do: sections and order as each BureauAdmin says."""
        sections: dict[str, dict[str, Any]] = {}
        for app in super().get_app_list(request, app_label):
            for model in app["models"]:
                name = getattr(self._registry[model["model"]], "section", app["name"])
                section = sections.setdefault(name, app | {"name": name, "models": []})
                section["models"].append(model)
        for section in sections.values():
            section["models"].sort(key=self.place_of)
        return sorted(sections.values(), key=lambda section: self.place_of(section["models"][0]))

    def place_of(self, model: dict[str, Any]) -> int:
        return getattr(self._registry[model["model"]], "place", 99)


class ActionForm(forms.ModelForm):
    """A form that is valid once its action has accepted, and saved, the object.

    A refusal made at the last moment is thus a message on the page, with all that was typed.
    """

    by: ClassVar[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)

    def act(self) -> None:
        raise NotImplementedError

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.act()
        except ValidationError as error:
            self.refuse(error)

    def refuse(self, error: ValidationError) -> None:
        """Put each sentence beside its field, or above the form when the field is not on it."""
        by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for field, errors in by_field.items():
            self.add_error(field if field in self.fields else None, errors)


class BureauAdmin(ModelAdmin):
    """What all our admin pages share: a place on the start page, and no saving past the actions.

    A form is an ActionForm, so everything is saved when it is valid; the Event recorded by the
    action is the only log.
    """

    section = "目录"
    place = 50
    list_per_page = 50
    show_facets = ShowFacets.NEVER
    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
        models.URLField: {"assume_scheme": "https"},
    }

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing left to do: the form's action has saved it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """As save_model."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """As save_model: the action has recorded an Event."""

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """As log_addition."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The stock history reads a log that is not kept; Events are read by the auditor."""
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)


class ViewOnlyAdmin(BureauAdmin):
    """Pages to read; nobody adds, changes or deletes here, whatever the role."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
