"""What the entry form refuses, in which words, and that nothing typed is lost."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_ip.models import User
from stats import actions
from stats.models import Entry, Region, Submission
from tests.makers import (
    make_entry,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)
from tests.stats.pages import page, typed

pytestmark = pytest.mark.django_db
ADD = "admin:stats_entry_add"
BAD = {
    "a region not in the list": (
        {"region": "99999"},
        "所选地区（口径）不在列表中，请重新打开列表选择一项",
    ),
    "no region": ({"region": ""}, "请选择地区（口径）"),
    "no indicator": ({"indicator": ""}, "请选择指标"),
    "an indicator that is not there": ({"indicator": "x"}, "所选指标不在列表中"),
    "text for a number": ({"value": "一万多"}, "“一万多”不是可用的数字。请填阿拉伯数字"),
    "another unit": ({"value": "12家"}, "后面可带单位“件”"),
    "a negative count": ({"value": "-5"}, "市本级）2022年：数值不能为负"),
    "a count in pieces": ({"value": "12.5"}, "须为整数，现为12.5"),
    "a number too long": ({"value": "9" * 21}, "位"),
    "no value and no reason": ({"value": ""}, "数值须留空；其他状态须填数值"),
    "a value that is not reported": ({"status": "L"}, "数值须留空；其他状态须填数值"),
    "a year in words": ({"year": "二〇二二"}, "年份请填四位阿拉伯数字"),
    "a year long ago": ({"year": "22"}, "1949"),
    "the future": ({"year": "2099"}, "时段还没有到"),
    "growth in words": ({"reported_growth": "翻番", "growth_base": "同比"}, "“翻番”不是可用的数字"),
    "growth without its base": ({"reported_growth": "5.8"}, "上报增幅与增幅基准"),
    "a rank without its region": ({"rank": "1"}, "位次须与位次范围同时填写"),
    "a status that is not there": ({"status": "X"}, "所选“状态”不在列表中"),
    "a month that is not there": ({"through_month": "13"}, "所选“时段”不在列表中"),
    "digits without end": ({"value": "1" * 15}, "“数值”的整数最多14位，请检查单位"),
    "too many decimals": ({"value": "1.1234567"}, "“数值”最多6位小数"),
    "a line too long": ({"explanation": "长" * 301}, "“说明”最多300个字，现有301个，请删减"),
    "a rank in words": ({"rank": "第一"}, "“位次”请填阿拉伯数字的整数"),
    "a rank too great": ({"rank": "70000"}, "位次不能大于3000，现为70000"),
    "a field too great": ({"rank_of": "9" * 30}, "参评单位数不能大于3000"),
}


class TestBadInput:
    """Each is refused in words that say how to mend it; what was typed is all still there."""

    @pytest.mark.parametrize(("changes", "words"), BAD.values(), ids=BAD.keys())
    def test_refused_with_a_message_and_nothing_lost(
        self, browser: Client, changes: dict[str, str], words: str
    ) -> None:
        sent = typed(note="写了很久的备注", **changes)
        response = browser.post(reverse(ADD), sent)
        assert response.status_code == 200
        assert words in page(response)
        assert "没有保存，请改正以下各处" in page(response)
        form = response.context["adminform"].form
        for field, value in sent.items():
            assert str(form[field].value() or "") == str(value), field
        assert 'value="写了很久的备注"' in response.content.decode()
        assert not Entry.objects.exists()
        assert not Submission.objects.exists()

    def test_a_rank_among_units_elsewhere(self, browser: Client) -> None:
        elsewhere = Region.objects.get(code="330100")
        response = browser.post(reverse(ADD), typed(rank="1", rank_region=elsewhere.pk))
        assert "不在杭州市之内，不能在其中排位" in page(response)

    def test_a_denominator_of_another_scope(self, browser: Client) -> None:
        people = make_indicator("people", unit="万人", kind="stock", decimals=1, group="基础")
        ratio = make_indicator(
            "ratio",
            unit="件/万人",
            kind="ratio",
            decimals=1,
            numerator=make_indicator(),
            denominator=people,
            denominator_lag=1,
        )
        whole = make_observation("185.9", code="people", region="330282", year=2021)
        response = browser.post(
            reverse(ADD), typed(indicator=ratio.pk, value="42.5", denominator=whole.pk)
        )
        assert "分母是慈溪市（全市）的数，口径不同不能相除" in page(response)
        response = browser.post(
            reverse(ADD),
            typed(
                indicator=ratio.pk,
                region=make_region("330282").pk,
                value="42.5件",
                denominator=whole.pk,
            ),
        )
        assert Entry.objects.get(indicator=ratio).denominator == whole

    def test_the_same_key_twice_in_a_batch(self, browser: Client, clerk: User) -> None:
        make_entry(100, by=clerk, submission=actions.open_submission(by=clerk))
        response = browser.post(reverse(ADD), typed(value="120"))
        for words in ("已经录入，为100件，您填的是120件", "打开原有那一条修改"):
            assert words in page(response)
        assert Entry.objects.get().value == 100

    def test_the_batch_of_another(self, browser: Client) -> None:
        theirs = actions.open_submission(by=make_user("录入员"))
        response = browser.post(reverse(ADD), typed(submission=theirs.pk))
        assert response.status_code == 200
        assert not theirs.entries.exists()

    def test_a_batch_that_was_submitted_meanwhile(self, browser: Client, clerk: User) -> None:
        entry = make_entry(100, by=clerk)
        url = reverse("admin:stats_entry_change", args=[entry.pk])
        browser.get(url)
        actions.submit(by=clerk, submission=entry.submission)
        response = browser.post(url, typed(value="120", note="还在", seen_edition="1"))
        assert "待审核，不能再改。待审核的批次可先撤回" in page(response)
        assert 'value="还在"' in response.content.decode()
        entry.refresh_from_db()
        assert entry.value == 100


class TestStaleForms:
    def seen(self, response: Any) -> str:
        return re.search(r'name="seen" value="([^"]*)"', response.content.decode())[1]

    def test_what_was_saved_in_another_window_is_shown_before_it_is_replaced(
        self, browser: Client, clerk: User
    ) -> None:
        entry = make_entry(100, by=clerk)
        url = reverse("admin:stats_entry_change", args=[entry.pk])
        edition = browser.get(url).context["adminform"].form.edition
        browser.post(url, typed(value="110", seen_edition=edition))
        response = browser.post(url, typed(value="120", note="留着", seen_edition=edition))
        assert "现为110件，您填的是120件" in page(response)
        assert 'value="留着"' in response.content.decode()
        entry.refresh_from_db()
        assert entry.value == 110
        again = response.context["adminform"].form.edition
        assert browser.post(url, typed(value="120", seen_edition=again)).status_code == 302
        entry.refresh_from_db()
        assert (entry.value, entry.edition) == (120, 3)

    def test_another_mistake_does_not_hide_the_other_save(
        self, browser: Client, clerk: User
    ) -> None:
        entry = make_entry(100, by=clerk)
        url = reverse("admin:stats_entry_change", args=[entry.pk])
        browser.post(url, typed(value="110", seen_edition="1"))
        response = browser.post(url, typed(value="abc", seen_edition="1"))
        assert str(response.context["adminform"].form.edition) == "1"

    def test_what_is_published_already_must_have_been_seen(self, browser: Client) -> None:
        make_observation(100)
        response = browser.post(
            reverse(ADD), typed(value="120", revision_kind="更正", reason="原数有误")
        )
        assert "已经发布过第1版100件（来源：测试通报），您填的是120。" in page(response)
        assert not Entry.objects.filter(value=120).exists()
        again = typed(
            value="120", revision_kind="更正", reason="原数有误", seen=self.seen(response)
        )
        assert browser.post(reverse(ADD), again).status_code == 302
        entry = Entry.objects.get(value=120)
        assert (entry.based_on, entry.revision_kind) == (1, "更正")

    def test_what_was_published_since_the_page_was_opened_is_shown(self, browser: Client) -> None:
        key = {name: typed()[name] for name in ("indicator", "region", "year", "through_month")}
        seen = self.seen(browser.get(reverse("admin:stats_entry_beside"), key))
        make_observation(100)
        response = browser.post(reverse(ADD), typed(value="120", note="留着", seen=seen))
        assert "在您打开页面之后发布了第1版100件" in page(response)
        assert 'value="留着"' in response.content.decode()
        assert not Entry.objects.filter(value=120).exists()

    def test_a_revision_says_which_kind_and_why(self, browser: Client) -> None:
        make_observation(100)
        key = {name: typed()[name] for name in ("indicator", "region", "year", "through_month")}
        seen = self.seen(browser.get(reverse("admin:stats_entry_beside"), key))
        for changes in ({}, {"revision_kind": "修订"}, {"reason": "新资料"}):
            response = browser.post(reverse(ADD), typed(value="120", seen=seen, **changes))
            assert "须选择“修订”或“更正”并写明原因" in page(response)
        assert not Entry.objects.filter(value=120).exists()

    def test_beside_a_key_stand_the_published_value_and_last_years(self, browser: Client) -> None:
        make_observation(90, year=2021)
        make_observation(100)
        url = reverse("admin:stats_entry_beside")
        key = {name: typed()[name] for name in ("indicator", "region", "year", "through_month")}
        words = page(browser.get(url, key))
        assert "已发布100件第1版" in words
        assert "上年同口径90件" in words
        for broken in ({}, key | {"year": ""}, key | {"region": "1e9"}, key | {"year": "９９"}):
            assert "选好指标、地区（口径）和时段后" in page(browser.get(url, broken))
        assert "尚未发布过" in page(browser.get(url, key | {"year": "1990"}))


@pytest.mark.parametrize(
    ("kind", "sent", "words"),
    [
        ("submission", {"title": ""}, "请填写“批次名称”。"),
        ("submission", {"title": "长" * 81}, "“批次名称”最多80个字，现有81个，请删减。"),
        ("submission", {"title": "a\0b"}, "“批次名称”里有不可见的空字符，请删去后重新填写。"),
        ("submission", {"title": "批", "source": "0"}, "所选“本批来源”不在列表中"),
        ("source", {"title": "通报", "kind": ""}, "请填写“种类”。"),
        ("source", {"title": "通报", "kind": "书"}, "所选“种类”不在列表中"),
        ("source", {"title": "通报", "kind": "公报", "issued_on": "去年"}, "如2023-01-31"),
        ("source", {"title": "通报", "kind": "公报", "url": "x y"}, "请填完整的网址"),
        ("source", {"title": "测试通报", "kind": "公报"}, "已有同样标题的来源，请直接选用"),
    ],
)
def test_other_forms_name_the_field_and_the_way_out(
    browser: Client, kind: str, sent: dict[str, str], words: str
) -> None:
    make_source()
    response = browser.post(reverse(f"admin:stats_{kind}_add"), sent)
    assert words in page(response)
