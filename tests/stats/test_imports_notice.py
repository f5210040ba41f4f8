"""The province's yearly notice: every county's figures, and what does not add up in it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command

from cixi_ip.models import Event
from cixi_ip.workbooks.complaints import DOUBT, HINT, REFUSED, Complaint, Refusal
from cixi_ip.workbooks.sheets import open_workbook
from stats import actions
from stats.forms.importing import ConfirmForm
from stats.imports import catalogue, comparing, notice
from stats.imports.contents import Contents
from stats.models import Entry, Observation, Region
from tests.makers import make_observation, make_source, make_user
from tests.stats import notices
from tests.stats.workbooks import make_file, xlsx

pytestmark = pytest.mark.django_db
TODAY = date(2024, 3, 1)
# 90 counties and 11 rows 市本级; 11 columns of the first annex, 2 of the second, 1 of the third.
ALL = (90 + 11) * (11 + 2 + 1)


@pytest.fixture(autouse=True)
def known(db: None) -> None:
    call_command("load_fixtures", "--catalogue-only", verbosity=0)


def read(content: bytes, *, year: int = 2023, name: str = "通报.xlsx") -> Contents:
    found = open_workbook(name, content)
    contents = notice.read(
        found, catalogue.load(), year=year, today=TODAY, beat=lambda done, rows: None
    )
    comparing.compare(contents)
    return contents


def values(contents: Contents) -> dict[tuple[str, str], Entry]:
    return {(entry.indicator.code, entry.region.code): entry for entry in contents.entries}


def told(complaint: Complaint) -> tuple[str, int, str, str]:
    return (complaint.sheet, complaint.row, complaint.column, complaint.what)


@pytest.mark.parametrize("sheets", [3, 1], ids=["three sheets", "one under the other"])
def test_a_whole_notice_is_read_without_complaint(sheets: int) -> None:
    contents = read(notices.notice(sheets=sheets))
    assert contents.complaints == []
    assert len(contents.entries) == ALL
    found = values(contents)
    for annex, heading, code in (
        (0, "发明", "patent.granted.invention"),
        (0, "个人", "patent.granted.by_individual"),
        (0, "非职务", "patent.granted.nonservice"),
        (0, notices.TOTAL, "patent.granted"),
        (1, notices.VALID, "patent.valid.invention"),
        (1, notices.PER_10K, "patent.valid.invention.per_10k"),
        (2, notices.PCT, "patent.pct"),
    ):
        by_city = {city.name: city.rows for city in notices.numbers(annex)}
        for city, name, region in (
            ("宁波", "慈溪市", "330282"),
            ("宁波", "海曙区", "330203"),
            ("宁波", "市本级", "330200-BJ"),
            ("杭州", "市本级", "330100-BJ"),
            ("丽水", "景宁畲族自治县", "331127"),
        ):
            printed = Decimal(str(by_city[city][name][heading]))
            assert found[code, region].value == printed, (heading, name)


def test_counts_are_exact_and_ratios_as_printed() -> None:
    found = values(read(notices.notice()))
    assert found["patent.granted", "330282"].half_width == 0
    assert found["patent.valid.invention.per_10k", "330282"].half_width == Decimal("0.05")
    assert found["patent.granted", "330200-BJ"].printed_scope == "市本级"
    assert found["patent.granted", "330282"].printed_scope == ""
    assert {(entry.year, entry.through_month, entry.origin) for entry in found.values()} == {
        (2023, 12, "导入")
    }


def test_totals_of_cities_and_the_province_are_checks_and_never_data() -> None:
    regions = {entry.region.level for entry in read(notices.notice()).entries}
    assert regions == {Region.Level.COUNTY, Region.Level.SCOPE}


def ningbo(annex: int, name: str, heading: str) -> int:
    """A made-up number of the notice as it is when nothing is changed."""
    return {city.name: city.rows for city in notices.numbers(annex)}["宁波"][name][heading]


def cell(annex: int, name: str, heading: str, value: object) -> dict[Any, Any]:
    return {(annex, "宁波", name, heading): value}


def sums(annex: int, row: int, column: str, heading: str, change: int) -> tuple[str, int, str, str]:
    """What is said when one county of 宁波 has `change` more than its city counts."""
    total = ningbo(annex, "合计", heading)
    return (
        f"附件{annex + 1}",
        row,
        column,
        f"宁波市各县（市、区）“{heading}”之和 {total + change:,} 与宁波市合计 {total:,} 不等。",
    )


def across(columns: str, words: str, change: int) -> tuple[str, int, str, str]:
    """What is said when the parts of 余姚's row add up to `change` more than its total."""
    total = ningbo(0, "余姚市", notices.TOTAL)
    return (
        "附件1",
        15,
        columns,
        f"余姚市：{words}={total + change:,} 与合计授权量 {total:,} 不等。",
    )


