"""The calendar of protection and what ends soon: which days, which rows, how many days are left."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from cixi_ip.models import Event
from stats.models import Chain
from stats.registers.agenda import agenda, calendar, standing
from stats.registers.expiring import AHEAD, endings
from tests.makers import make_user
from tests.stats import protection_rows as rows
from tests.stats.brand_rows import make_association_mark
from tests.stats.protection_rows import DAY
from tests.stats.register_rows import make_enterprise, make_honour, make_programme, saved
from tests.stats.service_rows import new_policy

pytestmark = pytest.mark.django_db
MAY = (date(2022, 5, 1), date(2022, 5, 31))
CALENDAR, EXPIRING = "/registers/protection/calendar/", "/registers/expiring/"
PERSON = "测试某"


@pytest.fixture
def reader(client):
    client.force_login(make_user("读者"))
    return client


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def told(first=MAY[0], last=MAY[1], today=DAY):
    return [(item.day.isoformat()[5:], item.what) for item in agenda(first, last, today)]


def days(number):
    return DAY + timedelta(number)


class TestCalendar:
    def test_what_lies_in_the_month_and_nothing_else(self):
        saved(rows.campaign(starts_on=days(-20), ends_on=days(10)))
        saved(rows.inspection(day=date(2022, 5, 31)))
        saved(rows.inspection(day=date(2022, 6, 1)))
        opened = saved(rows.case(found_on=date(2022, 4, 30), opened_on=date(2022, 5, 1)))
        saved(rows.stage(opened, stage="决定", day=days(5)))
        saved(
            rows.ruling(accepted_on=days(-40), due_on=days(2), decided_on=days(3), result="不侵权")
        )
        assert told() == [
            ("05-01", "案件立案"),
            ("05-12", "行政裁决应结案"),
            ("05-13", "行政裁决结案"),
            ("05-15", "案件决定"),
            ("05-20", "专项行动结束"),
            ("05-31", "检查（商标印制企业）"),
        ]

    def test_mediations_acts_on_agencies_and_rapid_cases_without_a_person(self):
        settled = saved(rows.mediation(parties=PERSON))
        on_agency = saved(rows.act())
        on_person = saved(rows.act(agency=None, unlicensed_name=PERSON, kind="无资质代理"))
        fast = saved(rows.rapid_case(applicant=PERSON, closed_on=days(3)))
        saved(rows.rapid_case(accepted_on=date(2022, 6, 1)))
        found = agenda(*MAY, DAY)
        assert [(item.day, item.what, item.name, item.detail) for item in found] == [
            (DAY, "快维受理", fast.number, "快速预审"),
            (DAY, "无资质专利代理查处", "无资质主体", on_person.document),
            (DAY, "纠纷调解", settled.number, "达成协议"),
            (DAY, "行政约谈", on_agency.agency.name, on_agency.document),
            (days(3), "快维办结", fast.number, "快速预审，用时3天"),
        ]
        assert PERSON not in str(found)

    def test_it_takes_the_same_queries_whatever_it_holds(self, django_assert_num_queries):
        for day in range(5):
            firm = make_enterprise()
            saved(rows.inspection(enterprise=firm, day=days(day)))
            saved(rows.stage(saved(rows.case()), day=days(day)))
            saved(rows.act(day=days(day)))
        with django_assert_num_queries(8):
            agenda(*MAY, DAY)

    @pytest.mark.parametrize(
        ("fields", "today", "words"),
        [
            ({}, 0, ""),
            ({"due_on": days(9)}, 2, "未结案，还有7天"),
            ({"due_on": days(9)}, 9, "未结案，还有0天"),
            ({"due_on": days(9)}, 12, "未结案，已超期3天"),
            ({"due_on": days(9), "decided_on": days(9)}, 12, "已按期结案"),
            ({"due_on": days(9), "decided_on": days(11)}, 12, "已结案，超期2天"),
        ],
    )
    def test_how_a_ruling_stands(self, fields, today, words):
        assert standing(rows.ruling(**fields), days(today)) == words

    def test_the_page_groups_by_day_and_leads_to_the_rows(self, reader):
        made = saved(rows.case(opened_on=DAY, parties=PERSON))
        page = text(reader, f"{CALENDAR}?month=2022-05")
        assert "2022年5月保护日历" in page
        assert "2022-05-10 星期二" in page
        assert f'href="/registers/cases/{made.pk}/"' in page
        assert PERSON not in page
        assert 'href="?month=2022-04"' in page
        assert 'href="?month=2022-06"' in page
        assert "这个月没有登记的事项" in text(reader, f"{CALENDAR}?month=2022-02")

    def test_this_month_is_shown_unless_asked_otherwise(self, reader):
        today = localdate()
        assert f"{today.year}年{today.month}月保护日历" in text(reader, CALENDAR)

    @pytest.mark.parametrize("month", ["2022-13", "x", "0001-01", "9999-12", "2022-05-10"])
    def test_a_wrong_month_is_said(self, reader, month):
        page = text(reader, f"{CALENDAR}?month={month}")
        assert "月份请按“年-月”填写" in page
        answer = reader.get(f"{CALENDAR}list.csv?month={month}", follow=True)
        assert "没有导出：月份请按" in answer.content.decode()

    def test_the_file_holds_the_same_rows(self, reader):
        made = saved(rows.case(opened_on=DAY))
        content = reader.get(f"{CALENDAR}list.csv?month=2022-05").content.decode("utf-8-sig")
        found = list(csv.reader(io.StringIO(content)))
        assert found[0] == ["日期", "事项", "对象", "说明"]
        assert ["2022-05-10 星期二", "案件立案", made.number, "商标侵权"] in found
        assert Event.objects.get(kind="导出数据").detail["chosen"] == "2022年5月"
        assert calendar(*MAY, DAY).name == "2022年5月保护日历"


class TestExpiring:
    def test_the_nearest_first_and_only_those_within_ninety_days(self):
        for left in (-1, 0, 30, AHEAD, AHEAD + 1):
            make_honour(valid_to=days(left))
        make_honour(valid_to=None)
        assert [each.days_left for each in endings(DAY)] == [0, 30, AHEAD]

    def test_an_early_end_comes_first(self):
        made = make_honour(valid_to=days(80))
        assert [each.days_left for each in endings(DAY)] == [80]
        for ends, left in ((10, [9]), (0, []), (91, [80])):
            made.ended_on, made.end_reason = days(ends), "撤销"
            made.save()
            assert [each.days_left for each in endings(DAY)] == left
        made.valid_to = None
        made.save()
        assert [each.days_left for each in endings(DAY)] == [90]

    def test_a_renewal_on_record_is_said(self):
        firm, programme = make_enterprise(), make_programme()
        make_honour(enterprise=firm, programme=programme, valid_to=days(30))
        make_honour(enterprise=firm, programme=make_programme("另一名单"), valid_from=days(31))
        assert [each.goes_on for each in endings(DAY)] == ["没有续期登记"]
        late = make_honour(enterprise=firm, programme=programme, valid_from=days(40))
        assert [each.goes_on for each in endings(DAY)] == ["没有续期登记"]
        late.valid_from = days(31)
        late.save()
        assert [each.goes_on for each in endings(DAY)] == ["已续，长期"]
        late.valid_to = date(2025, 6, 9)
        late.save()
        assert [each.goes_on for each in endings(DAY)] == ["已续到2025-06-09"]

    @pytest.mark.parametrize("count", [1, 30])
    def test_five_queries_whatever_it_holds(self, django_assert_num_queries, count):
        programme = make_programme()
        for _ in range(count):
            make_honour(programme=programme, valid_to=days(5))
        with django_assert_num_queries(5):
            assert len(endings(DAY)) == count

    def test_the_page_and_its_file(self, reader):
        today = localdate()
        made = make_honour(valid_to=today + timedelta(7), document="生成发〔2020〕1号")
        page = text(reader, EXPIRING)
        assert f'href="/registers/honours/{made.pk}/"' in page
        assert "没有续期登记" in page
        content = reader.get(f"{EXPIRING}list.csv").content.decode("utf-8-sig")
        found = list(csv.reader(io.StringIO(content)))
        assert found[1] == [
            *("专精特新中小企业", made.enterprise.name, "企业称号", "生成发〔2020〕1号"),
            *(f"{made.valid_to:%Y-%m-%d}", "7", "没有续期登记"),
        ]
        assert reader.get(f"{EXPIRING}list.xlsx").status_code == 200
        made.delete()
        assert "90天内没有到期的。" in text(reader, EXPIRING)

    def test_certificates_marks_chains_and_policies_end_too(self):
        make_honour(programme=make_programme("生成认证", kind="认证"), valid_to=days(1))
        mark = make_association_mark(valid_to=days(2))
        make_association_mark(valid_to=days(-1))
        make_association_mark(valid_to=days(2), ended_on=DAY, end_reason="注销")
        for ends, name in ((3, "生成链"), (AHEAD + 1, "另一条")):
            Chain.objects.create(
                name=name, group="传统优势", valid_from=days(-900), valid_to=days(ends)
            )
        Chain.objects.create(name="生成链", group="传统优势", valid_from=days(4))
        policy = saved(new_policy(starts_on=days(-900), ends_on=days(4)))
        found = endings(DAY)
        assert [(each.kind, each.what, each.days_left, each.goes_on) for each in found] == [
            ("认证证书", "生成认证", 1, "没有续期登记"),
            ("集体商标", mark.mark, 2, "没有续期登记"),
            ("标志性产业链", "生成链", 3, "已续，长期"),
            ("奖励政策", policy.name, 4, "没有续期登记"),
        ]
        assert found[1].url == f"/registers/association-marks/{mark.pk}/"

    def test_a_mark_given_up_early(self):
        make_association_mark(valid_to=None, ended_on=days(10), end_reason="注销")
        assert [each.days_left for each in endings(DAY)] == [9]


@pytest.mark.parametrize("address", [CALENDAR, EXPIRING, f"{EXPIRING}list.csv"])
def test_who_may_not_read_and_who_is_not_logged_in(client, address):
    assert client.get(address).status_code == 302
    client.force_login(make_user("系统管理员"))
    assert client.get(address).status_code == 403
    client.force_login(make_user("读者"))
    assert client.post(address).status_code == 405
    assert 'href="/registers/protection/calendar/"' in text(client, "/registers/")
