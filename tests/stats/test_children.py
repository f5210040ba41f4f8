"""The page of a row shows the rows that belong to it, and leads to a form for another."""

import pytest

from stats.registers import REGISTERS
from stats.registers.children import SHOWN, naming
from tests.makers import make_user
from tests.stats import brand_rows as made
from tests.stats.register_rows import make_enterprise, make_keeper

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", made.OWNERS)
def test_rows_stand_on_the_page_of_what_they_belong_to(client, slug):
    rows = made.one_of_each(make_enterprise())
    client.force_login(make_keeper(office="商标品牌科"))
    row, whole = rows[slug], rows[made.OWNERS[slug]]
    page = client.get(f"/registers/{made.OWNERS[slug]}/{whole.pk}/").content.decode()
    assert f'href="/registers/{slug}/{row.pk}/"' in page
    via = {child.slug: name for child, name in naming(REGISTERS[made.OWNERS[slug]])}
    new = f"/registers/{slug}/new/?{via[slug]}={whole.pk}"
    assert f'href="{new}"' in page
    form = client.get(new).content.decode()
    assert f'<option value="{whole.pk}" selected>' in form


def test_a_move_is_entered_from_the_page_of_its_brand(client):
    client.force_login(make_keeper(office="商标品牌科"))
    member, tier = made.make_member(), made.make_tier("成长")
    row = {"membership": member.pk, "tier": tier.pk, "moved_on": "2021-01-01", "reason": "评审"}
    client.post(f"/registers/brand-moves/new/?membership={member.pk}", row)
    page = client.get(f"/registers/brand-library/{member.pk}/").content.decode()
    assert "2021-01-01" in page
    assert "评审" in page
    again = client.post("/registers/brand-moves/new/", row).content.decode()
    assert "已有一次变动" in again or "变动之前已是" in again


def test_a_reader_sees_them_without_a_button(client):
    client.force_login(make_user("读者"))
    station = made.make_station()
    page = client.get(f"/registers/stations/{station.pk}/").content.decode()
    assert "还没有登记" in page
    assert "新增" not in page


def test_what_is_left_out_is_said(client):
    client.force_login(make_user("读者"))
    station = made.make_station()
    for _ in range(SHOWN + 2):
        made.make_service(station=station)
    page = client.get(f"/registers/stations/{station.pk}/").content.decode()
    assert f'<a href="/registers/station-services/?station={station.pk}">全部' in page


@pytest.mark.parametrize("many", [1, 12])
def test_it_takes_the_same_queries_whatever_belongs(client, django_assert_num_queries, many):
    client.force_login(make_user("读者"))
    gi = made.make_gi()
    for _ in range(many):
        made.make_mark_user(gi=gi)
    client.get(f"/registers/gi/{gi.pk}/")
    with django_assert_num_queries(8):
        client.get(f"/registers/gi/{gi.pk}/")
