"""What the desk tells of 存在不足 and what is done about it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from cixi_ip.panels import shortcomings
from tests.makers import make_user
from tests.proposals.makers import make_draft
from tests.proposals.pages import as_, path
from tests.stats.register_rows import saved
from tests.stats.service_rows import DAY, new_measure, new_problem

pytestmark = pytest.mark.django_db
HEADING = "存在不足和正在做的措施"


def told(user):
    return [(one.text, [each.text for each in one.measures]) for one in shortcomings(user, DAY)]


def test_open_problems_with_the_measures_not_given_up():
    first = saved(new_problem(name="生成的旧问题", description="生成的表现"))
    saved(new_problem(name="没有措施的问题", until=DAY))
    saved(new_problem(name="还没提出的问题", since=DAY + timedelta(1)))
    saved(new_problem(name="已解决的问题", since=DAY - timedelta(9), until=DAY - timedelta(1)))
    saved(new_measure(problem=first, what="生成的措施", state="进行中", note="已走访"))
    saved(new_measure(problem=first, what="早先的措施", starts_on=DAY - timedelta(5)))
    saved(new_measure(problem=first, what="停下的措施", state="已停止", ends_on=DAY))
    assert sorted(told(make_user("读者"))) == [
        ("没有措施的问题", []),
        ("生成的旧问题", ["早先的措施", "生成的措施"]),
    ]
    found = {one.text: one for one in shortcomings(make_user("读者"), DAY)}["生成的旧问题"]
    assert found.description == "生成的表现"
    second = found.measures[1]
    assert (second.office, second.period, second.state, second.note) == (
        *("知识产权科", f"{DAY:%Y-%m-%d}起", "进行中", "已走访"),
    )


def test_only_who_may_read_registers():
    saved(new_problem())
    assert told(make_user("系统管理员")) == []
    assert told(make_user("读者")) == [("生成的问题", [])]


@pytest.mark.parametrize("count", [1, 20])
def test_three_queries_whatever_there_is(django_assert_max_num_queries, count):
    user = make_user("读者")
    user.has_perm("stats.view_enterprise")
    for number in range(count):
        problem = saved(new_problem(name=f"生成问题{number}"))
        saved(new_measure(problem=problem))
    with django_assert_max_num_queries(3):
        assert len(told(user)) == count


def test_the_desk_shows_them_with_the_words_to_insert():
    letter = make_draft("原文。")
    client, url = as_(letter.handling.officer), path("letter_desk", letter.handling)
    assert HEADING not in client.get(url).text
    problem = saved(new_problem(name="专利意识不强", since=localdate()))
    made = saved(new_measure(problem=problem, what="生成的措施", ends_on=DAY))
    text = client.get(url).text
    assert HEADING in text
    assert f'href="/registers/problems/{problem.pk}/"' in text
    assert 'data-insert="专利意识不强"' in text
    assert f'href="/registers/measures/{made.pk}/"' in text
    assert 'data-insert="生成的措施"' in text
    assert f"（知识产权科，{DAY:%Y-%m-%d}至{DAY:%Y-%m-%d}，未开始）" in text
