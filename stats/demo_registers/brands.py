"""Invented brands: the library with moves, marks, indications, stations, applications."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cixi_ip.departments import TRADEMARKS
from stats.demo_registers.demo import NOTE, Batch, Demo, anniversary, dice, document
from stats.models import (
    ApplicationStep,
    AssociationMark,
    BrandApplication,
    BrandMembership,
    BrandMove,
    BrandTier,
    GeographicalIndication,
    GITrack,
    GuidanceStation,
    MarkUser,
    StationService,
    WellKnownMark,
)

TIERS = ("种子（演示）", "成长（演示）", "领军（演示）")
PRODUCTS = ("水果", "水产", "蔬菜", "糕点", "工艺品")
TRACKS = ("产品", "商标", "农产品")
TOPICS = ("商标注册辅导", "专用标志使用指导", "海外注册咨询", "品牌培育建议")
KINDS = ("驰名", "集体", "证明", "地理标志")
# How far an application has come, the next step, and in how many days that is due.
STAGES = (
    (("摸底",), "确定申请人", 20),
    (("摸底", "准备材料"), "补齐使用证据", -12),
    (("准备材料",), "提交申请", 40),
    (("准备材料", "已提交"), "跟踪受理情况", 60),
    (("准备材料", "已提交", "审查中"), "答复审查意见", 8),
    (("准备材料", "已提交", "审查中", "公告中"), "关注异议", 75),
    (("准备材料", "已提交", "审查中", "公告中", "已核准"), "", None),
    (("准备材料", "已提交", "审查中", "未核准"), "", None),
    (("摸底", "已放弃"), "", None),
)


def generate(demo: Demo) -> Iterator[Batch]:
    tiers = [
        BrandTier(name=name, step=step, about="演示条件，非真实")
        for step, name in enumerate(TIERS, 1)
    ]
    yield "brand-tiers", tiers
    library = list(members(demo, tiers))
    yield "brand-library", library
    # A move is checked against those that are saved, so each one of a brand comes by itself.
    paths = {member.brand: [tiers.index(member.tier)] for member in library}
    for step in (1, 2, 3):
        yield "brand-moves", list(moves(demo, library, tiers, paths, step))
    yield "well-known-marks", list(well_known(demo))
    yield "association-marks", list(association_marks(demo))
    names = list(indications(demo))
    yield "gi", names
    yield "gi-tracks", list(tracks(demo, names))
    yield "gi-users", list(users(demo, names))
    stations = list(guiding(demo))
    yield "stations", stations
    yield "station-services", list(services(demo, stations))
    applications = list(guided(demo))
    yield "brand-applications", applications
    yield "brand-steps", list(steps(demo, applications))


def members(demo: Demo, tiers: list[BrandTier]) -> Iterator[BrandMembership]:
    rolled = dice("library")
    for number, firm in enumerate(rolled.sample(demo.firms, 120), 1):
        entered = demo.ago(rolled.randint(30, 365 * 8))
        left = entered + timedelta(rolled.randint(1100, 2000))
        is_gone = rolled.random() < 0.25 and left < demo.today
        yield BrandMembership(
            enterprise=firm,
            brand=f"演示品牌{number:03}（生成）",
            tier=tiers[0] if rolled.random() < 0.8 else tiers[1],
            entered_on=entered,
            document=document(entered.year, 70),
            ended_on=left if is_gone else None,
            end_reason="连续两年未达标（演示）" if is_gone else "",
            note=NOTE,
        )


def moves(
    demo: Demo,
    library: list[BrandMembership],
    tiers: list[BrandTier],
    paths: dict[str, list[int]],
    step: int,
) -> Iterator[BrandMove]:
    """The first moves go up, the second ones either way, the third down; `paths` grow with them."""
    rolled = dice(f"moves|{step}")
    for member in library:
        moved = member.entered_on + timedelta(300 * step + rolled.randint(0, 200))
        is_up = rolled.random() < (1.0, 0.6, 0.0)[step - 1]
        is_moved = rolled.random() < 0.6 and moved < (member.ended_on or demo.today)
        path = paths[member.brand]
        target = path[-1] + (1 if is_up else -1)
        if not is_moved or len(path) != step or not 0 <= target < len(tiers):
            continue
        path.append(target)
        yield BrandMove(
            membership=member,
            tier=tiers[target],
            moved_on=moved,
            reason="年度评价升级（演示）" if is_up else "年度评价降级（演示）",
            document=document(moved.year, 71),
        )


def well_known(demo: Demo) -> Iterator[WellKnownMark]:
    rolled = dice("well-known")
    for number, firm in enumerate(rolled.sample(demo.firms, 16), 1):
        day = demo.ago(rolled.randint(200, 365 * 9))
        is_over = number % 8 == 0
        yield WellKnownMark(
            mark=f"演示商标{number:02}（生成）",
            registration_no=f"9900{number:04}",
            enterprise=firm,
            way="行政" if number % 3 else "司法",
            document=document(day.year, 80 + number),
            recognised_on=day,
            ended_on=demo.ago(rolled.randint(1, 150)) if is_over else None,
            end_reason="商标注销（演示）" if is_over else "",
            note=NOTE,
        )


def association_marks(demo: Demo) -> Iterator[AssociationMark]:
    """Good for ten years; one ends within a month, one was not renewed."""
    towns = list(demo.towns.values())
    for number, ago in enumerate((3652 - 25, 3652 - 80, 3652 + 90, 2800, 2100, 1500, 900, 300), 1):
        day = demo.ago(ago)
        yield AssociationMark(
            kind="集体" if number % 2 else "证明",
            mark=f"演示标志{number}（生成）",
            registration_no=f"9800{number:04}",
            holder=f"演示行业协会{number}（生成）",
            town=towns[number] if number % 4 else None,
            registered_on=day,
            valid_to=anniversary(day, 10),
            note=NOTE,
        )


def indications(demo: Demo) -> Iterator[GeographicalIndication]:
    towns = list(demo.towns.values())
    for number, product in enumerate(PRODUCTS, 1):
        yield GeographicalIndication(
            name=f"演示{product}{number}（生成）",
            product=product,
            holder=f"演示{product}协会（生成）",
            town=towns[-number] if number % 2 else None,
            note=NOTE,
        )


def tracks(demo: Demo, names: list[GeographicalIndication]) -> Iterator[GITrack]:
    for number, gi in enumerate(names, 1):
        for place, track in enumerate(TRACKS[: 1 + number % 3]):
            day = date(demo.years[(number + 2 * place) % 8], 4, 20)
            yield GITrack(
                gi=gi,
                track=track,
                document=document(day.year, 90 + number, "演示公告"),
                valid_from=day,
                note=NOTE,
            )


def users(demo: Demo, names: list[GeographicalIndication]) -> Iterator[MarkUser]:
    rolled = dice("users")
    for number, firm in enumerate(rolled.sample(demo.firms, 36)):
        day = demo.ago(rolled.randint(100, 1500))
        is_over = number % 9 == 0
        yield MarkUser(
            enterprise=firm,
            gi=names[number % len(names)],
            document=document(day.year, 100 + number),
            approved_on=day,
            ended_on=demo.ago(rolled.randint(1, 90)) if is_over else None,
            end_reason="停产（演示）" if is_over else "",
            note=NOTE,
        )


def guiding(demo: Demo) -> Iterator[GuidanceStation]:
    hosts = (("镇街", "便民服务中心"), ("协会", "行业协会"), ("园区", "产业园"))
    for number, town in enumerate(list(demo.towns.values())[:12]):
        kind, host = hosts[number % len(hosts)]
        opened = demo.ago(1500 - 100 * number)
        is_closed = number == 5
        yield GuidanceStation(
            name=f"演示品牌指导站{number + 1:02}（生成）",
            host_kind=kind,
            host=f"演示{host}（生成）",
            town=None if kind == "协会" else town,
            opened_on=opened,
            closed_on=demo.ago(100) if is_closed else None,
            close_reason="与邻站合并（演示）" if is_closed else "",
            note=NOTE,
        )


def services(demo: Demo, stations: list[GuidanceStation]) -> Iterator[StationService]:
    rolled = dice("services")
    for number in range(120):
        station = stations[number % len(stations)]
        last = (station.closed_on or demo.today) - timedelta(1)
        day = station.opened_on + timedelta(rolled.randint(0, (last - station.opened_on).days))
        yield StationService(
            station=station,
            day=day,
            enterprise=rolled.choice(demo.firms) if number % 5 else None,
            topic=rolled.choice(TOPICS),
            outcome="已办结（演示）",
        )


def guided(demo: Demo) -> Iterator[BrandApplication]:
    rolled = dice("applications")
    for number in range(18):
        _stages, step, due = STAGES[number % len(STAGES)]
        firm = rolled.choice(demo.firms)
        is_association = number % 2 == 1
        yield BrandApplication(
            kind=KINDS[number % len(KINDS)],
            name=f"演示申报{number + 1:02}（生成）",
            applicant=f"演示申报协会{number}（生成）" if is_association else firm.name,
            enterprise=None if is_association else firm,
            opened_on=demo.ago(700 - 15 * number),
            next_step=step,
            due_on=None if due is None else demo.ago(-due - number),
            department=demo.departments[TRADEMARKS],
            note=NOTE,
        )


def steps(demo: Demo, applications: list[BrandApplication]) -> Iterator[ApplicationStep]:
    for number, application in enumerate(applications):
        stages, _step, _due = STAGES[number % len(STAGES)]
        for place, stage in enumerate(stages):
            yield ApplicationStep(
                application=application,
                stage=stage,
                moved_on=application.opened_on + timedelta(60 * place + number),
            )
