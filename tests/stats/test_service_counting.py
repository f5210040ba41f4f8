"""Pledges and new products counted: rows, firms, and money summed without a float."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stats import actions
from stats.models import Count, Pledge
from stats.registers.comparing import compared
from stats.registers.counting import tally, tally_on
from tests.makers import make_indicator, make_observation, make_region, make_user
from tests.stats.register_rows import make_enterprise, make_keeper, make_town, saved
from tests.stats.service_rows import new_pledge, new_product

pytestmark = pytest.mark.django_db
NAMES = ("finance.pledge.amount", "finance.pledge.items", "finance.pledge.firms")


def county():
    return make_region("330282", parent=make_region("330200"))


def pledge_indicators():
    units = ("亿元", "项", "家")
    return [
        make_indicator(code, unit=unit, printed_units=unit, decimals=2 if unit == "亿元" else 0)
        for code, unit in zip(NAMES, units, strict=True)
    ]


def values(region, year=2022, month=12):
    return [tally(one, region, year, month).value for one in pledge_indicators()]


def test_amount_items_and_firms_are_three_figures():
    town = make_town()
    firm, other = make_enterprise(town=town), make_enterprise()
    for amount, who, day in (
        ("1200", firm, "2022-01-01"),
        ("800.5", firm, "2022-12-31"),
        ("0.0001", other, "2022-06-30"),
        ("9999", other, "2021-12-31"),
        ("9999", other, "2023-01-01"),
    ):
        saved(new_pledge(amount=Decimal(amount), enterprise=who, registered_on=day))
    Pledge.objects.filter(registered_on="2022-01-01").update(ended_on="2022-03-01")
    assert values(county()) == [Decimal("0.200050"), 3, 2]
    assert values(county(), month=6) == [Decimal("0.120000"), 2, 2]
    assert values(town) == [Decimal("0.200050"), 2, 1]
    found = tally(pledge_indicators()[0], town, 2022, 12)
    assert [name for _pk, name in found.rows] == [
        f"{firm.name}（1,200万元）",
        f"{firm.name}（800.5万元）",
    ]
    assert (found.left_out, found.said) == (1, "0.20005")


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        (("0.0050",), "0.000001"),  # half up, in the last decimal that is kept
        (("0.0049",), "0.000000"),
        (("0.0025", "0.0025"), "0.000001"),  # the sum is rounded, not each
        (("9999999999.9999", "0.0001"), "1000000.000000"),
        (("0.1",) * 3, "0.000030"),
    ],
)
def test_money_is_rounded_once_and_half_up(amounts, total):
    for amount in amounts:
        saved(new_pledge(amount=Decimal(amount)))
    assert values(county())[0] == Decimal(total)


@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),  # of three enterprises
            st.integers(0, 40),
            st.integers(1, 10**13),  # yuan
        ),
        max_size=10,
    )
)
def test_every_window_of_a_made_history_counts_as_a_naive_recount(history):
    Pledge.objects.all().delete()
    firms, first = [make_enterprise() for _ in range(3)], date(2021, 12, 10)
    for firm, days, yuan in history:
        day = first + timedelta(days)
        amount = Decimal(yuan) / 10_000
        saved(new_pledge(enterprise=firms[firm], registered_on=day, amount=amount))
    amount, items, holders = pledge_indicators()
    for start, end in ((0, 0), (0, 21), (5, 30), (22, 60)):
        window = (first + timedelta(start), first + timedelta(end))
        inside = [row for row in history if start <= row[1] <= end]
        summed = Decimal(sum(row[2] for row in inside)) / 10**8
        exact = summed.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)
        found = [tally_on(one, county(), *window).value for one in (amount, items, holders)]
        assert found == [exact, len(inside), len({row[0] for row in inside})]


def test_new_products_of_the_year():
    indicator = make_indicator("cultivation.new_product", unit="项")
    firm = make_enterprise()
    for number, day in enumerate(("2021-12-31", "2022-01-01", "2022-12-31")):
        saved(new_product(enterprise=firm, name=f"生成产品{number}", recognised_on=day))
    found = tally(indicator, county(), 2022, 12)
    assert [name for _pk, name in found.rows] == ["生成产品1", "生成产品2"]


def test_an_indicator_that_is_no_money_is_not_summed():
    saved(new_pledge())
    with pytest.raises(ValidationError, match="换算不了"):
        tally(make_indicator(NAMES[0], unit="件"), county(), 2022, 12)


def take(by, indicator, **fields):
    given = {"region": county(), "year": 2022, "through_month": 12} | fields
    return actions.take_count(by=by, indicator=indicator, **given)


def test_all_three_are_taken_reviewed_and_published_with_their_rows():
    by = make_keeper()
    saved(new_pledge(amount=Decimal("12345.6789")))
    entries = [take(by, one) for one in pledge_indicators()]
    actions.submit(by=by, submission=entries[0].submission)
    entries[0].submission.refresh_from_db()
    published = actions.approve(by=make_user("复核员"), submission=entries[0].submission)
    found = {one.indicator.code: one for one in published}
    assert [found[code].value for code in NAMES] == [Decimal("1.234568"), 1, 1]
    assert found[NAMES[0]].count.rows[0][1].endswith("（12,345.6789万元）")
    lines = {line.indicator.code: line for line in compared(county(), 2022, 12)}
    assert all(lines[code].is_taken for code in NAMES)
    assert str(lines[NAMES[0]].difference) == "0"
    with pytest.raises(ValidationError, match="名单没有变化"):
        take(by, pledge_indicators()[0])
    # The same rows with another amount are another list.
    Pledge.objects.update(amount=Decimal(20000))
    with pytest.raises(ValidationError, match=r"登记册现有 2亿元，两者不同"):
        take(by, pledge_indicators()[0])


def test_the_pages_print_the_sum(client):
    amount, *_others = pledge_indicators()
    make_observation("1.5", code=amount.code, region=county().code)
    by = make_keeper()
    saved(new_pledge(amount=Decimal("12345.6789")))
    client.force_login(by)
    page = client.get("/registers/counts/?year=2022&month=12&region=330282").content.decode()
    assert ">1.234568</a>" in page
    assert "−0.265432" in page
    take(by, amount, explanation="原数是放款额")
    page = client.get(f"/registers/counts/{Count.objects.get().pk}/").content.decode()
    assert "1.234568亿元" in page
    assert "12,345.6789万元" in page
