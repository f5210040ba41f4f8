"""A year table as it stood: one address for one state, its digest, its citation, what changed."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.test import Client
from django.utils.timezone import now

from cixi_ip.models import Event
from stats import snapshots
from stats.models import Indicator, Observation
from tests.makers import make_indicator, make_observation, make_user

pytestmark = pytest.mark.django_db
CODE = re.compile(r"校验码 ([0-9a-f]{12})")


@pytest.fixture
def browser(client: Client) -> Client:
    cache.clear()
    client.force_login(make_user("读者", full_name="读者甲"))
    return client


@pytest.fixture
def figure(db: None) -> Observation:
    make_indicator("patent.granted", name="专利授权量")
    make_observation(11990, year=2021)
    return make_observation(12688)


def corrected(value: int, vintage: int = 1, **fields: object) -> Observation:
    return make_observation(
        value, based_on=vintage, revision_kind="更正", reason="原数有误", **fields
    )


def fixed(browser: Client, scope: str = "published") -> str:
    """The address the button makes."""
    return browser.get(f"/table/now/?scope={scope}").headers["Location"]


def text(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestTheMoment:
    @pytest.mark.parametrize("microsecond", [0, 1, 999_999])
    def test_an_address_means_one_moment_to_the_microsecond(self, microsecond: int):
        moment = datetime(2026, 1, 2, 3, 4, 5, microsecond, UTC)
        assert snapshots.stamp(moment) == f"20260102T110405.{microsecond:06}"
        assert snapshots.moment_of(snapshots.stamp(moment)) == moment

    @pytest.mark.parametrize(
        "stamp",
        [
            "", "20260102T110405", "20260102T110405.1", "20260102T110405.0000001",
            "20261302T110405.000000", "20260230T110405.000000", "20260102T250405.000000",
            "２０260102T110405.000000", "2026-01-02T11:04:05.000000", "20260102t110405.000000",
            "20260102T110405.000000Z", "now", "x" * 500,
        ],
    )  # fmt: skip
    def test_any_other_way_of_writing_it_is_refused_with_the_right_one(self, stamp: str):
        with pytest.raises(Http404, match=r"应如 20261125T101530\.000000"):
            snapshots.moment_of(stamp)

    def test_what_has_not_come_yet_is_refused(self, browser: Client, figure: Observation):
        stamp = snapshots.stamp(now() + timedelta(minutes=5))
        page = browser.get(f"/table/2022/published/as-of/{stamp}/")
        assert page.status_code == 404
        assert "还没有到，不能引用将来的数据" in text(page)


class TestTheTable:
    def test_it_stays_as_it_was(self, browser: Client, figure: Observation):
        address = fixed(browser)
        before = browser.get(address)
        assert "12,688" in text(before)
        assert "表中各数此后没有变动" in text(before)
        corrected(12690)
        after = browser.get(address)
        assert re.search(r">12,688</a></td>", after.content.decode())
        assert CODE.findall(text(before))[0] == CODE.findall(text(after))[0]
        assert "校验码不符" not in text(after)

    def test_what_changed_since_is_said_above_it(self, browser: Client, figure: Observation):
        address = fixed(browser)
        new = corrected(12690)
        corrected(11991, year=2021)
        make_observation(76, code="patent.pct")
        make_observation(5, code="patent.pct", year=2019)
        make_observation(5, code="patent.pct", region="330200")
        page = browser.get(address)
        assert "此后有 3 个数有了新版或新增" in text(page)
        assert f'<a href="/data/{new.pk}/">12,690</a>' in page.content.decode()
        link = address.partition("?")[0] + "changes.csv"
        rows = list(csv.DictReader(io.StringIO(browser.get(link).content.decode("utf-8-sig"))))
        assert sorted((row["当时"], row["现在"], row["现为第几版"]) for row in rows) == [
            ("", "76", "1"), ("11990", "11991", "2"), ("12688", "12690", "2"),
        ]  # fmt: skip

    def test_growth_is_that_of_the_moment(self, browser: Client, figure: Observation):
        address = fixed(browser)
        corrected(6344, year=2021, explanation="照更正通报")
        assert "比上年增长5.8%" in text(browser.get(address))
        assert "比上年增长100.0%" in text(browser.get("/table/"))

    def test_exactly_when_it_was_approved_the_new_one_counts(
        self, browser: Client, figure: Observation
    ):
        new = corrected(12690)
        for moment, value in (
            (new.approved_at, "12,690"),
            (new.approved_at - timedelta(microseconds=1), "12,688"),
        ):
            stamp = snapshots.stamp(moment)
            page = browser.get(f"/table/2022/core/as-of/{stamp}/").content.decode()
            assert re.search(rf">{value}</a></td>", page.partition("year-table")[2])

    def test_before_anything_was_published_there_is_nothing_to_cite(
        self, browser: Client, figure: Observation
    ):
        stamp = snapshots.stamp(figure.approved_at - timedelta(days=1))
        page = browser.get(f"/table/2022/published/as-of/{stamp}/")
        assert page.status_code == 404
        assert "还没有发布2022年的数据" in text(page)

    @pytest.mark.parametrize("place", ["2022/galaxy", "1900/published", "99999/published"])
    def test_a_year_or_scope_there_is_not(self, browser: Client, figure: Observation, place: str):
        stamp = snapshots.stamp(now())
        page = browser.get(f"/table/{place}/as-of/{stamp}/")
        assert page.status_code == 404
        assert "年份或口径写得不对" in text(page)

    def test_names_are_those_of_today_and_the_page_says_so(
        self, browser: Client, figure: Observation
    ):
        address = fixed(browser)
        code = CODE.findall(text(browser.get(address)))[0]
        Indicator.objects.update(name="专利授权总量")
        page = text(browser.get(address))
        assert "专利授权总量" in page
        assert CODE.findall(page)[0] == code
        assert "指标名称、单位、定义和表注按现在的目录显示" in page


class TestTheDigest:
    def test_the_link_carries_it_and_a_wrong_one_is_said_aloud(
        self, browser: Client, figure: Observation
    ):
        address = fixed(browser)
        assert "校验码不符" not in text(browser.get(address))
        wrong = re.sub(r"code=\w+", "code=<b>0123", address)
        page = browser.get(wrong)
        assert "校验码不符" in text(page)
        assert "code=<b>" not in page.content.decode()
        assert "&lt;b&gt;0123" in page.content.decode()

    def test_the_same_figures_have_the_same_digest_at_any_moment(
        self, browser: Client, figure: Observation
    ):
        first, second = fixed(browser), fixed(browser)
        assert first != second
        assert first.partition("code=")[2] == second.partition("code=")[2]

    def test_any_changed_figure_changes_it(self, browser: Client, figure: Observation):
        codes = {fixed(browser).partition("code=")[2]}
        corrected(12688)  # the value it had: another vintage all the same
        codes.add(fixed(browser).partition("code=")[2])
        corrected(11991, year=2021)
        codes.add(fixed(browser).partition("code=")[2])
        make_observation(1, year=2020, explanation="照更正通报")
        codes.add(fixed(browser).partition("code=")[2])
        assert len(codes) == 3

    def test_a_figure_of_the_other_scope_does_not(self, browser: Client, figure: Observation):
        before = fixed(browser, "core").partition("code=")[2]
        make_observation(99, code="patent.pct", region="330282")
        assert fixed(browser, "core").partition("code=")[2] == before


class TestTheCitation:
    def test_it_names_the_bureau_the_moment_the_digest_and_the_address(
        self, browser: Client, figure: Observation
    ):
        address = fixed(browser, "core")
        page = text(browser.get(address))
        cited = re.search(
            r"慈溪市市场监督管理局：2022年知识产权数据一览表（口径：市本级），"
            r"截至20\d\d年\d+月\d+日\d\d时\d\d分\d\d秒的数据，校验码 ([0-9a-f]{12})，(\S+)",
            page,
        )
        assert cited[1] == address.partition("code=")[2]
        assert cited[2] == f"http://testserver{address}"

    def test_generated_figures_are_never_cited_as_real(
        self, browser: Client, figure: Observation, settings: object
    ):
        settings.DEMO_DATA = True
        assert "【演示数据，不得引用】慈溪市市场监督管理局" in text(browser.get(fixed(browser)))


class TestItsFiles:
    def test_a_book_says_as_of_when_and_how_to_cite_it(self, browser: Client, figure: Observation):
        address = fixed(browser).partition("?")[0]
        corrected(12690)
        book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{address}year.xlsx").content))
        assert book["数据"]["F2"].value == 12688
        told = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
        assert re.fullmatch(r"[0-9a-f]{12}", told["校验码"])
        assert told["截至"] in told["引用"]
        assert "截至" in Event.objects.get(kind="导出数据").detail["chosen"]

    def test_there_is_no_file_of_what_there_is_not(self, browser: Client, figure: Observation):
        address = fixed(browser).partition("?")[0]
        assert browser.get(f"{address}nothing.csv").status_code == 404
        assert browser.get(f"{address}changes.csv").status_code == 404


def test_who_may_see_it(client: Client, figure: Observation):
    stamp = snapshots.stamp(now())
    for path in (f"/table/2022/core/as-of/{stamp}/", f"/table/2022/core/as-of/{stamp}/year.csv"):
        assert client.get(path).headers["Location"].startswith("/login/")
    client.force_login(make_user("审计员"))
    for path in (f"/table/2022/core/as-of/{stamp}/", f"/table/2022/core/as-of/{stamp}/year.csv"):
        assert client.get(path).status_code == 403


def test_the_number_of_queries_is_fixed(
    browser: Client, figure: Observation, django_assert_num_queries: object
):
    address = fixed(browser)
    with django_assert_num_queries(12):
        browser.get(address)
    corrected(12690)
    make_observation(76, code="patent.pct")
    with django_assert_num_queries(12):
        browser.get(address)
