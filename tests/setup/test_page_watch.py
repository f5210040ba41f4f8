"""The journeys' page fixture notices what no page of ours may do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page

from tests.browser import Complaints
from tests.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(open_page: Callable[..., Page], served: Site) -> tuple[Page, Complaints]:
    """A login page with a second watcher, so that the fixture's own stays without complaint."""
    page = open_page().context.browser.new_context(base_url=served.url).new_page()
    complaints = Complaints()
    complaints.watch(page, served.url.removeprefix("http://"))
    page.goto("/")
    return page, complaints


def test_our_login_page_gives_no_reason_to_complain(watched):
    page, complaints = watched
    assert page.locator("input[name=password]").count() == 1
    assert complaints == []


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('broken')", "console: broken"),
        ("setTimeout(() => { throw new Error('lost') })", "script error: lost"),
        ("fetch('http://127.0.0.1:9/x').catch(() => 0)", "console: Connecting to"),
        ("document.body.setAttribute('style', 'color: red')", "console: Applying inline style"),
    ],
)
def test_what_no_page_may_do_is_noticed(watched, script: str, complaint: str):
    page, complaints = watched
    page.evaluate(script)
    page.wait_for_timeout(200)
    assert any(text.startswith(complaint) for text in complaints), complaints


def test_a_request_to_another_host_is_noticed(watched):
    page, complaints = watched
    with pytest.raises(Error, match="ERR_"):
        page.goto("http://127.0.0.1:9/x")
    assert "request to another host: http://127.0.0.1:9/x" in complaints


def test_a_refused_page_is_no_complaint(watched):
    page, complaints = watched
    response = page.goto("/no-such-page/")
    assert response.status in (200, 404)
    assert complaints == []


def test_either_worker_can_be_asked_alone(served: Site, open_page: Callable[..., Page]):
    page = open_page()
    assert len(served.workers()) == 2
    for number in (0, 1):
        with served.only(number):
            assert page.goto("/").status == 200
