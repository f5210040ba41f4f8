"""Imports in the admin: what each page shows, to whom, and the process that does the reading."""

import io
import os
import subprocess
import sys
import time
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from cixi_ip.models import Event, User
from cixi_ip.setup.steps import BASE
from cixi_ip.workbooks.archive import LARGEST
from stats import actions
from stats.models import ImportFile, Region, Submission
from tests.makers import make_indicator, make_observation, make_source, make_user
from tests.stats.pages import page
from tests.stats.workbooks import filled, make_file, template

pytestmark = pytest.mark.django_db
ADD = "admin:stats_importfile_add"


@pytest.fixture(autouse=True)
def known(city: Region) -> None:
    make_indicator(name="专利授权量")


def url(name: str, *args: Any) -> str:
    return reverse(f"admin:stats_importfile_{name}", args=args)


def sent(content: bytes, name: str = "表.xlsx", **fields: Any) -> dict[str, Any]:
    return {"kind": "template", "file": SimpleUploadedFile(name, content)} | fields


def ready(by: User, *rows: Any) -> ImportFile:
    return actions.read_import(make_file(by, template(*(rows or (filled(),)))))


class TestPages:
    def test_the_start_page_leads_to_imports(self, browser: Client) -> None:
        assert url("changelist") in browser.get(reverse("admin:index")).content.decode()

    def test_the_list_shows_ones_own_alone(self, browser: Client, clerk: User) -> None:
        ready(clerk)
        make_file(make_user("录入员"), b"x", name="别人的.xlsx")
        shown = page(browser.get(url("changelist")))
        assert "填好的表.xlsx" in shown
        assert "新增1" in shown
        assert "别人的" not in shown

    @pytest.mark.parametrize(
        ("name", "method"),
        [
            ("change", "get"),
            ("progress", "get"),
            ("complaints", "get"),
            ("confirm", "post"),
            ("again", "post"),
            ("cancel", "post"),
        ],
    )
    def test_what_is_someone_elses_is_not_there(
        self, browser: Client, name: str, method: str
    ) -> None:
        file = ready(make_user("录入员"))
        assert getattr(browser, method)(url(name, file.pk)).status_code == 404
        file.refresh_from_db()
        assert file.state == "ready"

    @pytest.mark.parametrize("name", ["confirm", "again", "cancel"])
    def test_nothing_is_done_by_looking(self, browser: Client, clerk: User, name: str) -> None:
        assert browser.get(url(name, ready(clerk).pk)).status_code == 405

    @pytest.mark.parametrize("role", ["复核员", "审计员"])
    def test_who_enters_nothing_imports_nothing(self, client: Client, role: str) -> None:
        client.force_login(make_user(role))
        for name in ("changelist", "add", "template"):
            assert client.get(url(name)).status_code == 403
        assert client.get(url("change", 1)).status_code == 403

    def test_a_preview_shows_what_would_be_written_and_asks(
        self, browser: Client, clerk: User
    ) -> None:
        make_observation(12688, region="330282", year=2022)
        file = ready(clerk, filled(), filled(年份=2022, 本年数=12690))
        shown = page(browser.get(url("change", file.pk)))
        for words in ("1新增", "1变更", "12,688件", "12,690件", "修改性质", "修改原因", "确认导入"):
            assert words in shown

    def test_complaints_stand_by_cell_and_can_be_taken_away(
        self, browser: Client, clerk: User
    ) -> None:
        file = ready(clerk, filled(指标代码="=cmd|' /C calc'!A0"), filled(年份=2022, 本年数=-1))
        shown = page(browser.get(url("change", file.pk)))
        for words in ("2处不能导入", "拒绝数据3I", "数值不能为负", "上传改好的文件"):
            assert words in shown
        assert "确认导入</h2>" not in browser.get(url("change", file.pk)).content.decode()
        answer = browser.get(url("complaints", file.pk))
        assert answer["Content-Disposition"].endswith(".csv")
        head, first, *_others = answer.content.decode("utf-8-sig").splitlines()
        assert head == "种类,工作表,行,列,问题,怎么改"
        assert first.startswith("拒绝,数据,2,A,")

    def test_a_title_is_offered_and_a_source_asked_for(self, browser: Client, clerk: User) -> None:
        file = ready(clerk)
        answer = browser.post(url("confirm", file.pk), {"title": "", "source": ""})
        shown = page(answer)
        assert "请填写“批次名称”" in shown
        assert "请选择本批来源" in shown

    def test_what_was_given_up_is_said(self, browser: Client, clerk: User) -> None:
        file = ready(clerk)
        answer = browser.post(url("cancel", file.pk), follow=True)
        assert "没有写入任何数据" in page(answer)
        again = browser.post(url("confirm", file.pk), {"title": "批"}, follow=True)
        assert "现为“已放弃”，不能这样办理" in page(again)

    def test_progress_is_told_to_the_page_that_waits(self, browser: Client, clerk: User) -> None:
        file = make_file(clerk, b"x", rows_done=2000, rows_all=9000)
        assert browser.get(url("progress", file.pk)).json() == {
            "waiting": True,
            "done": 2000,
            "all": 9000,
        }
        shown = page(browser.get(url("change", file.pk)))
        assert "已读2000/9000行" in shown

    def test_a_silent_process_is_said_and_can_be_begun_anew(
        self, browser: Client, clerk: User
    ) -> None:
        file = make_file(clerk, b"x")
        ImportFile.objects.update(beat_at="2023-01-01T00:00:00Z")
        assert not browser.get(url("progress", file.pk)).json()["waiting"]
        shown = page(browser.get(url("change", file.pk)))
        assert "一分钟没有进展" in shown
        assert "重新读取" in shown


