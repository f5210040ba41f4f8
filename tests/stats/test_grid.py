"""The entry grid over HTTP: what a page shows, what a save writes, refuses and keeps."""

import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cixi_ip.models import User
from stats import actions
from stats.models import Entry, Indicator, Region, Submission, TargetEntry
from tests.makers import make_entry, make_indicator, make_observation, make_source, make_user
from tests.stats.pages import ADDRESS, GRID, opened, page, row_of, save

pytestmark = pytest.mark.django_db


def test_a_save_writes_the_touched_rows_alone(
    browser: Client, clerk: User, indicators: dict[str, Indicator]
) -> None:
    response = save(
        browser,
        row_of(
            indicators["granted"], value="12,688", growth="5.8%", growth_base="同比", rank="1",
            printed_scope="市本级",
        ),
        row_of(indicators["pct"]),
    )  # fmt: skip
    assert "已保存1行" in page(response)
    entry = Entry.objects.get()
    assert (entry.value, entry.reported_growth, entry.growth_digits) == (12688, Decimal("5.8"), 1)
    assert (entry.rank, entry.rank_region.code, entry.rank_of) == (1, "330200", None)
    assert (entry.typed_by, entry.origin, entry.half_width) == (clerk, "录入", 0)
    batch = entry.submission
    assert (batch.year, batch.through_month, batch.region.code) == (2022, 12, "330282-BJ")
    assert str(batch) == "2022年 慈溪市（市本级）"


