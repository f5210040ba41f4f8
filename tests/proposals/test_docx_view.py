"""Word drafts at the doors: who gets them, what is shown of an edited one, and that looking saves
nothing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cixi_ip.models import Event
from proposals import actions
from proposals.examination import examine
from proposals.letters.docx import package as word_package
from proposals.models import Letter
from tests.makers import make_observation, make_user
from tests.proposals.letters.worddraft import changed, package, replaced, with_paragraphs, xml_of
from tests.proposals.makers import make_awaiting, make_draft, make_handling, make_issued, write
from tests.proposals.pages import VALUE, as_, path, said

pytestmark = pytest.mark.django_db
BODY = f"我市全年专利授权{VALUE}，比上年增加。\n一、下一步打算\n继续加强保护。"


def downloaded(letter: Letter) -> bytes:
    return as_(letter.handling.officer).get(path("letter_docx", letter.handling)).content


def upload(letter: Letter, data: bytes, name: str = "改好的.docx", follow: bool = True):
    file = SimpleUploadedFile(name, data)
    client = as_(letter.handling.officer)
    return client.post(path("letter_from_docx", letter.handling), {"file": file}, follow=follow)


@pytest.fixture
def letter(db: None) -> Letter:
    make_observation(12688)
    return make_draft(BODY)


def test_a_draft_is_downloaded_and_the_download_recorded(letter: Letter):
    response = as_(letter.handling.officer).get(path("letter_docx", letter.handling))
    assert response.status_code == 200
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert ".docx" in response["Content-Disposition"]
    assert (
        "12688件"
        in zipfile.ZipFile(io.BytesIO(response.content)).read("word/document.xml").decode()
    )
    event = Event.objects.filter(kind="下载 Word 稿").get()
    assert event.detail["file"].endswith("（草稿）.docx")


def test_before_signing_only_who_works_on_letters_gets_the_draft():
    handling = make_awaiting()
    url = path("letter_docx", handling)
    for role, code in {"读者": 403, "局领导": 200, "科室负责人": 200, "系统管理员": 403}.items():
        assert as_(make_user(role)).get(url).status_code == code


def test_a_signed_letter_has_no_word_file():
    issued = make_issued()
    url = path("letter_docx", issued.letter.handling)
    response = as_(make_user("读者")).get(url, follow=True)
    assert "已签发定稿，只提供签发的 PDF 原件" in said(response)
    assert not Event.objects.filter(kind="下载 Word 稿").exists()


def test_a_case_without_a_letter_says_so():
    handling = make_handling()
    response = as_(make_user("经办人")).get(path("letter_docx", handling), follow=True)
    assert "还没有公文稿" in said(response)


def test_the_desk_leads_to_word_and_back(letter: Letter):
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert path("letter_docx", letter.handling) in text
    assert path("letter_from_docx", letter.handling) in text


def test_an_unchanged_file_changes_nothing(letter: Letter):
    response = upload(letter, downloaded(letter))
    assert "没有可采用的改动" in said(response)
    assert response.redirect_chain[-1][0] == path("letter_desk", letter.handling)


def test_what_differs_is_shown_and_nothing_is_saved(letter: Letter):
    data = replaced(downloaded(letter), "继续加强保护。", "继续加强保护，做好服务。")
    response = upload(letter, data)
    assert response.status_code == 200
    assert "<ins>，做好服务</ins>" in response.text
    assert "还没有保存" in said(response)
    assert Letter.objects.get().body == BODY
    assert response.context["form"]["body"].value() == BODY.replace("保护。", "保护，做好服务。")


def test_taking_it_over_saves_it_with_its_figures_bound(letter: Letter):
    data = replaced(downloaded(letter), "继续加强保护。", "做好服务。")
    form = upload(letter, data).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"act": "save"}
    as_(letter.handling.officer).post(path("letter_desk", letter.handling), sent)
    saved = Letter.objects.get()
    assert saved.body == BODY.replace("继续加强保护", "做好服务")
    assert len(examine(saved).expansion.citations) == 1
    assert saved.edition == letter.edition + 1


def test_a_changed_figure_becomes_text_and_is_told_of(letter: Letter):
    response = upload(letter, replaced(downloaded(letter), "12688件", "12700件"))
    assert "引用的数“12688件”被改成“12700件”，已不再与数据绑定" in response.text
    assert VALUE not in response.context["form"]["body"].value()


def test_title_addressee_copies_and_contact_are_read(letter: Letter):
    write(letter, contact="张某某", phone="0574-00000000", cc="市政府办公室、市科技局")
    data = downloaded(letter)
    for old, new in {
        "市科技局：": "市经信局：",
        "协办意见": "会办意见",
        "张某某": "李某某",
        "市政府办公室，市科技局。": "市政府办公室，市人大办。",
    }.items():
        data = replaced(data, old, new)
    form = upload(letter, data).context["form"]
    assert form["addressee"].value() == "市经信局"
    assert form["title"].value() == letter.title.replace("协办", "会办")
    assert (form["contact"].value(), form["phone"].value()) == ("李某某", "0574-00000000")
    assert form["cc"].value() == "市政府办公室、市人大办"


def test_a_file_of_an_older_edition_says_so(letter: Letter):
    data = replaced(downloaded(letter), "继续加强保护。", "做好服务。")
    write(letter, body=BODY + "\n别处加的一段。")
    response = upload(letter, data)
    assert "这个文件下载之后，稿件又保存过 1 次" in response.text
    assert "别处加的一段。</del>" in response.text


def test_a_file_of_another_letter_says_so(letter: Letter):
    response = upload(letter, downloaded(make_draft("另一件的正文。")))
    assert "这个文件是从另一件公文稿下载的" in response.text


def test_a_draft_saved_after_looking_makes_the_take_over_stale(letter: Letter):
    form = upload(letter, replaced(downloaded(letter), "保护", "服务")).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"act": "save"}
    write(letter, body="别处先保存的。")
    response = as_(letter.handling.officer).post(path("letter_desk", letter.handling), sent)
    assert response.status_code == 409
    assert Letter.objects.get().body == "别处先保存的。"


def test_what_the_system_prints_is_not_read(letter: Letter):
    response = upload(letter, replaced(downloaded(letter), "慈市监函", "慈市监办"))
    assert "版头、署名、日期和版记由系统印出，文件中改的没有采用：“慈市监办" in response.text


def test_a_part_that_is_missing_keeps_the_stored_one(letter: Letter):
    response = upload(letter, replaced(downloaded(letter), "市科技局：", ""))
    assert "没有找到主送，仍用现存稿的主送" in response.text
    assert response.context["form"]["addressee"].value() == "市科技局"


def test_hostile_words_in_a_file_are_shown_as_words(letter: Letter):
    data = replaced(downloaded(letter), "继续", "&lt;script&gt;alert(1)&lt;/script&gt;")
    text = upload(letter, data).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_text_too_long_for_a_field_is_shown_with_its_refusal(letter: Letter):
    data = replaced(downloaded(letter), "协办意见", "意见" * 120)
    response = upload(letter, data)
    assert "标题共" in response.text
    assert Letter.objects.get().title == letter.title


FILES = {
    "empty": (b"", "空文件"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Word"),
    "pdf": (b"%PDF-1.7", "按内容看这是PDF 文件"),
    "workbook": (package(**{"xl__workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "Excel"),
    "zip": (package(a="x"), "压缩包"),
    "half": (b"PK\x03\x04" + b"x" * 90, "不完整或已损坏"),
    "page": (b"<html><body>a</body></html>", "网页"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_word_document_is_refused(letter: Letter, name: str):
    data, words = FILES[name]
    response = upload(letter, data)
    assert words in said(response) or words in response.text
    assert Letter.objects.get().edition == letter.edition


def test_a_file_that_is_too_large_is_not_even_read(letter: Letter, monkeypatch):
    monkeypatch.setattr("proposals.views.docx.LARGEST", 100)
    assert f"超过 {word_package.LARGEST // 2**20} MB" in said(upload(letter, b"PK\x03\x04" * 100))


def test_without_a_file_the_way_is_told(letter: Letter):
    client = as_(letter.handling.officer)
    response = client.post(path("letter_from_docx", letter.handling), follow=True)
    assert "请先选择改好的 Word 文件" in said(response)


def test_an_emptied_document_is_no_letter(letter: Letter):
    data = changed(
        downloaded(letter),
        document=lambda text: text[: text.index("<w:body>")] + "<w:body/></w:document>",
    )
    assert "没有读到标题、主送或正文" in said(upload(letter, data))


def test_only_the_officer_in_charge_reads_a_file_back(letter: Letter):
    data = downloaded(letter)
    for role in ("经办人", "局领导", "读者"):
        client = as_(make_user(role))
        file = SimpleUploadedFile("稿.docx", data)
        url = path("letter_from_docx", letter.handling)
        assert client.post(url, {"file": file}).status_code == 403


def test_a_letter_that_awaits_its_signature_takes_no_file(letter: Letter):
    data = downloaded(letter)
    write(letter, body="现提出如下意见。")
    actions.submit(by=letter.handling.officer, handling=letter.handling)
    response = upload(letter, data)
    assert "不能再改" in said(response)


def test_many_notes_are_cut_short(letter: Letter):
    line = "<w:p><w:r><w:t>甲{0}</w:t><w:br/><w:t>乙</w:t></w:r></w:p>"
    data = with_paragraphs(
        downloaded(letter), *(line.format(at) for at in range(60)), after="继续加强保护"
    )
    notes = upload(letter, data).context["word"].notes
    assert len(notes) == 41
    assert notes[-1] == "另有 20 条类似的提示。"


def test_figures_in_tables_and_attachments_stay_bound():
    make_observation(12688)
    body = f"如下表。\n|指标|数|\n|---|---|\n|专利授权|{VALUE}|\n【附件】名单\n全年授权{VALUE}。"
    letter = make_draft(body)
    data = replaced(downloaded(letter), "如下表。", "详见下表。")
    saved = upload(letter, data).context["form"]["body"].value()
    assert saved.count(VALUE) == 2
    assert saved.startswith("详见下表。\n| 指标 | 数 |")
    assert "【附件】名单\n全年授权{{" in saved


def test_a_draft_that_cannot_be_set_yet_can_still_be_finished_in_word(letter: Letter):
    write(letter, body="")
    assert downloaded(letter).startswith(b"PK")


def test_the_record_gets_a_page_of_its_own_only_where_the_text_ends_on_an_odd_one(letter: Letter):
    setting = letter.handling.setting
    setting.record_on_even_page = True
    setting.save()
    short, long = "一段。", "一段正文，写满一行又一行。" * 40
    for body, wanted in ((short, True), (long, False)):
        write(letter, body=body)
        assert ('w:val="evenPage"' in xml_of(downloaded(letter))) == wanted
