"""Invented nodes of the chains and who stands on them, tasks, plans with progress, new products."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cixi_ip.departments import PATENTS, PROTECTION
from stats.demo_registers.demo import NOTE, Batch, Demo, dice, document
from stats.models import (
    Chain,
    ChainNode,
    CultivationPlan,
    InitiativeTask,
    NewProduct,
    NodeHolder,
    PlanMember,
)

# On the stages of a chain: technologies, products, parts, assemblies, machines, systems.
NODES = {
    "智能家电": (
        ("变频控制", "低噪声风道"), ("油烟机", "饮水机"), ("温控器", "塑料件"),
        ("电机", "控制板"), ("小家电整机",), ("全屋智能",),
    ),
    "机械基础件": (
        ("精密轴承设计", "热处理工艺"), ("滚动轴承", "密封件"), ("套圈", "保持架"),
        ("轴承单元",), ("减速机",), ("传动系统",),
    ),
    "汽车及零部件": (
        ("轻量化成形", "电驱动控制"), ("内饰件", "安全系统"), ("紧固件", "线束"),
        ("座椅总成", "电驱总成"), ("专用车",), ("整车配套",),
    ),
    "智能装备": (
        ("伺服控制", "机器视觉"), ("注塑机", "工业机器人"), ("传感器", "丝杠"),
        ("伺服单元",), ("成套机床",), ("智能产线",),
    ),
    "新材料": (
        ("改性塑料配方", "高纯制备"), ("改性塑料", "电子材料"), ("助剂", "基材"),
        ("膜材料",), ("复合板材",), ("材料应用方案",),
    ),
    "生命健康": (
        ("体外诊断试剂", "医用高分子"), ("检验设备", "康复器械"), ("耗材", "芯片"),
        ("检测模块",), ("分析仪",), ("智慧诊疗",),
    ),
}  # fmt: skip
USUAL = (("共性技术",), ("主导产品",), ("零件",), ("部件",), ("整机",), ("系统",))
STATES = ("完整", "完整", "弱链", "完整", "断链", "完整", "完整")
GAPS = {
    "弱链": "本地只有一两家能做，批量供应不稳（演示）",
    "断链": "全部外购，本地没有企业（演示）",
}
TASKS = (
    ("摸排本年度入库企业名单", PATENTS, 30),
    ("组织一次企业专利导航对接", PATENTS, -60),
    ("走访断链、弱链环节企业", PROTECTION, -150),
    ("汇总各镇街推进情况", "办公室", 400),
)
PLANS = (
    ("推进24家小巨人贯标（演示）", "cultivation.little_giant.ip_standard", 24, 21, 200),
    ("新增30家贯标企业（演示）", "cultivation.ip_standard", 30, 30, -30),
    ("培育10家知识产权优势企业（演示）", "cultivation.ip_advantage", 10, 7, 400),
)


def generate(demo: Demo) -> Iterator[Batch]:
    old = Chain(
        name="演示旧链（生成）",
        group="传统优势",
        document=document(demo.years[0], 1),
        valid_from=date(demo.years[0], 1, 1),
        valid_to=date(demo.years[4], 12, 31),
        note=NOTE,
    )
    yield "chains", [old]
    placed = [(chain, node) for chain in demo.chains for node in nodes(chain)]
    yield "chain-nodes", [node for _chain, node in placed]
    yield "node-holders", list(holders(demo, placed))
    yield "initiative-tasks", list(tasks(demo))
    plans = [plan(demo, *line) for line in PLANS]
    yield "plans", plans
    yield "plan-members", list(members(demo, plans))
    yield "new-products", list(products(demo))


def nodes(chain: Chain) -> Iterator[ChainNode]:
    technologies, made, parts, assemblies, machines, systems = NODES.get(chain.name, USUAL)
    lines = {
        "产品": (technologies, made, ("链主企业", "配套企业"), ("上游材料", "下游应用"),
                 (f"{chain.name}集群",)),
        "系统": (technologies, parts, assemblies, machines, systems),
    }  # fmt: skip
    number = chain.pk
    for sequence, stages in lines.items():
        named = ChainNode.STAGES[ChainNode.Sequence(sequence)]
        for stage, names in zip(named, stages, strict=True):
            for name in names:
                number += 1
                state = STATES[number % len(STATES)]
                yield ChainNode(
                    chain=chain,
                    sequence=sequence,
                    stage=stage,
                    name=f"{name}（演示）",
                    state=state,
                    gap=GAPS.get(state, ""),
                )


def holders(demo: Demo, placed: list[tuple[Chain, ChainNode]]) -> Iterator[NodeHolder]:
    """Enterprises of the chain's own industry; nobody stands where a chain is broken."""
    rolled = dice("holders")
    for chain, node in placed:
        if node.state == ChainNode.State.BROKEN:
            continue
        at = demo.chains.index(chain)
        able = demo.firms[at :: len(demo.chains)]
        is_technology = node.stage == ChainNode.Stage.TECHNOLOGY
        most = 2 if node.state == ChainNode.State.WEAK else 8
        for number, firm in enumerate(rolled.sample(able, rolled.randint(1, most)), 1):
            since = demo.ago(rolled.randint(200, 3000))
            yield NodeHolder(
                node=node,
                enterprise=firm,
                technology=f"演示技术{number}（生成）" if is_technology else "",
                since=since,
                until=since + timedelta(150) if rolled.random() < 0.08 else None,
                note=NOTE,
            )


def tasks(demo: Demo) -> Iterator[InitiativeTask]:
    for number, initiative in enumerate(demo.initiatives):
        for what, office, ago in TASKS:
            due = demo.ago(ago + 10 * number)
            # One that is past its day is left undone.
            is_done = ago > 0 and (number, ago) != (1, 30)
            yield InitiativeTask(
                initiative=initiative,
                chain=demo.chains[number % len(demo.chains)],
                what=f"{what}（演示）",
                office=office,
                due_on=due,
                done_on=due - timedelta(5) if is_done else None,
                outcome="已完成（演示）" if is_done else "",
            )


def plan(
    demo: Demo, title: str, code: str, target: int, _listed: int, days: int
) -> CultivationPlan:
    return CultivationPlan(
        title=title,
        indicator=demo.indicators[code],
        region=demo.county,
        target=target,
        due_on=demo.ago(-days),
        document=document(demo.today.year, 30),
        department=demo.departments[PATENTS],
        note=NOTE,
    )


def members(demo: Demo, plans: list[CultivationPlan]) -> Iterator[PlanMember]:
    stages = PlanMember.Stage.values
    for (_title, _code, _target, listed, days), made in zip(PLANS, plans, strict=True):
        rolled = dice(f"members|{made.title}")
        # A plan that is over is done but for a few.
        weights = (0, 1, 2, 20) if days < 0 else (3, 5, 4, 9)
        for firm in rolled.sample(demo.firms, listed):
            (stage,) = rolled.choices(stages, weights)
            is_done = stage == PlanMember.Stage.DONE
            yield PlanMember(
                plan=made,
                enterprise=firm,
                stage=stage,
                done_on=demo.ago(rolled.randint(40, 300)) if is_done else None,
                note=NOTE,
            )


def products(demo: Demo) -> Iterator[NewProduct]:
    rolled = dice("products")
    for number in range(1, 261):
        day = demo.ago(rolled.randint(1, 365 * (len(demo.years) - 1)))
        yield NewProduct(
            name=f"演示新产品{number:04}（生成）",
            enterprise=rolled.choice(demo.firms),
            document=document(day.year, 40 + day.month),
            recognised_on=day,
            note=NOTE,
        )