def test_the_same_batch_takes_what_is_added_later(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    save(browser, row_of(indicators["granted"], value="1"))
    save(browser, row_of(indicators["pct"], value="2"))
    assert Entry.objects.count() == 2
    assert Submission.objects.count() == 1


def test_an_untouched_draft_is_not_saved_again(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    save(browser, row_of(indicators["granted"], value="1"))
    save(browser, row_of(indicators["granted"], value="1"), row_of(indicators["pct"], value="2"))
    assert Entry.objects.get(indicator=indicators["granted"]).edition == 1


def test_a_row_that_is_emptied_takes_its_draft_away(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    save(browser, row_of(indicators["granted"], value="1"))
    save(browser, row_of(indicators["granted"], value=""))
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": "很多"}, "“很多”不是可用的数字"),
        ({"value": "-3"}, "数值不能为负"),
        ({"value": "3.5"}, "须为整数"),
        ({"value": "", "explanation": "没有数"}, "请填数值"),
        ({"value": "5", "status": "L"}, "数值须留空"),
        ({"value": "5", "growth": "5.8"}, "增幅基准"),
        ({"value": "5", "rank": "9999"}, "位次不能大于3000"),
        ({"value": "5", "source": "没有的通报"}, "来源里没有“没有的通报”"),
    ],
)
def test_a_refused_row_keeps_what_was_typed_and_the_others_are_saved(
    browser: Client, indicators: dict[str, Indicator], fields: dict[str, str], sentence: str
) -> None:
    response = save(
        browser, row_of(indicators["granted"], **fields), row_of(indicators["pct"], value="76")
    )
    said = page(response)
    assert sentence in said
    assert "1行没有保存" in said
    assert "已保存1行" in said
    assert [entry.indicator for entry in Entry.objects.all()] == [indicators["pct"]]
    if fields["value"]:
        assert f'value="{fields["value"]}"' in response.content.decode()


def test_a_figure_without_value_says_why(browser: Client, indicators: dict[str, Indicator]) -> None:
    save(browser, row_of(indicators["granted"], value="", status="L"))
    assert (Entry.objects.get().value, Entry.objects.get().status) == (None, "L")


def test_a_published_figure_is_revised_with_kind_and_reason(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    make_observation(12688)
    said = page(save(browser, row_of(indicators["granted"], value="12690")))
    assert "须选择“修订”或“更正”并写明原因" in said
    assert "已发布12,688" in said
    save(
        browser,
        row_of(indicators["granted"], value="12690", revision_kind="更正", reason="原数漏两件"),
    )
    entry = Entry.objects.get(submission__state="draft")
    assert (entry.based_on, entry.revision_kind) == (1, "更正")


def test_a_figure_published_meanwhile_refuses_the_save(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    hidden = opened(browser)
    make_observation(12688)
    sent = hidden | row_of(indicators["granted"], value="12690")
    response = browser.post(ADDRESS, sent)
    said = page(response)
    assert "这一格有了变动：已发布第1版12,688件；您填的是12690件" in said
    assert "两边填的数" in said
    assert 'value="12690"' in response.content.decode()


def test_a_draft_of_another_refuses_the_save_once(
    browser: Client, clerk: User, indicators: dict[str, Indicator]
) -> None:
    hidden = opened(browser)
    other = make_entry(13000, by=make_user("录入员", full_name="乙"))
    sent = hidden | row_of(indicators["granted"], value="12690")
    assert "乙的草稿为13,000件；您填的是12690件" in page(browser.post(ADDRESS, sent))
    assert not Entry.objects.filter(submission__created_by=clerk).exists()
    save(browser, row_of(indicators["granted"], value="12690"))
    assert Entry.objects.get(submission__created_by=clerk).value == 12690
    other.refresh_from_db()
    assert other.value == 13000


def test_two_windows_of_one_person_clash_too(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    save(browser, row_of(indicators["granted"], value="1"))
    hidden = opened(browser)
    save(browser, row_of(indicators["granted"], value="2"))
    for value in ("3", ""):
        said = page(browser.post(ADDRESS, hidden | row_of(indicators["granted"], value=value)))
        assert "这一格有了变动" in said
        assert Entry.objects.get().value == 2


def test_what_is_being_reviewed_is_to_read_only(
    browser: Client, clerk: User, indicators: dict[str, Indicator]
) -> None:
    save(browser, row_of(indicators["granted"], value="5"), batch_source=str(make_source()))
    actions.submit(by=clerk, submission=Submission.objects.get())
    response = browser.get(ADDRESS)
    assert "待审核，撤回后可改" in page(response)
    assert f'name="i{indicators["granted"].pk}-value"' not in response.content.decode()


def test_what_is_typed_into_a_figure_submitted_meanwhile_is_refused(
    browser: Client, clerk: User, indicators: dict[str, Indicator]
) -> None:
    save(browser, row_of(indicators["granted"], value="5"), batch_source=str(make_source()))
    sent = opened(browser)
    actions.submit(by=clerk, submission=Submission.objects.get())
    said = page(browser.post(ADDRESS, sent | row_of(indicators["granted"], value="6")))
    assert "已提交审核，这次填的6没有保存" in said
    assert Entry.objects.get().value == 5
    assert "没有保存" not in page(browser.post(ADDRESS, sent, follow=True))


def test_save_and_submit_in_one_go(browser: Client, indicators: dict[str, Indicator]) -> None:
    source = make_source()
    row = row_of(indicators["granted"], value="5")
    response = save(browser, row, batch_source=str(source), submit="1")
    assert "已提交审核" in page(response)
    batch = Submission.objects.get()
    assert (batch.state, batch.source) == ("submitted", source)


def test_submitting_without_a_source_says_what_is_missing(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    response = save(browser, row_of(indicators["granted"], value="5"), submit="1")
    assert "没有来源" in page(response)
    assert Submission.objects.get().state == "draft"


def test_an_unknown_source_of_the_batch_is_refused(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    response = save(
        browser, row_of(indicators["granted"], value="5"), batch_source="没有的通报", submit="1"
    )
    assert "来源里没有“没有的通报”" in page(response)
    assert 'value="没有的通报"' in response.content.decode()
    assert Submission.objects.get().state == "draft"


def test_a_ratio_takes_its_denominator_from_the_catalogue(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    population = make_indicator("population.resident", name="常住人口", unit="万人", decimals=1)
    ratio = make_indicator(
        "patent.valid.invention.per_10k", name="每万人", unit="件/万人", kind="ratio", decimals=1,
        numerator=indicators["valid"], denominator=population, denominator_lag=1,
    )  # fmt: skip
    people = make_observation("185.9", code=population.code, year=2021)
    save(browser, row_of(ratio, value="42.5", explanation="另有口径"))
    entry = Entry.objects.get(indicator=ratio)
    assert (entry.denominator, entry.half_width) == (people, Decimal("0.05"))
    assert "分母" in page(browser.get(ADDRESS))


def target(**fields: str) -> dict[str, str]:
    defaults = {
        "title": "24家贯标", "value": "24", "stated_year": "2023", "nature": "预期性",
        "due_year": "", "plan": "", "note": "",
    }  # fmt: skip
    return {f"new0-{name}": text for name, text in (defaults | fields).items()}


def test_a_target_is_entered_changed_and_taken_away(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    pk = str(indicators["granted"].pk)
    save(browser, target(indicator=pk), targets="1")
    entered = TargetEntry.objects.get()
    assert (entered.value, entered.submission.year, entered.due_year) == (24, 2022, None)
    own = {name.replace("new0", f"t{entered.pk}"): text for name, text in target().items()}
    changed = own | {f"t{entered.pk}-indicator": pk, f"t{entered.pk}-value": "30件"}
    save(browser, changed, targets="1")
    entered.refresh_from_db()
    assert entered.value == 30
    save(browser, dict.fromkeys(changed, ""), targets="1")
    assert not TargetEntry.objects.exists()


def target_line(browser: Client) -> dict[str, str]:
    """The only stored target as the page shows it, with its mark."""
    pk = TargetEntry.objects.get().pk
    return {name: text for name, text in opened(browser).items() if name.startswith(f"t{pk}-")}


@pytest.fixture
def line(browser: Client, indicators: dict[str, Indicator]) -> dict[str, str]:
    save(browser, target(indicator=str(indicators["granted"].pk)), targets="1")
    return target_line(browser)


def with_value(line: dict[str, str], value: str) -> dict[str, str]:
    return {name: value if name.endswith("-value") else text for name, text in line.items()}


def test_a_second_tab_does_not_put_an_old_target_back(
    browser: Client, line: dict[str, str]
) -> None:
    save(browser, with_value(line, "30"), targets="1")
    save(browser, line, targets="1")
    assert TargetEntry.objects.get().value == 30


@pytest.mark.parametrize("typed", ["36", ""])
def test_a_target_changed_meanwhile_is_shown_before_it_is_overwritten(
    browser: Client, line: dict[str, str], typed: str
) -> None:
    save(browser, with_value(line, "30"), targets="1")
    mine = with_value(line, "36") if typed else dict.fromkeys(line, "") | {
        name: text for name, text in line.items() if name.endswith("-was")
    }  # fmt: skip
    response = save(browser, mine, targets="1")
    assert "现为“24家贯标”30件（2023年提出）" in page(response)
    assert TargetEntry.objects.get().value == 30
    again = mine | {name: text for name, text in target_line(browser).items() if "-was" in name}
    save(browser, again, targets="1")
    left = [found.value for found in TargetEntry.objects.all()]
    assert left == ([int(typed)] if typed else [])


def test_a_target_line_whose_batch_was_submitted_is_told_not_dropped(
    browser: Client, clerk: User, line: dict[str, str], indicators: dict[str, Indicator]
) -> None:
    make_source("某通报")
    save(browser, row_of(indicators["granted"], value="1"), batch_source="某通报", submit="1")
    assert Submission.objects.get().state == "submitted"
    response = save(browser, with_value(line, "36"), targets="1")
    assert "目标“24家贯标”（36）没有保存" in page(response)
    assert TargetEntry.objects.get().value == 24


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": "几十"}, "不是可用的数字"),
        ({"value": ""}, "请填目标值"),
        ({"value": "0"}, "目标值须大于0"),
        ({"due_year": "2020"}, "目标年份不能早于提出年份"),
        ({"indicator": ""}, "请填写“指标”"),
    ],
)
def test_a_refused_target_stays_on_the_page(
    browser: Client, indicators: dict[str, Indicator], fields: dict[str, str], sentence: str
) -> None:
    row = target(**{"indicator": str(indicators["granted"].pk)} | fields)
    response = save(browser, row, targets="1")
    assert sentence in page(response)
    assert 'value="24家贯标"' in response.content.decode()
    assert not TargetEntry.objects.exists()


def in_background(browser: Client, *rows: dict[str, str], hidden: dict[str, str]) -> dict:
    sent = dict(hidden)
    for row in rows:
        sent |= row
    response = browser.post(ADDRESS, sent, headers={"Accept": "application/json"})
    return json.loads(response.content)


def test_a_save_in_the_background_answers_for_the_rows_it_was_sent(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    make_observation(100, year=2021)
    pk = str(indicators["granted"].pk)
    hidden = {name: text for name, text in opened(browser).items() if f"i{pk}-" in name}
    answer = in_background(browser, row_of(indicators["granted"], value="110"), hidden=hidden)
    assert list(answer["rows"]) == [pk]
    assert answer["rows"][pk]["growth"] == "▲ 比上年增长10.0%（+10件）"
    assert answer["rows"][pk]["refused"] is False
    assert "2022年" in answer["bar"]
    again = hidden | {
        f"i{pk}-seen": answer["rows"][pk]["seen"], f"i{pk}-was": answer["rows"][pk]["was"],
    }  # fmt: skip
    answer = in_background(browser, row_of(indicators["granted"], value="很多"), hidden=again)
    assert answer["rows"][pk]["refused"] is True
    assert "不是可用的数字" in answer["rows"][pk]["said"]
    assert Entry.objects.get(submission__state="draft").value == 110


def test_growth_is_worked_out_while_typing(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    make_observation(1000, year=2021)
    address = f"{GRID}growth/?year=2022&month=12&region=330282-BJ&office="
    query = f"&indicator={indicators['granted'].pk}&value="
    assert browser.get(f"{address}{query}1,100").json() == {"growth": "▲ 比上年增长10.0%（+100件）"}
    assert browser.get(f"{address}{query}多").json() == {"growth": ""}
    assert browser.get(f"{address}&indicator=x&value=1").status_code == 404


@pytest.mark.parametrize(
    "query", ["year=1800", "year=二〇二二", "month=13", "region=999999", "office=财务科"]
)
def test_an_address_that_names_no_grid_is_not_found(browser: Client, query: str) -> None:
    make_indicator()
    response = browser.get(f"{GRID}?{query}")
    assert response.status_code == 404
    assert "请从录入表上方的列表中选择" in page(response) or "可选：" in page(response)


def test_the_grid_opens_on_the_own_office(browser: Client, clerk: User) -> None:
    make_indicator()
    make_indicator("brand.gi", name="地理标志", office="商标品牌科")
    shown = page(browser.get(GRID))
    assert "地理标志" in shown
    from cixi_ip.models import Department

    clerk.department = Department.objects.create(name="知识产权科")
    clerk.save()
    shown = page(browser.get(GRID))
    assert "地理标志（件）" not in shown


@pytest.mark.parametrize("role", ["复核员", "读者", "审计员", "系统管理员"])
def test_only_those_who_enter_open_it(client: Client, city: Region, role: str) -> None:
    client.force_login(make_user(role))
    for address in (GRID, f"{GRID}growth/"):
        assert client.get(address).status_code in (302, 403)
    assert client.post(f"{GRID}paste/").status_code in (302, 403)


def test_the_whole_catalogue_takes_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    call_command("load_fixtures", verbosity=0)
    clerk = make_user("录入员")
    client.force_login(clerk)
    few = ADDRESS.replace("office=", "office=商标品牌科")
    client.get(ADDRESS)
    with django_assert_num_queries(QUERIES):
        client.get(few)
    with django_assert_num_queries(QUERIES):
        assert client.get(ADDRESS).content.count(b'data-field="value"') > 60


QUERIES = 21
