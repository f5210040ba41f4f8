"""The papers of a closed case in a real browser: forms and the package are downloaded and whole."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from proposals.packing.verification import verify
from tests.browser import assert_accessible
from tests.makers import make_user
from tests.proposals.packages import make_closed
from tests.proposals.test_desk_in_browser import log_in

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def test_the_office_prints_the_forms_and_takes_the_package(
    served: object, open_page: OpenPage, tmp_path: Path
):
    handling = make_closed()
    page = log_in(open_page(), make_user("办公室"), f"/proposals/{handling.proposal_id}/")
    assert_accessible(page)
    for link in ("办理单 PDF", "面商记录空表 PDF", "征询意见表 PDF", "当面商谈记录 PDF"):
        with page.expect_download() as started:
            page.get_by_role("link", name=link).click()
        file = tmp_path / started.value.suggested_filename
        started.value.save_as(file)
        assert file.suffix == ".pdf"
        assert file.read_bytes().startswith(b"%PDF-")
    with page.expect_download() as started:
        page.get_by_role("link", name="下载归档包 ZIP").click()
    package = tmp_path / started.value.suggested_filename
    started.value.save_as(package)
    assert verify(package).faults == ()
