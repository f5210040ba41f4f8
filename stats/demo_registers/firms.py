"""Invented enterprises with their honours, the lists of those above scale, and contacts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from stdnum.cn import uscc

from stats.demo_neighbours import TOWNS
from stats.demo_registers.demo import NOTE, Batch, Demo, anniversary, dice, document
from stats.models import Contact, Enterprise, Honour, Programme, ScaleYear

COUNT = 300
INDUSTRIES = (
    ("3854", "家用厨房电器具制造"),
    ("3451", "滚动轴承制造"),
    ("3670", "汽车零部件及配件制造"),
    ("3491", "工业机器人制造"),
    ("2651", "初级形态塑料及合成树脂制造"),
    ("3581", "医疗诊断、监护及治疗设备制造"),
)
# The day of each year on which a list is published; certificates are given on any day.
PUBLISHED = {
    "专精特新": (12, 20),
    "制造业单项冠军": (9, 10),
    "知识产权强企": (3, 15),
}
CERTIFICATE = "知识产权贯标（GB/T 29490）"
# Of a ladder: how many enterprises enter it, how likely they rise within each later year, whether
# they go on when the term is over, and the term in years where the programme names none.
COURSES = (
    ("专精特新", 0.72, 0.13, 0.86, 3),
    ("制造业单项冠军", 0.28, 0.22, 0.85, 3),
    ("知识产权强企", 0.16, 0.16, 0.90, 3),
)
NEW_EDITION = 2023  # GB/T 29490-2023
SCALE_YEARS = 6


def generate(demo: Demo) -> Iterator[Batch]:
    demo.firms = enterprises(demo)
    yield "enterprises", demo.firms
    yield "honours", [*honours(demo), *certificates(demo)]
    yield "scale", list(above_scale(demo))
    yield "contacts", list(contacts(demo))


def enterprises(demo: Demo) -> list[Enterprise]:
    rolled = dice("enterprises")
    weights = {code: weight for scope in TOWNS.values() for code, weight in scope.items()}
    known = [code for code in weights if code in demo.towns]
    found = []
    for number in range(1, COUNT + 1):
        code, name = INDUSTRIES[number % len(INDUSTRIES)]
        (town,) = rolled.choices(known, [weights[one] for one in known])
        found.append(
            Enterprise(
                name=f"演示企业{number:04}（生成）",
                credit_code=credit_code(number),
                # Some have none, so that what cannot be placed is seen in the counts.
                town=demo.towns[town] if number % 60 else None,
                industry_code=code,
                industry=name,
                is_listed=number % 37 == 0,
                note=NOTE,
            )
        )
    return found


def credit_code(number: int) -> str:
    """With the right check character; its middle is zeros and a number, as no real one is."""
    body = f"91330282{number:09d}"
    return body + uscc.calc_check_digit(body)


def honours(demo: Demo) -> Iterator[Honour]:
    for ladder, part, rises, goes_on, term in COURSES:
        steps = sorted(
            (one for one in demo.programmes.values() if one.ladder == ladder),
            key=lambda programme: programme.step,
        )
        rolled = dice(f"honours|{ladder}")
        for firm in demo.firms:
            if rolled.random() < part:
                yield from climb(demo, firm, steps, (rises, goes_on, term), rolled)


def climb(
    demo: Demo,
    firm: Enterprise,
    steps: list[Programme],
    course: tuple[float, float, int],
    rolled: Random,
) -> Iterator[Honour]:
    """Enter on the lowest step, rise now and then; each step goes on or lapses after its term."""
    rises, goes_on, term = course
    month, day = PUBLISHED[steps[0].ladder]
    # How long each step that was reached is held.
    held: dict[int, date] = {}
    given_up: set[int] = set()
    top = 0
    entered = rolled.choice(demo.years)
    for year in range(entered, demo.today.year + 1):
        first = date(year, month, day)
        if first > demo.today:
            break
        if top < len(steps) and (year == entered or rolled.random() < rises):
            top += 1
        for place in range(top):
            if place in given_up or held.get(place, date.min) >= first:
                continue
            if place in held and rolled.random() > goes_on:
                given_up.add(place)
                continue
            honour = listed(firm, steps[place], first, term)
            held[place] = honour.valid_to or date.max
            if rolled.random() < 0.02:
                ended_early(honour, demo.today)
            yield honour


def listed(firm: Enterprise, programme: Programme, first: date, term: int) -> Honour:
    return Honour(
        enterprise=firm,
        programme=programme,
        batch=f"{first.year}年度",
        document=document(first.year, 10 + programme.step),
        valid_from=first,
        valid_to=anniversary(first, programme.validity_years or term),
        note=NOTE,
    )


def ended_early(honour: Honour, today: date) -> None:
    ended = date(honour.valid_from.year + 1, 6, 30)
    if ended <= today:
        honour.ended_on, honour.end_reason = ended, "复核不合格（演示）"


def certificates(demo: Demo) -> Iterator[Honour]:
    """Certificates of three years, renewed more often than not."""
    programme, rolled = demo.programmes[CERTIFICATE], dice("certificates")
    for number, firm in enumerate(demo.firms, 1):
        if rolled.random() > 0.45:
            continue
        first = date(rolled.choice(demo.years), rolled.randint(1, 12), rolled.randint(1, 28))
        while first <= demo.today:
            honour = listed(firm, programme, first, 3)
            edition = 2023 if first.year > NEW_EDITION else 2013
            honour.standard = f"GB/T 29490-{edition}"
            honour.batch, honour.document = "", f"演示证书{first.year}{number:04}"
            yield honour
            if rolled.random() > 0.75:
                break
            first = date(first.year + 3, first.month, first.day)


def above_scale(demo: Demo) -> Iterator[ScaleYear]:
    rolled = dice("scale")
    for firm in demo.firms:
        if rolled.random() < 0.55:
            entered = rolled.choice(demo.years[: -SCALE_YEARS + 3])
            for year in demo.years[-SCALE_YEARS - 1 : -1]:
                if year >= entered and rolled.random() < 0.96:
                    yield ScaleYear(enterprise=firm, year=year)


def contacts(demo: Demo) -> Iterator[Contact]:
    posts = ("知识产权负责人", "办公室主任", "研发负责人")
    for number, firm in enumerate(demo.firms[::3]):
        yield Contact(
            enterprise=firm,
            name="演示联系人",
            post=posts[number % len(posts)],
            phone="0574-00000000",
            note=NOTE,
        )
