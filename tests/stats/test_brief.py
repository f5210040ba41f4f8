"""领导一分钟: what it says and in which order, its tab and its PDF as pages, who may have them."""

import re
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from cixi_ip.models import Event
from stats.brief import brief, everything
from stats.brief.picking import in_order, pick
from stats.models import Observation, Source
from stats.progress import Goal, progress
from stats.rules import VERDICTS
from tests.makers import make_observation, make_part, make_round, make_user
from tests.stats.briefs import only_page, squeezed, text_of
from tests.stats.given import CORE, WHOLE, figure, seed, selection

PDF = "/board/brief.pdf"
CASES = "protection.case"


def composed(*figures, goals=(), dates=None, regions=(WHOLE, CORE)):
    chosen = selection(*figures, regions=regions)
    found = [progress(goal, chosen.figures, chosen.year) for goal in goals]
    return brief(chosen, found, "按发布口径", dates)


def said(told, title: str) -> list[str]:
    (part,) = [part for part in told.parts if part.title == title]
    return [one.text for one in part.sentences]


def goal(code: str, value: int, **fields: object) -> Goal:
    given = {
        "title": f"目标{value}",
        "code": code,
        "region": CORE,
        "region_name": "慈溪市（市本级）",
        "stated_year": 2021,
        "due_year": 2022,
        "value": Decimal(value),
        "source": "测试规划",
    }
    return Goal(**(given | fields))


def test_rises_and_falls_stand_under_their_own_heading():
    told = composed(
        figure("patent.pct", 40, year=2021),
        figure("patent.pct", 50),
        figure(CASES, 100, year=2021),
        figure(CASES, 90),
        figure("brand.gi", 40, year=2021),
        figure("brand.gi", 40),
    )
    assert said(told, "上升") == ["市本级PCT国际专利申请量50件，比上年增长25.0%。"]
    assert said(told, "下降") == ["市本级行政案件90件，比上年下降10.0%。"]
    rise, fall = told.parts[0].sentences[0], told.parts[1].sentences[0]
    # Fewer cases are wanted by the catalogue these tests are given: a fall, and a good one.
    assert (rise.arrow, rise.tone, fall.arrow, fall.tone) == ("▲", "good", "▼", "good")


def test_what_should_not_have_fallen_stands_first_among_the_falls():
    told = composed(
        figure("patent.granted", 1000, year=2021),
        figure("patent.granted", 900),  # on a card, and neither good nor bad
        figure("patent.granted.invention", 100, year=2021),
        figure("patent.granted.invention", 90),
    )
    first, second = said(told, "下降")
    assert (first[3:9], second[3:8]) == ("发明专利授权", "专利授权量")


def test_a_computed_change_cites_both_years_and_a_reported_one_only_its_own():
    computed = composed(figure("patent.pct", 40, year=2021), figure("patent.pct", 50))
    periods = [one.period for one in computed.parts[0].sentences[0].sources]
    assert periods == ["2022年全年", "2021年全年"]
    reported = composed(*seed()).parts[0].sentences
    assert [[one.period for one in sentence.sources] for sentence in reported] == [
        ["截至2022年末"],
        ["2022年全年"],
    ]


def test_nothing_is_compared_across_scopes_or_without_a_base():
    told = composed(figure("patent.pct", 40, WHOLE, year=2021), figure("patent.pct", 50))
    assert said(told, "上升") == said(told, "下降") == []


@pytest.mark.parametrize(
    ("wanted", "value", "told"),
    [
        (100, 90, "目标100：市本级目标100件（2022年到期），实际90件，未完成，低于目标值10件。"),
        (90, 90, None),
        (80, 90, None),
    ],
)
def test_a_target_is_named_where_it_is_missed(wanted: int, value: int, told: str | None):
    figures = (figure("patent.pct", 40, year=2020), figure("patent.pct", value))
    found = said(composed(*figures, goals=[goal("patent.pct", wanted)]), "目标")
    assert found == ([told] if told else [])


def test_what_is_to_fall_is_missed_when_it_is_above_its_target():
    figures = (figure(CASES, 100, year=2020), figure(CASES, 90))
    assert said(composed(*figures, goals=[goal(CASES, 80)]), "目标") == [
        "目标80：市本级目标80件（2022年到期），实际90件，未完成，高于目标值10件。"
    ]
    assert said(composed(*figures, goals=[goal(CASES, 95)]), "目标") == []


def test_a_plan_without_a_result_is_never_read_as_one():
    plan = goal("patent.pct", 100, due_year=None)
    assert said(composed(figure(CASES, 3), goals=[plan]), "目标") == [
        "目标100：市本级目标100件（未写明期限），完成数未公布，尚不能判断（文件未写明完成年份）。"
    ]


