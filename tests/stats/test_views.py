"""The dashboard as a page: who sees it, what it shows, and when it may be kept."""

import re
from datetime import date

import pytest
from django.contrib import messages
from django.contrib.auth.models import Group
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from cixi_ip import panels
from cixi_ip.models import Event, User
from stats.views import board
from tests.makers import make_observation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def real() -> None:
    call_command("load_fixtures", verbosity=0)


@pytest.fixture
def reader() -> User:
    return make_user("读者")


@pytest.fixture
def browser(client: Client, reader: User) -> Client:
    """Logged in through the form, so that it has the cookies a browser has."""
    return logged_in(client, reader)


def logged_in(client: Client, user: User) -> Client:
    client.force_login(user)
    client.get(reverse("password_change"))
    return client


def words(response: HttpResponse) -> str:
    return plain(response.content.decode())


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def card(response: HttpResponse, name: str) -> str:
    found = re.findall(r'<li class="card.*?</li>', response.content.decode(), re.DOTALL)
    return next(plain(one) for one in found if name in one)


def test_the_two_scopes_stand_side_by_side(browser: Client, real: None):
    page = browser.get("/")
    assert page.status_code == 200
    granted, ratio = card(page, "专利授权量"), card(page, "每万人发明专利拥有量")
    assert "12,688" in granted
    assert "市本级" in granted
    assert "42.5" in ratio
    assert "全市" in ratio
    assert "去年以来" in ratio
    assert "2022年全年" not in ratio


@pytest.mark.parametrize(
    ("scope", "present", "absent"),
    [("whole", "每万人发明专利拥有量", "专利授权量"), ("core", "专利授权量", "有效注册商标量")],
)
def test_a_strict_scope_shows_a_dash_for_the_other(
    browser: Client, real: None, scope: str, present: str, absent: str
):
    page = browser.get("/", {"year": "2022", "scope": scope})
    assert "未公布" not in card(page, present).replace("上年数未公布", "")
    assert "—（该口径未公布）" in card(page, absent)


def test_the_latest_year_is_shown_and_others_are_a_link_away(browser: Client, real: None):
    page = browser.get("/")
    assert "2022年知识产权数据" in words(page)
    assert "?year=2021&amp;scope=published" in page.content.decode()
    assert "2021年知识产权数据" in words(browser.get("/?year=2021"))


def test_every_figure_of_a_section_leads_to_its_page(browser: Client, real: None):
    page = browser.get("/").content.decode()
    addresses = set(re.findall(r'href="(/?data/\d+/)"', page))
    assert len(addresses) > 15
    for address in addresses:
        assert browser.get("/" + address.lstrip("/")).status_code == 200


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/?year=1066", "没有“1066”年的数据。已发布的年份：2022"),
        ("/?year=二〇二二", "没有“二〇二二”年的数据"),
        ("/?year=" + "9" * 5000, "没有“99999999999999999999”年的数据"),
        ("/?year=-1", "没有“-1”年的数据"),
        ("/?scope=galaxy", "没有“galaxy”这种口径。可选：按发布口径（published）"),
        ("/?year=2022&scope=%00", "没有“"),
    ],
)
def test_an_address_that_means_nothing_is_answered_with_what_there_is(
    browser: Client, address: str, said: str
):
    make_observation()
    page = browser.get(address)
    assert page.status_code == 404
    assert said in words(page)


def test_before_the_first_figure_the_page_says_how_figures_come(browser: Client):
    page = browser.get("/")
    assert page.status_code == 200
    assert "还没有已发布的数据" in words(page)
    assert b"plotly.min.js" not in page.content


def test_who_may_see_it(client: Client):
    assert client.get("/").headers["Location"].startswith("/login/")
    refused = logged_in(client, make_user("审计员")).get("/")
    assert refused.status_code == 403
    assert "您的角色不能打开这一页" in words(refused)
    assert logged_in(client, make_user("读者")).post("/").status_code == 405


def test_the_page_asks_for_nothing_elsewhere_and_holds_no_script_or_style(
    browser: Client, real: None
):
    page = browser.get("/").content.decode()
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert all("src=" in head or 'type="application/json"' in head for head, _body in scripts)
    assert re.search(r'id="plotly.js-style-global"\s+class="no-inline-styles"', page)


