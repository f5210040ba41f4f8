"""How the forms are set: in which faces, archival, and nothing leaves the page or its cell."""

import io

import pdfplumber
import pikepdf
import pytest

from cixi_ip import typeset
from proposals import printed
from tests.proposals.printing import (
    LONG_TITLE,
    forms_of,
    make_answered,
    make_longest,
    pdf_of,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
A4 = (595.28, 841.89)


def test_the_longest_values_stay_on_the_page_and_go_on_over_it():
    handling, _contact = make_longest()
    for name, form in forms_of(handling).items():
        pdf = pdf_of(form)
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            assert len(document.pages) > 1, name
            for page in document.pages:
                assert (round(page.width, 2), round(page.height, 2)) == A4
                for char in page.chars:
                    assert char["x0"] >= 56, (name, char["text"])
                    assert char["x1"] <= A4[0] - 50, (name, char["text"])
                    assert 50 < char["top"] < char["bottom"] < A4[1] - 25, (name, char["text"])
                assert page.extract_text().rstrip().endswith(f"共 {len(document.pages)} 页")
                # The table's head says on every page which case this is.
                assert "人大一次会议" in page.extract_text()
        text = text_of(pdf)
        assert LONG_TITLE in text
    text = text_of(pdf_of(printed.talk(handling.round.contacts.get())))
    assert text.count("谈了") == 170
    sheet = text_of(pdf_of(printed.handling_sheet(handling, shows_phones=True)))
    # 诉求 names the section, and the column on each page.
    assert (sheet.count("求") - sheet.count("诉"), sheet.count("w")) == (500, 500)


def test_no_words_of_a_cell_lie_over_a_line_of_the_table():
    handling, _contact = make_longest()
    for form in forms_of(handling).values():
        with pdfplumber.open(io.BytesIO(pdf_of(form))) as document:
            for page in document.pages:
                upright = {
                    round(edge["x0"]): (edge["top"], edge["bottom"])
                    for edge in page.edges
                    if edge["orientation"] == "v"
                }
                over = [
                    char["text"]
                    for char in page.chars
                    for x, (top, bottom) in upright.items()
                    if char["x0"] + 1 < x < char["x1"] - 1
                    and top < (char["top"] + char["bottom"]) / 2 < bottom
                ]
                assert over == []


def test_forms_are_archival_tagged_and_the_same_each_time():
    handling = make_answered()
    form = printed.survey(handling, handling.round, shows_phones=True)
    pdf = pdf_of(form)
    assert pdf == pdf_of(form)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "U")
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"].endswith("建议办理情况征询意见表")
        assert document.Root.Lang == "zh-CN"
        tags = {
            str(obj.S)
            for obj in document.objects
            if isinstance(obj, pikepdf.Dictionary) and "/S" in obj and "/P" in obj
        }
    assert {"/H1", "/Table", "/TR", "/TH", "/TD"} <= tags


def test_the_faces_are_those_of_letters():
    fonts = typeset.fonts_in(pdf_of(printed.blank_talk(make_answered(), shows_phones=True)))
    roles = typeset.faces()
    for role in ("小标宋", "仿宋", "黑体"):
        family = roles[role][0].family.replace(" ", "").removesuffix("R")
        assert any(font.replace("-", "").startswith(family.replace("-", "")) for font in fonts), (
            role
        )


@pytest.mark.parametrize("is_demo", [True, False])
def test_forms_of_the_demonstration_say_so_on_each_page(settings, is_demo: bool):
    settings.DEMO_DATA = is_demo
    pdf = pdf_of(forms_of(make_longest()[0])["talk"])
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            large = "".join(char["text"] for char in page.chars if char["size"] > 50)
            assert sorted(large) == (sorted("演示数据") if is_demo else [])
