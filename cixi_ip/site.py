"""The admin site where staff enter figures: its titles, and who may come in."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url


class BureauAdminSite(AdminSite):
    site_title = "慈溪知识产权数据"
    site_header = "慈溪知识产权数据 · 录入后台"
    index_title = "数据录入与审核"
    site_url = "/"
    empty_value_display = "—"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever holds a role with `enter_admin` (see roles.py); `is_staff` plays no part."""
        return request.user.is_active and request.user.has_perm("cixi_ip.enter_admin")

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """One login page for the whole system; a role without the admin is told so."""
        if request.user.is_authenticated:
            raise PermissionDenied(
                "您的角色不能进入录入后台。如确需录入，请联系系统管理员调整角色。"
            )
        return redirect_to_login(request.GET.get("next") or resolve_url("admin:index"))
