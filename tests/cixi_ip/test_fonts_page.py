"""The page of the fonts: for the system administrator alone, with all that the command tells."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_ip.roles import ROLES
from cixi_ip.typeset.report import report
from tests.cixi_ip.fontmaking import base, make_font
from tests.makers import make_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/fonts/"


def page(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return re.sub(r"<[^>]+>|\s+", "", response.content.decode())


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_the_system_administrator_alone_sees_it(client: Client, role: str) -> None:
    client.force_login(make_user(role))
    is_theirs = role == "系统管理员"

    assert client.get(PAGE).status_code == (200 if is_theirs else 403)
    start = client.get(reverse("admin:index"), follow=True)
    assert (f'href="{PAGE}"' in start.content.decode()) == is_theirs


def test_it_is_read_only(client: Client) -> None:
    client.force_login(make_user("系统管理员"))

    assert client.post(PAGE).status_code == 405


def test_it_shows_what_the_command_shows(client: Client) -> None:
    client.force_login(make_user("系统管理员"))
    shown = page(client)

    for role in report().roles:
        for face in role.faces:
            assert f"{face.name}{face.file}；{face.licence}".replace(" ", "") in shown
        for one in role.coverage:
            assert f"首选{one.first}合计{one.all}" in shown
    assert "仿宋，通用规范汉字表：缺1467字，如啰瞭乂" in shown
    assert "都由替补补上" in shown
    assert "没有使用的字体文件" not in shown


def test_it_tells_what_is_wrong_and_what_to_do(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    base()
    settings.VAR_DIR = tmp_path
    make_font(tmp_path / "fonts" / "<b>.ttf", chinese="仿宋_GB2312", rights=2)
    client.force_login(make_user("系统管理员"))
    shown = page(client)

    assert "仿宋缺失：正文改用NotoSerifSC。请管理员运行makerun" in shown
    assert "&lt;b&gt;.ttf：字体内部的授权标志（fsType）不许嵌入" in shown
    assert "放入字体目录或其子文件夹即优先使用，不必重启。" in shown
