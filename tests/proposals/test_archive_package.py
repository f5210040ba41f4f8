"""The package of a finished case: what is in it, always the same bytes, and every change found."""

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions
from proposals.models import (
    Attachment,
    Feedback,
    Handling,
    IssuedLetter,
    OtherUnit,
    Proposer,
    Publication,
)
from proposals.packing import container, names
from proposals.packing.verification import REQUIRED, verify
from tests.makers import make_user
from tests.proposals.makers import make_handling, make_issued
from tests.proposals.pages import as_

MOMENT = datetime.fromisoformat("2026-03-05T09:30:00+08:00")
PHONE = "0574-00000000"
PAPER = b"%PDF-1.4 paper of an invented case"


def make_closed(role: str = "主办") -> Handling:
    """A case with something of everything, closed by the office."""
    office = make_user("办公室")
    issued = make_issued("现答复如下。\n一、下一步打算\n今年年底前完成某项工作。", role=role)
    handling = issued.letter.round.handling
    proposal = handling.proposal
    proposer = Proposer.objects.create(proposal=proposal, name="甲某", phone=PHONE, order=1)
    for name, content in (("来文:扫描件?.pdf", PAPER), ("CON.txt", b"x")):
        Attachment.objects.create(
            proposal=proposal,
            name=name,
            media_type="application/pdf",
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=office,
        )
    OtherUnit.objects.create(
        handling=handling,
        unit="市科技局",
        opinion="同意。",
        received_on=timezone.localdate(),
        phone=PHONE,
    )
    today = timezone.localdate()
    actions.seal(by=office, handling=handling, sealed_on=today, copies=5)
    actions.deliver(by=office, handling=handling, delivered_on=today, delivery="当面送交")
    handling = fresh(handling)
    if handling.is_answering:
        feedback = Feedback(
            proposer=proposer, attitude="满意", result="基本满意", received_on=today
        )
        actions.record_feedback(by=office, handling=handling, feedback=feedback)
    for commitment in list(issued.commitments.all()):
        actions.dismiss(by=office, commitment=commitment, reason="只是打算")
    actions.close(by=office, handling=handling)
    return fresh(handling)


def fresh(handling: Handling) -> Handling:
    return Handling.objects.with_proposal().get(pk=handling.pk)


def packed(handling: Handling) -> bytes:
    package = actions.pack(by=make_user("办公室"), handling=handling)
    with package.file:
        return package.file.read()


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def read(data: bytes, name: str) -> object:
    return json.loads(opened(data).read(name))


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


