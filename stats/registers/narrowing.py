"""What lists are narrowed by that no field holds: how a row stands today."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from stats.models import BrandTier, Chain, Honour, NodeHolder, Programme, Region
from stats.models.brand_application import Stage
from stats.models.dated import TermQuerySet
from stats.region_codes import COUNTY
from stats.registers.register import Choices, Narrowing

OUT = "out"
HELD, OVER, TO_COME = "held", "over", "to-come"


def programmes() -> Choices:
    return [(str(one.pk), one.name) for one in Programme.objects.order_by("-ladder", "step", "pk")]


def holding_today(rows: QuerySet[Any], programme: str) -> QuerySet[Any]:
    """Enterprises that hold an honour of the programme today, whatever else they hold."""
    held = Honour.objects.in_force(localdate()).filter(programme=int(programme))
    return rows.filter(pk__in=held.order_by().values("enterprise"))


def states() -> Choices:
    return [(HELD, "有效"), (OVER, "已到期或终止"), (TO_COME, "未开始")]


def in_state(rows: TermQuerySet, state: str) -> TermQuerySet:
    """Honours that hold today, no longer, or not yet."""
    today = localdate()
    if state == TO_COME:
        return rows.filter(valid_from__gt=today)
    if state == HELD:
        return rows.in_force(today)
    over = Q(valid_to__lt=today) | Q(ended_on__lte=today)
    return rows.filter(over, valid_from__lte=today)


def tiers() -> Choices:
    return [*((one.name, one.name) for one in BrandTier.objects.all()), (OUT, "不在库")]


def on_tier(rows: QuerySet[Any], tier: str) -> QuerySet[Any]:
    return rows.filter(tier_today="" if tier == OUT else tier)


def stages() -> Choices:
    return list(Stage.choices)


def at_stage(rows: QuerySet[Any], stage: str) -> QuerySet[Any]:
    return rows.filter(stage_today=stage)


def towns() -> Choices:
    found = Region.objects.filter(level=Region.Level.TOWN, parent__code=COUNTY)
    return [(str(one.pk), one.name) for one in found.order_by("code")]


def of_town(rows: QuerySet[Any], town: str) -> QuerySet[Any]:
    """Rows of the enterprises that are in a town today."""
    return rows.filter(enterprise__town=int(town))


def chains() -> Choices:
    return [(str(one.pk), str(one)) for one in Chain.objects.all()]


def on_chain(rows: QuerySet[Any], chain: str) -> QuerySet[Any]:
    """Enterprises that stand on a node of the chain today."""
    held = NodeHolder.objects.standing(localdate()).filter(node__chain=int(chain))
    return rows.filter(pk__in=held.order_by().values("enterprise"))


def of_chain(rows: QuerySet[Any], chain: str) -> QuerySet[Any]:
    return rows.filter(node__chain=int(chain))


HONOURED = Narrowing("honour", "现有称号", programmes, holding_today)
ON_CHAIN = Narrowing("chain", "所在产业链", chains, on_chain)
OF_CHAIN = Narrowing("chain", "产业链", chains, of_chain)
TOWN = Narrowing("town", "企业所在镇街", towns, of_town)
STATE = Narrowing("state", "现状", states, in_state)
TIER = Narrowing("tier_today", "现在梯级", tiers, on_tier)
STAGE = Narrowing("stage_today", "现在阶段", stages, at_stage)
