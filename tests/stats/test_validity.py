"""The last day of an honour, worked out from its programme, and how the honour stands today."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from stats.models import Honour
from tests.stats.register_rows import make_enterprise, make_honour, make_keeper, make_programme
from tests.stats.register_sheets import honour, look, rows_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2022, 5, 1), date(2025, 4, 30)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2022, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_new_honour_gets_its_last_day_and_says_so(first, last):
    made = Honour(
        enterprise=make_enterprise(), programme=make_programme(validity_years=3), valid_from=first
    )
    made.full_clean()
    assert made.valid_to == last
    assert f"按项目的3年推算为{last}" in made.remarks[0]
    made.full_clean()
    assert len(made.remarks) == 1


def test_what_is_written_is_kept_and_so_is_what_is_there_already():
    programme = make_programme(validity_years=3)
    made = Honour(
        enterprise=make_enterprise(),
        programme=programme,
        valid_from=date(2022, 1, 1),
        valid_to=date(2022, 6, 30),
    )
    made.full_clean()
    assert (made.valid_to, made.remarks) == (date(2022, 6, 30), ())
    old = make_honour(programme=programme)
    old.full_clean()
    assert old.valid_to is None


def test_without_years_it_is_for_good():
    made = Honour(
        enterprise=make_enterprise(), programme=make_programme(), valid_from=date(2022, 1, 1)
    )
    made.full_clean()
    assert made.valid_to is None


def test_the_form_says_what_it_worked_out(client):
    programme = make_programme(validity_years=3)
    client.force_login(make_keeper())
    row = {
        "enterprise": make_enterprise().name,
        "programme": programme.pk,
        "valid_from": "2022-05-01",
    }
    page = client.post("/registers/honours/new/", row, follow=True).content.decode()
    assert "没有填有效期至，按项目的3年推算为2025-04-30" in page
    assert Honour.objects.get().valid_to == date(2025, 4, 30)


def test_an_import_says_it_too():
    make_programme(validity_years=3)
    firm = make_enterprise()
    row = honour(1, 企业=firm.name, 统一社会信用代码=firm.credit_code)
    found = look(rows_of([row], "企业", "统一社会信用代码", "项目", "有效期自"))
    (one,) = found.fresh
    first = one.record.valid_from
    assert one.record.valid_to == first.replace(year=first.year + 3) - timedelta(1)
    assert any("按项目的3年推算" in each.what + each.how for each in found.complaints)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"valid_from": 0}, "有效"),
        ({"valid_from": 1}, "未开始"),
        ({"valid_from": -9, "valid_to": -1}, "已到期"),
        ({"valid_from": -9, "valid_to": 0}, "有效"),
        ({"valid_from": -9, "ended_on": 0}, "已终止"),
    ],
)
def test_how_an_honour_stands_today(fields, state):
    days = {name: localdate() + timedelta(after) for name, after in fields.items()}
    reason = {"end_reason": "撤销"} if "ended_on" in days else {}
    assert make_honour(**days, **reason).state_today == state
