"""交办清单: read as lists really come, previewed without saving, registered as a whole or not."""

import csv
import io
import time
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cixi_ip.models import Event
from cixi_ip.workbooks.complaints import DOUBT, HINT, REFUSED, Refusal
from cixi_ip.workbooks.sheets import open_workbook
from proposals import actions
from proposals.actions.intake import Arrival
from proposals.intake import template
from proposals.intake.listing import Listing, Terms
from proposals.intake.reading import MOST_CASES, read
from proposals.intake_preview import preview
from proposals.models import Handling, IntakeFile, Proposal, SearchDocument
from tests.makers import make_user
from tests.proposals.makers import make_handling, make_session
from tests.proposals.pages import as_, said
from tests.stats.workbooks import xlsx

TODAY = date(2026, 4, 1)
TERMS = Terms(("建议", "议案"), "慈溪市市场监督管理局", TODAY)
HEAD = ("编号", "标题", "领衔人", "主办单位", "协办单位", "我局角色", "交办日期")
# All persons, titles and numbers are invented.
ROW = (220, "关于甲事的建议", "甲代表", "市科技局", "市市场监管局", "协办", "2026-03-05")


def listing(*rows: Any, head: Any = HEAD, terms: Terms = TERMS) -> Listing:
    return read(open_workbook("清单.xlsx", xlsx([head, *rows])), terms)


def complaints(found: Listing, kind: str = REFUSED) -> list[str]:
    return [
        f"{one.column}{one.row} {one.what}{one.how}" for one in found.complaints if one.kind == kind
    ]


def row(**cells: Any) -> list[Any]:
    return list((dict(zip(HEAD, ROW, strict=True)) | cells).values())


# Reading


