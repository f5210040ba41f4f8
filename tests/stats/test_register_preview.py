"""What the rows of a sheet would come to: new, changed, the same, or wrong, and why."""

import io
from datetime import date

import openpyxl
import pytest
from django.db.models import F, Q

from stats import exports
from stats.models import Contact, Enterprise, Honour, Programme
from stats.registers import REGISTERS
from stats.registers.imports.blank import blank
from stats.registers.imports.holding import Unsupported, holds
from stats.registers.listing import rows_of as listed
from stats.registers.listing import whole
from tests.stats.register_rows import (
    credit_code,
    make_enterprise,
    make_honour,
    make_programme,
    make_town,
)
from tests.stats.register_sheets import honour, look, rows_of
from tests.stats.workbooks import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make_programme()


def verdicts(found):
    return [one.verdict.value for one in found.judged]


def told(found):
    return [f"{one.place} {one.what}{one.how}" for one in found.complaints]


def test_new_changed_the_same_and_wrong(programme):
    town = make_town()
    first, second = (make_honour(batch="第一批") for _ in range(2))
    rows = [
        honour(1, 镇街=town.name),
        honour(2, 企业=first.enterprise.name, 统一社会信用代码="", 批次="第二批"),
        honour(3, 企业="", 统一社会信用代码=second.enterprise.credit_code, 批次=""),
        honour(4, 统一社会信用代码="", 项目="没有的项目"),
    ]
    names = ("企业", "统一社会信用代码", "镇街", "项目", "有效期自", "批次")
    found = look(rows_of(rows, *names))
    assert found.counts == {"新增": 1, "有改动": 1, "不变": 1, "有问题": 1}
    assert found.judged[1].changes(found.register, sees_people=True) == [
        ("批次", "第一批", "第二批")
    ]
    assert [firm.name for firm in found.brought] == ["生成企业第1"]
    assert found.brought[0].town == town
    assert len(told(found)) == 2
    assert "没有叫“没有的项目”的培育项目" in " ".join(told(found))
    assert not Honour.objects.filter(batch="第二批").exists()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"统一社会信用代码": "91330282000000007X"},
            "名单第 2 行B 列 “91330282000000007X”不是正确",
        ),
        ({"统一社会信用代码": ""}, "补上“统一社会信用代码”“镇街”两栏，一并登记"),
        ({"镇街": "没有的镇"}, "名单第 2 行C 列 没有叫“没有的镇”的地区"),
        ({"有效期至": date(2021, 1, 1)}, "有效期至不能早于有效期自"),
        ({"项目": ""}, "没有填“项目”"),
        ({"企业": ""}, "企业登记册里没有代码"),
        ({"企业": "生成老企业", "统一社会信用代码": credit_code(99)}, "“生成老企业”登记的代码是"),
        ({"企业": "别的名称", "统一社会信用代码": credit_code(77)}, "登记的不是“别的名称”"),
        ({"企业": "生成同名", "统一社会信用代码": ""}, "有几家企业都叫“生成同名”"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(programme, cells, said):
    make_enterprise("生成老企业", credit_code=credit_code(77))
    make_enterprise("生成同名")
    make_enterprise("生成同名")
    found = look(rows_of([honour(1, **cells)]))
    assert verdicts(found) == ["有问题"]
    assert said in told(found)[0]


def test_an_enterprise_twice_is_brought_once_and_one_without_a_town_is_hinted(programme):
    make_programme("小巨人", indicator=None)
    found = look(rows_of([honour(1), honour(1, 项目="小巨人"), honour(1)]))
    assert verdicts(found) == ["新增", "新增", "有问题"]
    assert len(found.brought) == 1
    assert "名单第 2 行重复" in told(found)[0]
    assert "没有填镇街" in told(found)[1]


def test_a_merged_or_renamed_enterprise_is_found(programme):
    kept, dropped = make_enterprise("生成新名"), make_enterprise("生成旧户")
    kept.former_names.create(name="生成旧名", until=date(2020, 1, 1))
    Enterprise.objects.filter(pk=dropped.pk).update(merged_into=kept)
    rows = [
        honour(1, 企业="生成旧户", 统一社会信用代码=dropped.credit_code),
        honour(2, 企业="生成旧名", 统一社会信用代码=kept.credit_code, 有效期自="2023/1/1"),
    ]
    found = look(rows_of(rows))
    assert [one.record.enterprise for one in found.judged] == [kept, kept]
    row = [["企业名称", "统一社会信用代码"], ["生成旧户", dropped.credit_code]]
    assert "已并入“生成新名”" in told(look(xlsx(row), "enterprises"))[0]


def test_a_blank_cell_never_erases_and_a_new_name_is_a_change():
    firm = make_enterprise("生成甲", note="有备注", is_listed=True)
    rows = [
        ["企业名称", "统一社会信用代码", "备注", "上市公司"],
        ["生成甲甲", firm.credit_code, None, "—"],
        ["生成乙", credit_code(88), None, "否"],
        [None, credit_code(89), None, "否"],
    ]
    found = look(xlsx(rows), "enterprises")
    assert verdicts(found) == ["有改动", "新增", "有问题"]
    assert found.judged[0].changes(found.register, sees_people=True) == [
        ("企业名称", "生成甲", "生成甲甲")
    ]
    assert "没有填“企业名称”" in told(found)[0]


def test_people_are_covered_in_what_changes():
    contact = Contact.objects.create(enterprise=make_enterprise(), name="测试某", phone="1")
    rows = [["企业", "姓名", "电话"], [contact.enterprise.name, "测试某", "13800001234"]]
    found = look(xlsx(rows), "contacts")
    assert found.judged[0].changes(found.register, sees_people=False)[0][2] == "138＊＊＊＊＊＊34"


@pytest.mark.parametrize("slug", ["enterprises", "programmes", "honours", "scale"])
def test_an_exported_list_comes_back_unchanged(slug):
    made = make_honour(valid_to=date(2024, 12, 31))
    make_enterprise("生成乙", town=make_town(), industry_code="3854")
    made.enterprise.scale_years.create(year=2022)
    register = REGISTERS[slug]
    table = whole(register, listed(register), sees_people=True)
    found = look(exports.as_csv(table), slug, "表.csv")
    assert set(verdicts(found)) == {"不变"}, told(found)


@pytest.mark.parametrize("slug", REGISTERS)
def test_every_template_has_the_headings_and_is_known_again(slug):
    register = REGISTERS[slug]
    sheet = openpyxl.load_workbook(io.BytesIO(blank(register, brings=True))).worksheets[0]
    headings = [cell.value for cell in next(sheet.iter_rows())]
    assert set(map(register.heading, register.filled)) <= set(headings)


def test_the_digest_follows_what_would_be_saved(programme):
    firm = make_enterprise("生成甲")
    content = rows_of([honour(1, 企业="生成甲", 统一社会信用代码="")])
    before = look(content)
    assert before.digest == look(content).digest
    make_honour(enterprise=firm)
    assert look(content).digest != before.digest


def test_a_preview_takes_a_few_queries_however_long(programme, django_assert_max_num_queries):
    for _ in range(20):
        make_honour()
    names = list(Enterprise.objects.values_list("name", flat=True))
    rows = [honour(n) for n in range(150)]
    rows += [honour(1, 企业=name, 统一社会信用代码="", 有效期自="2023-01-01") for name in names]
    with django_assert_max_num_queries(16):
        assert look(rows_of(rows)).counts["新增"] == 170


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Q(valid_to__isnull=True), True),
        (Q(valid_to__gte=F("valid_from")), None),
        (~Q(batch="") | Q(valid_to__gte=F("valid_from")), None),
        (Q(batch="") & Q(batch__regex="^x"), False),
        (Q(batch__in=["", "a"]) & ~Q(standard="x"), True),
    ],
)
def test_conditions_are_judged_as_the_database_does(condition, expected):
    assert holds(condition, Honour(valid_from=date(2022, 1, 1))) is expected


def test_what_only_the_database_can_judge_is_left_to_it():
    row = Honour(valid_from=date(2022, 1, 1))
    for condition in (Q(batch__startswith="x"), Q(valid_to=F("valid_from") + 1) & Q(valid_from=0)):
        with pytest.raises(Unsupported):
            holds(condition, row)
