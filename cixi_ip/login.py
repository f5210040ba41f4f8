"""Logging in: where each role arrives, own passwords first, and how long a session lasts."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from cixi_ip import actions
from cixi_ip.models import User

Middleware = Callable[[HttpRequest], HttpResponse]
IDLE, WRITTEN_EVERY = 30 * 60, 5 * 60
BEFORE_THE_CHANGE = ("password_change", "login", "logout", "favicon")


class Login(LoginView):
    def get_default_redirect_url(self) -> str:
        """Officers have no figures to see; their work is in the admin."""
        user = self.request.user
        is_officer = user.has_perm("cixi_ip.enter_admin") and not user.has_perm(
            "stats.view_observation"
        )
        return resolve_url("admin:index" if is_officer else "dashboard")


def begin(request: HttpRequest, **_: object) -> None:
    request.session["begun"] = request.session["seen"] = time.time()


class SessionLimits:
    """A session ends some time after the last request, and some time after the login at any rate.

    Stands before the user is looked up. The last request is written down every few minutes only.
    """

    def __init__(self, get_response: Middleware) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session, now = request.session, time.time()
        if SESSION_KEY in session:
            idle = now - session.get("seen", 0)
            if idle > IDLE or now - session.get("begun", 0) > settings.SESSION_COOKIE_AGE:
                session.flush()
            elif idle > WRITTEN_EVERY:
                session["seen"] = now
        return self.get_response(request)


class OwnPasswordForm(PasswordChangeForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("old_password") and cleaned["old_password"] == cleaned.get("new_password1"):
            self.add_error("new_password1", ValidationError("新密码与旧密码相同，请另取一个。"))
        return cleaned

    def save(self, commit: bool = True) -> User:
        return actions.change_own_password(
            by=self.user, password=self.cleaned_data["new_password1"]
        )


class OwnPasswordFirst:
    """A password somebody else has set opens nothing but the page to change it."""

    def __init__(self, get_response: Middleware) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if request.resolver_match.url_name in BEFORE_THE_CHANGE:
            return None
        if request.user.is_authenticated and request.user.must_change_password:
            return redirect("password_change")
        return None