def test_other_apps_lines_and_the_rules_findings_share_the_list(
    browser: Client, real: None, monkeypatch: pytest.MonkeyPatch
):
    line = panels.Attention("错误", "第220号建议逾期", "/proposals/1/")
    monkeypatch.setattr(panels, "_attention", [lambda user, today: [line]])
    page = browser.get("/").content.decode()
    found = page.split('class="attention"')[1].split("</section>")[0]
    assert found.count('<span class="tag') == 5
    assert found.index("第220号建议逾期") < found.index("存疑") < found.index("另有")
    assert '<a href="/proposals/1/">去处理</a>' in found


# What may be kept, and for how long


def again(browser: Client, page: HttpResponse, address: str = "/") -> HttpResponse:
    return browser.get(address, headers={"if-none-match": page.headers["ETag"]})


def test_an_unchanged_page_is_not_sent_again(browser: Client):
    make_observation()
    page = browser.get("/")
    assert page.headers["Cache-Control"] == "private, no-cache"
    second = again(browser, page)
    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["Cache-Control"] == "private, no-cache"
    assert browser.get("/").content == page.content


def test_what_is_published_is_seen_at_once(browser: Client):
    make_observation(12688)
    page = browser.get("/")
    make_observation(76, code="patent.pct", region="330282-BJ")
    fresh = again(browser, page)
    assert fresh.status_code == 200
    assert "76" in card(fresh, "patent.pct")


@pytest.mark.parametrize("change", ["event", "role", "name", "day", "year", "program"])
def test_whatever_the_page_depends_on_makes_it_a_new_one(
    browser: Client, reader: User, change: str, monkeypatch: pytest.MonkeyPatch
):
    make_observation()
    page, address = browser.get("/"), "/"
    if change == "event":
        Event.objects.record("签发", by=reader)
    elif change == "role":
        reader.groups.add(Group.objects.get(name="录入员"))
    elif change == "name":
        User.objects.filter(pk=reader.pk).update(full_name="新名字")
    elif change == "day":
        monkeypatch.setattr(board, "localdate", lambda: date(2030, 1, 1))
    elif change == "program":
        monkeypatch.setattr(board, "edition", lambda: "next")
    else:
        address = "/?year=2022"
    assert again(browser, page, address).status_code == 200


def test_who_loses_the_role_is_refused_though_the_page_was_kept(browser: Client, reader: User):
    make_observation()
    page = browser.get("/")
    reader.groups.clear()
    assert again(browser, page).status_code == 403


def test_whose_role_loses_the_permission_is_refused_too(browser: Client):
    make_observation()
    page = browser.get("/")
    role = Group.objects.get(name="读者")
    role.permissions.remove(role.permissions.get(codename="view_observation"))
    assert browser.get("/").status_code == 403
    assert again(browser, page).status_code == 403


def test_a_page_kept_for_one_user_is_not_shown_to_another(browser: Client, client: Client):
    make_observation()
    page = browser.get("/")
    other = logged_in(Client(), make_user("读者", full_name="另一个人"))
    second = again(other, page)
    assert second.status_code == 200
    assert "另一个人" in words(second)


def test_a_waiting_message_is_shown_once_and_never_kept(browser: Client):
    make_observation()
    page = browser.get("/")
    waiting, answer = CookieStorage(RequestFactory().get("/")), HttpResponse()
    waiting.add(messages.SUCCESS, "已办好某事")
    waiting.update(answer)
    browser.cookies["messages"] = answer.cookies["messages"].value
    shown = again(browser, page)
    assert shown.status_code == 200
    assert "已办好某事" in words(shown)
    assert "ETag" not in shown.headers
    assert "已办好某事" not in words(browser.get("/"))


def test_the_forms_of_a_kept_page_work_after_the_next_login(reader: User):
    make_observation()
    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):
        page = logged_in(strict, reader).get("/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
        left = strict.post("/logout/", {"csrfmiddlewaretoken": token})
        assert left.headers["Location"] == "/login/"


def test_the_number_of_queries_is_fixed(
    browser: Client, real: None, django_assert_num_queries: object
):
    with django_assert_num_queries(14):
        page = browser.get("/")
    with django_assert_num_queries(4):
        browser.get("/")
    with django_assert_num_queries(4):
        assert again(browser, page).status_code == 304
    Event.objects.record("签发", by=None, label="测试")
    with django_assert_num_queries(6):
        browser.get("/")


def test_more_figures_need_no_more_queries(browser: Client, django_assert_num_queries: object):
    for year in (2020, 2021, 2022):
        make_observation(year, year=year)
        make_observation(year, year=year, code="trademark.valid", region="330282")
    cache.clear()
    with django_assert_num_queries(13):  # no target, whose series would be read
        browser.get("/")
