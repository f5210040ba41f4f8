"""The frame of every page, logging in and out, and what a refused visitor reads."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from cixi_ip.models import User
from tests.makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db
READ = ("数据看板", "数据明细", "一览表", "指标", "登记册", "数据质量")


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", response.content.decode()).split())


def navigation(page: HttpResponse) -> list[str]:
    nav = re.search(r'<nav class="site-nav".*?</nav>', page.content.decode(), re.DOTALL)[0]
    return re.findall(r">\s*([^<>\s]+)\s*</a>", nav)


@pytest.mark.parametrize(
    ("role", "places"),
    [
        ("读者", [*READ, "建议提案"]),
        ("录入员", [*READ, "建议提案", "录入后台"]),
        ("审计员", ["录入后台"]),
    ],
)
def test_the_navigation_leads_only_where_the_role_may_go(client: Client, role, places):
    client.force_login(make_user(role))
    page = client.get(reverse("password_change"))
    assert navigation(page) == places


def test_the_place_one_is_at_is_marked(client: Client):
    client.force_login(make_user("读者"))
    page = client.get(reverse("data_list")).content.decode()
    assert re.search(r'<a href="/data/"\s+aria-current="page">数据明细', page)


def test_nobody_sees_a_menu_before_the_login(client: Client):
    page = client.get(reverse("login"))
    assert "site-nav" not in page.content.decode()
    assert "退出登录" not in words(page)


def test_demonstration_data_is_marked_on_every_page(client: Client):
    assert "演示数据" not in words(client.get(reverse("login")))
    with override_settings(DEMO_DATA=True):
        assert "演示数据：本页数字由程序生成，不是真实统计" in words(client.get(reverse("login")))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"username": "", "password": ""}, "请填写用户名和密码"),
        ({"username": "nobody", "password": "x"}, "请输入一个正确的"),
    ],
)
def test_a_failed_login_says_why_and_keeps_the_name(client: Client, typed, said):
    page = client.post(reverse("login"), typed)
    assert said in words(page)
    assert f'value="{typed["username"]}"' in page.content.decode() or not typed["username"]


def test_an_account_is_locked_with_a_word_on_the_way_out(client: Client):
    user = make_user("读者")
    for _ in range(5):
        page = client.post(reverse("login"), {"username": user.username, "password": "falsch"})
    assert page.status_code == 429
    assert "15 分钟后再登录" in words(page)
    right = client.post(reverse("login"), {"username": user.username, "password": PASSWORD})
    assert right.status_code == 429


def test_the_login_leads_to_where_one_wanted_to_go(client: Client):
    user = make_user("读者")
    page = client.get("/data/", follow=True)
    assert 'name="next" value="/data/"' in page.content.decode()
    typed = {"username": user.username, "password": PASSWORD, "next": "/data/"}
    assert client.post(reverse("login"), typed).headers["Location"] == "/data/"


def test_a_password_is_changed_by_its_owner(client: Client):
    user = make_user("读者")
    client.force_login(user)
    typed = {"old_password": "falsch", "new_password1": "12345", "new_password2": "1234"}
    page = client.post(reverse("password_change"), typed)
    assert 'class="field-errors"' in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    fresh = "另一个-口令-2023"
    typed = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    page = client.post(reverse("password_change"), typed, follow=True)
    assert "密码已修改" in words(page)
    assert User.objects.get(pk=user.pk).check_password(fresh)


def test_the_framework_s_own_english_is_not_shown(client: Client):
    client.force_login(make_user("读者"))
    page = client.get("/nothing/here/")
    assert page.status_code == 404
    assert "网址可能写错了" in words(page)
    assert "Resolver404" not in words(page)


def test_a_refusal_tells_whom_to_ask(client: Client):
    client.force_login(make_user("读者"))
    page = client.get("/admin/", follow=True)
    assert page.status_code == 403
    assert "请联系系统管理员调整角色" in words(page)


def test_an_outdated_form_is_refused_without_losing_what_was_typed():
    page = Client(enforce_csrf_checks=True).post(reverse("login"), {"username": "a"})
    assert page.status_code == 403
    assert "页面已过期，没有保存" in words(page)
    assert "后退" in words(page)


def test_no_page_speaks_english(client: Client):
    client.force_login(make_user("读者", "录入员", username="某人"))
    for name in ("dashboard", "data_list", "password_change", "password_change_done"):
        page = client.get(reverse(name)).content.decode()
        shown = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
        left = set(re.findall(r"[A-Za-z]{3,}", shown)) - {"PCT", "Excel", "CSV"}
        assert left == set(), name


@pytest.mark.parametrize(
    ("role", "entrance", "closed"),
    [("系统管理员", "/admin/", 'href="/"'), ("读者", 'href="/"', "/admin/")],
)
def test_a_page_that_cannot_go_on_leads_only_where_one_may_go(
    client: Client, role: str, entrance: str, closed: str
) -> None:
    client.force_login(make_user(role))
    page = client.get("/nowhere/").content.decode()
    assert entrance in page
    assert closed not in page
