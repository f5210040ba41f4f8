"""Spreadsheets that are sent in: refused in our own words, kept under a plain name."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from cixi_ip.sent_sheets import LONGEST_NAME, SeenForm, SheetField, received
from cixi_ip.workbooks.archive import LARGEST
from proposals.intake_forms import ListForm
from tests.stats.workbooks import xlsx

SHEET = xlsx([["企业"], ["生成企业"]])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("表.xlsx", b"", "空文件"),
        ("长" * 201 + ".xlsx", SHEET, "文件名过长"),
        ("表.xlsx", b"x" * (LARGEST + 1), "超过"),
    ],
)
def test_a_wrong_choice_is_refused_before_it_is_read(name: str, content: bytes, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        SheetField().clean(SimpleUploadedFile(name, content))


@pytest.mark.django_db
def test_no_file_is_said_in_its_own_words_whatever_the_form() -> None:
    form = ListForm({}, {})
    assert form.errors["file"] == ["请选择一个文件（.xlsx 或 .csv）。"]


def test_what_is_kept_has_a_plain_name_and_a_digest() -> None:
    kept = received("C:\\夹\\" + "长" * 200 + ".xlsx", SHEET)
    assert len(kept["name"]) == LONGEST_NAME
    assert kept["name"].endswith(".xlsx")
    assert len(kept["sha256"]) == 64
    with pytest.raises(ValidationError, match="PDF"):
        received("表.xlsx", b"%PDF-1.4")


def test_the_next_confirmation_goes_by_what_is_shown_now() -> None:
    form = SeenForm({"seen": "old"})
    form.is_seen("new")
    assert 'value="new"' in str(form["seen"])