def test_a_plain_row():
    found = listing(ROW)
    (case,) = found.rows
    assert (case.number, case.kind, case.role) == (220, "建议", "协办")
    assert (case.lead_unit, case.units, case.lead) == ("市科技局", [], ["甲代表"])
    assert case.assigned_on == date(2026, 3, 5)
    assert case.is_sound
    assert not found.complaints


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (220, 220),
        (220.0, 220),
        ("第220号", 220),
        ("２２０", 220),
        (" 220 ", 220),
        ("建议220号", 220),
        ("007", 7),
    ],
)
def test_numbers_as_lists_write_them(cell, number):
    assert listing(row(编号=cell)).rows[0].number == number


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026/3/5", date(2026, 3, 5)),
        ("2026.3.5", date(2026, 3, 5)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("２０２６年３月５日", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 5)),
        (46086, date(2026, 3, 5)),
        ("", None),
        ("—", None),
    ],
)
def test_dates_as_text_as_date_and_as_serial_number(cell, day):
    found = listing(row(交办日期=cell))
    assert found.rows[0].assigned_on == day
    assert found.rows[0].is_sound


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({"编号": ""}, "A2 没有填编号。请照来文补上，如 220。"),
        ({"编号": "二百二十"}, "A2 编号“二百二十”读不出来。请只填数字，如 220。"),
        ({"编号": "2026-220"}, "A2 编号“2026-220”读不出来。"),
        ({"编号": 0}, "A2 编号“0”读不出来。"),
        ({"编号": "=A1+1"}, "A2 这一格是公式"),
        ({"标题": ""}, "B2 没有填标题。请照来文补上。"),
        ({"标题": "长" * 121}, "B2 “标题”有 121 个字，最多 120 个。请缩短。"),
        ({"标题": "=B1"}, "B2 这一格是公式"),
        ({"我局角色": "督办"}, "F2 “督办”认不出。请从这几项中选：主办、协办、分办、独办、参阅。"),
        ({"我局角色": "主办"}, "D2 我局角色是主办，主办单位却是“市科技局”。"),
        ({"主办单位": "市市场监管局"}, "F2 我局角色是协办，主办单位却是我局。"),
        ({"主办单位": ""}, "D2 没有填主办单位。请补上。"),
        ({"我局角色": "", "协办单位": ""}, "F2 看不出我局的角色"),
        ({"交办日期": "3月5日"}, "G2 日期“3月5日”读不出来。"),
        ({"交办日期": "2026-02-30"}, "G2 日期“2026-02-30”读不出来。"),
        ({"交办日期": "2026-12-05"}, "G2 日期 2026-12-05 晚于今天。请核对年份。"),
        ({"交办日期": "=TODAY()"}, "G2 这一格是公式"),
        ({"主办单位": "", "我局角色": "独办", "领衔人": ""}, "C2 我局独办要答复，没有填领衔人。"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_the_way_out(cells, complaint):
    found = listing(row(**cells))
    assert any(one.startswith(complaint) for one in complaints(found)), complaints(found)
    assert not found.rows[0].is_sound


def test_a_kind_of_the_other_body():
    found = listing((*ROW, "提案"), head=(*HEAD, "类别"))
    assert complaints(found) == [
        "H2 类别“提案”不属于所选的届次（应为建议、议案）。请改正，或换一个届次另行上传。"
    ]


@pytest.mark.parametrize(
    ("lead", "others", "role"),
    [
        ("慈溪市市场监督管理局", "市科技局", "主办"),
        ("市市场监管局（知识产权局）", "", "独办"),
        ("市市场监管局、市科技局", "", "分办"),
        ("市科技局", "市财政局，市知识产权局", "协办"),
    ],
)
def test_our_role_follows_from_the_units_where_it_is_not_told(lead, others, role):
    (case,) = listing(row(主办单位=lead, 协办单位=others, 我局角色="")).rows
    assert (case.role, case.is_role_told, case.is_sound) == (role, False, True)


def test_several_names_in_one_cell():
    (case,) = listing(row(领衔人="张 某、李某，王某某")).rows
    assert (case.lead, case.joint) == (["张某"], ["李某", "王某某"])
    (body,) = listing(row(领衔人="民建慈溪市总支")).rows
    assert body.is_group


def test_a_head_below_a_merged_title_with_merged_parts():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "2026年市人大代表建议交办清单"
    sheet.merge_cells("A1:F1")
    sheet.append(["序号", "建议\n编号", "提出人", None, "案由", "承办单位", None, "备注"])
    sheet.append([None, None, "领衔代表", "联名代表", None, "主办", "会办", None])
    for merge in ("A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:G2", "H2:H3"):
        sheet.merge_cells(merge)
    sheet.append(
        [1, 31, "甲代表", "乙代表、丙代表", "关于乙事的建议", "市科技局", "市市场监管局", "急"]
    )
    sheet.append([])
    sheet.append(["合计", 1])
    sheet.append(["说明：以上各件三个月内办结。"])
    stream = io.BytesIO()
    book.save(stream)
    found = read(open_workbook("清单.xlsx", stream.getvalue()), TERMS)
    (case,) = found.rows
    assert (case.row, case.number, case.title, case.role) == (4, 31, "关于乙事的建议", "协办")
    assert (case.lead, case.joint) == (["甲代表"], ["乙代表", "丙代表"])
    assert complaints(found, HINT) == [
        "H2 “备注”一栏不认得，没有读入。需要读入的，请改用模板中的栏名。"
    ]


def test_one_number_twice_and_one_title_twice():
    found = listing(ROW, row(标题="关于丙事的建议"), row(编号=221))
    assert [case.is_sound for case in found.rows] == [True, False, True]
    assert complaints(found)[0].startswith("3 建议220号在数据第 2 行已有。")
    assert complaints(found, DOUBT)[0].startswith("4 标题与数据第 2 行相同，编号不同。")


def test_every_column_of_the_template_is_read_back():
    content = template.blank(["建议", "提案", "议案"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["交办清单"]
    cells = {
        "编号": 12, "类别": "建议", "标题": "关于丁事的建议", "领衔人": "甲代表",
        "联名人": "乙代表", "代表团/界别": "某镇代表团", "联系电话": "0574-00000000",
        "主办单位": "",
        "协办单位": "市科技局、市财政局", "我局角色": "主办", "交办机关": "市人大",
        "交办日期": "2026-03-05", "提出时间": "闭会", "主题": "商标", "重点": "是",
        "公开意愿": "仅公开标题", "多年提出": "两年", "需书面答复": "否", "全文": "全文一段。",
    }  # fmt: skip
    headings = [cell.value for cell in sheet[1]]
    assert set(headings) == set(cells)
    for place, heading in enumerate(headings, 1):
        sheet.cell(2, place, cells[heading])
    stream = io.BytesIO()
    book.save(stream)
    found = read(open_workbook("清单.xlsx", stream.getvalue()), TERMS)
    (case,) = found.rows
    assert not found.complaints
    assert (case.lead_unit, case.units) == (TERMS.bureau, ["市科技局", "市财政局"])
    assert (case.sitting, case.wish, case.repeated) == ("闭会", "标题", "两年")
    assert (case.is_key, case.needs_answer, case.text) == (True, False, "全文一段。")
    assert (case.group, case.phone, case.topic) == ("某镇代表团", "0574-00000000", "商标")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["甲", "乙"], ["丙", "丁"]], "没有找到表头"),
        ([["标题", "主办单位"], ["某事", "某局"]], "没有“编号”栏"),
        ([HEAD], "表头下面没有内容"),
        (
            [HEAD, *[[n, "某事", "", "某局", "", "协办", ""] for n in range(1, MOST_CASES + 2)]],
            "一次最多",
        ),
    ],
)
def test_a_table_that_is_no_list_is_refused(rows, sentence):
    with pytest.raises(Refusal, match=sentence):
        read(open_workbook("清单.xlsx", xlsx(rows)), TERMS)


