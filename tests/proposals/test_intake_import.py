"""交办清单 previewed without saving, and registered as a whole or not at all."""

import csv
import io
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions
from proposals.actions.intake import Arrival
from proposals.intake_preview import preview
from proposals.models import Handling, IntakeFile, Proposal, SearchDocument
from tests.makers import make_user
from tests.proposals.makers import make_handling, make_session
from tests.proposals.pages import as_, said
from tests.proposals.test_intake_reading import HEAD, ROW, row
from tests.stats.workbooks import xlsx


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
        actions.upload_list(
            by=file.uploaded_by,
            session=file.session,
            name="又一份.xlsx",
            content=bytes(file.content),
        )
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