LETTER, RECORD = "公文/第1轮/慈市监函〔2026〕1号.pdf", "公文/第1轮/签发记录.json"


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A package of invented bytes, free of the database."""
    letter = hashlib.sha256(PAPER).hexdigest()
    files = dict.fromkeys(REQUIRED, b"{}") | {
        LETTER: PAPER,
        RECORD: container.as_json({"sha256": letter}),
        "来文/附件/01-甲.bin": b"x",
    }
    about = {
        "reference": "某件",
        "letters": [{"reference": "1号", "file": LETTER, "record": RECORD, "sha256": letter}],
        "attachments": [
            {"file": "来文/附件/01-甲.bin", "sha256": hashlib.sha256(b"x").hexdigest()}
        ],
    }
    target = io.BytesIO()
    members = [container.Member(name, lambda held=held: held) for name, held in files.items()]
    container.write(target, members, about, MOMENT)
    return target.getvalue()


def unpack(data: bytes, folder: Path) -> Path:
    opened(data).extractall(folder)
    return folder


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sha256sum_agrees_and_finds_a_change(data: bytes, tmp_path: Path):
    folder = unpack(data, tmp_path)
    command = ["sha256sum", "-c", "SHA256SUMS"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == len(opened(data).namelist()) - 1
    (folder / "案卷.html").write_bytes(b"changed")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert sum(line.endswith(": FAILED") for line in done.stdout.splitlines()) == 1


def test_the_guide_says_how_to_check_on_windows_and_linux(data: bytes):
    guide = opened(data).read("说明.txt")
    assert guide.startswith(b"\xef\xbb\xbf")
    assert guide.count(b"\r\n") == guide.count(b"\n")
    for words in ("Get-FileHash", "certutil -hashfile", "sha256sum -c SHA256SUMS", "已办结"):
        assert words in guide.decode("utf-8-sig")


def verdict_of(data: bytes, folder: Path) -> tuple[str, ...]:
    path = folder / "归档包.zip"
    path.write_bytes(data)
    return verify(path).faults


def command(data: bytes, folder: Path, **options: str) -> str:
    path, out = folder / "归档包.zip", io.StringIO()
    path.write_bytes(data)
    call_command("verify_archive", str(path), stdout=out, **options)
    return out.getvalue()


def test_the_command_finds_it_whole_and_knows_the_recorded_digest(data: bytes, tmp_path: Path):
    recorded = Event.objects.get(kind="下载归档包").detail
    assert recorded["sha256"] == hashlib.sha256(data).hexdigest()
    assert recorded["size"] == len(data)
    said = command(data, tmp_path, sha256=recorded["sha256"])
    assert "完好" in said
    assert IssuedLetter.objects.get().reference in said
    with pytest.raises(CommandError, match="不是当时下载的那一份"):
        command(data, tmp_path, sha256="0" * 64)
    with pytest.raises(CommandError, match="64 位"):
        command(data, tmp_path, sha256="abc")


def rebuilt(data: bytes, change: dict[str, bytes | None], more: dict[str, bytes] | None = None):
    """The package written anew by another program, with correct check sums of ZIP's own."""
    target = io.BytesIO()
    with opened(data) as old, zipfile.ZipFile(target, "w") as new:
        for one in old.infolist():
            content = change.get(one.filename, old.read(one))
            if content is not None:
                new.writestr(container.info(one.filename, MOMENT), content)
        for name, content in (more or {}).items():
            new.writestr(container.info(name, MOMENT), content)
    return target.getvalue()


