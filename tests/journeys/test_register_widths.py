"""Every page of the registers in a real browser: a desk's and a telephone's width, accessible."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

import pytest
from django.db.models import CharField, Model
from django.utils.timezone import localdate
from playwright.sync_api import Page

from cixi_ip.models import User
from stats import actions
from stats.models import Indicator, Region
from stats.region_codes import COUNTY
from stats.registers import REGISTERS, Register
from tests.browser import OVERFLOW, assert_accessible, assert_fits
from tests.journeys.people import log_in
from tests.journeys.test_brand_board import BOARD, make_library
from tests.makers import make_department
from tests.stats.every_register import one_of_each
from tests.stats.register_rows import make_honour, make_keeper, make_programme
from tests.stats.register_sheets import honour, make_register_file, rows_of

pytestmark = pytest.mark.browser
DESK, PHONE = 1366, 360
# Every register has these pages from the same templates: the plainest look at those with the most.
LOOKED_AT = ("/registers/inspections/", "/registers/cases/new/")
LONG = "生成的很长的一段内容，ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789"
FREE = ("note", "about", "document", "batch")


def stretch(row: Model) -> None:
    """Let each text of a row be as long as it may be."""
    longest = {
        field.name: (str(getattr(row, field.name)) + LONG * 10)[: field.max_length]
        for field in row._meta.concrete_fields
        if isinstance(field, CharField) and not field.choices and field.max_length > 20
        if getattr(row, field.name) or field.name in FREE
    }
    if longest:
        type(row)._default_manager.filter(pk=row.pk).update(**longest)


def registers_of_offices() -> Iterator[tuple[str, list[Register]]]:
    def office(register: Register) -> str:
        return register.office

    for name, same in groupby(sorted(REGISTERS.values(), key=office), office):
        yield name, list(same)


def boards(by: User, made: dict[str, Any]) -> list[str]:
    """The addresses of the pages there is one of, with something to show."""
    firm, stays = made["enterprises"], make_honour(valid_to=localdate() + timedelta(30))
    programme = make_programme("生成梯级", ladder="生成梯队", step=1, indicator=None)
    make_honour(enterprise=firm, programme=programme)
    faulty = rows_of([honour(1, 镇街="没有的镇"), honour(2, 有效期至="不是日期"), honour(3)])
    file = make_register_file(by, faulty)
    entry = actions.take_count(
        by=by,
        indicator=Indicator.objects.get(code="protection.mediation"),
        region=Region.objects.get(code=COUNTY),
        year=2022,
        through_month=12,
    )
    return [
        *("/registers/", f"/registers/counts/?year=2022&region={COUNTY}"),
        *(f"/registers/counts/{entry.count_id}/", "/registers/ladders/"),
        *("/registers/chains/board/", BOARD),
        *("/registers/protection/calendar/?month=2022-05", "/registers/expiring/"),
        *(f"/registers/enterprises/{firm.pk}/", f"/registers/enterprises/{firm.pk}/merge/"),
        f"/registers/honours/{stays.pk}/remove/",
        *("/registers/honours/import/", f"/registers/honours/import/{file.pk}/"),
    ]


def go(page: Page, address: str) -> None:
    response = page.goto(address)
    assert response is not None
    assert response.status == 200, address


def too_wide(page: Page) -> list[tuple[str, int]]:
    """The widths at which the page has to be moved sideways."""
    found = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 768})
        if page.evaluate(OVERFLOW):
            found.append((page.url, width))
    return found


def test_every_page_fits_a_desk_and_a_telephone(page: Page):
    by = make_keeper("录入员", "科室负责人")
    made = one_of_each()
    make_library()
    singles = boards(by, made)
    for row in made.values():
        stretch(row)
    log_in(page, by, "/registers/")
    for address in singles:
        go(page, address)
        assert_fits(page)
    wrong = []
    for office, registers in registers_of_offices():
        User.objects.filter(pk=by.pk).update(department=make_department(office))
        for register in registers:
            start = f"/registers/{register.slug}/"
            for address in (start, f"{start}{made[register.slug].pk}/", f"{start}new/"):
                go(page, address)
                wrong += too_wide(page)
                if address in LOOKED_AT:
                    assert_accessible(page)
    assert wrong == []
