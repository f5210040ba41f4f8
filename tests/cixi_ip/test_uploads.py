"""What is far too large is refused before it is kept, in words of our own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cixi_ip import uploads
from stats.models import Source
from tests.makers import make_user
from tests.stats.pages import page

pytestmark = pytest.mark.django_db
ADD = "/admin/stats/source/add/"


@pytest.mark.parametrize("patience", [0, 10**9])
def test_a_flood_is_refused_with_a_way_out(
    client: Client, monkeypatch: pytest.MonkeyPatch, patience: int
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 10_000)
    monkeypatch.setattr(uploads, "PATIENCE", patience)
    client.force_login(make_user("录入员"))
    sent = {"title": "通报", "kind": "公报", "paper": SimpleUploadedFile("a.pdf", b"0" * 20_000)}
    response = client.post(ADD, sent)
    assert response.status_code == 400
    assert "文件不超过20MB" in page(response)
    assert not Source.objects.exists()


def test_nobody_needs_a_login_to_be_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 10_000)
    response = client.post("/login/", {"username": SimpleUploadedFile("a", b"0" * 20_000)})
    assert response.status_code == 400