BROKEN = {
    "type": lambda: (
        cell(0, "余姚市", "发明", ningbo(0, "余姚市", "发明") + 5),
        [across("C、D、E、M", "发明+实用新型+外观设计", 5), sums(0, 17, "C", "发明", 5)],
    ),
    "applicant": lambda: (
        cell(0, "余姚市", "个人", ningbo(0, "余姚市", "个人") + 5),
        [
            across("F、G、H、I、J、M", "大专院校+科研院所+企业+机关团体+个人", 5),
            sums(0, 17, "J", "个人", 5),
        ],
    ),
    "service": lambda: (
        cell(0, "余姚市", "职务", ningbo(0, "余姚市", "职务") + 5),
        [across("K、L、M", "职务+非职务", 5), sums(0, 17, "K", "职务", 5)],
    ),
    "city total": lambda: (
        cell(2, "合计", notices.PCT, ningbo(2, "合计", notices.PCT) - 7)
        | {(2, "杭州", "合计", notices.PCT): hangzhou() + 7},
        [
            (
                "附件3",
                16,
                "C",
                f"宁波市各县（市、区）“PCT国际专利申请量”之和 "
                f"{ningbo(2, '合计', notices.PCT):,} 与宁波市合计 "
                f"{ningbo(2, '合计', notices.PCT) - 7:,} 不等。",
            ),
            (
                "附件3",
                31,
                "C",
                f"杭州市各县（市、区）“PCT国际专利申请量”之和 {hangzhou():,} 与杭州市合计 "
                f"{hangzhou() + 7:,} 不等。",
            ),
        ],
    ),
    "district": lambda: (
        cell(1, "海曙区", notices.VALID, ningbo(1, "海曙区", notices.VALID) + 5),
        [
            (
                "附件2",
                5,
                "C",
                f"宁波市各区“{notices.VALID}”之和 {ningbo(1, '市本级', notices.VALID) + 5:,} "
                f"与市本级 {ningbo(1, '市本级', notices.VALID):,} 不等。",
            ),
            sums(1, 16, "C", notices.VALID, 5),
        ],
    ),
    "pct": lambda: (
        cell(2, "慈溪市", notices.PCT, ningbo(2, "慈溪市", notices.PCT) + 5),
        [sums(2, 16, "C", notices.PCT, 5)],
    ),
    "a ratio adds up to nothing": lambda: (cell(1, "慈溪市", notices.PER_10K, 99.9), []),
}


def hangzhou() -> int:
    return {city.name: city.rows for city in notices.numbers(2)}["杭州"]["合计"][notices.PCT]


@pytest.mark.parametrize("case", BROKEN)
def test_one_changed_cell_names_exactly_what_no_longer_adds_up(case: str) -> None:
    change, broken = BROKEN[case]()
    contents = read(notices.notice(change))
    assert sorted(told(found) for found in contents.complaints) == sorted(broken)
    assert {found.kind for found in contents.complaints} <= {DOUBT}
    assert len(contents.entries) == ALL
    assert bool(contents.doubted) == bool(broken)


