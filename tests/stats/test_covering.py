"""Persons and parties in the registers: covered on every way out for who may not see them."""

import pytest

from cixi_ip.models import Event
from stats import actions
from stats.models import Case, Contact
from stats.registers import REGISTERS
from tests.makers import make_user
from tests.stats import protection_rows as rows
from tests.stats.pages import text
from tests.stats.protection_rows import DAY
from tests.stats.register_rows import make_enterprise, make_keeper, saved

pytestmark = pytest.mark.django_db
PERSON, PARTY = "测试某", "生成涉案公司"


@pytest.fixture
def keeper(client):
    client.force_login(make_keeper(office="知识产权保护科"))
    return client


PRIVATE = {
    "contacts": lambda: Contact(enterprise=make_enterprise(), name=PERSON, phone="13800001234"),
    "cases": lambda: rows.case(parties=PERSON),
    "mediations": lambda: rows.mediation(parties=PERSON),
    "rulings": lambda: rows.ruling(parties=PERSON),
    "evidence": lambda: rows.evidence(holder=PERSON),
    "rapid-cases": lambda: rows.rapid_case(applicant=PERSON),
    "agency-acts": lambda: rows.act(kind="无资质代理", unlicensed_name=PERSON),
}


class TestPeople:
    @pytest.mark.parametrize("slug", PRIVATE)
    def test_they_are_covered_on_every_page_and_in_every_file(self, client, slug):
        made = saved(PRIVATE[slug]())
        addresses = [f"/registers/{slug}/{end}" for end in ("", f"{made.pk}/", "list.csv")]
        client.force_login(make_user("读者"))
        for address in addresses:
            assert PERSON not in text(client, address)
        client.force_login(make_keeper(office="知识产权保护科"))
        assert PERSON in text(client, addresses[1])

    @pytest.mark.parametrize("slug", PRIVATE)
    def test_nobody_is_found_by_guessing_a_name(self, reader, slug):
        saved(PRIVATE[slug]())
        assert "没有符合条件" in text(reader, f"/registers/{slug}/?q={PERSON}")

    @pytest.mark.parametrize("slug", PRIVATE)
    def test_nobody_is_told_by_the_order_of_a_list(self, reader, slug):
        name, made = REGISTERS[slug].private[0], []
        for person in ("乙某", "甲某"):
            made.append(saved(PRIVATE[slug]()))
            type(made[-1]).objects.filter(pk=made[-1].pk).update(**{name: person})
        pages = [text(reader, f"/registers/{slug}/?sort={sign}{name}") for sign in ("", "-")]
        links = [f'href="/registers/{slug}/{row.pk}/"' for row in made]
        assert len({page.index(links[0]) < page.index(links[1]) for page in pages}) == 1


# Cases and disputes with an enterprise as a party, which everybody knows from another register.
CONFLICTS = {
    "cases": lambda firm: rows.case(enterprise=firm, opened_on=DAY),
    "mediations": lambda firm: rows.mediation(enterprise=firm),
    "rulings": lambda firm: rows.ruling(enterprise=firm),
}


@pytest.mark.parametrize("slug", CONFLICTS)
class TestParties:
    @pytest.fixture
    def firm(self):
        return make_enterprise(PARTY)

    @pytest.fixture
    def made(self, slug, firm):
        return saved(CONFLICTS[slug](firm))

    def test_no_page_and_no_file_names_the_enterprise(self, reader, slug, made):
        for end in ("", f"{made.pk}/", "list.csv"):
            page = text(reader, f"/registers/{slug}/{end}")
            assert PARTY not in page
            assert made.number in page
            assert ("带＊的内容有遮盖" in page) != end.endswith(".csv")
        assert "＊＊＊" in text(reader, f"/registers/{slug}/{made.pk}/")

    def test_a_search_for_it_finds_nothing(self, reader, slug, firm, made):
        for word in (PARTY, firm.credit_code):
            assert "没有符合条件" in text(reader, f"/registers/{slug}/?q={word}")
            assert made.number not in text(reader, f"/registers/{slug}/list.csv?q={word}")

    def test_no_address_narrows_the_list_by_it(self, reader, slug, firm, made):
        other = saved(CONFLICTS[slug](make_enterprise()))
        for end in ("", "list.csv"):
            page = text(reader, f"/registers/{slug}/{end}?enterprise={firm.pk}")
            assert made.number in page
            assert other.number in page
        orders = [text(reader, f"/registers/{slug}/?sort={sign}enterprise") for sign in ("", "-")]
        assert len({page.index(made.number) < page.index(other.number) for page in orders}) == 1

    def test_its_own_page_does_not_tell(self, reader, slug, firm, made):
        page = text(reader, f"/registers/enterprises/{firm.pk}/")
        assert made.number not in page
        assert f"/registers/{slug}/" not in page
        assert "只有维护登记册的人看得到" in page

    def test_a_change_of_it_is_on_record_without_its_name(self, reader, slug, made):
        by = make_keeper(office="知识产权保护科")
        made.enterprise = make_enterprise("生成另一公司")
        actions.save_record(by=by, register=REGISTERS[slug], record=made)
        assert Event.objects.first().detail["changes"]["企业"] == ["（不记录）"] * 2
        assert "生成另一公司" not in text(reader, f"/registers/{slug}/{made.pk}/")

    def test_who_may_see_people_sees_finds_and_narrows(self, keeper, slug, firm, made):
        other = saved(CONFLICTS[slug](make_enterprise()))
        for address in (f"{slug}/?q={PARTY}", f"{slug}/?enterprise={firm.pk}"):
            page = text(keeper, f"/registers/{address}")
            assert made.number in page
            assert other.number not in page
        assert PARTY in text(keeper, f"/registers/{slug}/{made.pk}/")
        assert PARTY in text(keeper, f"/registers/{slug}/list.csv")
        page = text(keeper, f"/registers/enterprises/{firm.pk}/")
        assert made.number in page
        assert "只有维护登记册的人看得到" not in page


def test_the_page_of_a_case_tells_its_disputes_and_nobody_in_them(reader):
    firm = make_enterprise(PARTY)
    made = saved(rows.case(enterprise=firm, parties=PERSON, opened_on=DAY))
    saved(rows.mediation(enterprise=firm, parties=PERSON, case=made))
    page = text(reader, f"/registers/cases/{made.pk}/")
    assert "纠纷调解：达成协议" in page
    assert PERSON not in page
    assert PARTY not in page


def test_a_covered_enterprise_is_not_read_back(keeper):
    """What a reader took out of the system cannot overwrite what it covers."""
    made = saved(rows.case(enterprise=make_enterprise(PARTY)))
    content = f"案号,企业\n{made.number},＊＊＊\n".encode("utf-8-sig")
    by = make_keeper(office="知识产权保护科")
    file = actions.upload_rows(by=by, register=REGISTERS["cases"], name="案件.csv", content=content)
    page = text(keeper, f"/registers/cases/import/{file.pk}/")
    assert "这一格是遮盖过的" in page
    assert Case.objects.get().enterprise.name == PARTY
