"""The layout check as a page: of a handling's own letter, and of any PDF handed in."""

import io
import re
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest
from django.core.cache import cache as kept
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from proposals import letters
from proposals.checking import foreign
from proposals.checking.form import decoded
from proposals.checking.pictures import papers, picture
from proposals.models import Handling, Letter
from tests.makers import make_user
from tests.proposals.letters.samples import MOMENT, make_letter
from tests.proposals.makers import make_awaiting, make_draft, make_handling, make_issued
from tests.proposals.pages import as_, said

pytestmark = pytest.mark.django_db
UPLOAD = "/proposals/check/"
PNG = b"\x89PNG\r\n\x1a\n"


def address(handling: Handling, page: int = 0) -> str:
    if not page:
        return reverse("letter_check", kwargs={"proposal": handling.proposal_id})
    known = {"proposal": handling.proposal_id, "page": page}
    return reverse("letter_check_page", kwargs=known)


@cache
def good_pdf(chapters: int = 1, kind: str = "文件") -> bytes:
    return letters.to_pdf(make_letter(kind, chapters), moment=MOMENT).pdf


@cache
def good_text(chapters: int = 1, kind: str = "文件") -> str:
    return letters.plain_text(make_letter(kind, chapters))


def edited(change: Callable[[pikepdf.Pdf], None], pdf: bytes | None = None, **options: object):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf or good_pdf())) as document:
        change(document)
        document.save(out, **options)
    return out.getvalue()


def moved_right(document: pikepdf.Pdf) -> None:
    """All pages 5 mm to the right, as with a wrong margin."""
    for page in document.pages:
        page.contents_add(b"q 1 0 0 1 14.17 0 cm", prepend=True)
        page.contents_add(b"Q")


def with_blank_pages(count: int) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        while len(document.pages) < count:
            document.add_blank_page(page_size=(595, 842))

    return edited(change)


def locked() -> bytes:
    return edited(lambda _: None, encryption=pikepdf.Encryption(owner="a", user="b"))


def scanned() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (827, 1169), "white").save(out, "PDF")
    return out.getvalue()


def hand_in(pdf: bytes, *, role: str = "经办人", name: str = "公文.pdf", **fields: object):
    file = SimpleUploadedFile(name, pdf, "application/pdf")
    values = {"file": file, "kind": "文件"} | fields
    return as_(make_user(role)).post(UPLOAD, values)


def failed(response: object) -> dict[str, str]:
    """Label of each failed rule and the first value measured."""
    rows = (row for group in response.context["report"].groups for row in group.rows)
    return {row.label: row.values[0].measured for row in rows}


# The handling's own letter


def test_a_draft_is_checked_as_it_would_be_signed():
    letter = make_draft()
    response = as_(letter.handling.officer).get(address(letter.handling))
    assert response.status_code == 200
    assert response.context["report"].verdict.endswith("项检查，全部合格。")
    assert "已保存的草稿" in response.text
    assert "文号和日期按现在的下一个号、今天的日期试排" in response.text
    assert "已与原文逐字核对" in response.text


def test_an_issued_letter_is_checked_by_its_frozen_bytes():
    issued = make_issued()
    response = as_(make_user("读者")).get(address(issued.letter.handling))
    assert response.context["report"].verdict.endswith("项检查，全部合格。")
    assert issued.sha256 in response.text
    assert "已签发的公文" in response.text
    assert "试排" not in response.text


