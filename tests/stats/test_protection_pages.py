"""Pages of the registers of protection: what lists and rows show, and what forms ask."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from stats.models import CaseStage, Inspection
from tests.stats import protection_rows as rows
from tests.stats.pages import text
from tests.stats.protection_rows import DAY
from tests.stats.register_rows import make_enterprise, make_keeper, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client):
    client.force_login(make_keeper(office="知识产权保护科"))
    return client


class TestShown:
    def test_days_used_stand_in_the_list_and_on_the_row(self, reader):
        made = saved(rows.rapid_case(closed_on=DAY + timedelta(37)))
        for address in ("", f"{made.pk}/"):
            page = text(reader, f"/registers/rapid-cases/{address}")
            assert "用时（天）" in page
            assert "37" in page

    def test_kinds_and_results_are_said_in_chinese(self, reader):
        saved(rows.inspection(kind="电商平台"))
        page = text(reader, "/registers/inspections/")
        assert "电商平台</td>" in page
        assert "未发现问题</td>" in page

    def test_where_a_case_stands_and_its_steps(self, reader):
        made = saved(rows.case(opened_on=DAY))
        saved(rows.stage(made, stage="决定", document="生成决定书"))
        assert "决定" in text(reader, "/registers/cases/")
        page = text(reader, f"/registers/cases/{made.pk}/")
        assert page.index("生成决定书") < page.index("<span>立案")

    def test_an_act_says_what_came_before(self, reader):
        made = saved(rows.act(kind="行政处罚"))
        page = text(reader, f"/registers/agency-acts/{made.pk}/")
        assert "此前没有行政约谈、联合惩戒的记录，直接到了行政处罚。" in page

    @pytest.mark.parametrize("count", [1, 40])
    @pytest.mark.parametrize(("slug", "queries"), [("cases", 9), ("inspections", 9)])
    def test_a_list_takes_the_same_queries_whatever_it_holds(
        self, reader, django_assert_num_queries, slug, queries, count
    ):
        make = {"cases": rows.case, "inspections": rows.inspection}[slug]
        for _ in range(count):
            made = saved(make(enterprise=make_enterprise()))
            if slug == "cases":
                saved(rows.stage(made))
        text(reader, f"/registers/{slug}/")
        with django_assert_num_queries(queries):
            text(reader, f"/registers/{slug}/")

    def test_a_year_narrows_a_list(self, reader):
        old = saved(rows.inspection(day=DAY.replace(year=2021)))
        new = saved(rows.inspection())
        page = text(reader, "/registers/inspections/?day=2022")
        assert new.place in page
        assert old.place not in page
        for year in ("99999", "0", "x", "2022.5"):
            assert "年份请填" in text(reader, f"/registers/inspections/?day={year}")
        assert text(reader, "/registers/inspections/?sort=inspected")


class TestFilling:
    def test_a_visit_to_an_enterprise_or_a_place(self, keeper):
        firm = make_enterprise("生成印刷厂")
        row = {"day": "2022-05-10", "kind": "商标印制企业", "result": "未发现问题"}
        for who in ({"enterprise": firm.credit_code}, {"place": "生成市场"}):
            assert keeper.post("/registers/inspections/new/", row | who).status_code == 302
        assert {each.inspected for each in Inspection.objects.all()} == {"生成印刷厂", "生成市场"}
        both = {"enterprise": firm.credit_code, "place": "生成市场二"}
        page = keeper.post("/registers/inspections/new/", row | both).content.decode()
        assert "企业和场所填一个，也只填一个" in page

    def test_a_stage_is_entered_from_the_page_of_its_case(self, keeper):
        made = saved(rows.case())
        page = text(keeper, f"/registers/cases/{made.pk}/")
        address = page.split('href="/registers/case-stages/new/?case=')[1].split('"')[0]
        form = text(keeper, f"/registers/case-stages/new/?case={address}")
        assert f'value="{made.number}"' in form
        row = {"case": made.number, "stage": "调查", "day": localdate().isoformat()}
        assert keeper.post("/registers/case-stages/new/", row).status_code == 302
        assert CaseStage.objects.get().case == made
        page = keeper.post("/registers/case-stages/new/", row | {"case": "没有"}).content.decode()
        assert "案件登记册里没有案号“没有”" in page

    def test_a_reader_has_no_way_to_add(self, reader):
        made = saved(rows.case())
        assert "登记进展" not in text(reader, f"/registers/cases/{made.pk}/")
