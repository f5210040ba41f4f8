"""The package of a finished case: what is in it, always the same bytes, and who takes it."""

import hashlib
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions
from proposals.models import Attachment, Handling, IssuedLetter, Publication
from proposals.packing import names
from proposals.packing.verification import REQUIRED
from tests.makers import make_user
from tests.proposals.makers import make_handling
from tests.proposals.packages import PAPER, PHONE, make_closed, opened, packed, read, verdict_of
from tests.proposals.pages import as_

pytestmark = pytest.mark.slow


@pytest.fixture
def closed(db: None) -> Handling:
    return make_closed()


@pytest.fixture
def data(closed: Handling) -> bytes:
    return packed(closed)


def test_it_holds_everything_about_the_case(closed: Handling, data: bytes):
    found = set(opened(data).namelist())
    issued = IssuedLetter.objects.get()
    letter = f"公文/第1轮/{issued.reference} {issued.title}.pdf"
    assert found == {
        *REQUIRED,
        "来文/附件/01-来文：扫描件？.pdf",
        "来文/附件/02-_CON.txt",
        "公文/第1轮/公文稿.json",
        "公文/第1轮/公文稿.txt",
        "公文/第1轮/签发记录.json",
        letter,
        "表单/办理单.pdf",
        "表单/面商记录01.pdf",
        "表单/征询意见表-第1轮.pdf",
        "manifest.json",
        "SHA256SUMS",
    }
    assert opened(data).read(letter) == bytes(issued.pdf)
    assert opened(data).read("来文/附件/01-来文：扫描件？.pdf") == PAPER
    assert opened(data).read("公文/第1轮/公文稿.txt").decode() == issued.letter.body + "\n"


def test_the_stored_values_are_all_there(closed: Handling, data: bytes):
    issued, proposal = IssuedLetter.objects.get(), closed.proposal
    paper = read(data, "来文/来文.json")
    assert (paper["title"], paper["number"]) == (proposal.title, proposal.number)
    assert paper["proposers"][0]["phone"] == PHONE
    assert [(one["text"], one["answer"]) for one in paper["asks"]] == [("加强某项工作", "已经加强")]
    assert read(data, "办理/其他单位意见.json")[0]["opinion"] == "同意。"
    assert read(data, "办理/沟通记录.json")[0]["content"] == "听取了意见。"
    assert read(data, "办理/征询意见.json")[0]["result"] == "基本满意"
    assert read(data, "办理/公开.json")[0]["text"] == Publication.objects.get().text
    kept = read(data, "公文/第1轮/签发记录.json")
    assert (kept["sha256"], kept["body"]) == (issued.sha256, issued.body)
    assert (kept["checks"], kept["figures"]) == (issued.checks, issued.figures)
    rounds = read(data, "办理/办理.json")["rounds"]
    assert rounds[0]["delivery"] == "当面送交"


def test_promises_and_their_way_are_in_it(closed: Handling, data: bytes):
    promises = read(data, "办理/承诺.json")
    assert [one["outcome"] for one in promises] == ["只是打算"] * len(promises)
    assert len(promises) == IssuedLetter.objects.get().commitments.count() > 0


def test_events_are_lines_of_json_without_who_read_it(closed: Handling, data: bytes):
    lines = opened(data).read("办理/操作记录.jsonl").decode().splitlines()
    kinds = [json.loads(line)["kind"] for line in lines]
    assert kinds[0] == "登记建议提案"
    assert kinds[-1] == "办结"
    assert {"签发", "征询", "不算承诺"} & set(kinds) >= {"签发", "不算承诺"}
    assert not [kind for kind in kinds if kind.startswith("下载")]


def test_the_readable_page_tells_it_to_people(closed: Handling, data: bytes):
    page = opened(data).read("案卷.html").decode()
    issued = IssuedLetter.objects.get()
    for words in (
        issued.reference,
        "今年年底前完成某项工作",
        "市科技局",
        PHONE,
        "当面商谈",
        "基本满意",
    ):
        assert words in page
    assert "None" not in page
    assert "<script" not in page
    assert "http" not in page.replace('http-equiv="', "")


def test_the_same_case_gives_the_same_bytes_whoever_reads_it(closed: Handling, data: bytes):
    b"".join(as_(make_user("办公室")).get(address(closed)).streaming_content)
    assert packed(closed) == data
    actions.archive(by=make_user("办公室"), handling=closed)
    archived = packed(closed)
    assert archived != data
    assert archived == packed(closed)


