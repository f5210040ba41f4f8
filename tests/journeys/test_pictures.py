"""The two pictures of the README, made from the real pages: `--pictures` keeps them in docs/."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Page

from proposals.letters import compose, to_pdf
from proposals.models import Letter
from tests.journeys.people import log_in
from tests.makers import make_user

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"


@pytest.fixture
def keep(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return FOLDER if request.config.getoption("--pictures") else tmp_path


def is_drawn(path: Path) -> bool:
    """Whether a picture shows more than an empty sheet."""
    with Image.open(path) as picture:
        return len(picture.convert("L").getcolors(256) or []) > 10


def test_picture_of_the_dashboard(open_page: Callable[..., Page], keep: Path):
    page = log_in(
        open_page(viewport={"width": 1366, "height": 900}),
        make_user("局领导", full_name="局领导（演示）"),
    )
    page.wait_for_load_state("networkidle")
    page.screenshot(path=keep / "dashboard.png")
    assert is_drawn(keep / "dashboard.png")


def test_picture_of_the_letter(served: object, keep: Path):
    call_command("load_proposals", verbosity=0)
    from django.utils import timezone

    typeset = to_pdf(compose(Letter.objects.get()), moment=timezone.now())
    with pypdfium2.PdfDocument(BytesIO(typeset.pdf)) as document:
        document[0].render(scale=1.4).to_pil().save(keep / "letter.png")
    assert is_drawn(keep / "letter.png")
