"""Plain functions that make what tests need; they work the same in browser tests."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils.timezone import localdate

from cixi_ip.actions import name_deputy
from cixi_ip.models import Department, StandIn, User
from stats import actions
from stats.actions.rounds import Part
from stats.models import (
    CollectionRound,
    Entry,
    Indicator,
    Observation,
    Region,
    SeriesBreak,
    Source,
    Submission,
)

PASSWORD = "慈溪-figures-2022"
numbers = count(1)


def make_user(*roles: str, username: str = "", **fields: Any) -> User:
    """A user holding these roles, by their Chinese names; logs in with PASSWORD."""
    name = username or f"user{next(numbers)}"
    user = User.objects.create_user(name, password=PASSWORD, **({"full_name": name} | fields))
    groups = Group.objects.filter(name__in=roles)
    assert len(groups) == len(roles), f"unknown role among {roles}"
    user.groups.set(groups)
    return user


def make_stand_in(
    principal: User, deputy: User, *, starts_on: date | None = None, days: int = 5
) -> StandIn:
    """From today on, unless another day is given."""
    first = starts_on or localdate()
    return name_deputy(
        by=principal,
        deputy=deputy,
        starts_on=first,
        ends_on=first + timedelta(days=days - 1),
        reason="年休假",
    )


def make_region(code: str = "330282", **fields: Any) -> Region:
    names = {"330282": "慈溪市（全市）", "330282-BJ": "慈溪市（市本级）", "330200": "宁波市"}
    levels = {"330282": "县", "330282-BJ": "口径", "330200": "市"}
    defaults = {
        "name": names.get(code, f"地区{code}"),
        "short_name": names.get(code, code)[:20],
        "level": levels.get(code, "县"),
    }
    return Region.objects.get_or_create(code=code, defaults=defaults | fields)[0]


def make_indicator(code: str = "patent.granted", **fields: Any) -> Indicator:
    defaults = {
        "name": f"指标{code}",
        "unit": "件",
        "printed_units": "件",
        "kind": "flow",
        "direction": "none",
        "group": "专利",
        "office": "知识产权科",
    }
    return Indicator.objects.get_or_create(code=code, defaults=defaults | fields)[0]


def make_source(title: str = "测试通报", **fields: Any) -> Source:
    return Source.objects.get_or_create(title=title, defaults={"kind": "公报"} | fields)[0]


def make_break(code: str = "patent.granted", **fields: Any) -> SeriesBreak:
    defaults = {"year": 2017, "title": "口径变更", "note": "前后口径不同，只为测试"}
    return actions.save_break(
        by=make_user("科室负责人"),
        series_break=SeriesBreak(indicator=make_indicator(code), **(defaults | fields)),
    )


def make_entry(
    value: object = 12688,
    *,
    by: User | None = None,
    code: str = "patent.granted",
    region: str = "330282-BJ",
    year: int = 2022,
    submission: Submission | None = None,
    **fields: Any,
) -> Entry:
    """An entry in an open submission of `by`, with a source. `value` None needs a status."""
    clerk = by or make_user("录入员")
    batch = submission or actions.open_submission(
        by=clerk, title=f"批次{next(numbers)}", source=make_source()
    )
    entry = Entry(
        submission=batch,
        indicator=make_indicator(code),
        region=make_region(region),
        year=year,
        value=None if value is None else Decimal(str(value)),
        **fields,
    )
    return actions.enter(by=batch.created_by, entry=entry)


def make_observation(value: object = 12688, **fields: Any) -> Observation:
    """A published figure, entered by one user and approved by another."""
    entry = make_entry(value, **fields)
    actions.submit(by=entry.submission.created_by, submission=entry.submission)
    entry.submission.refresh_from_db()
    return actions.approve(by=make_user("复核员"), submission=entry.submission)[0]


def make_department(name: str = "知识产权科") -> Department:
    return Department.objects.get_or_create(name=name)[0]


def make_part(
    *codes: str, office: str = "知识产权科", region: str = "330282-BJ", reporter: User | None = None
) -> Part:
    """What a round asks of an office: these indicators, of `patent.granted` where none is said."""
    indicators = tuple(make_indicator(code, office=office) for code in codes or ("patent.granted",))
    return Part(office, make_region(region), indicators, reporter)


def make_round(
    *parts: Part, by: User | None = None, due_in: int = 30, **fields: Any
) -> CollectionRound:
    """A running round for 2022, due in so many days; a negative number makes it late."""
    defaults = {"title": f"任务{next(numbers)}", "year": 2022, "due_on": localdate()}
    made = actions.save_round(
        by=by or make_user("科室负责人"),
        round=CollectionRound(**(defaults | fields)),
        assignments=parts or [make_part()],
    )
    # What is late now was set in time.
    made.due_on = localdate() + timedelta(days=due_in)
    made.save(update_fields=["due_on"])
    return made
