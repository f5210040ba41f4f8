"""An import from the upload to the batch: who may, what is shown, and that it is all or nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from cixi_ip.models import Event, User
from stats import actions
from stats.models import Entry, ImportFile, Observation, Region, Submission
from tests.makers import make_indicator, make_observation, make_source, make_user
from tests.stats.workbooks import filled, make_file, sheet_of, template

pytestmark = pytest.mark.django_db
State = ImportFile.State


@pytest.fixture(autouse=True)
def known(city: Region) -> None:
    make_indicator(name="专利授权量")
    make_indicator("patent.granted.invention", name="发明专利授权量")


def ready(by: User, *rows: Any, **fields: Any) -> ImportFile:
    """A file that has been read."""
    return actions.read_import(make_file(by, template(*(rows or (filled(),))), **fields))


def confirmed(by: User, file: ImportFile, **words: Any) -> ImportFile:
    order = {"title": "2023年度数据", "source": make_source()} | words
    return actions.confirm_import(by=by, file=file, **order)


def written(by: User, *rows: Any, **words: Any) -> Submission:
    return actions.write_import(by=by, file=confirmed(by, ready(by, *rows), **words))


class TestUploading:
    def upload(self, by: User, **fields: Any) -> ImportFile:
        defaults = {"kind": "template", "name": "表.xlsx", "content": template(filled())}
        return actions.upload_import(by=by, **(defaults | fields))

    def test_the_file_is_kept_with_its_digest(self, clerk: User) -> None:
        file = self.upload(clerk, name="C:\\我的文档\\表.xlsx")
        assert (file.name, file.state, file.uploaded_by) == ("表.xlsx", "reading", clerk)
        assert file.size == len(file.content)
        assert Event.objects.get(kind="上传导入文件").detail["sha256"] == file.sha256

    @pytest.mark.parametrize(
        ("fields", "name", "words"),
        [
            ({"content": b"%PDF-1.7"}, "file", "按内容看这是PDF"),
            ({"name": "表.csv"}, "file", "改过扩展名"),
            ({"kind": "notice"}, "year", "省局通报须填数据年份"),
            ({"kind": "other"}, "kind", "other"),
        ],
    )
    def test_what_cannot_be_read_is_refused_at_once(
        self, clerk: User, fields: dict[str, Any], name: str, words: str
    ) -> None:
        with pytest.raises(ValidationError, match=words) as refusal:
            self.upload(clerk, **fields)
        assert list(refusal.value.message_dict) == [name]
        assert not ImportFile.objects.exists()


class TestReading:
    def test_what_was_found_is_kept(self, clerk: User) -> None:
        make_observation(12688, region="330282", year=2022)
        file = ready(clerk, filled(), filled(年份=2022, 本年数=12690))
        assert (file.state, file.outcome["unreasoned"]) == (State.READY, 1)
        assert file.outcome["counts"] == {"新增": 1, "变更": 1, "不变": 0, "拒绝": 0}
        first, second = file.outcome["sample"]
        assert (first["verdict"], first["old"], first["new"]) == ("变更", "12,688 件", "12,690 件")
        assert (second["verdict"], second["old"]) == ("新增", "")
        assert Event.objects.get(kind="读取导入文件").detail["counts"]["新增"] == 1

    def test_one_refused_cell_refuses_the_file(self, clerk: User) -> None:
        file = ready(clerk, filled(), filled(年份=2022, 本年数=-1))
        assert file.state == State.REFUSED
        assert file.outcome["kinds"] == {"拒绝": 1}
        with pytest.raises(ValidationError, match="现为“不能导入”"):
            confirmed(clerk, file)
        assert not Entry.objects.exists()

    def test_a_file_that_cannot_be_read_says_why(self, clerk: User) -> None:
        file = actions.read_import(make_file(clerk, sheet_of(b'<row r="900000"/>')))
        assert file.state == State.REFUSED
        assert "超过 20 万行" in file.outcome["refusal"]

    def test_many_complaints_are_counted_and_the_first_are_kept(self, clerk: User) -> None:
        rows = [filled(本年数="甲", 年份=year % 70 + 1950) for year in range(1200)]
        outcome = ready(clerk, *rows).outcome
        assert outcome["complaints_total"] == 1200
        assert len(outcome["complaints"]) == 1000

    def test_a_cell_of_anything_is_told_of_briefly(self, clerk: User) -> None:
        # Spreadsheets write so what XML cannot hold; PostgreSQL cannot keep it either.
        cells = ("_x0000_12", "1　2。_x0000_。", "十" * 30_000)
        rows = [filled(本年数=cell, 年份=2020 + at) for at, cell in enumerate(cells)]
        file = ready(clerk, *rows, filled(年份=2019, 备注="_x0000_见注"))
        first, second, third, _note = file.outcome["complaints"]
        assert first["what"] == "“本年数”：“�12”不是可用的数字。"
        assert second["how"].startswith("�。")
        assert second["what"] == "“本年数”：“1 2。"
        assert len(third["what"]) == 301

    def test_what_the_rules_ask_is_shown_before(self, clerk: User) -> None:
        make_observation(1000, region="330282", year=2022)
        file = ready(clerk, filled(本年数=9000))
        assert file.outcome["findings_total"] == file.outcome["unexplained"] == 1
        assert "变化超过一半" in file.outcome["findings"][0]["text"]
        assert ready(clerk, filled(本年数=9000, 说明="并入新区")).outcome["unexplained"] == 0

    def test_progress_is_told(self, clerk: User) -> None:
        rows = [filled(年份=year % 70 + 1950, 本年数="—") for year in range(4500)]
        file = make_file(clerk, template(*rows))
        seen: list[tuple[int, int]] = []
        old = ImportFile.objects.filter(pk=file.pk)
        actions.read_import(file)
        seen += old.values_list("rows_done", "rows_all")
        assert seen == [(4500, 4500)]


class TestWriting:
    def test_a_batch_of_ones_own(self, clerk: User) -> None:
        batch = written(clerk, filled(备注="见第3页"))
        entry = batch.entries.get()
        assert (batch.created_by, batch.state, batch.source) == (clerk, "draft", make_source())
        assert (entry.value, entry.origin, entry.typed_by, entry.note) == (
            12700,
            "导入",
            clerk,
            "见第3页",
        )
        assert (batch.year, batch.through_month, batch.region.code) == (2023, 12, "330282")
        file = ImportFile.objects.get()
        assert (file.state, file.submission) == (State.WRITTEN, batch)

    def test_of_several_periods_it_names_none(self, clerk: User) -> None:
        batch = written(clerk, filled(), filled(年份=2022))
        assert (batch.year, batch.through_month, batch.region) == (None, None, None)

    def test_changes_take_the_kind_and_the_reason_they_lack(self, clerk: User) -> None:
        for year, value in ((2021, 12000), (2022, 12688)):
            make_observation(value, region="330282", year=year)
        batch = written(
            clerk,
            filled(年份=2021, 本年数=12690),
            filled(年份=2022, 本年数=12690, 修改性质="更正", 修改原因="原数漏两件"),
            filled(年份=2020, 本年数=12000),
            revision_kind="修订",
            reason="年鉴新数",
        )
        rows = batch.entries.order_by("year").values_list("based_on", "revision_kind", "reason")
        assert list(rows) == [(0, "首次", ""), (1, "修订", "年鉴新数"), (1, "更正", "原数漏两件")]

    def test_the_denominator_stays_with_the_value(self, clerk: User) -> None:
        below = make_observation(186, code="population", region="330282")
        make_observation(42, region="330282", year=2023, denominator=below)
        words = {"revision_kind": "修订", "reason": "年鉴"}
        assert (
            written(clerk, filled(本年数=42, 状态="初步"), **words).entries.get().denominator
            == below
        )
        assert written(clerk, filled(本年数=43), **words).entries.get().denominator is None

    def test_what_is_the_same_is_not_written(self, clerk: User) -> None:
        make_observation(12688, region="330282", year=2022)
        batch = written(clerk, filled(), filled(年份=2022, 本年数=12688))
        assert [entry.year for entry in batch.entries.all()] == [2023]

    def test_an_explanation_goes_to_what_is_asked_about_and_nothing_else(self, clerk: User) -> None:
        make_observation(1000, region="330282", year=2022)
        batch = written(
            clerk,
            filled(本年数=9000),
            filled(指标代码="patent.granted.invention", 本年数=5),
            explanation="并入新区",
        )
        found = dict(batch.entries.values_list("indicator__code", "explanation"))
        assert found == {"patent.granted": "并入新区", "patent.granted.invention": ""}

    def test_it_can_be_submitted_and_approved(self, clerk: User) -> None:
        batch = written(clerk)
        actions.submit(by=clerk, submission=batch)
        actions.approve(by=make_user("复核员"), submission=batch)
        assert Observation.objects.get().value == 12700

    @pytest.mark.parametrize(
        ("words", "name"),
        [
            ({"title": " "}, "title"),
            ({"source": None}, "source"),
            ({"reason": ""}, "reason"),
            ({"revision_kind": "首次"}, "revision_kind"),
        ],
    )
    def test_what_a_batch_needs_is_asked_for(
        self, clerk: User, words: dict[str, Any], name: str
    ) -> None:
        make_observation(12688, region="330282", year=2022)
        file = ready(clerk, filled(年份=2022))
        order = {"revision_kind": "修订", "reason": "年鉴新数"} | words
        with pytest.raises(ValidationError) as refusal:
            confirmed(clerk, file, **order)
        assert list(refusal.value.message_dict) == [name]
        file.refresh_from_db()
        assert file.state == State.READY

    def test_nothing_to_write_is_said(self, clerk: User) -> None:
        make_observation(12688, region="330282", year=2022)
        with pytest.raises(ValidationError, match="没有要写入的数据"):
            confirmed(clerk, ready(clerk, filled(年份=2022, 本年数=12688)))

    def test_the_second_confirmation_is_refused(self, clerk: User) -> None:
        file = ready(clerk)
        confirmed(clerk, file)
        with pytest.raises(ValidationError, match="现为“正在写入”"):
            confirmed(clerk, file)
        actions.write_import(by=clerk, file=file)
        with pytest.raises(ValidationError, match="现为“已写入批次”"):
            actions.write_import(by=clerk, file=file)
        assert Submission.objects.count() == 1

    def test_what_was_published_meanwhile_is_shown_first(self, clerk: User) -> None:
        file = confirmed(clerk, ready(clerk))
        make_observation(12688, region="330282", year=2023)
        with pytest.raises(ValidationError, match="预览已更新"):
            actions.write_import(by=clerk, file=file)
        actions.give_back(file)
        actions.read_import(file, told=("预览已更新",))
        assert (file.state, file.outcome["told"]) == (State.READY, ["预览已更新"])
        assert file.outcome["counts"]["变更"] == 1
        assert not Entry.objects.filter(submission__created_by=clerk).exists()

    def test_it_is_all_or_nothing(self, clerk: User) -> None:
        make_observation(12688, region="330282", year=2022)
        file = ready(clerk, filled(), filled(年份=2022))
        confirmed(clerk, file, revision_kind="修订", reason="年鉴新数")
        file.outcome["order"]["kind"] = "首次"
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.write_import(by=clerk, file=file)
        file.refresh_from_db()
        assert file.state == State.WRITING
        assert not Submission.objects.filter(created_by=clerk).exists()


class TestLeaving:
    def test_what_is_given_up_writes_nothing(self, clerk: User) -> None:
        file = actions.cancel_import(by=clerk, file=ready(clerk))
        assert file.state == State.CANCELLED
        with pytest.raises(ValidationError, match="现为“已放弃”"):
            confirmed(clerk, file)

    def test_what_is_at_work_cannot_be_left_until_its_process_is_silent(self, clerk: User) -> None:
        file = make_file(clerk, template(filled()))
        for act in (actions.cancel_import, actions.read_again):
            with pytest.raises(ValidationError, match="现为“正在读取”"):
                act(by=clerk, file=file)
        ImportFile.objects.update(beat_at=timezone.now() - timedelta(minutes=2))
        assert actions.read_again(by=clerk, file=file).state == State.READING

    def test_a_process_that_died_leaves_a_sentence(self, clerk: User) -> None:
        file = actions.refuse_import(make_file(clerk, b""))
        assert "意外中断，没有写入任何数据" in file.outcome["refusal"]
        assert actions.read_again(by=clerk, file=file).outcome == {}

    @pytest.mark.parametrize(
        "act",
        [
            lambda by, file: confirmed(by, file),
            lambda by, file: actions.cancel_import(by=by, file=file),
            lambda by, file: actions.read_again(by=by, file=file),
            lambda by, file: actions.write_import(by=by, file=file),
        ],
        ids=["confirm", "cancel", "again", "write"],
    )
    def test_only_who_uploaded_may(self, clerk: User, act: Callable[..., Any]) -> None:
        with pytest.raises(PermissionDenied, match="只能办理自己上传的导入文件"):
            act(make_user("录入员"), ready(clerk))


class TestTheCommand:
    def test_it_reads_and_then_writes(self, clerk: User, unlimited: None) -> None:
        file = make_file(clerk, template(filled()))
        call_command("read_import", file.pk)
        file.refresh_from_db()
        confirmed(clerk, file)
        call_command("read_import", file.pk)
        assert Submission.objects.get().entries.count() == 1

    def test_what_has_changed_since_is_read_again_with_the_reason(
        self, clerk: User, unlimited: None
    ) -> None:
        file = confirmed(clerk, ready(clerk))
        make_observation(12688, region="330282", year=2023)
        call_command("read_import", file.pk)
        file.refresh_from_db()
        assert file.state == State.READY
        assert "又有新的发布" in file.outcome["told"][0]

    def test_a_file_that_is_not_there_is_said(self, db: None, unlimited: None) -> None:
        with pytest.raises(CommandError, match="没有编号为 99 的导入文件"):
            call_command("read_import", 99)


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are for a process of its own; here they would bind the tests."""
    from stats.management.commands import read_import

    monkeypatch.setattr(read_import, "bound", lambda: None)
