"""The board of brands: the library by tier, its years, the applications under way."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stats.models import BrandMembership
from stats.registers.brand_board import stay
from tests.makers import make_department, make_user
from tests.stats import brand_rows as made
from tests.stats.register_rows import make_enterprise, make_town

pytestmark = pytest.mark.django_db
BOARD = "/registers/brands/board/"


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_user("读者"))
    return client


def text(client: Client, query: str = "") -> str:
    response = client.get(BOARD + query)
    assert response.status_code == 200
    return response.content.decode()


def part(page: str, title: str) -> str:
    return page.split(f'aria-labelledby="{title}"')[1].split("</section>")[0]


def test_the_library_stands_by_tier_on_the_last_day_of_a_year(reader):
    for tier in made.TIERS:
        made.make_tier(tier)
    firm = make_enterprise("生成甲公司", town=make_town())
    one = made.make_member(brand="生成甲", enterprise=firm)
    made.make_member(brand="生成乙", enterprise=firm)
    made.make_move(one, "成长", date(2021, 5, 1))
    made.make_member(brand="生成丙", entered_on=date(2022, 1, 1))
    shelves = part(text(reader, "?year=2021"), "shelves-title")
    places = [shelves.index(said) for said in ("领军（0 个）", "成长（1 个）", "种子（1 个）")]
    assert places == sorted(places)
    assert places[1] < shelves.index("生成甲</a>") < places[2] < shelves.index("生成乙</a>")
    assert "2021-05-01" in shelves
    assert "生成丙" not in shelves
    assert "2021-12-31 在库企业 1 家，品牌 2 个" in text(reader, "?year=2021")


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.dictionaries(st.integers(1, 40), st.sampled_from(made.TIERS), max_size=6),
    st.none() | st.integers(41, 50),
)
def test_the_database_and_the_board_know_one_tier_for_every_day(moves, ends):
    first = date(2020, 1, 1)
    one = made.make_member(entered_on=first)
    for days, tier in moves.items():
        made.make_move(one, tier, first + timedelta(days))
    if ends is not None:
        one.ended_on, one.end_reason = first + timedelta(ends), "停产"
        one.save()
    names = ("", *made.TIERS)
    place = {made.make_tier(tier).pk: number for number, tier in enumerate(made.TIERS, 1)}
    known = stay(BrandMembership.objects.get(pk=one.pk), place)
    for days in range(-1, 52, 2):
        day = first + timedelta(days)
        stored = BrandMembership.objects.get_queryset().with_tier(day).get(pk=one.pk)
        assert stored.tier_today == names[known.tier(day)], day


def test_years_and_where_brands_went(reader):
    one = made.make_member()
    made.make_move(one, "成长", date(2021, 5, 1))
    years = part(text(reader, "?year=2021"), "years-title")
    row = re.sub(r"<[^>]+>|\s+", " ", years.split("2021年</th>")[1].split("</tr>")[0]).split()
    assert row == ["0", "1", "0", "0", "1"]
    assert 'class="flow flow-up"' in years
    assert "种子到成长：1" in years
    assert "style=" not in years


def test_applications_stand_by_stage_the_late_ones_marked(reader):
    yesterday = localdate() - timedelta(1)
    late = made.make_application(
        name="生成甲",
        next_step="补正材料",
        due_on=yesterday,
        department=make_department("商标品牌科"),
    )
    made.make_step(late, "准备材料", date(2021, 1, 1))
    made.make_application(name="生成乙")
    closed = made.make_application(name="生成丙")
    made.make_step(closed, "已核准", date(2021, 1, 1))
    shown = part(text(reader), "applications-title")
    assert shown.index("摸底（1 项）") < shown.index("生成乙") < shown.index("准备材料（1 项）")
    assert "补正材料" in shown
    assert shown.count("已过期限") == 1
    assert "生成丙" not in shown


def test_an_empty_board_says_what_to_do_first(reader):
    page = text(reader)
    assert "还没有定梯级" in page
    assert "没有正在指导的申报" in page
    assert "<svg" not in page


@pytest.mark.parametrize("query", ["?year=3000", "?year=x", "?year=1"])
def test_a_wrong_year_is_said(reader, query):
    page = text(reader, query)
    assert "field-errors" in page
    assert "在库品牌" not in page


@pytest.mark.parametrize("many", [1, 12])
def test_the_same_queries_whatever_the_library_holds(reader, django_assert_num_queries, many):
    for _ in range(many):
        firm = make_enterprise(town=make_town())
        made.make_move(made.make_member(enterprise=firm), "成长", date(2021, 5, 1))
        made.make_application(department=make_department("商标品牌科"))
    text(reader)
    with django_assert_num_queries(8):
        text(reader)


@pytest.mark.parametrize("many", [1, 12])
@pytest.mark.parametrize("slug", ["brand-library", "brand-moves", "gi-tracks", "brand-steps"])
def test_a_list_takes_the_same_queries_whatever_it_holds(
    reader, django_assert_num_queries, slug, many
):
    for number in range(many):
        made.make_move(made.make_member(), "成长", date(2021, 5, 1))
        made.make_track()
        made.make_step(made.make_application(), "已提交", date(2021, 1, 1) + timedelta(number))
    address = f"/registers/{slug}/"
    reader.get(address)
    # The library can be narrowed by the town as well, whose names are asked for.
    with django_assert_num_queries({"brand-library": 9, "brand-steps": 7}.get(slug, 8)):
        assert reader.get(address).status_code == 200


def test_the_list_and_a_row_tell_where_it_stands_today(reader):
    made.make_move(member := made.make_member(), "成长", date(2021, 5, 1))
    application = made.make_application()
    made.make_step(application, "审查中", date(2021, 5, 1))
    for address, said in (
        ("/registers/brand-library/", "成长"),
        (f"/registers/brand-library/{member.pk}/", "现在梯级"),
        ("/registers/brand-applications/", "审查中"),
        (f"/registers/brand-applications/{application.pk}/", "审查中"),
    ):
        assert said in reader.get(address).content.decode(), address


def test_who_may_not_read_and_who_is_not_logged_in(client):
    assert client.get(BOARD).status_code == 302
    client.force_login(make_user("系统管理员"))
    assert client.get(BOARD).status_code == 403
    client.force_login(make_user("读者"))
    assert client.post(BOARD).status_code == 405
    assert f'href="{BOARD}"' in client.get("/registers/").content.decode()
