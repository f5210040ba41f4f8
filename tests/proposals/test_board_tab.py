"""The dashboard's tab of proposals: where cases stand, rates by role, what is due; all made up."""

import re
from collections import Counter
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from cixi_ip.models import Event
from cixi_ip.panels import Asked
from proposals import actions, board_tab, dues
from proposals.board_tab import Board, board
from proposals.models import CongressSession, Feedback, Handling, Round
from proposals.open_cases import LISTED, open_cases
from proposals.phases import Standing
from tests.makers import make_observation, make_user
from tests.proposals.makers import (
    make_awaiting,
    make_delivered,
    make_draft,
    make_handling,
    make_session,
)
from tests.proposals.many import Many
from tests.proposals.pages import as_

pytestmark = pytest.mark.django_db
URL = "/board/proposals/"


@pytest.fixture
def reader() -> Client:
    """The dashboard has years only once a figure is published."""
    cache.clear()
    make_observation()
    client = as_(make_user("读者"))
    client.get("/password/")
    return client


def seen(year: int = 2026, **options: str) -> Board:
    return board(Asked(year, "published", "1", timezone.localdate(), options))


def phases(shown: Board) -> dict[str, tuple[int, ...]]:
    return {part.name: part.counts for part in shown.parts}


def plain(client: Client, query: str = "") -> str:
    return re.sub(r"<[^>]+>|\s+", "", client.get(URL + query).content.decode())


def due_in(handling: Handling, days: int) -> Handling:
    due_on = timezone.localdate() + timedelta(days=days)
    Round.objects.filter(handling=handling).update(due_on=due_on)
    return handling


def rated(result: str, role: str = "主办", **fields: object) -> Handling:
    handling = make_delivered(role=role, **fields)
    feedback = Feedback(attitude="满意", result=result, received_on=timezone.localdate())
    actions.record_feedback(by=make_user("办公室"), handling=handling, feedback=feedback)
    return handling


def test_each_role_has_its_own_bar_and_what_was_sent_away_is_in_none():
    make_draft(role="主办")
    make_handling(role="主办", is_accepted=False)
    make_awaiting(role="主办")
    make_delivered(role="协办")
    away = make_handling(role="协办")
    Handling.objects.filter(pk=away.pk).update(state="away")
    shown = seen()
    assert phases(shown) == {"主办": (2, 1, 0, 0), "协办": (0, 0, 1, 0)}
    assert shown.returned_away == 1
    first = shown.parts[0]
    assert first.words == "办理中 2 件，待签发送达 1 件，已答复 0 件，已办结 0 件"
    assert re.findall(r'width="([\d.]+)%" height="100%"', first.svg) == ["66.67", "33.33"]


def test_the_bars_are_a_figure_like_every_chart_of_the_dashboard(reader: Client):
    """With caption, table, files and patterns; a script has nothing to draw over it."""
    make_draft(role="主办")
    make_delivered(role="协办")
    page = html.fromstring(reader.get(URL).content.decode())
    (figure,) = page.xpath("//figure[@id='chart-phases']")
    said = " ".join(figure.text_content().split())
    assert "2026年建议提案办到哪一步：主办1件办结0件，协办1件办结0件" in said
    for words in (
        "范围：市十九届人大一次会议",
        f"截至：{timezone.localdate()}",
        "单位：件",
        "来源：",
    ):
        assert words in said
    assert "定义：办理中，从登记到审核；" in said
    assert figure.xpath(".//table")
    assert not figure.xpath(".//script")
    (canvas,) = figure.xpath(".//*[@role='img']/@aria-label")
    assert "主办：办理中 1 件，待签发送达 0 件，已答复 0 件，已办结 0 件" in canvas
    assert figure.xpath(".//button/@data-save") == ["png", "svg"]
    assert figure.xpath(".//a/@href")[0].startswith("/board/proposals/phases.xlsx?")
    patterned = {id for id in figure.xpath(".//pattern/@id") if id.startswith("weave-")}
    filled = set(figure.xpath(".//*[@class='chart-static']//rect/@fill"))
    assert "url(#weave-3-assist)" in filled
    assert patterned == {f"weave-{n}-{part}" for n in (2, 3, 4) for part in ("lead", "assist")}


