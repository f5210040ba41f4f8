"""The admin site: who comes in and by which door, accounts, roles, and the auditor's record."""

import ast
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cixi_ip.actions import RECORDED
from cixi_ip.admin import DETAIL_NAMES
from cixi_ip.models import Department, Event, User
from cixi_ip.roles import ROLES
from cixi_ip.setup.steps import BASE
from tests.makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db
GOOD = "九龙湖-watershed-7"
INSIDE = {"录入员", "复核员", "科室负责人", "办公室", "系统管理员", "安全管理员", "审计员"}


def page(response: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", "", response.content.decode())


def entered(client: Client, *roles: str) -> User:
    user = make_user(*roles)
    client.force_login(user)
    return user


class TestDoor:
    def test_the_way_in_goes_by_the_one_login_page_and_on_to_what_was_asked_for(
        self, client: Client
    ) -> None:
        user = make_user("录入员")
        wanted = reverse("admin:stats_entry_add")
        response = client.get(wanted, follow=True)
        assert response.redirect_chain[-1][0].startswith(reverse("login"))
        address = response.redirect_chain[-1][0]
        response = client.post(
            address, {"username": user.username, "password": PASSWORD}, follow=True
        )
        assert response.request["PATH_INFO"] == wanted
        assert response.status_code == 200

    @pytest.mark.parametrize("role", [role.name for role in ROLES])
    def test_a_role_decides_who_comes_in(self, client: Client, role: str) -> None:
        entered(client, role)
        response = client.get(reverse("admin:index"), follow=True)
        if role in INSIDE:
            assert response.status_code == 200
        else:
            assert response.status_code == 403
            assert "您的角色不能进入录入后台" in page(response)

    def test_being_staff_opens_nothing(self, client: Client) -> None:
        client.force_login(make_user("读者", is_staff=True))
        assert client.get(reverse("admin:index"), follow=True).status_code == 403

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("admin:password_change", "password_change"),
            ("admin:password_change_done", "password_change_done"),
            ("admin:login", "admin:index"),
        ],
    )
    def test_the_stock_pages_lead_to_ours(self, client: Client, old: str, new: str) -> None:
        entered(client, "录入员")
        assert client.get(reverse(old)).url == reverse(new)


class TestStart:
    def names(self, client: Client, role: str) -> list[str]:
        entered(client, role)
        response = client.get(reverse("admin:index"))
        return re.findall(r'class="start-name"[^>]*>([^<]+)<', response.content.decode())

    def test_entering_comes_first(self, client: Client) -> None:
        assert self.names(client, "录入员") == [
            "录入数据", "填报批次", "已发布数据", "导入文件", "报送任务",
            "指标", "地区（口径）", "来源", "目标", "口径变更与注释",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("role", "names"),
        [
            ("系统管理员", ["用户", "科室", "显示设置", "字体"]),
            ("安全管理员", ["用户"]),
            ("审计员", ["操作记录"]),
        ],
    )
    def test_an_officer_sees_the_own_office_only(
        self, client: Client, role: str, names: list[str]
    ) -> None:
        assert self.names(client, role) == names

    def test_pages_lead_home_and_to_the_dashboard(self, client: Client) -> None:
        entered(client, "录入员")
        text = client.get(reverse("admin:stats_entry_changelist")).content.decode()
        assert f'href="{reverse("admin:index")}"' in text
        assert f'href="{reverse("dashboard")}"' in text
        assert "img/favicon.svg" in text

    @pytest.mark.parametrize("name", ["index", "stats_entry_add", "cixi_ip_user_add"])
    def test_a_demonstration_is_marked(self, client: Client, settings: Any, name: str) -> None:
        settings.DEMO_DATA = True
        entered(client, "系统管理员" if "user" in name else "录入员")
        assert "演示数据：本页数字由程序生成" in page(client.get(reverse(f"admin:{name}")))


ACCOUNT = {"username": "wang", "full_name": "王某", "is_active": "on"}