# Uploading, looking at it, registering


def make_list(*rows: Any, by: Any = None, head: Any = HEAD, **fields: Any) -> IntakeFile:
    return actions.upload_list(
        by=by or make_user("办公室"),
        session=fields.pop("session", None) or make_session(),
        name="交办清单.xlsx",
        content=xlsx([head, *(rows or [ROW])]),
    )


def take(file: IntakeFile, **fields: Any) -> list[Proposal]:
    seen = preview(file, timezone.localdate()).digest
    return actions.take_list(by=file.uploaded_by, file=file, **({"seen": seen} | fields))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("清单.xlsx", b"", "空文件"),
        ("清单.xlsx", b"%PDF-1.7\n%%EOF", "PDF"),
        ("清单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Excel"),
        ("清单.xlsx", xlsx([HEAD])[:400], "不完整或已损坏"),
        ("清单.csv", b"\xff\xfe\x00a", "UTF-16"),
    ],
)
def test_odd_files_are_refused_at_once_and_not_kept(name, content, sentence):
    office, session = make_user("办公室"), make_session()
    with pytest.raises(ValidationError, match=sentence):
        actions.upload_list(by=office, session=session, name=name, content=content)
    assert not IntakeFile.objects.exists()


@pytest.mark.django_db
def test_nothing_is_registered_before_it_is_confirmed():
    file = make_list()
    assert preview(file, timezone.localdate()).counts["可登记"] == 1
    assert not Proposal.objects.exists()
    (proposal,) = take(file)
    handling = Handling.objects.get(proposal=proposal)
    assert (handling.role, handling.addressee, handling.state) == ("协办", "市科技局", "registered")
    assert [one.name for one in proposal.proposers.all()] == ["甲代表"]
    file.refresh_from_db()
    assert file.taken_at is not None
    (event,) = Event.objects.filter(kind="登记交办清单")
    assert event.detail["registered"] == ["建议220"]
    assert event.detail["sha256"] == file.sha256


@pytest.mark.django_db
def test_those_we_lead_are_answered_to_whoever_put_them_forward():
    (proposal,) = take(make_list(row(主办单位="", 我局角色="主办", 协办单位="市科技局、市财政局")))
    handling = proposal.handling
    assert (handling.addressee, proposal.lead_unit) == ("甲代表", "慈溪市市场监督管理局")
    assert [unit.unit for unit in handling.other_units.all()] == ["市科技局", "市财政局"]