def test_a_doubt_on_a_row_that_only_checks_can_be_explained() -> None:
    rows = [
        ["地区", "市县名称", "PCT国际专利申请量"],
        ["宁波", "慈溪市", 10],
        ["", "合计", 10],
        ["全省合计", "", 11],
    ]
    clerk = make_user("录入员")
    file = actions.read_import(make_file(clerk, xlsx(rows), kind="notice", year=2023))
    assert (file.outcome["kinds"][DOUBT], file.outcome["unexplained"]) == (1, 0)
    order = {"title": "2023年通报", "source": make_source().pk, "explanation": "原件如此"}
    form = ConfirmForm(file.outcome, order)
    assert form.is_valid()
    actions.confirm_import(by=clerk, file=file, **form.cleaned_data)
    actions.write_import(by=clerk, file=file)
    assert Event.objects.get(kind="确认导入").detail["explanation"] == "原件如此"


def test_districts_that_are_not_listed_are_in_the_row_of_their_city() -> None:
    rows = [
        ["地区", "市县名称", "PCT国际专利申请量"],
        ["宁波", "市本级", 70],
        ["", "余姚市", 20],
        ["", "慈溪市", 10],
        ["", "合计", 100],
        ["全省合计", "", 100],
    ]
    contents = read(xlsx(rows))
    assert [found.kind for found in contents.complaints] == [HINT]
    assert "里没有 88 个县（市、区）" in contents.complaints[0].what
    assert len(contents.entries) == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_a_notice_saved_as_csv_is_read_too(encoding: str) -> None:
    text = (
        "附件1,,,,,,,,,,,,\n2023年全省各地区专利授权量,,,,,,,,,,,,\n"
        "地区,市县名称,专利类型,,,申请人类型,,,,,职务/非职务,,合计授权量\n"
        ",,发明,实用新型,外观设计,大专院校,科研院所,企业,机关团体,个人,职务,非职务,\n"
        "宁波,余姚市,1,2,3,1,1,2,1,1,5,1,6\n,慈溪市,2,2,2,2,1,1,1,1,4,2,6\n"
        ",合计,3,4,5,3,2,3,2,2,9,3,12\n"
    )
    contents = read(text.encode(encoding), name="通报.csv")
    assert [found.kind for found in contents.complaints] == [HINT]
    assert values(contents)["patent.granted.utility", "330282"].value == 2
    assert len(contents.entries) == 22


def test_a_county_is_matched_within_the_city_above_it() -> None:
    rows = [
        ["地区", "市县名称", "PCT国际专利申请量"],
        ["宁波市", "海曙", 1],
        ["", "宁波市江北区", 2],
        ["杭州市", "市 本 级", 3],
        ["杭州市", "海曙区", 4],
    ]
    contents = read(xlsx(rows))
    assert {key[1]: entry.value for key, entry in values(contents).items()} == {
        "330203": 1,
        "330205": 2,
        "330100-BJ": 3,
    }
    assert "杭州市的“海曙区”不在地区目录里，这一行不导入" in contents.complaints[0].what


def test_a_zone_without_a_region_is_left_out_but_counted() -> None:
    extra = {(0, "杭州", "西湖风景名胜区", heading): 0 for heading in notices.GRANTED}
    contents = read(notices.notice(extra=extra))
    (complaint,) = contents.complaints
    assert (complaint.kind, complaint.sheet, complaint.column) == (HINT, "附件1", "B")
    assert "这一行不导入" in complaint.what
    assert len(contents.entries) == ALL


def test_where_qianwan_stands_apart_cixi_is_without_it() -> None:
    extra = {(0, "宁波", "前湾新区", heading): 0 for heading in notices.GRANTED}
    contents = read(notices.notice(extra=extra))
    (complaint,) = contents.complaints
    assert "前湾新区单列一行" in complaint.what
    found = values(contents)
    assert ("patent.granted", "330282") not in found
    assert {"330282-BJ", "330282-QW"} <= {region for _code, region in found}


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({(0, "宁波", "余姚市", "发明"): ""}, HINT, "余姚市的“发明”空白，不导入（空白不等于 0）"),
        ({(0, "宁波", "余姚市", "发明"): "—"}, HINT, "写作“—”，不导入"),
        ({(0, "宁波", "余姚市", "发明"): "约5"}, REFUSED, "“约5”不是可用的数字"),
        ({(2, "宁波", "余姚市", notices.PCT): -5}, REFUSED, "数值不能为负"),
    ],
)
def test_a_cell_that_holds_no_number_is_never_0(change: Any, kind: str, words: str) -> None:
    contents = read(notices.notice(change))
    found = [complaint for complaint in contents.complaints if words in complaint.what]
    assert [complaint.kind for complaint in found] == [kind]
    assert len(contents.entries) == ALL - 1