def test_a_part_too_narrow_for_its_number_has_none():
    for counts, printed in (((1, 99, 100, 800), ["99", "800"]), ((1, 0, 9, 0), ["1", "9"])):
        shown = Standing("lead", "主办", "主办", counts)
        assert re.findall(r">(\d+)</text>", shown.bar) == printed


def test_many_cases_stand_where_their_states_say():
    """Counted anew from raw rows."""
    many = Many(300)
    year = many.today.year
    rows = Handling.objects.values_list("role", "state", "round__closed_on")
    expected: Counter[tuple[str, int]] = Counter()
    for role, state, closed_on in rows:
        if state == "away" or (state == "archived" and closed_on is None):
            continue
        place = {"awaiting": 1, "signed": 1, "sealed": 1, "delivered": 2}.get(state, 0)
        expected[role, 3 if state in ("closed", "tracking", "archived") else place] += 1
    shown = phases(seen(year))
    for role in ("主办", "协办"):
        assert shown[role] == tuple(expected[role, n] for n in range(4))


def test_the_numbers_stand_beside_last_years_for_each_role():
    rated("满意", session=make_session("市十八届人大五次会议", year=2025))
    rated("满意")
    rated("基本满意")
    make_delivered(role="协办")
    measures = {one.name: one for one in seen().measures}
    assert list(measures) == ["件数", "按期率", "面商率", "满意率"]
    whole, lead, assist = measures["件数"].lines
    assert (whole.words, whole.words_before, whole.change) == ("3 件", "1 件", "增加2件")
    assert (lead.words, assist.words) == ("2 件", "1 件")
    assert (assist.words_before, assist.change) == ("—", "—（上年没有登记）")
    whole, lead, assist = measures["满意率"].lines
    assert (whole.words, whole.words_before) == ("1/2 件（50.0%）", "1/1 件（100.0%）")
    assert whole.change == "—（不足30件，不比较百分点）"
    assert (lead.words, assist.words) == ("1/2 件（50.0%）", "—")
    assert (
        measures["按期率"].total.words == "1/1 件（100.0%）"
    )  # only the opinion had a day to keep


def test_of_many_cases_the_change_is_in_points():
    many = Many(2400)
    measures = {one.name: one for one in seen(many.today.year).measures}
    lead = measures["按期率"].lines[1]
    assert re.fullmatch(r"[\d.]+%（\d+/\d+ 件）", lead.words)
    assert re.fullmatch(r"(提高|降低)[\d.]+个百分点|(基本)?持平", lead.change)


def test_what_is_open_is_listed_by_its_day_whatever_its_session(reader: Client):
    old = make_session("市十八届人大五次会议", year=2025)
    make_handling(number=1, is_accepted=False)
    due_in(make_handling(number=2), 90)
    due_in(make_handling(number=3), 2)
    late = due_in(make_handling(number=4, session=old), -3)
    make_delivered(number=5)
    shown = seen()
    (held,) = shown.open
    assert [one.handling.proposal.number for one in held.first] == [4, 3, 2, 1]
    assert shown.counts == {"total": 4, "overdue": 1, "near": 1}
    text = reader.get(URL).content.decode()
    assert f'href="/proposals/{late.proposal_id}/"' in text
    assert text.count("逾期3天") == 1
    for query, count in (("?due=overdue", 1), ("?due=near", 1)):
        assert f'href="/proposals/{query}"' in text
        listed = reader.get(f"/proposals/{query}").context["table"].rows
        assert len(listed) == count


