"""Invented pledges, transfers, visits, trainings, policies with awards, appeals and problems."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from cixi_ip.departments import PATENTS, PROTECTION, TRADEMARKS
from stats.demo_registers.demo import NOTE, Batch, Demo, dice, document
from stats.models import (
    Appeal,
    IncentiveAward,
    IncentivePolicy,
    Measure,
    Pledge,
    Problem,
    RightTransfer,
    Training,
    TrainingFirm,
    Visit,
)

SPAN = 365 * 9
TOPICS = ("专利布局", "商标海外注册", "质押融资需求", "专用标志规范使用", "贯标辅导")
OUTCOMES = ("已对接服务机构", "列入培育名单", "答应提供材料", "")
TRAININGS = ("专利挖掘与布局", "商标品牌培育", "知识产权风险防范", "贯标内审员")
AUDIENCES = ("规上企业", "电商企业", "专精特新企业")
REASONS = ("专利", "贯标", "示范优势", "质押融资", "证明商标", "地理标志")
APPEALS = (
    ("授权周期", "企业反映发明专利授权周期偏长，影响产品上市。"),
    ("费用", "企业反映海外商标注册费用高。"),
    ("代理收费", "企业反映代理收费不透明。"),
)
PROBLEMS = (
    ("高价值专利占比不高（演示）", ("开展高价值专利培育", "组织专利导航")),
    ("质押融资覆盖面不广（演示）", ("举办银企对接", "公布评估机构名单", "建立白名单")),
    ("品牌梯队不够完整（演示）", ("建立品牌指导站", "分级培育")),
    ("基层维权力量不足（演示）", ("设立维权联络点", "培训调解员")),
)


def generate(demo: Demo) -> Iterator[Batch]:
    yield "pledges", list(pledges(demo))
    yield "right-transfers", list(transfers(demo))
    yield "visits", list(visits(demo))
    held = list(trainings(demo))
    yield "trainings", held
    yield "training-firms", list(attended(demo, held))
    policies = list(rewarding(demo))
    yield "incentive-policies", policies
    yield "incentive-awards", list(awards(demo, policies))
    yield "appeals", list(appeals(demo))
    problems = list(wanting(demo))
    yield "problems", problems
    yield "measures", list(measures(demo, problems))


def pledges(demo: Demo) -> Iterator[Pledge]:
    """More of them in later years, most ended after a year."""
    rolled = dice("pledges")
    for number in range(1, 181):
        ago = int(SPAN * rolled.random() ** 1.8)
        day = demo.ago(ago)
        ended = day + timedelta(rolled.choice((365, 540)))
        is_mark = rolled.random() < 0.2
        yield Pledge(
            right="商标" if is_mark else "专利",
            numbers=f"演示号{number:04}",
            enterprise=rolled.choice(demo.firms),
            bank=f"演示银行{'甲乙丙丁'[number % 4]}支行（生成）",
            amount=Decimal(rolled.randrange(200, 5000, 100)),
            registered_on=day,
            ended_on=ended if ended <= demo.today else None,
            document=f"演示质押{day.year}{number:04}",
            note=NOTE,
        )


def transfers(demo: Demo) -> Iterator[RightTransfer]:
    rolled = dice("transfers")
    for number in range(1, 61):
        firm = rolled.choice(demo.firms)
        yield RightTransfer(
            kind=rolled.choice(("转让", "许可")),
            right=rolled.choice(("专利", "专利", "商标")),
            numbers=f"演示权利{number:04}",
            giver="演示高校（生成）" if number % 3 else "个人",
            taker=firm.name,
            enterprise=firm,
            day=demo.ago(rolled.randint(1, SPAN)),
            amount=Decimal(rolled.randrange(5, 200, 5)) if number % 4 else None,
            document=f"演示备案{number:04}",
            note=NOTE,
        )


def visits(demo: Demo) -> Iterator[Visit]:
    rolled = dice("visits")
    offices = (PATENTS, TRADEMARKS, PROTECTION)
    # Whole weeks apart, so that no two fall on one day.
    for ago in (7 * week + rolled.randint(0, 4) for week in range(120, 0, -1)):
        yield Visit(
            day=demo.ago(ago),
            enterprise=rolled.choice(demo.firms),
            topic=rolled.choice(TOPICS),
            outcome=rolled.choice(OUTCOMES),
            department=demo.departments[rolled.choice(offices)],
            note=NOTE,
        )


def trainings(demo: Demo) -> Iterator[Training]:
    rolled = dice("trainings")
    for number in range(1, 31):
        firms = rolled.randint(12, 60)
        yield Training(
            day=demo.ago(number * 80 - rolled.randint(0, 40)),
            topic=f"{TRAININGS[number % len(TRAININGS)]}培训（演示）",
            audience=AUDIENCES[number % len(AUDIENCES)],
            place="演示会场（生成）",
            people=firms + rolled.randint(3, 40),
            firms=firms,
            note=NOTE,
        )


def attended(demo: Demo, held: list[Training]) -> Iterator[TrainingFirm]:
    rolled = dice("attended")
    for training in held[:10]:
        for firm in rolled.sample(demo.firms, rolled.randint(8, 12)):
            yield TrainingFirm(training=training, enterprise=firm, people=rolled.randint(1, 3))


def rewarding(demo: Demo) -> Iterator[IncentivePolicy]:
    """An old one, one that ends soon, and one that goes on."""
    for number, (begun, ends) in enumerate(((2600, 1400), (1399, -45), (300, None)), 1):
        first = demo.ago(begun)
        yield IncentivePolicy(
            name=f"知识产权奖励办法{'甲乙丙'[number - 1]}（演示）",
            document=document(first.year, 50 + number),
            starts_on=first,
            ends_on=None if ends is None else demo.ago(ends),
            rewarded="新获地理标志、证明商标，通过贯标，列入示范优势企业的，给予一次性奖励",
            note=NOTE,
        )


def awards(demo: Demo, policies: list[IncentivePolicy]) -> Iterator[IncentiveAward]:
    rolled = dice("awards")
    for number in range(1, 81):
        policy = policies[number % len(policies)]
        last = min(policy.ends_on or demo.today, demo.today)
        paid = policy.starts_on + timedelta(rolled.randint(30, (last - policy.starts_on).days))
        is_association = number % 10 == 0
        yield IncentiveAward(
            policy=policy,
            enterprise=None if is_association else rolled.choice(demo.firms),
            recipient="演示协会（生成）" if is_association else "",
            reason="证明商标" if is_association else REASONS[number % len(REASONS)],
            what=f"演示名称{number:03}",
            amount=Decimal(rolled.choice((1, 2, 3, 5, 10, 20))),
            paid_on=paid,
            note=NOTE,
        )


def appeals(demo: Demo) -> Iterator[Appeal]:
    for number in range(9):
        matter, text = APPEALS[number % len(APPEALS)]
        day, is_answered = demo.ago(90 + number * 210), number > 1
        yield Appeal(
            matter=matter,
            text=f"{text}（演示）",
            addressee="演示上级机关（生成）",
            day=day,
            document=document(day.year, 60 + number, "演示函"),
            answer="已收悉，将在今后工作中研究（演示）" if is_answered else "",
            answered_on=day + timedelta(45) if is_answered else None,
            note=NOTE,
        )


def wanting(demo: Demo) -> Iterator[Problem]:
    for number, (name, _measures) in enumerate(PROBLEMS):
        yield Problem(
            name=name,
            description="与先进地区比还有差距（演示）",
            since=demo.ago(900 - 200 * number),
            until=demo.ago(60) if number == 0 else None,
            note=NOTE,
        )


def measures(demo: Demo, problems: list[Problem]) -> Iterator[Measure]:
    for number, (problem, (_name, measured)) in enumerate(zip(problems, PROBLEMS, strict=True)):
        for place, what in enumerate(measured):
            state = "已完成" if number == 0 else ("进行中", "未开始", "已停止")[place]
            starts = problem.since + timedelta(30 + 20 * place)
            yield Measure(
                problem=problem,
                what=f"{what}（演示）",
                department=demo.departments[PATENTS],
                starts_on=starts,
                ends_on=starts + timedelta(200) if state in ("已完成", "已停止") else None,
                state=state,
                note=NOTE,
            )