def test_a_county_that_stands_twice_is_refused() -> None:
    rows = [["地区", "市县名称", "PCT国际专利申请量"], ["宁波", "慈溪市", 1], ["", "慈溪", 2]]
    contents = read(xlsx(rows))
    assert "慈溪在第 2 行已经有了" in contents.complaints[0].what
    assert len(contents.entries) == 1


def test_an_annex_that_stands_twice_is_refused_cell_by_cell() -> None:
    rows = [["地区", "市县名称", "PCT国际专利申请量"], ["宁波", "慈溪市", 1]]
    contents = read(xlsx([*rows, *rows]))
    (refused,) = (found for found in contents.complaints if found.kind == REFUSED)
    assert "在第 2 行已经有了" in refused.what
    assert len(contents.entries) == 1


def test_an_unknown_city_is_refused() -> None:
    contents = read(xlsx([["地区", "市县名称", "PCT国际专利申请量"], ["苏州", "昆山市", 1]]))
    assert "“苏州”认不出是哪个设区市" in contents.complaints[0].what


def test_the_core_of_a_county_is_not_that_of_its_city() -> None:
    rows = [
        ["地区", "市县名称", "PCT国际专利申请量"],
        ["宁波", "宁波市本级", 70],
        ["", "慈溪市本级", 10],
        ["", "余姚市本级", 5],
    ]
    contents = read(xlsx(rows))
    found = {key[1]: (entry.value, entry.printed_scope) for key, entry in values(contents).items()}
    assert found == {"330200-BJ": (70, "市本级"), "330282-BJ": (10, "市本级")}
    assert "宁波市的“余姚市本级”不在地区目录里" in contents.complaints[0].what


def test_a_column_that_is_missing_or_unknown_is_said() -> None:
    rows = [
        ["地区", "市县名称", "发明", "实用新型", "外观设计", "名次"],
        ["宁波", "慈溪市", 1, 2, 3, 1],
    ]
    contents = read(xlsx(rows))
    missing, unknown = contents.complaints[:2]
    assert missing.kind == REFUSED
    assert "表头缺少“大专院校”“科研院所”" in missing.what
    assert (unknown.kind, unknown.column) == (HINT, "F")


@pytest.mark.parametrize("rows", [[["甲"]], [["地区", "县", "GDP"], ["宁波", "慈溪市", 1]]])
def test_what_is_no_notice_is_refused(rows: list[list[Any]]) -> None:
    with pytest.raises(Refusal, match="没有认出省局通报的附件"):
        read(xlsx(rows))


def test_a_notice_becomes_published_figures() -> None:
    clerk = make_user("录入员")
    old = make_observation(100, region="330282", year=2022)
    file = make_file(clerk, notices.notice(), kind="notice", year=2023, name="通报.xlsx")
    actions.read_import(file)
    assert file.outcome["counts"] == {"新增": ALL, "变更": 0, "不变": 0, "拒绝": 0}
    assert file.outcome["complaints"] == []
    actions.confirm_import(
        by=clerk,
        file=file,
        title="2023年度省局通报",
        source=make_source(),
        explanation="省局按其口径计算",
    )
    batch = actions.write_import(by=clerk, file=file)
    assert batch.entries.count() == ALL
    actions.submit(by=clerk, submission=batch)
    actions.approve(by=make_user("复核员"), submission=batch)
    row = {city.name: city.rows for city in notices.numbers(0)}["宁波"]["慈溪市"]
    published = Observation.objects.published().filter(region__code="330282", year=2023)
    assert published.count() == 14
    assert published.get(indicator__code="patent.granted").value == row[notices.TOTAL]
    assert published.get(indicator__code="patent.granted").origin == "导入"
    assert old.value == 100
