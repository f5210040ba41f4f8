"""What tests of pages send and read."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from cixi_ip.models import User
from stats import actions
from stats.models import Indicator, Submission
from tests.makers import make_entry, make_indicator, make_region

CLERKS, REVIEWERS = {"录入员"}, {"复核员", "科室负责人"}


def typed(**changes: Any) -> dict[str, Any]:
    """What a filled form sends."""
    defaults = {
        "indicator": make_indicator().pk,
        "region": make_region("330282-BJ").pk,
        "year": "2022",
        "through_month": "12",
        "value": "12688",
        "status": "A",
        "revision_kind": "首次",
    }
    return defaults | changes


def page(response: Any) -> str:
    """What a reader sees: without the tags."""
    return re.sub(r"<[^>]+>|\s+", "", response.content.decode())


def text(client: Client, address: str, status: int = 200) -> str:
    """The page at an address, with its tags."""
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def submitted_by(user: User, value: int = 12688) -> Submission:
    batch = make_entry(value, by=user).submission
    return actions.submit(by=user, submission=batch)


class Fields(HTMLParser):
    """What a browser would send of the form with this id, before anything is typed."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.is_inside, self.select = form, False, ""
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.is_inside = given.get("id") == self.form
        elif not self.is_inside:
            return
        elif tag == "input" and given.get("type") != "submit":
            self.found[given["name"] or ""] = given.get("value") or ""
        elif tag == "select":
            self.select = given["name"] or ""
        elif tag == "option" and ("selected" in given or self.select not in self.found):
            self.found[self.select] = given.get("value") or ""


GRID = "/admin/stats/entry/grid/"
ADDRESS = f"{GRID}?year=2022&month=12&region=330282-BJ&office="


def opened(browser: Client, address: str = ADDRESS) -> dict[str, str]:
    """The fields of the page, as a browser would send them back untouched."""
    reader = Fields("grid")
    reader.feed(browser.get(address).content.decode())
    return reader.found


def row_of(indicator: Indicator, **fields: str) -> dict[str, str]:
    return {f"i{indicator.pk}-{name}": text for name, text in ({"status": "A"} | fields).items()}


def save(browser: Client, *rows: dict[str, str], address: str = ADDRESS, **more: str):
    sent = dict(opened(browser, address))
    for row in rows:
        sent |= row
    return browser.post(address, sent | more, follow=True)
