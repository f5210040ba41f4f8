"""Made rows of the registers, all invented, and who keeps them."""

from datetime import date
from itertools import count
from typing import Any

from stdnum.cn import uscc

from cixi_ip.models import User
from stats.models import Enterprise, Honour, Programme, Region
from tests.makers import make_department, make_indicator, make_region, make_user

numbers = count(100_001)  # the tests name smaller ones themselves
HONOURED = "cultivation.srdi"


def make_keeper(*roles: str, office: str = "知识产权科", **fields: Any) -> User:
    """Somebody who keeps the registers of an office."""
    return make_user(*(roles or ("录入员",)), department=make_department(office), **fields)


def credit_code(number: int) -> str:
    """A code of an invented enterprise, with the right check character."""
    body = f"91330282{number:09d}"
    return body + uscc.calc_check_digit(body)


def make_town(code: str = "330282002", scope: str | None = "330282-BJ") -> Region:
    county = make_region("330282", parent=make_region("330200"))
    within = make_region(scope, parent=county) if scope else None
    return make_region(code, level="镇街", parent=county, scope=within)


def make_enterprise(name: str = "", **fields: Any) -> Enterprise:
    number = next(numbers)
    defaults = {"name": name or f"生成企业{number}", "credit_code": credit_code(number)}
    return Enterprise.objects.create(**(defaults | fields))


def make_programme(name: str = "专精特新中小企业", **fields: Any) -> Programme:
    defaults = {"level": "省", "kind": "认定"}
    if "indicator" not in fields:
        fields["indicator"] = make_indicator(HONOURED, kind="stock", unit="家")
    return Programme.objects.get_or_create(name=name, defaults=defaults | fields)[0]


def saved(row: Any) -> Any:
    """As a keeper saves it, with what the row fills in by itself."""
    row.full_clean()
    row.save()
    return row


def make_honour(**fields: Any) -> Honour:
    defaults = {"valid_from": date(2022, 1, 1)}
    for name, make in (("enterprise", make_enterprise), ("programme", make_programme)):
        if name not in fields:
            defaults[name] = make()
    return Honour.objects.create(**(defaults | fields))
