"""Pages of the registers: the lists, a row, its forms, the counts beside what is published."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client

from cixi_ip.models import Event
from stats import actions
from stats.models import Contact, Count, Enterprise, Entry, Honour, ScaleYear
from stats.registers import REGISTERS
from tests.makers import make_observation, make_region, make_user
from tests.stats.every_register import one_of_each
from tests.stats.pages import text
from tests.stats.register_rows import (
    HONOURED,
    credit_code,
    make_enterprise,
    make_honour,
    make_keeper,
    make_programme,
    make_town,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(make_keeper("录入员", "科室负责人"))
    return client


def make_contact():
    return Contact.objects.create(enterprise=make_enterprise(), name="测试某")


class TestReading:
    def test_all_registers_with_their_numbers(self, reader):
        make_honour()
        page = text(reader, "/registers/")
        for register in REGISTERS.values():
            assert register.name in page
            assert f'href="/registers/{register.slug}/"' in page

    def test_every_list_row_and_file(self, reader):
        made = one_of_each()
        assert set(made) == set(REGISTERS)
        for slug, register in REGISTERS.items():
            page = text(reader, f"/registers/{slug}/")
            assert f'href="/registers/{slug}/{made[slug].pk}/"' in page
            assert "新增" not in page
            assert str(made[slug]) in text(reader, f"/registers/{slug}/{made[slug].pk}/")
            content = reader.get(f"/registers/{slug}/list.xlsx").content
            book = openpyxl.load_workbook(io.BytesIO(content))
            headings = [cell.value for cell in next(book.worksheets[0].iter_rows())]
            assert headings == [register.heading(name) for name in register.shown]

    def test_search_filter_and_what_is_found(self, reader):
        town = make_town()
        found = make_enterprise("生成甲公司", town=town)
        found.former_names.create(name="生成旧名厂", until=date(2020, 1, 1))
        make_enterprise("生成乙公司")
        for query in ("q=甲", "q=旧名", f"q={found.credit_code}", f"town={town.pk}"):
            page = text(reader, f"/registers/enterprises/?{query}")
            assert "生成甲公司" in page, query
            assert "生成乙公司" not in page, query
        assert "没有符合条件" in text(reader, "/registers/enterprises/?q=没有这家")
        assert "不在列表中" in text(reader, "/registers/enterprises/?town=abc")

    def test_people_are_covered_for_who_may_not_see_them(self, reader, django_user_model):
        contact = Contact.objects.create(
            enterprise=make_enterprise(), name="测试某", phone="13800001234"
        )
        for address in ("/registers/contacts/", f"/registers/contacts/{contact.pk}/"):
            page = text(reader, address)
            assert "测试某" not in page
            assert "13800001234" not in page
            assert "测＊＊" in page
        assert "测试某" not in reader.get("/registers/contacts/list.csv").content.decode()
        reader.force_login(make_keeper())
        assert "13800001234" in text(reader, "/registers/contacts/")

    def test_a_merged_enterprise_leads_to_the_other(self, reader):
        kept, dropped = make_enterprise("生成甲"), make_enterprise("生成乙")
        actions.merge_enterprises(
            by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="同一企业"
        )
        assert "生成乙" not in text(reader, "/registers/enterprises/?q=91")
        page = text(reader, f"/registers/enterprises/{dropped.pk}/")
        assert f'已并入<a href="/registers/enterprises/{kept.pk}/">' in page

    def test_the_timeline_tells_what_began_ended_and_will_end(self, reader):
        firm = make_enterprise()
        programme = make_programme("某名单")
        for first, last in (("2020-01-01", "2022-12-31"), ("2023-01-01", "2099-12-31")):
            make_honour(enterprise=firm, programme=programme, valid_from=first, valid_to=last)
        ScaleYear.objects.create(enterprise=firm, year=2021)
        page = text(reader, f"/registers/enterprises/{firm.pk}/")
        said = ("列入某名单", "某名单到期", "某名单将到期", "列入2021年规上企业名单")
        places = [page.index(each) for each in said]
        assert places[2] < places[1] < places[3]

    def test_unknown_ones_are_404(self, reader):
        for address in ("/registers/nothing/", "/registers/honours/1/", "/registers/counts/1/"):
            text(reader, address, 404)

    @pytest.mark.parametrize(
        "address", ["/registers/", "/registers/honours/", "/registers/counts/"]
    )
    def test_who_may_not_read_and_who_is_not_logged_in(self, client, address):
        assert client.get(address).status_code == 302
        client.force_login(make_user("系统管理员"))
        assert client.get(address).status_code == 403

    @pytest.mark.parametrize("count", [1, 60])
    def test_a_list_takes_the_same_queries_whatever_it_holds(
        self, reader, django_assert_num_queries, count
    ):
        programme = make_programme()
        for _ in range(count):
            make_honour(programme=programme)
        text(reader, "/registers/honours/")
        with django_assert_num_queries(9):
            text(reader, "/registers/honours/")


class TestKeeping:
    @pytest.mark.parametrize("slug", REGISTERS)
    def test_every_form_asks_in_chinese(self, client, slug):
        client.force_login(make_keeper(office=REGISTERS[slug].office))
        page = text(client, f"/registers/{slug}/new/")
        assert "---" not in page.split("<main")[1]

    def test_a_new_row_is_saved(self, keeper):
        town = make_town()
        row = {"name": "生成甲", "credit_code": credit_code(3), "town": town.pk}
        response = keeper.post("/registers/enterprises/new/", row | {"industry_code": "3854"})
        made = Enterprise.objects.get()
        assert response.url == f"/registers/enterprises/{made.pk}/"
        assert (made.name, made.town) == ("生成甲", town)

    def test_what_is_wrong_is_said_beside_the_field_and_kept(self, keeper):
        response = keeper.post(
            "/registers/enterprises/new/", {"name": "生成甲", "credit_code": "123"}
        )
        page = response.content.decode()
        assert "不是正确的统一社会信用代码" in page
        assert 'value="生成甲"' in page
        assert not Enterprise.objects.exists()

    def test_an_honour_names_its_enterprise_by_code_or_name(self, keeper):
        firm, programme = make_enterprise("生成甲公司"), make_programme()
        row = {"programme": programme.pk, "valid_from": "2022-01-01"}
        for typed in ("生成甲公司", firm.credit_code.lower()):
            keeper.post("/registers/honours/new/", row | {"enterprise": typed})
            assert Honour.objects.get().enterprise == firm
            Honour.objects.all().delete()
        page = keeper.post("/registers/honours/new/", row | {"enterprise": "甲公司"})
        assert "您要找的是不是：生成甲公司？" in page.content.decode()

    def test_a_change_on_an_older_page_is_said(self, keeper):
        firm = make_enterprise("生成甲")
        address = f"/registers/enterprises/{firm.pk}/edit/"
        assert 'name="seen_edition" value="1"' in text(keeper, address)
        row = {"name": "生成乙", "credit_code": firm.credit_code, "seen_edition": 1}
        assert keeper.post(address, row).status_code == 302
        page = keeper.post(address, row | {"name": "生成丙"}).content.decode()
        assert "修改过这一条" in page
        assert "<td>生成乙</td>" in page
        assert "<td>生成丙</td>" in page
        assert 'name="seen_edition" value="2"' in page
        firm.refresh_from_db()
        assert firm.name == "生成乙"
        assert "生成甲 → 生成乙" in text(keeper, f"/registers/enterprises/{firm.pk}/")
        again = row | {"name": "生成丙", "seen_edition": 2}
        assert keeper.post(address, again).status_code == 302

    def test_removing_asks_why(self, keeper):
        honour = make_honour()
        address = f"/registers/honours/{honour.pk}/remove/"
        assert "请写明为什么删除" in keeper.post(address, {}).content.decode()
        assert keeper.post(address, {"reason": "登错了"}).url == "/registers/honours/"
        assert not Honour.objects.exists()

    @pytest.mark.parametrize(
        ("slug", "make", "words"),
        [
            ("honours", make_honour, "原内容留在操作记录里。"),
            ("contacts", make_contact, "其中个人和当事人的信息不留。"),
        ],
    )
    def test_a_removal_says_what_is_kept(self, keeper, slug, make, words):
        row = make()
        address = f"/registers/{slug}/{row.pk}/remove/"
        page = keeper.post(address, {"reason": "登错了"}, follow=True)
        (said,) = page.context["messages"]
        assert str(said).endswith(words)

    def test_merging_shows_first_whom_it_is_about(self, keeper):
        kept, dropped = make_enterprise("生成甲"), make_enterprise("生成乙")
        address = f"/registers/enterprises/{kept.pk}/merge/"
        page = keeper.post(address, {"dropped": "生成甲", "reason": "同"}).content.decode()
        assert "不能并入自己" in page
        row = {"dropped": "生成乙", "reason": "同"}
        for seen in ("", make_enterprise().pk):
            page = keeper.post(address, row | {"seen": seen}).content.decode()
            assert f"统一社会信用代码 {dropped.credit_code}" in page
            assert f'name="seen" value="{dropped.pk}"' in page
            dropped.refresh_from_db()
            assert dropped.merged_into is None
        keeper.post(address, row | {"seen": dropped.pk})
        dropped.refresh_from_db()
        assert dropped.merged_into == kept

    def test_the_pages_of_both_tell_of_the_merger(self, keeper):
        kept, dropped = make_enterprise("生成甲"), make_enterprise("生成乙")
        honour = make_honour(enterprise=dropped)
        address = f"/registers/enterprises/{kept.pk}/merge/"
        row = {"dropped": "生成乙", "reason": "登记了两次", "seen": dropped.pk}
        keeper.post(address, row)
        page = text(keeper, f"/registers/enterprises/{kept.pk}/")
        assert "合并企业：“生成乙”并入，移来 1 条登记" in page
        assert "登记了两次" in page
        assert "并入企业：“生成甲”" in text(keeper, f"/registers/enterprises/{dropped.pk}/")
        assert "生成乙 → 生成甲" in text(keeper, f"/registers/honours/{honour.pk}/")

    def test_another_office_has_no_buttons_and_no_forms(self, client):
        client.force_login(make_keeper(office="商标品牌科"))
        firm = make_enterprise()
        page = text(client, f"/registers/enterprises/{firm.pk}/")
        assert "修改</a>" not in page
        for address in ("new/", f"{firm.pk}/edit/", f"{firm.pk}/remove/"):
            text(client, f"/registers/enterprises/{address}", 403)

    def test_the_head_of_another_office_merges_nothing(self, client):
        client.force_login(make_keeper("科室负责人", office="商标品牌科"))
        firm = make_enterprise()
        text(client, f"/registers/enterprises/{firm.pk}/merge/", 403)

    def test_a_long_history_says_that_it_is_cut(self, keeper):
        firm, by = make_enterprise(), make_user("读者")
        address = f"/registers/enterprises/{firm.pk}/"
        Event.objects.bulk_create(
            Event.objects.told("修改登记", by=by, subject=firm) for _ in range(51)
        )
        assert "只列最近 50 次" in text(keeper, address)


class TestCounts:
    def test_both_numbers_stand_side_by_side_and_a_difference_asks_why(self, client):
        make_region("330282", parent=make_region("330200"))
        made = make_observation(110, code=HONOURED, region="330282")
        make_programme(indicator=made.indicator)
        firm = make_honour().enterprise
        by = make_keeper()
        client.force_login(by)
        asked = "/registers/counts/?year=2022&month=12&region=330282"
        page = text(client, asked)
        assert "−109" in page
        refused = client.post(asked, {"indicator": HONOURED}, follow=True).content.decode()
        assert "两者不同。请写一句话说明" in refused
        row = {"indicator": HONOURED, "explanation": "原数含到期的"}
        taken = client.post(asked, row, follow=True).content.decode()
        assert "已取数 1件" in taken
        entry = Entry.objects.get(origin="登记")
        assert (entry.value, entry.submission.created_by) == (Decimal(1), by)
        listed = f"/registers/counts/{Count.objects.get().pk}/"
        assert firm.name in text(client, listed)
        actions.submit(by=by, submission=entry.submission)
        reviewer = make_user("复核员")
        client.force_login(reviewer)
        page = text(client, f"/admin/stats/submission/{entry.submission_id}/change/")
        assert f'<a href="{listed}">名单</a>' in page
        figure = actions.approve(by=reviewer, submission=entry.submission)[0]
        client.force_login(by)
        page = text(client, f"/admin/stats/entry/{entry.pk}/change/")
        assert f'<a href="{listed}">名单</a>' in page
        page = text(client, f"/data/{figure.pk}/")
        assert f'<a href="{listed}">名单 1 件</a>' in page

    def test_a_reader_sees_and_does_not_take(self, reader):
        make_region("330282", parent=make_region("330200"))
        make_honour()
        page = text(reader, "/registers/counts/?year=2022&month=12&region=330282")
        assert "由录入员取数" in page
        assert (
            reader.post("/registers/counts/?year=2022", {"indicator": HONOURED}).status_code == 403
        )

    @pytest.mark.parametrize("query", ["year=3000", "month=13", "region=330200", "year=x"])
    def test_a_wrong_period_is_said(self, reader, query):
        make_region("330282", parent=make_region("330200"))
        page = text(reader, f"/registers/counts/?{query}")
        assert "field-errors" in page
