"""算给我看 of the rates of handling: formula, inputs and cases against raw rows, all made up."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from lxml import html

from proposals import actions
from proposals.models import Feedback, Handling
from proposals.phases import SCOPES
from proposals.rate_sums import COUNT, Compared, ComparedCounts
from proposals.rates import CaseFacts, rates
from tests.makers import make_observation, make_user
from tests.proposals import recount
from tests.proposals.makers import make_delivered, make_session
from tests.proposals.many import Many, judged
from tests.proposals.pages import as_
from tests.proposals.recount import plain

pytestmark = pytest.mark.django_db
SLUGS = {
    "办结率": "closed",
    "按期率": "in-time",
    "面商率": "talked",
    "公开率": "published",
    "满意率": "satisfied",
    "满意和基本满意率": "accepted",
    "落实率": "settled",
}
IDS = {"合计": "all", "主办": "lead", "协办": "assist"}


@pytest.fixture
def reader() -> Client:
    client = as_(make_user("读者"))
    client.get("/password/")
    return client


def opened(client: Client, year: int, slug: str, scope: str, query: str = "") -> html.HtmlElement:
    answer = client.get(f"/proposals/statistics/{year}/{slug}/{scope}/{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def steps(tree: html.HtmlElement) -> list[dict[str, str]]:
    """What stands at each heading of each step."""
    return [
        dict(zip(map(plain, one.xpath(".//dt")), map(plain, one.xpath(".//dd")), strict=True))
        for one in tree.xpath("//*[@class='sum-step']")
    ]


def given(tree: html.HtmlElement) -> list[int]:
    cells = tree.xpath("//*[@aria-labelledby='given-title']//td[@class='number']")
    return [int(plain(one).removesuffix(" 件")) for one in cells]


def check_division(step: dict[str, str], part: int, whole: int) -> None:
    if not whole:
        assert step == {"没有结果": "没有可计入的件"}
        return
    percent = Decimal(part) * 100 / whole
    assert step["代入"] == f"{part}÷{whole}×100%"
    held = step["取舍前"].removesuffix("%").removesuffix("…")
    assert 0 <= percent - Decimal(held) < Decimal("0.00000001")
    assert step["结果"] == f"{recount.written(percent)}%"


def test_each_rate_is_opened_with_numbers_of_the_raw_rows(reader: Client):
    year = judged(900).today.year
    now, before = recount.cases(year), recount.cases(year - 1)
    for name, slug in SLUGS.items():
        for scope, id in IDS.items():
            judge = recount.MEASURES[name]
            new, old = (
                [judge(one) for one in recount.of_scope(found, scope)] for found in (now, before)
            )
            tree = opened(reader, year, slug, id)
            (part, whole), (part_before, whole_before) = map(recount.part_of, (new, old))
            assert given(tree) == [part, whole, part_before, whole_before]
            this, last, change = steps(tree)
            check_division(this, part, whole)
            check_division(last, part_before, whole_before)
            said, said_before, changed = recount.compared(new, old)
            assert said in plain(tree.xpath("//*[@class='sum-result']")[0])
            assert f"上年 {said_before}，变化：{changed}" in plain(tree)
            assert changed in (change.get("结果"), f"—（{change.get('没有结果')}）")


def test_the_cases_behind_a_rate_are_those_that_were_counted(reader: Client):
    year = judged(500).today.year
    found = recount.of_scope(recount.cases(year), "主办")
    judged_cases = {one[0].proposal_id: recount.in_time(one) for one in found}
    wanted = {
        "counted": {key for key, met in judged_cases.items() if met is not None},
        "met": {key for key, met in judged_cases.items() if met},
        "rest": {key for key, met in judged_cases.items() if met is False},
    }
    assert min(map(len, wanted.values())) > 25
    for held, expected in wanted.items():
        listed: list[int] = []
        for page in range(1, len(expected) // 25 + 2):
            tree = opened(reader, year, "in-time", "lead", f"?cases={held}&page={page}")
            links = tree.xpath("//*[@id='cases']//tbody/tr/th/a/@href")
            assert len(links) <= 25
            listed += [int(re.findall(r"\d+", link)[0]) for link in links]
        assert (len(listed), set(listed)) == (len(expected), expected)


def test_the_number_of_cases_is_opened_too(reader: Client):
    make_delivered(role="主办", session=make_session("市十八届人大五次会议", year=2025))
    for _number in range(3):
        make_delivered(role="主办")
    away = make_delivered(role="主办")
    Handling.objects.filter(pk=away.pk).update(state="away")
    tree = opened(reader, 2026, "count", "lead")
    assert given(tree) == [3, 1]
    (step,) = steps(tree)
    assert (step["公式"], step["代入"]) == ("本年件数−上年件数", "3−1")
    assert (step["取舍前"], step["结果"]) == ("2件", "增加2件")
    assert len(tree.xpath("//*[@id='cases']//tbody/tr")) == 3
    assert steps(opened(reader, 2026, "count", "assist")) == [{"没有结果": "上年没有登记"}]
    assert "没有这样的件" in plain(opened(reader, 2026, "count", "assist"))


def test_every_rate_of_the_tab_and_of_the_statistics_leads_to_its_sum(reader: Client):
    make_observation()
    make_delivered(role="主办")
    for address, slugs in (
        ("/board/proposals/", {"count", "in-time", "talked", "satisfied"}),
        (reverse("proposal_statistics"), set(SLUGS.values())),
    ):
        tree = html.fromstring(reader.get(address).content.decode())
        links = set(tree.xpath("//main//a/@href[contains(., '/statistics/2026/')]"))
        assert {link.split("/")[4] for link in links} == slugs
        for link in links:
            page = html.fromstring(reader.get(link).content.decode())
            leads = page.xpath("//*[@aria-labelledby='given-title']//a/@href")
            assert all(reader.get(each).status_code == 200 for each in leads)
            assert "截至" in plain(page)


def test_what_cannot_be_opened_is_not_found_and_says_the_way_out(reader: Client):
    make_delivered()
    for address in ("2026/in-time/inform", "2026/luck/all", "1066/in-time/all", "0/count/all"):
        answer = reader.get(f"/proposals/statistics/{address}/")
        assert answer.status_code == 404
        assert "从那里的数字打开算式" in answer.content.decode()
    for query in ("?cases=nonsense", "?page=99", "?page=x"):
        assert plain(opened(reader, 2026, "in-time", "all", query)).count("符合的 1 件")


def test_who_may_open_a_sum():
    make_delivered()
    address = reverse("rate_sum", args=[2026, "in-time", "all"])
    assert Client().get(address).headers["Location"].startswith("/login/")
    assert as_(make_user("审计员")).get(address).status_code == 403
    assert as_(make_user("局领导")).post(address).status_code == 405


def test_a_sum_is_sent_again_only_after_an_act(reader: Client):
    handling = make_delivered(role="主办")
    address = reverse("rate_sum", args=[2026, "satisfied", "all"])
    named = {"HTTP_IF_NONE_MATCH": reader.get(address).headers["ETag"]}
    assert reader.get(address, **named).status_code == 304
    feedback = Feedback(attitude="满意", result="满意", received_on=localdate())
    actions.record_feedback(by=make_user("办公室"), handling=handling, feedback=feedback)
    answer = reader.get(address, **named)
    assert answer.status_code == 200
    assert "1÷1×100%" in answer.content.decode()


def test_a_sum_costs_the_same_for_any_number(reader: Client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            opened(reader, many.today.year, "satisfied", "all")
        return len(asked)

    many = Many(100)
    few = cost()
    many.make(300)
    assert cost() == few <= 24


class TestTheSteps:
    """Of cases that are facts alone."""

    def opened(self, *parts: tuple[int, int]) -> Compared:
        """`parts`: how many are closed of how many, this year and the year before."""
        now, before = (
            [
                CaseFacts(key=number, role="主办", is_answering=True, is_closed=number < closed)
                for number in range(whole)
            ]
            for closed, whole in parts
        )
        rate = rates(localdate())[0]
        return Compared(2026, SCOPES[0], rate, now, before)

    def test_a_change_is_taken_of_the_percentages_as_printed(self):
        shown = self.opened((2, 30), (1, 31))
        step = shown.steps[-1]
        assert step.formula == "2026年办结率−2025年办结率"
        assert (step.filled, step.exact, step.unit) == ("6.7%−3.2%", "3.5", "个百分点")
        assert step.printed == shown.change == "提高3.5个百分点"

    def test_what_only_rounding_makes_equal_says_so(self):
        step = self.opened((500, 1000), (4999, 10000)).steps[-1]
        assert step.printed == "基本持平"
        assert step.rounding == "取舍以后相同，取舍以前略有差别"

    def test_few_cases_are_not_compared_in_points(self):
        step = self.opened((1, 29), (30, 40)).steps[-1]
        assert step.reason == "不足30件，不比较百分点"
        assert step.printed == ""

    def test_no_cases_are_no_percentage(self):
        this, _last, change = self.opened((0, 0), (30, 40)).steps
        assert (this.reason, change.reason) == ("没有可计入的件", "本年没有可计入的")

    def test_as_many_cases_as_the_year_before(self):
        one = CaseFacts(key=1, role="主办", is_answering=True)
        (step,) = ComparedCounts(2026, SCOPES[0], COUNT, [one], [one]).steps
        assert (step.filled, step.exact, step.printed) == ("1−1", "0", "持平")
