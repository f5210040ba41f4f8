"""Two workers share nothing but the database, and still agree at once."""

from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.test import Client

from cixi_ip.models import User
from stats import actions
from tests.makers import make_entry, make_user
from tests.site import Site

pytestmark = pytest.mark.slow


class Stay(HTTPRedirectHandler):
    """Do not follow a redirect: being sent to the login is the answer."""

    def redirect_request(self, *_: object) -> None:
        return None


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def ask(site: Site, session: str, path: str = "/") -> tuple[int, str]:
    request = Request(site.url + path, headers={"Cookie": f"sessionid={session}"})  # noqa: S310
    response = build_opener(Stay, Quiet).open(request, timeout=30)
    return response.status, response.read().decode()


class Quiet(HTTPRedirectHandler):
    """Hand back an answer of any status instead of raising it."""

    def http_error_302(self, request: object, answer: object, *_: object) -> object:
        return answer


def test_what_one_worker_approves_the_other_shows_at_once(served: Site):
    reader = session_of(make_user("读者"))
    for number in (0, 1):
        with served.only(number):
            status, page = ask(served, reader)
            assert status == 200
            assert "98.76" not in page
    entry = make_entry("98.76", code="finance.pledge.amount", region="330282", year=2022)
    actions.submit(by=entry.submission.created_by, submission=entry.submission)
    actions.approve(by=make_user("复核员"), submission=entry.submission)
    for number in (1, 0):
        with served.only(number):
            assert "98.76" in ask(served, reader)[1]


def test_who_logs_out_with_one_worker_is_out_with_the_other(served: Site):
    reader = session_of(make_user("读者"))
    for number in (0, 1):
        with served.only(number):
            assert ask(served, reader)[0] == 200
    with served.only(0):
        log_out(served, reader)
    with served.only(1):
        assert ask(served, reader)[0] == 302
    with served.only(0):
        assert ask(served, reader)[0] == 302


def log_out(site: Site, session: str) -> None:
    token = "a" * 32
    request = Request(  # noqa: S310 - the address is our own server's
        f"{site.url}/logout/",
        data=f"csrfmiddlewaretoken={token}".encode(),
        headers={"Cookie": f"sessionid={session}; csrftoken={token}", "Origin": site.url},
    )
    assert build_opener(Quiet).open(request, timeout=30).status == 302