def test_doubts_stand_before_what_is_provisional_and_hints_after_it():
    provisional = figure("trademark.applied", 5, WHOLE, status="P", status_name="初步")
    kept = [one for one in seed() if one.meaning.code != "trademark.applied"]
    told = said(composed(*kept, provisional), "待核实")
    levels = [level for words in told if (level := words.partition("：")[0]) in VERDICTS]
    assert levels == sorted(levels, key=VERDICTS.index)
    assert len(levels) == len(told) - 1  # every line bears its verdict
    assert "无法核对" in levels
    last = told.index("初步数：全市商标注册申请量5件，以后公布的数可能不同。")
    assert told[last + 1].startswith("提示：")


def test_what_was_explained_is_not_asked_about_again():
    before = figure("patent.pct", 40, year=2021)
    asked = said(composed(before, figure("patent.pct", 90)), "待核实")
    assert "变化超过一半" in asked[0]
    explained = figure("patent.pct", 90, explanation="测试说明")
    assert said(composed(before, explained), "待核实") == asked[1:]


def test_four_questions_have_an_answer_or_the_reason_why_not():
    told = composed(*seed())
    assert [one.question for one in told.answers] == [
        "专利授权了多少件，其中发明占多少？",
        "有效发明专利有多少件，比上年末怎样？",
        "每万人有多少件发明专利？",
        "有效注册商标有多少件？",
    ]
    first = told.answers[0]
    assert first.answer.text == (
        "12,688件；▲ 同比增长5.8%（上报）；其中发明596件，占4.7%；"
        "居宁波市第1位（上报，未附排名表）。"
    )
    assert first.about == "口径：市本级；时段：2022年全年；正式"
    alone = composed(figure("brand.gi", 6)).answers
    assert [one.answer.text for one in alone] == [
        "6件；变化：—（上年数未公布）。",
        *["—（2022年未公布）"] * 3,
    ]


def test_lines_are_left_out_from_the_end_and_no_mark_changes():
    told = composed(*seed(), dates=["临近：答复一件"])
    whole, count = everything(told), len(in_order(told))
    for kept in range(count + 1):
        shown = pick(told, kept)
        for mine, all_of_it in zip(shown.parts, whole.parts, strict=True):
            assert mine.lines == all_of_it.lines[: len(mine.lines)]
            assert len(mine.lines) + mine.rest == len(all_of_it.lines) + all_of_it.rest
        assert shown.cards == whole.cards[: len(shown.cards)]
        lines = sum(len(part.lines) for part in shown.parts)
        assert lines + len(shown.cards) + len(shown.pictures) == kept
    assert pick(told, 0).left_out == len(whole.cards) + len(whole.pictures)


def test_every_mark_stands_for_a_source_at_the_foot_and_each_source_is_cited():
    shown = everything(composed(*seed()))
    cited = [shown.headline, *(line for part in shown.parts for line in part.lines)]
    marks = "".join(
        (*(one.marks for one in cited), *(one.answer.marks for one in shown.cards)),
    ) + "".join(one.marks for one in shown.pictures)
    used = set()
    for first, last in re.findall(r"\[(\d+)(?:—(\d+))?\]", marks):
        used |= set(range(int(first), int(last or first) + 1))
    listed = {int(n) for one in shown.papers for n in re.findall(r"\[(\d+)\]", one.uses)}
    assert used == listed == set(range(1, len(listed) + 1))
    assert all(line.marks for line in cited)


# The pages


@pytest.fixture
def browser(client: Client) -> Client:
    cache.clear()
    client.force_login(make_user("读者", full_name="读者甲"))
    client.get("/password/")
    return client


def words_of(html: str) -> str:
    return squeezed(re.sub(r"<[^>]+>", "", html))


@pytest.mark.django_db
def test_the_tab_and_the_pdf_say_the_same(browser: Client):
    call_command("load_fixtures", verbosity=0)
    page = browser.get("/board/brief/?year=2022&scope=published")
    html = words_of(page.content.decode())
    response = browser.get(f"{PDF}?year=2022&scope=published")
    assert response.headers["Content-Type"] == "application/pdf"
    name = unquote(response.headers["Content-Disposition"].rpartition("'")[2])
    assert re.fullmatch(r"领导一分钟-2022年-按发布口径-\d{8}\.pdf", name)
    text = text_of(only_page(response.content))
    lines = [*re.findall(r"<li><span.*?</li>", page.content.decode(), re.DOTALL)]
    assert len(lines) == 2
    for line in lines:
        assert words_of(line) in text
    headline = "2022年，市本级专利授权量12,688件，同比增长5.8%（上报）"
    assert headline in text
    assert headline in html
    questions = re.findall(r"问：[^？]+？", html)
    assert len(questions) == 4
    assert all(question in text for question in questions)
    assert f'href="{PDF}?year=2022&amp;scope=published"' in page.content.decode()
    assert "读者甲打印于" in text


