"""The organisation's colours in the admin: one page, for who runs the system."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cixi_ip.site import BureauAdmin
from stats.forms.display import DisplayForm
from stats.models import Display


@admin.register(Display)
class DisplayAdmin(BureauAdmin):
    section = "账号与记录"
    place = 33
    form = DisplayForm
    fields = ["tones"]

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The one row, as it will be where nobody has chosen yet."""
        found = super().get_object(request, object_id, from_field)
        return found or (Display() if object_id == str(Display.ONLY) else None)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            return super().changelist_view(request, extra_context)
        return redirect("admin:stats_display_change", Display.ONLY)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