@pytest.mark.django_db
def test_what_is_registered_already_is_skipped_and_compared():
    make_handling(number=220, title="关于甲事的建议", lead_unit="市财政局")
    make_handling(number=9, title="关于戊事的建议")
    earlier = make_session("市十八届人大五次会议", year=2025)
    make_handling(number=4, session=earlier, title="关于己事的建议")
    file = make_list(
        ROW,
        row(编号=10, 标题="关于戊事的建议"),
        row(编号=11, 标题="关于己事的建议"),
        row(编号=12, 标题="关于庚事的建议"),
    )
    found = preview(file, timezone.localdate())
    assert [str(one.verdict) for one in found.judged] == [
        "已登记",
        "标题相同",
        "往届同题",
        "可登记",
    ]
    assert "主办单位：清单为“市科技局”，已登记为“市财政局”" in found.judged[0].differences
    assert [one.number for one in take(file)] == [11, 12]


@pytest.mark.django_db
def test_the_officer_decides_on_the_rest():
    make_handling(number=9, title="关于戊事的建议")
    rows = (row(编号=10, 标题="关于戊事的建议"), row(编号=11), row(编号=""))
    with pytest.raises(ValidationError, match="有 1 行有问题"):
        take(make_list(*rows))
    assert Proposal.objects.count() == 1
    file = make_list(*rows)
    taken = take(file, leaves_faulty=True, takes_same_titles=True, left_out=[11])
    assert [one.number for one in taken] == [10]


@pytest.mark.django_db
def test_a_preview_that_is_out_of_date_registers_nothing():
    file = make_list()
    seen = preview(file, timezone.localdate()).digest
    make_handling(number=220)
    with pytest.raises(ValidationError, match="预览之后"):
        take(file, seen=seen)
    assert Proposal.objects.count() == 1


@pytest.mark.django_db
def test_one_row_that_is_refused_takes_none_in(monkeypatch):
    file = make_list(ROW, row(编号=221, 标题="关于辛事的建议"))
    prepare = Arrival.prepare

    def refusing(self: Arrival, by: Any) -> Handling:
        if self.proposal.number == 221:
            raise ValidationError("这一件不行。")
        return prepare(self, by)

    monkeypatch.setattr(Arrival, "prepare", refusing)
    with pytest.raises(ValidationError, match=r"数据第 3 行：这一件不行"):
        take(file)
    assert not Proposal.objects.exists()
    file.refresh_from_db()
    assert file.taken_at is None


@pytest.mark.django_db
def test_a_list_leaves_the_same_as_its_cases_registered_one_by_one():
    take(make_list())
    make_handling(number=300, is_accepted=False)
    listed, single = Handling.objects.order_by("proposal__number")
    kinds = [
        list(
            Event.objects.filter(
                subject_type="proposals.handling", subject_id=str(one.pk)
            ).values_list("kind", "detail__move")
        )
        for one in (listed, single)
    ]
    assert kinds[0] == kinds[1] == [("登记建议提案", "register")]
    assert SearchDocument.objects.filter(handling=listed).count() == 1
    assert listed.proposal.registered_by is not None


@pytest.mark.django_db
def test_a_list_is_taken_once_and_by_who_uploaded_it():
    file = make_list()
    with pytest.raises(PermissionDenied):
        actions.take_list(by=make_user("经办人"), file=file, seen="")
    with pytest.raises(PermissionDenied):
        actions.drop_list(by=make_user("经办人"), file=file)
    take(file)
    with pytest.raises(ValidationError, match="已经登记过"):
        take(file)
    with pytest.raises(ValidationError, match="不必再传"):
        make_list(by=file.uploaded_by)
    with pytest.raises(ValidationError, match="已经登记过"):
        actions.drop_list(by=file.uploaded_by, file=file)
    with pytest.raises(PermissionDenied):
        make_list(by=make_user("读者"))


@pytest.mark.django_db
def test_giving_a_list_up_leaves_a_record():
    file = make_list()
    actions.drop_list(by=file.uploaded_by, file=file)
    assert not IntakeFile.objects.exists()
    assert Event.objects.get(kind="放弃交办清单").detail["sha256"]


