"""Logging in as somebody, as every journey begins."""

from playwright.sync_api import Page

from cixi_ip.models import User
from tests.makers import PASSWORD


def log_in(page: Page, user: User, path: str = "/") -> Page:
    """Go to `path` through the login page."""
    page.goto(f"/login/?next={path}")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"**{path}")
    return page