def test_a_byte_changed_in_any_member_is_found_and_the_member_named(data: bytes, tmp_path: Path):
    for name in opened(data).namelist():
        content = bytearray(opened(data).read(name))
        for place in {0, len(content) // 2, len(content) - 1}:
            flipped = bytearray(content)
            flipped[place] ^= 0x01
            faults = verdict_of(rebuilt(data, {name: bytes(flipped)}), tmp_path)
            assert any(name in fault for fault in faults), (name, place, faults)


def test_a_byte_changed_in_the_file_is_found_wherever_it_lies(plain: bytes, tmp_path: Path):
    """Contents, headers, directory and end; a step of seven meets every field of the headers."""
    for place in range(0, len(plain), 7):
        flipped = bytearray(plain)
        flipped[place] ^= 1 << place % 8
        assert verdict_of(bytes(flipped), tmp_path), place


def test_what_is_put_before_or_behind_the_package_is_found(plain: bytes, tmp_path: Path):
    assert verdict_of(plain, tmp_path) == ()
    assert verdict_of(b"x" + plain, tmp_path)
    assert verdict_of(plain + b"x", tmp_path)
    assert verdict_of(plain[:-1], tmp_path)
    assert verdict_of(b"", tmp_path)


@pytest.mark.parametrize("name", ["案卷.html", "manifest.json", "SHA256SUMS"])
def test_a_missing_file_is_named(plain: bytes, tmp_path: Path, name: str):
    faults = verdict_of(rebuilt(plain, {name: None}), tmp_path)
    assert any(name in fault and "缺少" in fault for fault in faults)


def test_a_file_too_many_is_named(plain: bytes, tmp_path: Path):
    faults = verdict_of(rebuilt(plain, {}, {"多余.txt": b"x"}), tmp_path)
    assert "多出文件：多余.txt" in faults


def consistent(data: bytes, change: dict[str, bytes]) -> bytes:
    """A forgery with both lists written anew."""
    old = opened(data)
    listed = read(data, "manifest.json")
    target = io.BytesIO()
    members = [
        container.Member(one["name"], lambda name=one["name"]: change.get(name, old.read(name)))
        for one in listed["files"]
    ]
    about = {key: value for key, value in listed.items() if key not in ("files", "as_of", "format")}
    container.write(target, members, about, datetime.fromisoformat(listed["as_of"]))
    return target.getvalue()


def test_another_letter_is_found_though_both_lists_were_written_anew(plain: bytes, tmp_path: Path):
    assert verdict_of(consistent(plain, {}), tmp_path) == ()
    faults = verdict_of(consistent(plain, {LETTER: b"%PDF-1.4 forged"}), tmp_path)
    assert faults == (f"与签发或收文时的 SHA-256 不一致：{LETTER}",)
    faults = verdict_of(consistent(plain, {RECORD: b'{"sha256": "0"}'}), tmp_path)
    assert faults == (f"签发记录与公文不一致：{RECORD}",)
    faults = verdict_of(consistent(plain, {"来文/附件/01-甲.bin": b"y"}), tmp_path)
    assert faults == ("与签发或收文时的 SHA-256 不一致：来文/附件/01-甲.bin",)


def test_a_forged_list_that_fits_differs_from_the_recorded_digest(data: bytes, tmp_path: Path):
    forged = consistent(data, {"案卷.html": b"forged"})
    assert verdict_of(forged, tmp_path) == ()
    recorded = Event.objects.get(kind="下载归档包").detail["sha256"]
    with pytest.raises(CommandError, match="操作记录中的 SHA-256 不一致"):
        command(forged, tmp_path, sha256=recorded)


@pytest.mark.parametrize(
    "listed", [b"", b"[]", b"{}", b'{"files": 3, "as_of": "2026"}', b"\xff\xfe", b'{"files": [1]}']
)
def test_a_list_that_makes_no_sense_is_said_and_breaks_nothing(
    plain: bytes, tmp_path: Path, listed: bytes
):
    faults = verdict_of(rebuilt(plain, {"manifest.json": listed}), tmp_path)
    assert any("清单读不通" in fault for fault in faults)


def test_any_other_file_is_no_package(tmp_path: Path):
    for content in (b"hello", b"PK\x03\x04" + b"\0" * 100, zip_of({"a.txt": b"x"})):
        assert verdict_of(content, tmp_path)
    with pytest.raises(CommandError, match="读不出这个文件"):
        call_command("verify_archive", str(tmp_path / "没有.zip"))


def zip_of(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


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


NAMES = {
    'a/b\\c:d*e?f"g<h>i|j.pdf': "a／b＼c：d＊e？f＂g＜h＞i｜j.pdf",
    "CON": "_CON",
    "nul.tar.gz": "_nul.tar.gz",
    "COM1.txt": "_COM1.txt",
    "末尾. . ": "末尾",
    "": "未命名",
    "...": "未命名",
    "换\n行\u200b.doc": "换行.doc",
    "普通 名称.docx": "普通 名称.docx",
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_names_are_fit_for_windows(name: str, expected: str):
    assert names.safe(name) == expected
    assert names.safe(expected) == expected


@pytest.mark.parametrize("name", ["长" * 300 + ".pdf", "𠮷" * 200, "a" * 400, "点." + "x" * 50])
def test_long_names_are_cut_and_keep_their_ending(name: str):
    short = names.safe(name)
    assert len(short.encode()) <= names.MOST_BYTES
    assert names.safe(short) == short
    assert short.endswith(".pdf") == name.endswith(".pdf")


def test_names_that_only_some_systems_tell_apart_are_found():
    assert names.faults(["甲/a.txt", "甲/A.TXT"]) == ["文件名重复：甲/A.TXT"]
    assert names.faults(["../a.txt", "a//b", "/a"]) == [
        "文件名不合规矩：../a.txt",
        "文件名不合规矩：a//b",
        "文件名不合规矩：/a",
    ]
