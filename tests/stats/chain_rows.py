"""Rows of the registers of industry chains and action plans, not yet saved and all invented."""

from datetime import date
from typing import Any

from stats.models import Chain, ChainNode, Initiative, InitiativeTask, NodeHolder


def chain(**fields: Any) -> Chain:
    given = {"name": "生成链", "group": "传统优势", "valid_from": date(2022, 1, 1)}
    return Chain(**(given | fields))


def kept_chain() -> Chain:
    return Chain.objects.first() or Chain.objects.create(
        name="链", group="战略新兴", valid_from="2022-01-01"
    )


def node(**fields: Any) -> ChainNode:
    given = {"chain": kept_chain(), "sequence": "系统", "stage": "部件", "name": "生成节点"}
    return ChainNode(**(given | fields))


def kept_node() -> ChainNode:
    made = ChainNode.objects.first() or node(name="节点")
    made.save()
    return made


def holder(**fields: Any) -> NodeHolder:
    return NodeHolder(
        **({"node": kept_node(), "technology": "生成技术", "since": date(2022, 1, 1)} | fields)
    )


def plan(**fields: Any) -> Initiative:
    return Initiative(**({"name": "生成行动"} | fields))


def task(**fields: Any) -> InitiativeTask:
    initiative = Initiative.objects.first() or plan()
    initiative.save()
    given = {
        "initiative": initiative,
        "what": "生成任务",
        "office": "知识产权科",
        "due_on": "2023-06-30",
    }
    return InitiativeTask(**(given | fields))