class TestAccounts:
    def new(self, client: Client, **changes: str) -> Any:
        data = ACCOUNT | {"password1": GOOD, "password2": GOOD} | changes
        return client.post(reverse("admin:cixi_ip_user_add"), data)

    def change(self, client: Client, user: User, **data: Any) -> Any:
        return client.post(reverse("admin:cixi_ip_user_change", args=[user.pk]), data)

    def test_the_system_administrator_makes_accounts(self, client: Client) -> None:
        entered(client, "系统管理员")
        department = Department.objects.create(name="专利科")
        assert self.new(client, department=department.pk).status_code == 302
        user = User.objects.get(username="wang")
        assert (user.department, user.full_name) == (department, "王某")
        assert user.check_password(GOOD)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"password2": "别的-password-9"}, "两次输入的密码不一致"),
            ({"password1": "", "password2": ""}, "新账号须设初始密码"),
            ({"password1": "abc", "password2": "abc"}, "密码太短，至少要10个字符"),
            ({"password1": "password12", "password2": "password12"}, "太常见"),
            ({"username": ""}, "必填"),
            ({"username": "王 某"}, "用户名"),
        ],
    )
    def test_mistakes_are_said(self, client: Client, changes: dict[str, str], words: str) -> None:
        entered(client, "系统管理员")
        response = self.new(client, **changes)
        assert response.status_code == 200
        assert words in page(response)
        assert not User.objects.filter(full_name="王某").exists()

    def test_no_page_shows_a_password(self, client: Client) -> None:
        user = make_user("读者")
        secret = user.password.split("$")[-1]
        for role in ("系统管理员", "安全管理员"):
            entered(client, role)
            for url in (
                reverse("admin:cixi_ip_user_changelist"),
                reverse("admin:cixi_ip_user_change", args=[user.pk]),
            ):
                text = client.get(url).content.decode()
                assert secret not in text
                assert "md5" not in text

    def test_left_empty_the_password_stays(self, client: Client) -> None:
        entered(client, "系统管理员")
        user = make_user()
        self.change(client, user, **(ACCOUNT | {"password1": "", "password2": ""}))
        user.refresh_from_db()
        assert (user.username, user.check_password(PASSWORD)) == ("wang", True)
        self.change(client, user, **(ACCOUNT | {"password1": GOOD, "password2": GOOD}))
        user.refresh_from_db()
        assert user.check_password(GOOD)

    def test_a_stopped_account_cannot_log_in(self, client: Client) -> None:
        entered(client, "系统管理员")
        user = make_user("读者", username="wang")
        self.change(client, user, username="wang", full_name="王某", password1="", password2="")
        assert Event.objects.filter(kind="停用账号").count() == 1
        other = Client()
        other.post(reverse("login"), {"username": "wang", "password": PASSWORD})
        assert "_auth_user_id" not in other.session

    def unlock(self, client: Client, user: User) -> str:
        typed = {"action": "unlock", "_selected_action": [user.pk]}
        return page(client.post(reverse("admin:cixi_ip_user_changelist"), typed, follow=True))

    def test_a_locked_account_is_let_in_again(self, client: Client) -> None:
        user, other = make_user("读者", full_name="王某"), Client()
        for password in ["wrong"] * 5 + [PASSWORD]:
            typed = {"username": user.username, "password": password}
            assert other.post(reverse("login"), typed).status_code in (200, 429)
        admin = entered(client, "系统管理员")
        assert "“王某”可以重新登录了" in self.unlock(client, user)
        assert other.post(reverse("login"), typed).status_code == 302
        assert Event.objects.get(kind="解除锁定").by == admin
        assert "“王某”没有被锁定" in self.unlock(client, user)

    def test_the_security_administrator_unlocks_nobody(self, client: Client) -> None:
        entered(client, "安全管理员")
        url = reverse("admin:cixi_ip_user_changelist")
        assert "解除登录锁定" not in page(client.get(url))
        self.unlock(client, make_user())
        assert not Event.objects.filter(kind="解除锁定").exists()

    def test_the_system_administrator_grants_nothing(self, client: Client) -> None:
        entered(client, "系统管理员")
        user = make_user("读者")
        leader = Group.objects.get(name="局领导")
        response = client.get(reverse("admin:cixi_ip_user_change", args=[user.pk]))
        assert 'name="groups"' not in response.content.decode()
        self.change(
            client, user, **ACCOUNT, password1="", password2="", groups=[leader.pk],
            is_superuser="on", is_staff="on", user_permissions=["1"],
        )  # fmt: skip
        user.refresh_from_db()
        assert user.groups.get().name == "读者"
        assert not user.is_superuser
        assert not user.is_staff
        assert not user.user_permissions.exists()

    def test_the_security_administrator_grants_and_changes_nothing_else(
        self, client: Client
    ) -> None:
        entered(client, "安全管理员")
        user = make_user("读者", username="li")
        both = list(Group.objects.filter(name__in=["录入员", "复核员"]))
        self.change(
            client, user, groups=[group.pk for group in both], **ACCOUNT, password1=GOOD,
            password2=GOOD,
        )  # fmt: skip
        user.refresh_from_db()
        assert set(user.groups.all()) == set(both)
        assert (user.username, user.check_password(PASSWORD)) == ("li", True)
        assert Event.objects.filter(kind="调整角色").count() == 1

    def test_an_office_held_beside_others_is_refused_in_words(self, client: Client) -> None:
        entered(client, "安全管理员")
        user = make_user("读者")
        mixed = Group.objects.filter(name__in=["审计员", "读者"])
        response = self.change(client, user, groups=[group.pk for group in mixed])
        assert "“审计员”须单独担任" in page(response)
        assert user.groups.get().name == "读者"

    def test_nobody_grants_to_themselves(self, client: Client) -> None:
        officer = entered(client, "安全管理员")
        url = reverse("admin:cixi_ip_user_change", args=[officer.pk])
        assert 'name="groups"' not in client.get(url).content.decode()
        leader = Group.objects.get(name="局领导")
        assert client.post(url, {"groups": [leader.pk]}).status_code == 403
        assert officer.groups.get().name == "安全管理员"

    @pytest.mark.parametrize("role", ["系统管理员", "安全管理员"])
    def test_no_account_is_deleted(self, client: Client, role: str) -> None:
        entered(client, role)
        user = make_user("读者")
        url = reverse("admin:cixi_ip_user_delete", args=[user.pk])
        assert client.post(url, {"post": "yes"}).status_code == 403

    @pytest.mark.parametrize("role", [role.name for role in ROLES])
    def test_accounts_departments_and_records_are_for_their_officers(
        self, client: Client, role: str
    ) -> None:
        entered(client, role)
        seen = {
            name
            for name in ("user_changelist", "user_add", "department_add", "event_changelist")
            if client.get(reverse(f"admin:cixi_ip_{name}")).status_code == 200
        }
        assert seen == {
            "系统管理员": {"user_changelist", "user_add", "department_add"},
            "安全管理员": {"user_changelist"},
            "审计员": {"event_changelist"},
        }.get(role, set())

    def test_departments_are_kept_by_the_system_administrator(self, client: Client) -> None:
        entered(client, "系统管理员")
        client.post(reverse("admin:cixi_ip_department_add"), {"name": "专利科", "order": "1"})
        department = Department.objects.get()
        url = reverse("admin:cixi_ip_department_change", args=[department.pk])
        client.post(url, {"name": "知识产权科", "order": "1"})
        department.refresh_from_db()
        assert department.name == "知识产权科"
        assert list(
            Event.objects.filter(subject_type="cixi_ip.department")
            .order_by("pk")
            .values_list("kind", flat=True)
        ) == ["新建科室", "修改科室"]


