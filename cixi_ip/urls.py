"""Addresses of the whole site; those open without a login are named in PUBLIC."""

from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import include, path

from cixi_ip import stand_ins, web
from cixi_ip.fonts_page import fonts
from cixi_ip.login import Login, OwnPasswordForm

# A calendar program cannot log in: its address is a secret of its own.
PUBLIC = ("login", "favicon", "calendar_feed")
handler400 = web.bad_request
handler403 = web.forbidden
handler404 = web.missing
handler500 = web.broken

urlpatterns = [
    path("login/", Login.as_view(), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("favicon.ico", web.favicon, name="favicon"),
    path(
        "password/",
        auth_views.PasswordChangeView.as_view(form_class=OwnPasswordForm),
        name="password_change",
    ),
    path(
        "password/done/", auth_views.PasswordChangeDoneView.as_view(), name="password_change_done"
    ),
    path("stand-ins/", stand_ins.stand_ins, name="stand_ins"),
    path("stand-ins/<int:pk>/end/", stand_ins.end, name="end_stand_in"),
    path("admin/fonts/", fonts, name="fonts"),
    path("admin/", admin.site.urls),
    path("proposals/", include("proposals.urls")),
    path("", include("stats.urls")),
]
