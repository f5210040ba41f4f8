"""The pages of the proposals: they work, and refuse the wrong visitor, method and moment."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from proposals.models import Handling
from tests.makers import make_observation, make_user
from tests.proposals.makers import (
    make_awaiting,
    make_draft,
    make_handling,
    make_session,
)
from tests.proposals.pages import OF_ALL, VALUE, as_, path, said

pytestmark = pytest.mark.django_db
# url name: (methods allowed, a role that may come, a role that may not or "" where all may read)
PAGES = {
    "proposal_list": ("GET", "读者", "系统管理员"),
    "proposal_register": ("GET POST", "办公室", "读者"),
    "figure_search": ("GET", "经办人", "读者"),
    "proposal_detail": ("GET", "读者", "系统管理员"),
    "letter_take": ("POST", "经办人", "读者"),
    "letter_desk": ("GET POST", "经办人", "局领导"),
    "letter_submit": ("POST", "经办人", "局领导"),
    "letter_send_back": ("POST", "局领导", "经办人"),
    "letter_sign": ("GET POST", "局领导", "科室负责人"),
    "letter_docx": ("GET", "经办人", "系统管理员"),
    "letter_from_docx": ("POST", "经办人", "局领导"),
    "letter_pdf": ("GET", "读者", "系统管理员"),
    "letter_verify": ("GET", "读者", "系统管理员"),
}


@pytest.mark.parametrize("name", PAGES)
def test_without_a_login_every_page_asks_for_it(name):
    response = Client().get(path(name, make_awaiting()))
    assert response.status_code == 302
    assert response.url.startswith("/login/")


@pytest.mark.parametrize(("name", "page"), PAGES.items())
def test_the_wrong_role_is_refused(name, page):
    methods, _may, may_not = page
    client = as_(make_user(may_not))
    call = client.get if "GET" in methods else client.post
    assert call(path(name, make_awaiting())).status_code == 403


@pytest.mark.parametrize(("name", "page"), PAGES.items())
def test_other_methods_are_refused(name, page):
    methods, may, _may_not = page
    client, url = as_(make_user(may)), path(name, make_awaiting())
    for method in ("GET", "POST", "DELETE"):
        response = getattr(client, method.lower())(url)
        assert (response.status_code == 405) == (method not in methods.split())


@pytest.mark.parametrize("proposal", [4711, 2**63, 10**22])
@pytest.mark.parametrize("name", [name for name in PAGES if name not in OF_ALL])
def test_a_proposal_that_is_not_there(name, proposal):
    methods, may, _may_not = PAGES[name]
    client = as_(make_user(may))
    call = client.get if "GET" in methods else client.post
    response = call(reverse(name, kwargs={"proposal": proposal}))
    assert response.status_code == 404
    assert "没有找到这一页" in response.text


def test_the_list_says_what_to_do_when_it_is_empty():
    assert "还没有登记建议提案" in as_(make_user("办公室")).get(path("proposal_list")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [31, 32]),
        ("q=核心竞争力", [31]),
        ("q=第32号", [32]),
        ("q=市科技局 建议", [31, 32]),
        ("state=assigned", [32]),
        ("state=drafting&role=协办", [31]),
        ("role=主办", [32]),
        ("q=没有的词", []),
    ],
)
def test_the_list_is_searched_and_filtered(query, found):
    make_draft(number=31, title="关于提升核心竞争力的建议")
    make_handling(number=32, role="主办")
    response = as_(make_user("读者")).get(f"{path('proposal_list')}?{query}")
    assert response.status_code == 200
    shown = {row.record.proposal.number for row in response.context["table"].rows}
    assert shown == set(found)
    assert ("没有符合条件的建议提案" in response.text) == (not found)


def test_the_list_costs_the_same_for_any_number(django_assert_max_num_queries):
    client = as_(make_user("读者"))
    for _ in range(12):
        make_handling()
    with django_assert_max_num_queries(12):
        client.get(path("proposal_list"))


def registration(**values: object) -> dict[str, object]:
    session = make_session()
    defaults = {
        "session": session.pk,
        "kind": "建议",
        "number": "88",
        "title": "关于某事的建议",
        "lead_unit": "市科技局",
        "role": "协办",
        "addressee": "",
    }
    return defaults | values


def test_registering():
    make_session()
    client = as_(make_user("办公室"))
    page = client.get(path("proposal_register")).text
    for choice in ("建议", "提案", "议案", "主办", "协办"):
        assert f">{choice}</option>" in page
    response = client.post(path("proposal_register"), registration(), follow=True)
    assert "已登记市十九届人大一次会议第88号建议" in said(response)
    assert Handling.objects.get().addressee == "市科技局"


def test_what_was_removed_is_said_on_the_page():
    typed = registration(title="关于某事\u200b的建议")
    client = as_(make_user("办公室"))
    response = client.post(path("proposal_register"), typed, follow=True)
    assert "标题：已删除零宽字符 U+200B（1 处）" in said(response)
    handling = make_awaiting()
    leader, url = as_(make_user("局领导")), path("letter_send_back", handling)
    response = leader.post(url, {"reason": "请\u202e改"}, follow=True)
    assert "退回原因：已删除双向控制字符" in said(response)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"number": "二百二十"}, "编号只填阿拉伯数字，如：220。"),
        ({"number": "-3"}, "编号从 1 开始，请照来文填写。"),
        ({"number": "0"}, "编号从 1 开始"),
        ({"number": "9" * 30}, "编号太大，请照来文填写。"),
        ({"number": ""}, "请填写编号。"),
        ({"title": ""}, "请填写标题。"),
        ({"title": "\u200b"}, "请填写标题。"),
        ({"title": "某\x00事"}, "标题中有空字符"),
        ({"title": "长" * 121}, "标题共 121 字，最多 120 字，请缩短。"),
        ({"session": "4711"}, "届次没有所选的这一项，请从列表中重新选择。"),
        ({"session": "甲"}, "届次没有所选的这一项"),
        ({"kind": "请愿"}, "类别没有所选的这一项"),
        ({"kind": "提案"}, "类别应选建议或议案"),
        ({"role": "主办"}, "请填写主送。"),
        ({"number": "7"}, "已登记过"),
    ],
)
def test_a_bad_registration_keeps_what_was_typed(values, message):
    make_handling(number=7)
    typed = registration(lead_unit="市经信局", **values)
    response = as_(make_user("办公室")).post(path("proposal_register"), typed)
    assert response.status_code == 200
    assert message in response.text
    assert "市经信局" in response.text
    assert not re.search("这个字段|此字段|选择一个有效|大于或等于|输入整数", response.text)
    assert Handling.objects.count() == 1


def test_the_page_of_a_case_without_a_letter():
    handling = make_handling()
    text = as_(make_user("经办人")).get(path("proposal_detail", handling)).text
    assert "还没有人承办" in text
    response = as_(make_user("读者")).get(path("letter_pdf", handling), follow=True)
    assert "还没有公文稿" in said(response)


def test_searching_figures_for_insertion():
    make_observation(12688)
    client = as_(make_user("经办人"))
    text = client.get(path("figure_search") + "?q=granted 2022").text
    assert f'data-token="{VALUE}"' in text
    assert "没有找到“火星”" in client.get(path("figure_search") + "?q=火星").text
