"""What letters state of an indicator, side by side; a revised figure is a contradiction."""

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals import stated
from tests.makers import make_observation, make_user
from tests.proposals.makers import make_issued

pytestmark = pytest.mark.django_db
VALUE = "{{patent.granted@330282-BJ/2022|value}}"
NUMBER = "{{patent.granted@330282-BJ/2022|number}}"


def this_year() -> list[stated.Stated]:
    return stated.stated(timezone.localdate().year)


def test_the_same_figure_in_two_letters_is_one_line():
    make_observation(12688)
    first, second = make_issued(f"授权{VALUE}。"), make_issued(f"共授权{VALUE}。")
    (one,) = this_year()
    assert (one.indicator, one.region, one.period) == (
        "指标patent.granted",
        "慈溪市（市本级）",
        "2022年",
    )
    assert [said.reference for said in one.statements] == [first.reference, second.reference]
    assert not one.is_contradictory


def test_a_letter_signed_after_a_revision_contradicts_the_one_before(client):
    make_observation(12688)
    make_issued(f"授权{VALUE}。")
    make_observation(12700, based_on=1, revision_kind="修订", reason="上级通报更正")
    make_issued(f"授权{VALUE}，即{NUMBER}。")
    clash, other = this_year()
    assert {said.printed for said in clash.statements} == {"12688件", "12700件"}
    assert (clash.is_contradictory, other.is_contradictory) == (True, False)
    client.force_login(make_user("读者"))
    page = client.get(reverse("stated_figures")).content.decode()
    assert "1 项前后不一致" in page
    assert page.index("12688件") < page.index("12700件")


def test_queries_do_not_grow_with_letters(client, django_assert_num_queries):
    make_observation(12688)
    make_issued(f"授权{VALUE}。")
    client.force_login(make_user("读者"))
    client.get(reverse("stated_figures"))
    with django_assert_num_queries(7) as context:
        client.get(reverse("stated_figures"))
    make_issued(f"授权{VALUE}，{NUMBER}。")
    with django_assert_num_queries(len(context)):
        client.get(reverse("stated_figures"))


def test_without_letters_it_says_so_and_strangers_log_in(client):
    assert client.get(reverse("stated_figures")).status_code == 302
    client.force_login(make_user("读者"))
    assert "还没有引用数据" in client.get(reverse("stated_figures")).content.decode()