def test_the_report_has_every_page_as_a_picture():
    handling = make_awaiting("第一段。\n" * 60)
    client = as_(make_user("局领导"))
    page = client.get(address(handling))
    sources = re.findall(r'<img src="(/proposals/[^"]+)"', page.text)
    report = page.context["report"]
    assert len(sources) == len(report.sheets) > 2
    for source in sources:
        response = client.get(source)
        assert response.status_code == 200
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"] == "private, no-cache"
        assert response.content.startswith(PNG)
    etag = client.get(sources[0])["ETag"]
    again = client.get(sources[0], headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_picture_is_drawn_though_nothing_is_kept():
    handling = make_awaiting()
    client = as_(make_user("局领导"))
    source = re.search(r'<img src="(/proposals/[^"]+)"', client.get(address(handling)).text)[1]
    before = client.get(source)
    kept.clear()
    after = client.get(source)
    assert (before.content, before["ETag"]) == (after.content, after["ETag"])


@pytest.mark.parametrize("page", [99, 10**12])
def test_a_page_that_is_not_there(page: int):
    response = as_(make_user("局领导")).get(address(make_awaiting(), page))
    assert response.status_code == 404


@pytest.mark.parametrize("of", ["", "..", "g" * 64, "0" * 64, "甲" * 300])
def test_a_picture_of_bytes_nobody_knows_is_of_the_letter_as_it_is(of: str):
    response = as_(make_user("局领导")).get(address(make_awaiting(), 1), {"of": of})
    assert response.content.startswith(PNG)


def test_a_picture_kept_of_one_letter_is_not_shown_for_another():
    client = as_(make_user("局领导"))
    secret, open_one = make_awaiting("甲。\n" * 40), make_awaiting("乙。")
    of = client.get(address(secret)).context["sha256"]
    first = client.get(address(secret, 1), {"of": of}).content
    assert client.get(address(open_one, 1), {"of": of}).content != first


def test_the_second_opening_measures_nothing(monkeypatch: pytest.MonkeyPatch):
    handling = make_awaiting()
    client = as_(make_user("局领导"))
    first = client.get(address(handling))

    def never(*_: object, **__: object) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr("proposals.checking.own.measure", never)
    second = client.get(address(handling))
    assert second.context["report"] == first.context["report"]


@pytest.mark.parametrize("page", [0, 1])
def test_a_draft_is_closed_to_readers_and_open_to_all_who_work_on_letters(page: int):
    handling = make_draft().handling
    for role in ("读者", "录入员"):
        response = as_(make_user(role)).get(address(handling, page))
        assert response.status_code == 403
        assert "草稿只供拟稿、核稿和签发的人看" in response.text
    for role in ("经办人", "科室负责人", "办公室", "局领导"):
        assert as_(make_user(role)).get(address(handling, page)).status_code == 200


@pytest.mark.parametrize("page", [0, 1])
def test_own_letters_need_a_login_a_role_and_get(page: int):
    handling = make_issued().letter.handling
    response = Client().get(address(handling, page))
    assert response.url.startswith("/login/")
    assert as_(make_user("系统管理员")).get(address(handling, page)).status_code == 403
    assert as_(make_user("读者")).post(address(handling, page)).status_code == 405


def test_what_has_no_letter_yet_says_so():
    handling = make_handling()
    client = as_(make_user("经办人"))
    response = client.get(address(handling), follow=True)
    assert "还没有公文稿" in said(response)
    assert client.get(address(handling, 1)).status_code == 404


def test_a_draft_that_cannot_be_set_says_why():
    letter = make_draft()
    Letter.objects.filter(pk=letter.pk).update(body="")
    client = as_(letter.handling.officer)
    assert "公文缺少：正文" in said(client.get(address(letter.handling), follow=True))
    assert client.get(address(letter.handling, 1)).status_code == 404


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    client = as_(make_user("局领导"))
    short, long = make_awaiting(), make_awaiting("一段正文。\n" * 80)
    client.get(address(short))
    with django_assert_num_queries(15):
        client.get(address(short))
    with django_assert_num_queries(15):
        client.get(address(long))


# Any PDF handed in


def test_a_good_pdf_passes_and_nothing_of_it_is_kept():
    response = hand_in(good_pdf(), text=good_text())
    assert response.status_code == 200
    assert response.context["report"].verdict.endswith("项检查，全部合格。")
    assert "已与原文逐字核对" in response.text
    assert response.text.count('src="data:image/png;base64,') == len(
        response.context["report"].sheets
    )
    assert "公文.pdf" in response.text


def test_what_is_wrong_is_listed_and_marked_on_its_page():
    response = hand_in(edited(moved_right))
    report = response.context["report"]
    assert re.match(r"\d+ 项检查，\d+ 项不合规定", report.verdict)
    assert failed(response)["标题居中"].startswith("111")
    text = response.text
    anchors = set(re.findall(r'href="#((?:mark|page)-[\d-]+)"', text))
    assert anchors
    assert anchors <= set(re.findall(r'id="([^"]+)"', text))
    back = set(re.findall(r'href="#(finding-\d+)"', text))
    assert back <= set(re.findall(r'id="([^"]+)"', text))
    assert "<rect" in text
    assert "style=" not in text
    title = next(row for group in report.groups for row in group.rows if row.label == "标题居中")
    mark = next(one for one in report.sheets[0].marks if one.number == title.number)
    left, _, right, _ = mark.box
    assert (left + right) / 2 == pytest.approx(111, abs=0.5)


def test_a_page_that_shows_less_than_its_sheet_is_drawn_whole():
    def cropped(document: pikepdf.Pdf) -> None:
        document.pages[0].cropbox = [50, 50, 500, 700]

    whole, cut = papers(good_pdf()), papers(edited(cropped))
    assert cut == whole
    assert (whole[0].width, whole[0].height) == (210, 297)
    assert Image.open(io.BytesIO(picture(edited(cropped), 1))).size == (910, 1287)


def test_a_difference_of_the_text_is_shown():
    response = hand_in(good_pdf(), text=good_text().replace("，", "", 1))
    assert "原文“" in failed(response)["文字层与原文逐字相同"]


def test_the_text_may_come_as_a_file_of_any_usual_encoding():
    file = SimpleUploadedFile("原文.txt", good_text().encode("gb18030"))
    response = hand_in(good_pdf(), text_file=file)
    assert response.context["is_compared"]
    assert "文字层与原文逐字相同" in {row.label for row in response.context["report"].met}
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert decoded("慈市监函〔2022〕12号".encode(encoding)) == "慈市监函〔2022〕12号"


def test_the_page_tells_its_form_and_the_report_what_was_not_compared():
    response = hand_in(good_pdf(1, "信函"), kind="")
    assert response.context["kind"] == "信函"
    assert not {"发文字号居中", "发文机关标志在版心居中"} & set(failed(response))
    assert "按页面判断" in response.text
    assert "没有给原文，没有逐字核对" in response.text


REFUSED = {
    "an empty file": (lambda: b"", "空文件"),
    "a renamed docx": (lambda: b"PK\x03\x04" + bytes(100), "这不是 PDF，是 Word"),
    "an old doc": (lambda: b"\xd0\xcf\x11\xe0" + bytes(100), "旧版 Word"),
    "a picture": (lambda: PNG + bytes(100), "这是一张图片"),
    "a page of text": (lambda: "公文".encode(), "按内容看，这不是 PDF"),
    "only a head": (lambda: b"%PDF-1.7\n", "已经损坏"),
    "a damaged file": (lambda: b"%PDF-1.7\n" + bytes(5000), "已经损坏"),
    "half a file": (lambda: good_pdf()[: len(good_pdf()) // 2], "已经损坏"),
    "a locked file": (locked, "加了打开密码"),
    "a scan": (scanned, "没有文字，只有图片"),
    "too many pages": (lambda: with_blank_pages(61), "有 61 页，最多检查 60 页"),
    "too large": (lambda: b"%PDF-" + bytes(10 * 1024 * 1024), "超过 10 MB"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_checked_is_refused_with_the_way_out(case: str):
    make, message = REFUSED[case]
    response = hand_in(make())
    assert response.status_code == 200
    assert "report" not in response.context
    (error,) = response.context["form"].errors["file"]
    assert message in error
    assert "请" in error


def test_nothing_chosen_is_said():
    response = as_(make_user("经办人")).post(UPLOAD, {"kind": "文件"})
    assert response.context["form"].errors["file"] == ["请选择要检查的 PDF 文件。"]


@pytest.mark.parametrize(
    ("fields", "name", "message"),
    [
        ({"kind": "公报"}, "kind", "没有所选的这一项"),
        ({"text": "甲" * 100_001}, "text", "最多 100000 字"),
        ({"text_file": SimpleUploadedFile("a.txt", PNG + b"\0")}, "text_file", "不是纯文本"),
        ({"text_file": SimpleUploadedFile("a.txt", bytes(2**20 + 1))}, "text_file", "超过 1 MB"),
        ({"text": "甲", "text_file": SimpleUploadedFile("a.txt", b"a")}, "text", "原文只给一份"),
    ],
)
def test_other_mistakes_are_said_and_that_the_file_was_dropped(fields, name, message):
    errors = hand_in(good_pdf(), **fields).context["form"].errors
    assert message in errors[name][0]
    assert "请重新选择文件" in errors["file"][0]


def test_a_name_is_shown_as_text():
    response = hand_in(good_pdf(), name="<b>公文</b>.pdf")
    assert "<b>公文" not in response.text


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(foreign, "SECONDS", 0.05)
    (error,) = hand_in(good_pdf()).context["form"].errors["file"]
    assert "还没有做完，已停止" in error


def test_files_are_checked_for_those_who_work_on_letters():
    assert Client().get(UPLOAD).url.startswith("/login/")
    for role in ("经办人", "科室负责人", "办公室", "局领导"):
        response = as_(make_user(role)).get(UPLOAD)
        assert "PDF 文件" in response.text
    for role in ("读者", "录入员", "系统管理员"):
        assert as_(make_user(role)).get(UPLOAD).status_code == 403
        assert hand_in(b"", role=role).status_code == 403
    assert as_(make_user("经办人")).delete(UPLOAD).status_code == 405


def test_the_pages_lead_to_the_check():
    letter = make_draft()
    officer = as_(letter.handling.officer)
    here = f'href="{address(letter.handling)}"'
    for name in ("letter_desk", "proposal_detail"):
        assert here in officer.get(reverse(name, args=[letter.handling.proposal_id])).text
    assert f'href="{UPLOAD}"' in officer.get("/proposals/").text
    assert f'href="{UPLOAD}"' not in as_(make_user("读者")).get("/proposals/").text
    handling = make_issued().letter.handling
    for name in ("letter_verify", "proposal_detail"):
        page = as_(make_user("读者")).get(reverse(name, args=[handling.proposal_id]))
        assert f'href="{address(handling)}"' in page.text
