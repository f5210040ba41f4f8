"""Pages of 会议纪要: who gets them, writing, two at once, issuing, and the files."""

import io
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from proposals.models import Minutes
from tests.makers import make_user
from tests.proposals.makers import make_issued_minutes, make_minutes, make_session
from tests.proposals.pages import as_, said

pytestmark = pytest.mark.django_db
OF_ONE = ("detail", "edit", "issue", "pdf", "docx", "check")
STAFF = ("经办人", "科室负责人", "办公室", "局领导")


def to(name: str, minutes: Minutes | None = None) -> str:
    return reverse(f"minutes_{name}", kwargs={"minutes": minutes.pk} if minutes else None)


def typed(**values: object) -> dict[str, object]:
    return {
        "title": "办理工作会议纪要",
        "heading": "慈溪市市场监督管理局办理工作会议",
        "number": "〔2026〕77号",
        "held_on": "2026-03-05",
        "place": "三楼",
        "chair": "张某",
        "attendance": "甲科：甲某",
        "body": "一段。\r\n二段。",
        "seen_edition": "1",
    } | values


def asked(client: Client, name: str, minutes: Minutes) -> int:
    return (client.post if name == "issue" else client.get)(to(name, minutes)).status_code


@pytest.mark.parametrize("name", OF_ONE)
def test_who_does_not_work_on_letters_gets_no_page_of_them(name):
    minutes = make_minutes()
    assert asked(as_(make_user("读者")), name, minutes) == 403
    assert asked(Client(), name, minutes) == 302


def test_nor_the_list_nor_the_way_there():
    reader, clerk = as_(make_user("读者")), as_(make_user("经办人"))
    assert [reader.get(to(name)).status_code for name in ("list", "new")] == [403, 403]
    link = f'href="{to("list")}"'
    assert link in clerk.get(reverse("proposal_list")).text
    assert link not in reader.get(reverse("proposal_list")).text


@pytest.mark.parametrize("role", STAFF)
def test_all_who_work_on_letters_read_them(role):
    minutes, client = make_minutes(), as_(make_user(role))
    assert [client.get(to(name, minutes)).status_code for name in ("detail", "pdf", "docx")] == [
        200,
        200,
        200,
    ]
    assert (client.get(to("new")).status_code == 200) is (role != "局领导")


@pytest.mark.parametrize(
    ("name", "method"), [("issue", "get"), ("detail", "post"), ("pdf", "post")]
)
def test_other_methods_are_refused(name, method):
    client = as_(make_user("局领导"))
    assert getattr(client, method)(to(name, make_minutes())).status_code == 405


def test_a_number_no_database_holds_is_not_found():
    client = as_(make_user("经办人"))
    assert client.get(f"/proposals/minutes/{10**25}/").status_code == 404
    assert client.get("/proposals/minutes/4711/").status_code == 404


def test_the_list_shows_the_newest_first_finds_and_says_when_it_is_empty():
    client = as_(make_user("经办人"))
    assert "还没有会议纪要" in client.get(to("list")).text
    make_minutes(number="〔2026〕1号", held_on="2026-01-05", session=make_session())
    make_minutes(number="〔2026〕2号", held_on="2026-02-05", body="商标事项。")
    text = client.get(to("list")).text
    assert text.index("〔2026〕2号") < text.index("〔2026〕1号")
    found = client.get(to("list"), {"q": "商标"}).text
    assert "〔2026〕2号" in found
    assert "〔2026〕1号" not in found
    assert "没有符合条件的会议纪要" in client.get(to("list"), {"q": "火星"}).text


def test_the_list_asks_as_often_for_many_and_pages_them(django_assert_num_queries):
    client, clerk = as_(make_user("经办人")), make_user("经办人")
    for _ in range(27):
        make_minutes(by=clerk)
    client.get(to("list"))
    with django_assert_num_queries(7):
        text = client.get(to("list")).text
    assert len(re.findall(r"<tr", text)) == 26