class TestUploading:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"file": ""}, "请选择一个文件"),
            ({"file": SimpleUploadedFile("a.xlsx", b"")}, "这是一个空文件"),
            (
                {"file": SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")},
                "旧版Excel",
            ),
            ({"file": SimpleUploadedFile("a.xlsx", b"x" * (LARGEST + 1))}, "超过20MB"),
            ({"kind": "notice"}, "省局通报须填数据年份"),
            ({"kind": "notice", "year": "去年"}, "年份请填四位阿拉伯数字"),
            ({"kind": "none"}, "所选“文件种类”不在列表中"),
        ],
    )
    def test_what_is_refused_at_once_stands_beside_its_field(
        self, browser: Client, fields: dict[str, Any], words: str
    ) -> None:
        assert words in page(browser.post(url("add"), sent(template(filled()), **fields)))
        assert not ImportFile.objects.exists()


class TestTheTemplate:
    def rows(self, answer: Any) -> list[tuple[Any, ...]]:
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        return list(book["数据"].iter_rows(min_row=2, values_only=True))

    def choice(self, **fields: Any) -> dict[str, Any]:
        return {"year": 2023, "month": 12, "region": "330282", "office": ""} | fields

    def test_last_years_figures_stand_in_it(self, browser: Client, clerk: User) -> None:
        make_observation(12688, region="330282", year=2022)
        answer = browser.get(url("template"), self.choice())
        (row,) = self.rows(answer)
        assert row[3:9] == ("330282", "慈溪市（全市）", 2023, 12, 12688, None)
        assert "%E5%AF%BC%E5%85%A5%E6%A8%A1%E6%9D%BF-2023%E5%B9%B4" in answer["Content-Disposition"]
        event = Event.objects.get(kind="下载导入模板")
        assert event.detail["file"] == "导入模板-2023年-慈溪市（全市）-全部科室.xlsx"

    @pytest.mark.parametrize(
        ("region", "codes"),
        [
            ("330282-BJ", {"330282-BJ"}),
            ("330282*", {"330282", "330282-BJ"}),
            ("", {"330100", "330102", "330200", "330282", "330282-BJ"}),
        ],
    )
    def test_for_one_region_or_several(self, browser: Client, region: str, codes: set[str]) -> None:
        answer = browser.get(url("template"), self.choice(region=region))
        assert {row[3] for row in self.rows(answer)} == codes

    def test_for_one_office(self, browser: Client) -> None:
        make_indicator("trademark.applied", office="商标品牌科")
        answer = browser.get(url("template"), self.choice(office="商标品牌科"))
        assert [row[0] for row in self.rows(answer)] == ["trademark.applied"]

    @pytest.mark.parametrize("fields", [{"year": "12"}, {"region": "火星"}, {"office": "别处"}])
    def test_a_wrong_choice_leads_back(self, browser: Client, fields: dict[str, Any]) -> None:
        answer = browser.get(url("template"), self.choice(**fields))
        assert "没有办成，请改正以下各处" in page(answer)


@pytest.fixture
def same_database(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process reads the database of the tests."""
    parts, name = urlsplit(os.environ["DATABASE_URL"]), connection.settings_dict["NAME"]
    is_file = connection.vendor == "sqlite"
    monkeypatch.setenv(
        "DATABASE_URL",
        f"sqlite:///{name}" if is_file else urlunsplit(parts._replace(path=f"/{name}")),
    )


def settled(file: ImportFile) -> ImportFile:
    """The file once its process is done."""
    end = time.monotonic() + 90
    while file.state in ("reading", "writing") and time.monotonic() < end:
        time.sleep(0.1)
        file.refresh_from_db()
    return file


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("same_database")
class TestTheProcess:
    def test_from_the_upload_to_the_batch(self, browser: Client, clerk: User) -> None:
        answer = browser.post(url("add"), sent(template(filled())))
        file = settled(ImportFile.objects.get())
        assert answer["Location"] == url("change", file.pk)
        assert (file.state, file.outcome["counts"]["新增"]) == ("ready", 1)
        browser.post(url("confirm", file.pk), {"title": "2023年", "source": make_source().pk})
        assert settled(ImportFile.objects.get()).state == "written"
        batch = Submission.objects.get()
        assert (batch.title, batch.created_by) == ("2023年", clerk)
        shown = page(browser.get(url("change", file.pk)))
        assert "已写入批次2023年，共1条" in shown

    def test_one_that_falls_over_is_said_at_once(
        self, browser: Client, clerk: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("stats.imports.process.PATIENCE", 90)  # a busy machine begins slowly
        file = ready(clerk)
        order = {"title": "批", "source": None, "kind": "首次", "reason": "", "explanation": ""}
        make_observation(5, region="330282", year=2023)
        file.outcome = actions.importing.read(file).outcome() | {"order": order}
        file.state = "writing"
        file.beat_at = "2023-01-01T00:00:00Z"
        file.save()
        from stats.admin.import_file import run

        run(file)
        file = settled(ImportFile.objects.get())
        assert file.state == "refused"
        assert "意外中断，没有写入任何数据" in page(browser.get(url("change", file.pk)))
        browser.post(url("again", file.pk))
        assert settled(ImportFile.objects.get()).state == "ready"


LIMITS = """
import django; django.setup()
from stats.management.commands import read_import
read_import.bound()
{act}
"""


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("bytearray(3 * 1024**3)", "MemoryError"),
        ("import signal, os; os.kill(os.getpid(), signal.SIGXCPU)", "读取用时超过 120 秒"),
    ],
)
def test_the_process_is_bound_in_memory_and_time(act: str, words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITS.format(act=act)],
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "cixi_ip.settings", "OPENBLAS_NUM_THREADS": "1"},
        cwd=BASE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert words in done.stderr
