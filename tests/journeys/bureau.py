"""The people of a case in the browser, each at a page of their own, and how they work at it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from cixi_ip.models import User
from proposals.models import Handling
from tests.journeys.people import log_in
from tests.makers import make_department, make_user

OpenPage = Callable[..., Page]
EXPLAINED = "已向报送单位核实。"


class Bureau:
    """The people of both lives, each at a page of their own."""

    def __init__(self, open_page: OpenPage) -> None:
        section = make_department("知识产权科")
        self.users: dict[str, User] = {
            "office": make_user("办公室", full_name="办公室某"),
            "officer": make_user("经办人", full_name="经办某", department=section),
            # He drafts, and holds what signing needs as well: the rule is of letters, not of roles.
            "drafting_leader": make_user("经办人", "局领导", full_name="兼任某"),
            "head": make_user("科室负责人", full_name="科长某", department=section),
            "deputy": make_user("局领导", full_name="副局长某"),
            "chief": make_user("局领导", full_name="局长某"),
            "reader": make_user("读者", full_name="读者某"),
        }
        self.pages = {
            name: log_in(open_page(), user, "/proposals/") for name, user in self.users.items()
        }

    def go(self, who: str, path: str) -> Page:
        page = self.pages[who]
        page.goto(path)
        return page

    def send(self, who: str, path: str, button: str, **values: str | bool) -> Page:
        """Open a page, fill in its fields by name, and press a button."""
        page = self.go(who, path)
        fill(page, **values)
        page.get_by_role("button", name=button, exact=True).first.click()
        return page

    def is_refused(self, who: str, path: str) -> None:
        """The page is not for this one, or not now: whoever goes there learns why."""
        page = self.pages[who]
        response = page.goto(path)
        assert response is not None
        if response.status != 403:
            expect(page.locator(".message-error").first).to_be_visible()

    def review(self, who: str, path: str) -> None:
        self.send(who, f"{path}review/", "通过", comment="同意")


def fill(page: Page, **values: str | bool) -> None:
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']").first
        if isinstance(value, bool):
            field.set_checked(value)
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def said(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def state(handling: Handling) -> str:
    handling.refresh_from_db()
    return handling.state


def explain_doubts(page: Page) -> None:
    """Write a sentence beside every doubt of the checks that wants one."""
    for field in page.locator("input[name^='explain-']").all():
        field.fill(EXPLAINED)
