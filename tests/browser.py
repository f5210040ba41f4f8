"""Pytest plugin of the journeys: a served site, and pages that fail the test on any complaint."""

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from cixi_ip.setup import chromium
from tests.site import Databases, Site

if TYPE_CHECKING:
    from pdfplumber import PDF
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Pictures that follow the window do so a moment later.
SETTLED_OVERFLOW = f"""async () => {{
  for (let turn = 0; turn < 30 && {OVERFLOW}; turn++)
    await new Promise((go) => setTimeout(go, 100));
  return {OVERFLOW};
}}"""
WIDTHS = (1920, 1366, 360)
PATIENCE = 30_000  # milliseconds: a machine with other work is slow, not wrong


@pytest.fixture(scope="session")
def databases() -> Databases:
    return Databases(os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture
def served(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[Site]:
    """A server on a fresh database with the fixtures; the test's own ORM reads and writes it too.

    What the test saves is committed at once. Do not ask for `db` as well: its transaction would
    hide the test's rows from the server.
    """
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from django.db import connection

    name = databases.copy()
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        is_sqlite = connection.vendor == "sqlite"
        connection.settings_dict["NAME"] = str(databases.path(name)) if is_sqlite else name
        ContentType.objects.clear_cache()
        cache.clear()
        site = Site(databases.url(name))
        yield site
        site.stop()
        connection.close()
        connection.settings_dict["NAME"] = before
        ContentType.objects.clear_cache()
    databases.drop(name)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    # Playwright keeps an event loop running in this thread, which Django mistakes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.program(), args=FLAGS)
        yield launched
        launched.close()


class Complaints(list[str]):
    """What a page did that no page of ours may do; the test fails with it at its end."""

    def watch(self, page: "Page", host: str) -> None:
        page.on("console", lambda message: self.console(message, page))
        page.on("pageerror", lambda error: self.append(f"script error: {error}"))
        page.on("request", lambda request: self.request(request, host))
        page.on("response", self.response)

    def console(self, message: "ConsoleMessage", page: "Page") -> None:
        # The browser logs a refused page (403, 404 …) too; its status is the test's matter.
        is_own_status = message.location.get("url") == page.url and "status of 4" in message.text
        if message.type == "error" and not is_own_status:
            self.append(f"console: {message.text} ({message.location.get('url')})")

    def request(self, request: "Request", host: str) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            self.append(f"request to another host: {request.url}")

    def response(self, response: "Response") -> None:
        if response.status >= 500:
            self.append(f"{response.status} from {response.url}")


@pytest.fixture
def open_page(browser: "Browser", served: Site) -> Iterator[Callable[..., "Page"]]:
    """Open a page in a context of its own, that is: as another person. Options as in Playwright."""
    complaints = Complaints()
    contexts = []

    def open_page(**options: object) -> "Page":
        options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | options
        context = browser.new_context(base_url=served.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        complaints.watch(page, urlsplit(served.url).netloc)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(open_page: Callable[..., "Page"]) -> "Page":
    return open_page()


def printed(page: "Page") -> "PDF":
    """The page on paper. Until its style sheets are there it has neither form nor format."""
    import pdfplumber

    page.wait_for_load_state()
    return pdfplumber.open(BytesIO(page.pdf(prefer_css_page_size=True)))


def assert_accessible(page: "Page") -> None:
    """axe-core finds nothing to complain about on the page once it is loaded."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def assert_fits(page: "Page") -> None:
    """Nothing sticks out on a telephone, a desk or a wall; axe-core is asked on the telephone."""
    own = page.viewport_size
    assert own
    page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate(SETTLED_OVERFLOW) == 0, (page.url, width)
    assert_accessible(page)
    page.set_viewport_size(own)