def test_writing_previewing_and_saving():
    clerk = as_(make_user("经办人"))
    shown = clerk.post(to("new"), typed(act="preview"))
    assert "张某在三楼主持召开办理工作会议。" in shown.text
    assert not Minutes.objects.exists()
    response = clerk.post(to("new"), typed(), follow=True)
    assert "会议纪要已保存" in said(response)
    assert Minutes.objects.get().body == "一段。\n二段。"
    minutes = Minutes.objects.get()
    assert "<p>出席" not in response.text
    assert "<strong>出席：</strong>甲科：甲某" in response.text
    clerk.post(to("edit", minutes), typed(place="二楼"))
    assert Minutes.objects.get().place == "二楼"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"title": ""}, "请填写标题。"),
        ({"held_on": "三月五日"}, "开会日期请照 2026-03-05 的写法填写。"),
        ({"number": "1"}, "请照〔2026〕1号的写法填写"),
        ({"number": "〔2026〕5号"}, "这一编号的纪要已经有了"),
        ({"title": "长" * 80 + "纪要"}, "请缩短标题"),
        ({"seen_edition": "甲"}, "这一页的修改次数读不出来"),
    ],
)
def test_a_refusal_keeps_what_was_typed(values, message):
    make_minutes(number="〔2026〕5号")
    response = as_(make_user("经办人")).post(to("new"), typed(chair="留着某", **values))
    assert response.status_code == 200
    assert message in response.text
    assert "留着某" in response.text
    assert Minutes.objects.count() == 1


def test_two_at_once_see_both_texts():
    minutes, clerk = make_minutes(), as_(make_user("经办人"))
    clerk.post(to("edit", minutes), typed(place="二楼"))
    response = clerk.post(to("edit", minutes), typed(place="一楼"))
    assert response.status_code == 409
    assert "两份稿件的不同之处" in response.text
    (found,) = response.context["differences"]
    assert (found.label, found.typed, found.stored) == ("地点", "一楼", "二楼")
    assert clerk.post(to("edit", minutes), typed(place="一楼", seen_edition="2")).status_code == 302
    assert Minutes.objects.get().place == "一楼"


def test_the_way_from_draft_to_the_frozen_pdf():
    minutes, leader = make_minutes(), as_(make_user("局领导"))
    page = leader.get(to("detail", minutes)).text
    seen = re.search(r'name="seen_edition" value="(\d+)"', page)[1]
    assert "请先看过全文" in said(
        leader.post(to("issue", minutes), {"seen_edition": seen}, follow=True)
    )
    sent = {"seen_edition": seen, "read": "1"}
    response = leader.post(to("issue", minutes), sent, follow=True)
    assert "已定稿，不能再改" in said(response)
    assert "存档的 PDF 与定稿时逐字节相同" in response.text
    pdf = leader.get(to("pdf", minutes))
    assert pdf.content == bytes(Minutes.objects.get().pdf)
    assert pdf["Content-Type"] == "application/pdf"
    clerk = as_(minutes.drafted_by)
    assert "已经定稿" in said(clerk.get(to("edit", minutes), follow=True))
    assert "只提供定稿的 PDF" in said(clerk.get(to("docx", minutes), follow=True))


def test_who_wrote_them_is_told_why_he_cannot_issue():
    both = make_user("经办人", "局领导")
    minutes = make_minutes(by=both)
    response = as_(both).post(to("issue", minutes), {"seen_edition": "1", "read": "1"})
    assert response.status_code == 403
    assert "拟稿人不能定稿" in response.text


def test_the_word_draft_holds_the_names():
    content = as_(make_user("办公室")).get(to("docx", make_minutes())).content
    text = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    for words in ("出席：", "知识产权科：甲某、乙某；办公室：丙某", "办理工作会议纪要"):
        assert words in text


@pytest.mark.parametrize("make", [make_minutes, make_issued_minutes])
def test_the_layout_check_finds_nothing(make):
    response = as_(make_user("经办人")).get(to("check", make()))
    assert response.context["report"].kind == "good"
    assert "data:image/png;base64," in response.text