@pytest.mark.django_db
@pytest.mark.slow
def test_a_thousand_rows_take_seconds():
    day = timezone.localdate() - timedelta(3)
    rows = [
        row(编号=n, 标题=f"关于第{n}件某事的建议", 领衔人=f"甲{n}、乙{n}", 交办日期=day)
        for n in range(1, 1001)
    ]
    file = make_list(*rows)
    start = time.perf_counter()
    found = preview(file, timezone.localdate())
    read_in = time.perf_counter() - start
    assert found.counts["可登记"] == 1000
    start = time.perf_counter()
    taken = take(file)
    written_in = time.perf_counter() - start
    assert len(taken) == Handling.objects.count() == 1000
    # Some 1 and 4 seconds on a quiet machine; the bound is for a crowded one.
    assert read_in + written_in < 60


# Pages


def upload(client: Any, content: bytes, name: str = "清单.xlsx", **fields: Any) -> Any:
    file = io.BytesIO(content)
    file.name = name
    typed = {"session": make_session().pk, "file": file} | fields
    return client.post(reverse("list_upload"), typed, follow=True)


@pytest.mark.django_db
def test_from_upload_to_registration_on_the_pages():
    client = as_(make_user("办公室"))
    page = upload(client, xlsx([HEAD, ROW, row(编号="", 标题="关于壬事的建议")])).text
    assert "没有填编号" in page
    assert "A 列" in page
    file = IntakeFile.objects.get()
    url = reverse("list_preview", args=[file.pk])
    seen = client.get(url).context["form"].initial["seen"]
    refused = client.post(url, {"seen": seen}).text
    assert "请勾选“有问题的先不登记”" in refused
    assert not Proposal.objects.exists()
    response = client.post(url, {"seen": seen, "leaves_faulty": "on"}, follow=True)
    assert "登记 1 件" in said(response)
    assert "已按这份清单登记" in client.get(url).text
    text = client.get(reverse("list_complaints", args=[file.pk])).content.decode("utf-8-sig")
    assert any("没有填编号" in line[4] for line in csv.reader(io.StringIO(text)))


@pytest.mark.django_db
def test_the_template_and_refusals_on_the_page():
    officer = make_user("经办人")
    client = as_(officer)
    assert client.get(reverse("list_template")).content.startswith(b"PK")
    assert "PDF" in upload(client, b"%PDF-1.7\n%%EOF").text
    assert "没有找到表头" in upload(client, xlsx([["甲"], ["乙"]])).text
    wrong = {"seen": "x", "left_out": "二百"}
    file = make_list(by=officer)
    page = client.post(reverse("list_preview", args=[file.pk]), wrong).text
    assert "“二百”不是编号" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["list_upload", "list_template", "list_preview", "list_complaints"]
)
def test_only_who_registers_comes_to_the_lists(name, client):
    file = make_list()
    url = reverse(name, args=[file.pk] if name in ("list_preview", "list_complaints") else [])
    assert client.get(url).status_code == 302
    assert as_(make_user("读者")).get(url).status_code == 403
    assert as_(make_user("办公室")).get(url).status_code == 200
    assert as_(make_user("办公室")).delete(url).status_code == 405


@pytest.mark.django_db
def test_dropping_is_a_post_of_ones_own():
    file = make_list()
    own, url = as_(file.uploaded_by), reverse("list_drop", args=[file.pk])
    assert own.get(url).status_code == 405
    assert as_(make_user("经办人")).post(url).status_code == 403
    assert "没有登记任何一件" in said(own.post(url, follow=True))
    assert own.get(reverse("list_preview", args=[file.pk])).status_code == 404


@pytest.mark.django_db
def test_the_preview_costs_the_same_for_any_number(django_assert_max_num_queries):
    client = as_(make_user("办公室"))
    file = make_list(*[row(编号=n, 标题=f"关于{n}事的建议") for n in range(1, 80)])
    with django_assert_max_num_queries(12):
        page = client.get(reverse("list_preview", args=[file.pk]))
    assert page.context["page"].paginator.num_pages == 4
