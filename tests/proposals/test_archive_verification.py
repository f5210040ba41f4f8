"""The check of a package: whole ones pass, every change is found and named."""

import hashlib
import io
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cixi_ip.models import Event
from proposals.models import IssuedLetter
from proposals.packing import container
from proposals.packing.verification import REQUIRED
from tests.proposals.packages import MOMENT, PAPER, make_closed, opened, packed, read, verdict_of

pytestmark = pytest.mark.slow

LETTER, RECORD = "公文/第1轮/慈市监函〔2026〕1号.pdf", "公文/第1轮/签发记录.json"


@pytest.fixture
def data(db: None) -> bytes:
    return packed(make_closed())


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
