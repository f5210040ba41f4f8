"""Invented campaigns, inspections, cases with their course, disputes, evidence, agencies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from stats.demo_registers.demo import NOTE, Batch, Demo, dice, document, weekday
from stats.models import (
    Agency,
    AgencyAct,
    Campaign,
    Case,
    CaseStage,
    Evidence,
    Inspection,
    Mediation,
    RapidCase,
    Ruling,
)

SPAN = 365 * 4
CAMPAIGNS = ("春季商标印制检查", "电商平台专项整治", "地理标志保护行动")
RESULTS = ("未发现问题", "未发现问题", "未发现问题", "当场改正", "责令改正", "立案或移送")
FINDING = "商标印制档案不全（演示）"
SUBJECTS = {
    "商标侵权": "销售侵犯注册商标专用权的商品（演示）",
    "专利侵权": "专利侵权纠纷（演示）",
    "假冒专利": "标注失效专利号（演示）",
    "商标印制": "违规承印商标标识（演示）",
    "其他": "其他违法行为（演示）",
}
PARTIES = "演示当事人（生成）"


def generate(demo: Demo) -> Iterator[Batch]:
    campaigns = list(ordered(demo))
    yield "campaigns", campaigns
    yield "inspections", list(inspections(demo, campaigns))
    found = list(cases(demo))
    yield "cases", found
    yield "case-stages", list(stages(demo, found))
    yield "mediations", list(mediations(demo, found))
    yield "rulings", list(rulings(demo))
    yield "evidence", list(evidence(demo))
    yield "rapid-cases", list(rapid_cases(demo))
    agencies = list(practising(demo))
    yield "agencies", agencies
    yield "agency-acts", list(acts(demo, agencies))


def ordered(demo: Demo) -> Iterator[Campaign]:
    """Two a year for three years; the last one is still on."""
    for number in range(6):
        starts = demo.ago(20 + 180 * number)
        yield Campaign(
            name=f"{starts.year}年{CAMPAIGNS[number % 3]}{number + 1}（演示）",
            document=document(starts.year, 110 + number),
            starts_on=starts,
            ends_on=starts + timedelta(60),
            about="重点检查商标印制企业、电商平台和专业市场（演示）",
        )


def inspections(demo: Demo, campaigns: list[Campaign]) -> Iterator[Inspection]:
    """Some enterprises twice: 家次 and 家数 differ."""
    rolled = dice("inspections")
    printers, seen = demo.firms[:70], set()
    for number in range(220):
        campaign = campaigns[number % 6] if number % 4 else None
        day = demo.ago(rolled.randint(0, SPAN))
        if campaign is not None:
            longest = min(59, (demo.today - campaign.starts_on).days)
            day = weekday(campaign.starts_on + timedelta(rolled.randint(0, longest)))
            day = max(day, campaign.starts_on)
        is_place = number % 5 == 0
        kind = ("电商平台", "专业市场")[number % 2] if is_place else "商标印制企业"
        firm = None if is_place else rolled.choice(printers)
        place = f"演示市场{number % 12 + 1:02}（生成）" if is_place else ""
        whom = (day, firm.name if firm is not None else place)
        if whom in seen:
            continue
        seen.add(whom)
        result = rolled.choice(RESULTS)
        yield Inspection(
            campaign=campaign,
            day=day,
            kind=kind,
            enterprise=firm,
            place=place,
            town=rolled.choice(list(demo.towns.values())) if is_place else None,
            finding="" if result == "未发现问题" else FINDING,
            result=result,
            note=NOTE,
        )


def cases(demo: Demo) -> Iterator[Case]:
    """One of six is a lead that was not taken up, or not yet."""
    rolled = dice("cases")
    kinds, weights = list(SUBJECTS), (8, 5, 3, 2, 1)
    for number in range(1, 131):
        (kind,) = rolled.choices(kinds, weights)
        found = demo.ago(rolled.randint(3, SPAN))
        opened = max(found, weekday(found + timedelta(rolled.randint(0, 12))))
        is_opened = number % 6 > 0 and opened <= demo.today
        is_closed = is_opened and (demo.today - opened).days > 150
        is_fined = is_closed and kind != "专利侵权"
        yield Case(
            number=f"演示案〔{found.year}〕{number:03}号",
            kind=kind,
            subject=SUBJECTS[kind],
            found_on=found,
            opened_on=opened if is_opened else None,
            parties=PARTIES,
            enterprise=rolled.choice(demo.firms),
            result="已处理（演示）" if is_closed else "",
            amount=rolled.randrange(1000, 60000, 500) if is_fined else None,
            note=NOTE,
        )


def stages(demo: Demo, found: list[Case]) -> Iterator[CaseStage]:
    for case in found:
        for stage, day in course(case):
            if day <= demo.today:
                paper = "" if stage == "调查" else f"{case.number}{stage}书"
                yield CaseStage(case=case, stage=stage, day=day, document=paper)


def course(case: Case) -> Iterator[tuple[str, date]]:
    if case.opened_on is None:
        yield "不予立案", case.found_on + timedelta(15)
        return
    for stage, days in (("调查", 20), ("决定", 80), ("结案", 120)):
        yield stage, weekday(case.opened_on + timedelta(days))


def mediations(demo: Demo, found: list[Case]) -> Iterator[Mediation]:
    rolled = dice("mediations")
    for number in range(1, 71):
        case = found[number] if number % 7 == 0 else None
        day = demo.ago(rolled.randint(1, SPAN))
        yield Mediation(
            number=f"演示调解{day.year}-{number:03}",
            day=day if case is None else min(case.found_on + timedelta(30), demo.today),
            subject="外观设计专利纠纷（演示）",
            parties=PARTIES,
            outcome=rolled.choice(("达成协议", "达成协议", "达成协议", "未达成协议", "撤回申请")),
            case=case,
            enterprise=rolled.choice(demo.firms),
            note=NOTE,
        )


def rulings(demo: Demo) -> Iterator[Ruling]:
    """The last ones are open: one late, one due within the month."""
    rolled = dice("rulings")
    for number in range(1, 19):
        accepted = demo.ago(100 + 70 * (18 - number)) if number < 18 else demo.ago(70)
        due = accepted + timedelta(90)
        decided = weekday(accepted + timedelta(rolled.randint(50, 100)))
        is_over = number < 17 and decided <= demo.today
        yield Ruling(
            number=f"演示裁〔{accepted.year}〕{number:02}号",
            subject="专利侵权纠纷（演示）",
            accepted_on=accepted,
            due_on=due,
            decided_on=decided if is_over else None,
            result=rolled.choice(Ruling.Result.values) if is_over else "",
            parties=PARTIES,
            enterprise=rolled.choice(demo.firms),
            note=NOTE,
        )


def evidence(demo: Demo) -> Iterator[Evidence]:
    rolled = dice("evidence")
    for number in range(1, 211):
        day = demo.ago(int(SPAN * rolled.random() ** 1.4))
        is_firm = number % 6 > 0
        yield Evidence(
            number=f"演示存证{day.year}{number:05}",
            day=day,
            enterprise=rolled.choice(demo.firms) if is_firm else None,
            holder="" if is_firm else "演示权利人（生成）",
            subject="外观设计图样（演示）" if number % 2 else "商业秘密文件摘要（演示）",
            town=None if is_firm else rolled.choice(list(demo.towns.values())),
            note=NOTE,
        )


def rapid_cases(demo: Demo) -> Iterator[RapidCase]:
    rolled = dice("rapid")
    for number in range(1, 61):
        accepted = demo.ago(rolled.randint(2, 365 * 2))
        closed = accepted + timedelta(rolled.randint(4, 40))
        yield RapidCase(
            number=f"演示快维{accepted.year}{number:04}",
            kind=RapidCase.Kind.values[number % 3],
            subject="外观设计快速办理（演示）",
            enterprise=rolled.choice(demo.firms),
            accepted_on=accepted,
            closed_on=closed if closed <= demo.today else None,
            note=NOTE,
        )


def practising(demo: Demo) -> Iterator[Agency]:
    towns = list(demo.towns.values())
    for number in range(1, 15):
        is_over = number == 9
        yield Agency(
            name=f"演示代理机构{number:02}（生成）",
            kind=Agency.Kind.values[number % 3],
            town=towns[number % len(towns)],
            licence=f"演示许可{number:04}",
            since=demo.ago(3000 - 150 * number),
            ended_on=demo.ago(200) if is_over else None,
            end_reason="主动注销（演示）" if is_over else "",
            note=NOTE,
        )


def acts(demo: Demo, agencies: list[Agency]) -> Iterator[AgencyAct]:
    """Measures escalate against a few; one penalty came without what should come before."""
    courses = (
        ("约谈",), ("约谈", "联合惩戒"), ("约谈", "联合惩戒", "行政处罚"),
        ("约谈",), ("行政处罚",), ("约谈",),
    )  # fmt: skip
    for number, (agency, kinds) in enumerate(zip(agencies, courses * 2, strict=False)):
        for place, kind in enumerate(kinds):
            day = demo.ago(1300 - 100 * number - 40 * (len(kinds) - place))
            yield AgencyAct(
                agency=agency,
                kind=kind,
                day=day,
                reason="代理质量低、批量提交非正常申请（演示）",
                document=document(day.year, 120 + number),
                note=NOTE,
            )
    for number in range(5):
        day = demo.ago(120 + 250 * number)
        yield AgencyAct(
            unlicensed_name=f"演示无证主体{number + 1}（生成）",
            kind="无资质代理",
            day=day,
            reason="未取得资质从事专利代理（演示）",
            document=document(day.year, 140 + number),
            town=list(demo.towns.values())[number],
            note=NOTE,
        )
