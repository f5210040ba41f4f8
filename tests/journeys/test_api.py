"""The page of the interface, and a program that fetches figures as it says, on a real server."""

import html
import re
import subprocess
import sys

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import assert_fits
from tests.journeys.people import log_in
from tests.makers import PASSWORD, make_user
from tests.site import Site


@pytest.mark.browser
def test_the_page_fits_and_its_example_opens(page: Page):
    log_in(page, make_user("读者"), "/data/").get_by_role("link", name="数据接口").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("数据接口")
    assert_fits(page)
    page.get_by_role("link", name="/api/v1/observations?indicator=").click()
    expect(page.locator("body")).to_contain_text('"value":"12688"')


@pytest.mark.slow
def test_the_program_on_the_page_logs_in_and_prints_the_figures(served: Site):
    reader = make_user("读者")
    client = Client()
    client.force_login(reader)
    page = client.get("/api/v1/").content.decode()
    shown = re.search(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)[1]
    program = html.unescape(shown).replace("http://testserver", served.url)
    for asked, answer in (
        ('input("用户名：")', reader.username),
        ('getpass.getpass("密码：")', PASSWORD),
    ):
        assert asked in program
        program = program.replace(asked, repr(answer))
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-c", program],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "2022年 慈溪市（市本级） 12,688 件" in done.stdout