def test_members_are_sorted_stored_named_in_utf_8_and_of_one_date(data: bytes):
    infos = opened(data).infolist()
    found = [one.filename for one in infos]
    assert found[:-2] == sorted(found[:-2])
    assert found[-2:] == ["manifest.json", "SHA256SUMS"]
    assert len({one.date_time for one in infos}) == 1
    assert {one.compress_type for one in infos} == {zipfile.ZIP_STORED}
    assert all(one.flag_bits & 0x800 for one in infos if not one.filename.isascii())
    assert names.faults(found) == []


def test_the_guide_says_how_to_check_on_windows_and_linux(data: bytes):
    guide = opened(data).read("说明.txt")
    assert guide.startswith(b"\xef\xbb\xbf")
    assert guide.count(b"\r\n") == guide.count(b"\n")
    for words in ("Get-FileHash", "certutil -hashfile", "sha256sum -c SHA256SUMS", "已办结"):
        assert words in guide.decode("utf-8-sig")


def address(handling: Handling) -> str:
    return reverse("case_package", kwargs={"proposal": handling.proposal_id})


@pytest.mark.parametrize(
    ("role", "code"),
    [("办公室", 200), ("经办人", 403), ("科室负责人", 403), ("局领导", 403), ("读者", 403)],
)
def test_only_the_office_downloads_it(closed: Handling, role: str, code: int):
    user = make_user(role)
    response = as_(user).get(address(closed))
    assert response.status_code == code
    recorded = Event.objects.filter(kind="下载归档包", by=user)
    assert recorded.count() == (code == 200)
    if code == 200:
        content = b"".join(response.streaming_content)
        assert response["Content-Type"] == "application/zip"
        assert int(response["Content-Length"]) == len(content)
        assert recorded.get().detail["sha256"] == hashlib.sha256(content).hexdigest()


def test_the_action_asks_for_both_permissions_itself(closed: Handling):
    for role in ("经办人", "局领导"):
        with pytest.raises(PermissionDenied, match="下载归档包"):
            actions.pack(by=make_user(role), handling=closed)


def test_it_needs_a_login_and_answers_to_get_alone(closed: Handling, client):
    assert client.get(address(closed)).status_code == 302
    assert as_(make_user("办公室")).post(address(closed)).status_code == 405


@pytest.mark.django_db
def test_an_open_case_has_no_package_and_its_page_says_when():
    handling = make_handling(role="主办")
    response = as_(make_user("办公室")).get(address(handling), follow=True)
    page = response.content.decode()
    assert "办结或归档后才能下载归档包" in page
    assert "办结或归档后可在这里下载归档包" in page


def test_the_page_of_a_closed_case_offers_it_to_the_office(closed: Handling):
    url = reverse("proposal_detail", kwargs={"proposal": closed.proposal_id})
    assert address(closed) in as_(make_user("办公室")).get(url).content.decode()
    assert address(closed) not in as_(make_user("经办人")).get(url).content.decode()


def test_a_spoilt_attachment_stops_the_package_and_says_so(closed: Handling):
    Attachment.objects.filter(name="CON.txt").update(content=b"y")
    with pytest.raises(ValidationError, match="与收文时的 SHA-256 不一致"):
        packed(closed)
    assert not Event.objects.filter(kind="下载归档包").exists()


def test_a_form_that_cannot_be_set_says_why_and_stops_nothing(closed: Handling, tmp_path: Path):
    closed.round.contacts.update(content="\U0010ffff")
    data = packed(closed)
    text = opened(data).read("表单/面商记录01（未排版）.txt").decode()
    assert "没有字体能显示" in text
    assert verdict_of(data, tmp_path) == ()


def test_an_opinion_for_another_unit_and_a_read_paper_pack_as_well(db: None, tmp_path: Path):
    assist = packed(make_closed("协办"))
    assert verdict_of(assist, tmp_path) == ()
    assert not [name for name in opened(assist).namelist() if "征询意见表" in name]
    inform = make_handling(role="参阅")
    actions.note_and_close(by=make_user("办公室"), handling=inform)
    read_only = packed(inform)
    assert verdict_of(read_only, tmp_path) == ()
    assert read(read_only, "manifest.json")["letters"] == []


def test_packing_asks_the_same_for_any_number_of_rows(
    closed: Handling, django_assert_max_num_queries
):
    office = make_user("办公室")
    for day in range(1, 12):
        closed.round.contacts.create(
            day=timezone.localdate() - timedelta(days=day),
            way="电话",
            with_whom="甲某",
            our_people="乙某",
            content="内容",
            recorded_by=office,
        )
    with django_assert_max_num_queries(60):
        actions.pack(by=office, handling=closed).file.close()