@pytest.mark.django_db
def test_taking_it_out_is_recorded_and_asking_again_is_not(browser: Client):
    make_observation(12688)
    first = browser.get(f"{PDF}?year=2022")
    (event,) = Event.objects.filter(kind="导出数据")
    assert event.detail["kind_of_file"] == "pdf"
    assert event.detail["chosen"] == "领导一分钟；年份：2022年；口径：按发布口径"
    assert event.detail["version"] in text_of(only_page(first.content))
    again = browser.get(f"{PDF}?year=2022", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Event.objects.filter(kind="导出数据").count() == 1
    make_observation(500, code="patent.pct")
    later = browser.get(f"{PDF}?year=2022", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert "no-cache" in later.headers["Cache-Control"]
    assert "private" in later.headers["Cache-Control"]


@pytest.mark.django_db
def test_dates_are_those_of_whoever_prints(client: Client):
    """Rounds of collection tell of theirs here; the proposals tell of theirs in the same way."""
    make_observation(12688)
    head, clerk = make_user("科室负责人"), make_user("录入员")
    client.force_login(clerk)
    first = client.get(PDF)
    assert "临近期限没有临近期限的事项。" in text_of(only_page(first.content))
    for title, days in (("晚了", -3), ("快了", 2)):
        make_round(make_part("patent.pct", reporter=clerk), by=head, title=title, due_in=days)
    response = client.get(PDF, headers={"If-None-Match": first.headers["ETag"]})
    text = text_of(only_page(response.content))
    late, soon = (text.index(words) for words in ("逾期：“晚了”逾期3天", "临近：“快了”即将到期"))
    assert text.index("临近期限") < late < soon
    client.force_login(make_user("读者"))
    assert "晚了" not in text_of(only_page(client.get(PDF).content))


TAB = "/board/brief/"


@pytest.mark.django_db
def test_the_page_lists_the_dates_of_whoever_reads_it(client: Client):
    cache.clear()
    make_observation(12688)
    head, clerk = make_user("科室负责人"), make_user("录入员")
    client.force_login(clerk)
    assert "没有临近期限的事项。" in client.get(TAB).content.decode()
    make_round(make_part("patent.pct", reporter=clerk), by=head, title="晚了", due_in=-3)
    page = client.get(TAB).content.decode()
    dates = page[page.index('id="brief-dates"') : page.index('id="brief-trends"')]
    assert "逾期：“晚了”逾期 3 天" in dates
    assert 'href="/admin/stats/collectionround/' in dates
    client.force_login(make_user("读者"))
    assert "晚了" not in client.get(TAB).content.decode()


@pytest.mark.django_db
def test_what_is_left_out_of_the_page_is_a_link_to_it(browser: Client):
    for place in range(7):
        for year, value in ((2021, 1000 + 137 * place), (2022, 1100 + 151 * place)):
            make_observation(value, code=f"patent.made_up_{place}", year=year)
    page = browser.get(f"{TAB}?year=2022&scope=core").content.decode()
    link = re.search(r'<a href="([^"]*)">另有2项', page)
    assert link
    assert link[1] == "/table/?year=2022&amp;scope=core"
    assert browser.get(link[1].replace("&amp;", "&")).status_code == 200


@pytest.mark.django_db
def test_the_bar_of_every_page_leads_to_it(browser: Client):
    make_observation(12688)
    for page in ("/", "/board/patents/", "/board/brief/"):
        html = browser.get(f"{page}?year=2022&scope=core").content.decode()
        assert re.search(rf'href="{PDF}\?year=2022&amp;scope=core"\s*>领导一分钟 PDF<', html), page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "told"), [("?year=1066", "没有“1066”年的数据"), ("?scope=x", "没有“x”这种口径")]
)
def test_what_there_is_not_is_not_found(browser: Client, query: str, told: str):
    make_observation()
    response = browser.get(PDF + query)
    assert response.status_code == 404
    assert told in response.content.decode()
    assert not Event.objects.filter(kind="导出数据").exists()


@pytest.mark.django_db
def test_before_the_first_figure_there_is_none(browser: Client):
    assert not Observation.objects.exists()
    assert browser.get(PDF).status_code == 404


@pytest.mark.django_db
def test_a_letter_no_font_has_is_a_message_and_not_an_error(browser: Client):
    make_observation(12688)
    Source.objects.update(title="测试\U0010fffd通报")
    response = browser.get(PDF, follow=True)
    assert response.status_code == 200
    assert "没有字体能显示" in response.content.decode()


@pytest.mark.django_db
def test_who_may_have_it(client: Client):
    assert client.get(PDF).headers["Location"].startswith("/login/")
    client.force_login(make_user("审计员"))
    assert client.get(PDF).status_code == 403
    client.force_login(make_user("读者"))
    assert client.post(PDF).status_code == 405