def test_what_we_answer_and_what_we_help_with_are_listed_apart(reader: Client):
    due_in(make_handling(number=1, role="协办"), -2)
    due_in(make_handling(number=2, role="主办"), 9)
    due_in(make_handling(number=3, role="主办"), 3)
    Handling.objects.filter(proposal__number=3).update(role="独办")
    make_handling(number=4, role="参阅", is_accepted=False)
    lead, assist, inform = seen().open
    assert [one.handling.proposal.number for one in lead.first] == [3, 2]
    assert (lead.part.name, lead.total, lead.overdue, lead.near) == ("主办", 2, 0, 1)
    assert (assist.part.name, assist.total, assist.overdue, assist.near) == ("协办", 1, 1, 0)
    assert (inform.part.name, inform.total) == ("参阅", 1)
    page = plain(reader)
    assert "主办2件（临近1件）协办1件（逾期1件）参阅1件" in page
    told = reader.get(f"{URL}open.csv").content.decode("utf-8-sig")
    places = [told.index(f"第{number}号") for number in (3, 2, 1, 4)]
    assert places == sorted(places)
    days = dues.calendar()
    everything = open_cases(timezone.localdate(), days)
    assert [one.handling.proposal.number for one in everything] == [1, 3, 2, 4]


def test_a_long_list_is_cut_and_says_so(reader: Client):
    for _number in range(LISTED + 3):
        make_handling(is_accepted=False)
    assert [len(held.first) for held in seen().open] == [LISTED]
    assert f"还没有答复的{LISTED + 3}件" in plain(reader)
    assert f"协办共{LISTED + 3}件，只列期限最近的{LISTED}件。" in plain(reader)


def test_it_opens_at_the_latest_session_that_has_begun_whatever_the_figures_year():
    today = timezone.localdate()
    assert seen(2022).year == today.year  # and says that there is nothing
    make_session("明年的会", year=today.year + 1)
    assert seen(2022).year == today.year + 1
    make_session("多年前的会", year=2022)
    assert seen(2023).year == 2022
    this = make_session("今年的会", year=today.year)
    assert seen(2022).year == today.year
    this.opened_on = today + timedelta(days=1)
    this.save()
    assert seen(2023).year == 2022
    CongressSession.objects.filter(pk=this.pk).update(opened_on=today)
    assert seen(2022).year == today.year
    assert seen(2022, sessions="2022").year == 2022
    assert seen(2022, sessions=str(today.year + 1)).year == today.year + 1


@pytest.mark.parametrize("wanted", ["1066", "abc", "2026年", "<b>", "-2026", "９" * 300])
def test_sessions_there_are_none_of_are_not_found(reader: Client, wanted: str):
    make_handling()
    for address in (URL, f"{URL}rates.csv", f"{URL}all.xlsx"):
        assert reader.get(address, {"sessions": wanted}).status_code == 404
    answer = reader.get(URL, {"sessions": wanted})
    assert "有届次的年份：2026。" in answer.content.decode()
    assert reader.get(URL, {"sessions": "2026"}).status_code == 200
    assert reader.get(URL, {"sessions": ""}).status_code == 200


def test_the_page_says_which_sessions_it_shows_and_names_no_year_of_figures(reader: Client):
    make_handling()
    make_handling(session=make_session("市十八届人大一次会议", year=2022))
    page = reader.get(f"{URL}?year=2022").content.decode()
    assert re.search(r"<h1[^>]*>\s*建议办理\s*</h1>", page)
    assert "2022年知识产权数据" not in page
    assert re.search(r"<title>\s*建议办理 ·", page)
    text = plain(reader, "?year=2022")
    assert "2026年建议提案办理" in text
    assert "届次：市十九届人大一次会议。截至" in text
    assert "届次：市十八届人大一次会议。" in plain(reader, "?year=2022&sessions=2022")
    assert 'href="/board/patents/?year=2022&amp;scope=published"' in page
    told = reader.get(f"{URL}rates.xlsx?year=2022").content
    words = {cell for row in load_workbook(BytesIO(told))["说明"].values for cell in row}
    assert f"2026年建议提案办理情况与上年比较；截至：{timezone.localdate()}" in words


def test_an_empty_tab_says_so(reader: Client):
    assert "还没有登记建议提案" in plain(reader)