def recorded_names() -> set[str]:
    """The names of details in every call of Event.objects.record in the code."""
    files = [
        file for app in ("cixi_ip", "stats", "proposals") for file in (BASE / app).rglob("*.py")
    ]
    calls = [
        node
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Event.objects.record"
    ]
    names = {keyword.arg for call in calls for keyword in call.keywords if keyword.arg}
    return names - {"by", "subject", "label"}


class TestRecord:
    def test_the_auditor_reads_searches_and_filters(self, client: Client) -> None:
        user = make_user("读者", full_name="王某")
        event = Event.objects.record(
            "调整角色", by=user, subject=user, before=["读者"], after=["复核员"], empty=""
        )
        Event.objects.record("登录失败", by=None, label="nobody", address="10.0.0.9")
        entered(client, "审计员")
        url = reverse("admin:cixi_ip_event_changelist")
        words = page(client.get(url))
        assert f"用户{user.pk}：王某" in words
        assert '原有：["读者"]；现有：["复核员"]' in words.replace("&quot;", '"')
        assert "地址：10.0.0.9" in words
        for query, count in (("?q=王某", 1), ("?q=nobody", 1), ("?kind=登录失败", 1), ("?o=-2", 3)):
            assert len(client.get(url + query).context["cl"].result_list) == count, query
        shown = client.get(reverse("admin:cixi_ip_event_change", args=[event.pk]))
        assert "调整角色" in page(shown)

    def test_all_that_is_recorded_has_a_chinese_name(self) -> None:
        assert {"address", "sha256", "kind_of_file"} <= recorded_names()
        assert (recorded_names() | set(RECORDED)) - set(DETAIL_NAMES) == set()

    def test_changes_of_an_account_are_named_too(self, client: Client) -> None:
        changes = {"full_name": ["王某", "李某"]}
        Event.objects.record("修改账号", by=make_user(), changes=changes)
        entered(client, "审计员")
        words = page(client.get(reverse("admin:cixi_ip_event_changelist")))
        assert '变动：{"姓名":["王某","李某"]}' in words.replace("&quot;", '"')

    def test_the_auditor_changes_nothing(self, client: Client) -> None:
        event = Event.objects.record("登录", by=make_user())
        entered(client, "审计员")
        assert (
            client.post(
                reverse("admin:cixi_ip_event_change", args=[event.pk]), {"kind": "x"}
            ).status_code
            == 403
        )
        assert (
            client.post(
                reverse("admin:cixi_ip_event_delete", args=[event.pk]), {"post": "yes"}
            ).status_code
            == 403
        )
        assert client.get(reverse("admin:cixi_ip_event_add")).status_code == 403

    def test_the_stock_history_is_not_kept_beside_the_record(self, client: Client) -> None:
        entered(client, "系统管理员")
        user = make_user()
        response = client.get(reverse("admin:cixi_ip_user_history", args=[user.pk]))
        assert response.url == reverse("admin:cixi_ip_user_change", args=[user.pk])
