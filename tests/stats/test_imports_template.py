"""Our own template, downloaded, filled in and read: what is taken, refused, left as it is."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cixi_ip.workbooks.complaints import DOUBT, HINT, REFUSED, Refusal
from cixi_ip.workbooks.sheets import open_workbook
from stats.imports import blank, catalogue, comparing, template
from stats.imports.contents import Contents, faults, new_entry
from stats.models import Entry, Observation, Status, Submission
from tests.makers import make_indicator, make_observation, make_region
from tests.stats.workbooks import HEADINGS, filled, xlsx
from tests.stats.workbooks import template as filled_template

pytestmark = pytest.mark.django_db
TODAY = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def known() -> None:
    city = make_region("330200")
    whole = make_region("330282", parent=city)
    make_region("330282-BJ", parent=whole)
    make_indicator(name="专利授权量")
    make_indicator("patent.pct", name="PCT国际专利申请量")
    make_indicator(
        "patent.valid.invention.per_10k", name="每万人发明专利拥有量",
        unit="件/万人", printed_units="件/万人|件", kind="ratio", decimals=1,
    )  # fmt: skip


def read(content: bytes, name: str = "表.xlsx") -> tuple[Contents, comparing.Comparison]:
    contents = template.read(
        open_workbook(name, content), catalogue.load(), today=TODAY, beat=lambda done, rows: None
    )
    return contents, comparing.compare(contents)


def only(content: bytes, name: str = "表.xlsx") -> Entry:
    contents, _compared = read(content, name)
    assert contents.complaints == []
    (entry,) = contents.entries
    return entry


class TestReading:
    def test_a_filled_row_is_an_entry(self) -> None:
        entry = only(
            filled_template(
                filled(
                    本年数="1.27万", 上报增幅="5.8%", 增幅基准="同比", 位次=1, 参评单位数=10,
                    位次范围="宁波市", 状态="初步", 原文口径="全市", 原文时段="去年以来",
                    说明="核过", 备注="见第3页",
                )
            )
        )  # fmt: skip
        assert (entry.value, entry.half_width, entry.status) == (12700, 50, "P")
        assert (entry.reported_growth, entry.growth_digits, entry.growth_base) == (
            Decimal("5.8"),
            1,
            "同比",
        )
        assert (entry.rank, entry.rank_of, str(entry.rank_region)) == (1, 10, "宁波市")
        assert (entry.printed_scope, entry.printed_period) == ("全市", "去年以来")
        assert (entry.explanation, entry.note, entry.origin) == ("核过", "见第3页", "导入")

    def test_the_order_of_columns_is_free_and_a_file_may_be_csv(self) -> None:
        text = "本年数,年份,地区代码,指标代码\n12700,2023,330282,patent.granted\n"
        for encoding in ("utf-8-sig", "gbk"):
            assert only(text.encode(encoding), "表.csv").value == 12700

    def test_names_serve_where_codes_are_missing(self) -> None:
        entry = only(
            filled_template(
                filled(
                    指标代码="",
                    地区代码="",
                    指标="专利授权量",
                    **{"地区（口径）": "慈溪市（全市）"},
                )
            )
        )
        assert entry.key == only(filled_template(filled())).key

    def test_titles_may_stand_above_the_headings(self) -> None:
        rows = [["2023年数据"], [], HEADINGS, [filled().get(name, "") for name in HEADINGS]]
        contents, _compared = read(xlsx(rows))
        assert [place.row for place in contents.places] == [4]

    def test_one_file_holds_many_periods_and_scopes(self) -> None:
        contents, _compared = read(
            filled_template(
                filled(),
                filled(年份=2022, 地区代码="330282-BJ"),
                filled(指标代码="patent.pct", 截至月=2, 年份=2024),
            )
        )
        assert contents.complaints == []
        assert [(e.year, e.through_month) for e in contents.entries] == [
            (2023, 12),
            (2022, 12),
            (2024, 2),
        ]

    def test_a_row_without_value_and_status_is_skipped(self) -> None:
        contents, _compared = read(
            filled_template(filled(本年数=""), filled(本年数="—"), {"指标代码": "什么都没填"}, {})
        )
        assert (contents.entries, contents.complaints) == ([], [])

    def test_a_status_may_stand_for_a_missing_value(self) -> None:
        for word in ("未报", "L", "l"):
            entry = only(filled_template(filled(本年数="", 状态=word)))
            assert (entry.value, entry.status) == (None, "L")

    def test_what_nobody_can_see_is_taken_out_and_told(self) -> None:
        contents, _compared = read(filled_template(filled(备注="见第\u200b3页")))
        assert contents.entries[0].note == "见第3页"
        assert [found.kind for found in contents.complaints] == [HINT]

    def test_another_sheet_without_our_headings_is_left_alone(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(filled_template(filled())))
        book.create_sheet("草稿")["A1"] = "随手记"
        stream = io.BytesIO()
        book.save(stream)
        assert only(stream.getvalue()).value == 12700


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"指标代码": "patent.grant"}, "A", "指标“patent.grant”不在指标目录里"),
        ({"指标代码": ""}, "B", "没有填指标"),
        ({"指标": "PCT国际专利申请量"}, "B", "代码是“专利授权量”，名称却写着"),
        ({"单位": "项"}, "C", "本指标以“件”计，单位却写着“项”"),
        ({"地区代码": 330299}, "D", "地区“330299”不在地区目录里"),
        ({"地区（口径）": "慈溪市（市本级）"}, "E", "代码是“慈溪市（全市）”，名称却写着"),
        ({"年份": "去年"}, "F", "“年份”：“去年”不是整数"),
        ({"年份": ""}, "F", "没有填年份"),
        ({"年份": 1900}, "F", "年份 1900 超出范围"),
        ({"年份": 2025}, "F", "时段还没有到"),
        ({"截至月": 13}, "G", "截至月 13 不对"),
        ({"本年数": "约一万"}, "I", "“本年数”：“约一万”不是可用的数字"),
        ({"本年数": -5}, "I", "数值不能为负"),
        ({"本年数": 12.5}, "I", "须为整数"),
        ({"本年数": "", "上报增幅": "5%"}, "I", "却没有本年数和状态"),
        ({"本年数": "", "状态": "正式"}, "I", "却没有数值（空白不等于 0）"),
        ({"状态": "未报"}, "O", "却填了数值"),
        ({"状态": "大概"}, "O", "“状态”里的“大概”认不出"),
        ({"上报增幅": "5%"}, "K", "没有增幅基准"),
        ({"增幅基准": "同比"}, "J", "没有上报增幅"),
        ({"增幅基准": "环比", "上报增幅": 5}, "K", "“增幅基准”里的“环比”认不出"),
        ({"位次": 1}, "L", "位次与位次范围须同时填写"),
        ({"位次": 5, "参评单位数": 3, "位次范围": "宁波市"}, "L", "大于参评单位数"),
        ({"位次": 1, "位次范围": "火星"}, "N", "“火星”不在地区目录里"),
        ({"位次": 9999, "位次范围": "宁波市"}, "L", "位次不能大于 3000"),
        ({"备注": "长" * 301}, "S", "有 301 个字，最多 300 个"),
        ({"修改性质": "重写"}, "T", "“修改性质”里的“重写”认不出"),
        ({"修改性质": "更正", "修改原因": "原数有误"}, "I", "还没有发布过，不能“更正”"),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(cells: dict[str, Any], column: str, words: str) -> None:
    contents, compared = read(filled_template(filled(指标代码="patent.pct"), filled(**cells)))
    (complaint,) = (found for found in contents.complaints if found.kind == REFUSED)
    assert (complaint.sheet, complaint.row, complaint.column) == ("数据", 3, column)
    assert words in complaint.what
    assert complaint.how.endswith("。")
    assert compared.counts == {"新增": 1, "变更": 0, "不变": 0, "拒绝": 1}


def test_a_faulty_formula_is_said_where_it_is_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled_template(filled(), filled(年份=2022))))
    sheet = book.active
    sheet["I2"] = "#REF!"
    sheet["I2"].data_type = "e"
    sheet["S3"] = "=A1"
    sheet["H2"] = "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    contents, _compared = read(stream.getvalue())
    assert [(found.row, found.column) for found in contents.complaints] == [(2, "I"), (3, "S")]


def test_a_key_filled_twice_names_the_first_row() -> None:
    contents, _compared = read(filled_template(filled(), filled(本年数=5)))
    assert ["在第 2 行已经有了" in found.what for found in contents.complaints] == [True]
    assert len(contents.entries) == 1


def test_a_key_filled_on_another_sheet_names_that_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled_template(filled())))
    book.copy_worksheet(book["数据"]).title = "又一份"
    stream = io.BytesIO()
    book.save(stream)
    contents, _compared = read(stream.getvalue())
    (complaint,) = contents.complaints
    assert (complaint.sheet, complaint.row) == ("又一份", 2)
    assert "在“数据”第 2 行已经有了" in complaint.what


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (["甲", "乙"], "没有找到本局模板的表头"),
        ([name for name in HEADINGS if name != "本年数"], "缺少“本年数”"),
        (
            [name for name in HEADINGS if not name.startswith("地区")],
            "缺少“地区代码”或“地区（口径）”",
        ),
    ],
)
def test_headings_that_are_missing_refuse_the_file(headings: list[str], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read(filled_template(filled(), headings=headings))


def test_an_unknown_heading_is_refused_with_those_known() -> None:
    contents, _compared = read(filled_template(filled(), headings=[*HEADINGS, "名次", "本年数"]))
    first, second = contents.complaints
    assert "“名次”不是本局模板的栏名" in first.what
    assert "参评单位数" in first.how
    assert "“本年数”出现了两次" in second.what


class TestComparing:
    def test_new_changed_and_same(self) -> None:
        make_observation(12688, region="330282", year=2022)
        make_observation(76, code="patent.pct", region="330282", year=2022)
        contents, compared = read(
            filled_template(
                filled(),
                filled(年份=2022, 本年数=12690),
                filled(年份=2022, 指标代码="patent.pct", 本年数=76),
            )
        )
        assert compared.verdicts == ["新增", "变更", "不变"]
        assert [entry.based_on for entry in contents.entries] == [0, 1, 0]
        assert compared.unreasoned == 1

    def test_a_reason_of_its_own_counts(self) -> None:
        make_observation(12688, region="330282", year=2022)
        row = filled(年份=2022, 本年数=12690, 修改性质="修订", 修改原因="年鉴新数")
        _contents, compared = read(filled_template(row))
        assert (compared.verdicts, compared.unreasoned) == (["变更"], 0)

    def test_blank_cells_leave_what_is_published(self) -> None:
        make_observation(
            12688, region="330282", year=2022, status="P", reported_growth=Decimal("5.8"),
            growth_base="同比", printed_scope="全市", note="见第3页",
        )  # fmt: skip
        _contents, compared = read(filled_template(filled(年份=2022, 本年数=12688)))
        assert compared.verdicts == ["不变"]

    def test_a_stated_status_is_a_change(self) -> None:
        make_observation(12688, region="330282", year=2022, status="P", note="见第3页")
        contents, compared = read(filled_template(filled(年份=2022, 本年数=12688, 状态="正式")))
        assert compared.verdicts == ["变更"]
        assert contents.entries[0].note == "见第3页"

    def test_with_another_value_the_row_speaks_for_itself(self) -> None:
        make_observation(
            12688, region="330282", year=2022, reported_growth=Decimal("5.8"), growth_base="同比",
            printed_period="去年以来",
        )  # fmt: skip
        contents, _compared = read(filled_template(filled(年份=2022, 本年数=12690)))
        assert contents.entries[0].reported_growth is None
        (complaint,) = contents.complaints
        assert (complaint.kind, complaint.column) == (HINT, "I")
        assert "已发布的一版印有上报增幅、原文时段" in complaint.what

    def test_what_equals_the_other_scope_is_asked_about(self) -> None:
        make_observation(12700, region="330282-BJ", year=2023)
        contents, _compared = read(filled_template(filled()))
        (complaint,) = contents.complaints
        assert "与已发布的市本级数相同" in complaint.what

    def test_the_number_of_queries_does_not_grow_with_the_file(self) -> None:
        def queries(years: int) -> int:
            rows = [filled(年份=2023 - back) for back in range(years)]
            with CaptureQueriesContext(
                connection,
            ) as captured:
                read(filled_template(*rows))
            return len(captured)

        assert queries(1) == queries(40) <= 5


class TestTheDownload:
    def downloaded(self) -> openpyxl.Workbook:
        known = catalogue.load()
        old = make_observation(12688, region="330282", year=2022)
        content = blank.blank(
            list(known.indicators.values()),
            [known.regions["330282"], known.regions["330282-BJ"]],
            year=2023,
            through_month=12,
            last_year={(old.indicator_id, old.region_id): old},
        )
        return openpyxl.load_workbook(io.BytesIO(content))

    def test_each_indicator_has_a_row_for_each_region(self) -> None:
        sheet = self.downloaded()["数据"]
        head, *rows = sheet.iter_rows(values_only=True)
        assert list(head) == HEADINGS
        assert len(rows) == 6
        assert rows[0][:9] == (
            "patent.granted", "专利授权量", "件", "330282", "慈溪市（全市）", 2023, 12, 12688, None,
        )  # fmt: skip

    def test_grey_cells_are_locked_and_words_come_from_lists(self) -> None:
        book = self.downloaded()
        sheet = book["数据"]
        assert sheet.protection.sheet
        assert sheet["H2"].protection.locked
        assert not sheet["I2"].protection.locked
        assert not sheet.column_dimensions["A"].protection.locked
        lists = {
            str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation
        }
        assert lists == {
            "O": '"正式,初步,估算,口径变更,口径或时段不同,未报,无此项,不予公布"',
            "K": '"同比,比上年末,可比价,约"',
            "T": '"修订,更正"',
        }
        assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
        assert "空白不会把已有的数改没" in str(list(book["填写说明"].values))

    def test_filled_in_and_read_again(self) -> None:
        book = self.downloaded()
        sheet = book["数据"]
        sheet["I2"], sheet["J2"], sheet["K2"] = 13000, "2.5%", "同比"
        sheet["O3"] = "未报"
        stream = io.BytesIO()
        book.save(stream)
        contents, compared = read(stream.getvalue())
        assert contents.complaints == []
        assert [(entry.value, entry.status) for entry in contents.entries] == [
            (13000, "A"),
            (None, "L"),
        ]
        assert compared.counts["新增"] == 2

    def test_as_it_was_downloaded_it_says_nothing(self) -> None:
        stream = io.BytesIO()
        self.downloaded().save(stream)
        contents, _compared = read(stream.getvalue())
        assert (contents.entries, contents.complaints) == ([], [])


COMBINATIONS = [
    *({"value": value, "status": status} for value in (None, 5) for status in Status.values),
    *(
        {"reported_growth": growth, "growth_base": base}
        for growth in (None, 5)
        for base in ("", "同比")
    ),
    *(
        {"rank": rank, "rank_of": size, "has_region": has_region}
        for rank in (None, 1, 5)
        for size in (None, 3)
        for has_region in (False, True)
    ),
]


@pytest.mark.parametrize("fields", COMBINATIONS, ids=str)
def test_what_the_database_would_refuse_is_said_before(fields: dict[str, Any]) -> None:
    known = catalogue.load()
    fields = {"value": Decimal(5)} | fields
    has_region = fields.pop("has_region", False)
    entry = new_entry(known.indicators["patent.granted"], known.regions["330282"], 2023, 12)
    for name, value in fields.items():
        setattr(entry, name, Decimal(value) if name == "value" and value else value)
    entry.rank_region = known.regions["330200"] if has_region else None
    entry.submission = Submission.objects.create(title="批")
    said = bool(faults(entry, TODAY))
    try:
        with transaction.atomic():
            entry.save()
    except (IntegrityError, ValidationError):
        assert said
    else:
        # A check of SQL lets pass what it cannot tell: a region without a rank.
        assert not said or (fields.get("rank", 1) is None and has_region)


def test_an_import_is_no_observation() -> None:
    read(filled_template(filled()))
    assert not Entry.objects.exists()
    assert not Observation.objects.exists()
    assert DOUBT != REFUSED