def test_it_shows_an_act_at_once(reader: Client):
    handling = make_handling(is_accepted=False)
    assert "待签收" in plain(reader)
    office, today = make_user("办公室"), timezone.localdate()
    actions.accept(by=office, handling=handling, received_on=today)
    assert "待分办" in plain(reader)


def test_it_shows_an_act_that_was_committed_after_a_later_one(reader: Client):
    """As two transactions at once may: the number of the first is taken, its row comes second."""
    handling = make_handling(is_accepted=False)
    office, today = make_user("办公室"), timezone.localdate()
    last = Event.objects.latest("pk")
    later = Event(pk=last.pk + 2, kind="另一个行为", by=office, by_label="办公室")
    later.save(force_insert=True)
    assert "待签收" in plain(reader)
    Handling.objects.filter(pk=handling.pk).update(state="accepted", received_on=today)
    Event(pk=last.pk + 1, kind="签收", by=office, by_label="办公室").save(force_insert=True)
    assert "待分办" in plain(reader)


def test_every_table_is_a_file(reader: Client):
    due_in(make_handling(title="=关于公式的建议"), 5)
    text = reader.get(f"{URL}?year=2022").content.decode()
    links = re.findall(r'href="(/board/proposals/[^"]+\.(?:xlsx|csv)[^"]*)"', text)
    assert len(links) == 2 * text.count("<table") + 1 == 7  # and all of them in one book
    for link in links:
        assert reader.get(link.replace("&amp;", "&")).status_code == 200
    told = reader.get("/board/proposals/open.csv?year=2022").content.decode("utf-8-sig")
    assert "关于公式的建议" in told
    assert "\n=" not in told
    assert Event.objects.filter(kind="导出数据").count() == 8


def test_it_costs_the_same_for_any_number(reader: Client):
    def cost() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(URL).status_code == 200
        return len(asked)

    many = Many(100)
    few = cost()
    many.make(300)
    assert cost() == few <= 34
    with CaptureQueriesContext(connection) as again:
        reader.get(f"{URL}?scope=published")
    assert len(again) < 16


def test_who_may_see_it(reader: Client):
    assert Client().get(URL).headers["Location"].startswith("/login/")
    assert as_(make_user("审计员")).get(URL).status_code == 403
    assert "建议办理" in reader.get("/").content.decode()
    assert board_tab.tab().permission == "proposals.view_handling"


def test_the_wall_shows_numbers_and_bars_and_names_nobody(reader: Client):
    assert list(board_tab.slides(Asked(2022, "published", "1", timezone.localdate()))) == []
    due_in(make_handling(number=1, role="主办", title="关于甲事的建议"), -3)
    due_in(make_handling(number=2, role="协办"), 2)
    rated("满意")
    for address in (URL, "/"):
        page = reader.get(f"{address}?display=screen").content.decode()
        assert re.findall(r">(建议办理.*)</h2>", page) == ["建议办理（1/2）", "建议办理（2/2）"]
        assert "2026年：市十九届人大一次会议，截至" in page
        rows = re.findall(r'<th scope="row">(主办|协办)</th>((?:\s*<td[^>]*>\d+</td>)+)', page)
        found = {name: re.findall(r"\d+(?=<)", cells) for name, cells in rows}
        assert found == {"主办": ["1", "1", "0"], "协办": ["1", "0", "1"]}
        assert 'aria-label="主办：办理中 1 件，待签发送达 0 件，已答复 1 件，已办结 0 件"' in page
        assert "1/1 件" in page
    alone = reader.get(f"{URL}?display=screen").content.decode()
    slides = alone.partition('class="slides"')[2].partition("</main>")[0]
    assert "<a " not in slides
    assert "关于甲事的建议" not in slides
    assert "第1号" not in slides
    assert "按发布口径" not in alone


def test_the_wall_shows_an_act_at_once(reader: Client):
    make_handling(number=1)
    assert "协办 1 件" in re.sub(
        r"<[^>]+>", "", reader.get(f"{URL}?display=screen").content.decode()
    )
    make_handling(number=2)
    assert "协办 2 件" in re.sub(
        r"<[^>]+>", "", reader.get(f"{URL}?display=screen").content.decode()
    )
