"""Made rows of the registers of use, service and policy, all invented."""

from datetime import date
from decimal import Decimal
from typing import Any

from stats.models import (
    Appeal,
    CultivationPlan,
    Enterprise,
    IncentiveAward,
    IncentivePolicy,
    Measure,
    NewProduct,
    PlanMember,
    Pledge,
    Problem,
    RightTransfer,
    Training,
    TrainingFirm,
    Visit,
)
from tests.makers import make_department, make_indicator, make_region
from tests.stats.register_rows import make_enterprise, saved

DAY = date(2022, 6, 30)


def new_pledge(**fields: Any) -> Pledge:
    """Not saved yet."""
    defaults = {"right": "专利", "bank": "生成银行", "amount": Decimal(1200), "registered_on": DAY}
    return Pledge(**(defaults | with_firm(fields)))


def new_transfer(**fields: Any) -> RightTransfer:
    defaults = {"kind": "转让", "right": "专利", "numbers": "生成号1", "giver": "生成甲公司"}
    return RightTransfer(**(defaults | {"taker": "生成乙公司", "day": DAY} | fields))


def new_visit(**fields: Any) -> Visit:
    defaults = {"day": DAY, "topic": "规范使用专用标志", "department": make_department()}
    return Visit(**(defaults | with_firm(fields)))


def new_training(**fields: Any) -> Training:
    return Training(**({"day": DAY, "topic": "生成的专利培训"} | fields))


def new_policy(**fields: Any) -> IncentivePolicy:
    defaults = {"name": "生成的奖励政策", "starts_on": DAY, "rewarded": "新获证明商标"}
    return IncentivePolicy(**(defaults | fields))


def make_policy() -> IncentivePolicy:
    return IncentivePolicy.objects.first() or saved(new_policy())


def new_award(**fields: Any) -> IncentiveAward:
    defaults = {"policy": make_policy(), "reason": "证明商标", "amount": Decimal(10)}
    return IncentiveAward(**(defaults | {"paid_on": DAY} | with_firm(fields)))


def new_appeal(**fields: Any) -> Appeal:
    defaults = {"matter": "授权周期", "text": "生成的反映内容", "addressee": "生成的上级单位"}
    return Appeal(**(defaults | {"day": DAY} | fields))


def new_problem(**fields: Any) -> Problem:
    return Problem(**({"name": "生成的问题", "since": DAY} | fields))


def new_measure(**fields: Any) -> Measure:
    problem = Problem.objects.first() or saved(new_problem())
    defaults = {"problem": problem, "what": "生成的措施", "starts_on": DAY}
    return Measure(**(defaults | {"department": make_department()} | fields))


def new_plan(**fields: Any) -> CultivationPlan:
    defaults = {
        "title": "生成的贯标计划",
        "indicator": make_indicator("cultivation.ip_standard", kind="stock", unit="家"),
        "region": make_region("330282", parent=make_region("330200")),
        "target": 24,
        "department": make_department(),
    }
    return CultivationPlan(**(defaults | fields))


def new_member(**fields: Any) -> PlanMember:
    defaults = {"plan": CultivationPlan.objects.first() or saved(new_plan())}
    return PlanMember(**(defaults | with_firm(fields)))


def new_product(**fields: Any) -> NewProduct:
    defaults = {"name": "生成产品", "document": "生成文件1号", "recognised_on": DAY}
    return NewProduct(**(defaults | with_firm(fields)))


def new_training_firm(**fields: Any) -> TrainingFirm:
    defaults = {"training": Training.objects.first() or saved(new_training())}
    return TrainingFirm(**(defaults | with_firm(fields)))


def with_firm(fields: dict[str, Any]) -> dict[str, Any]:
    return fields if "enterprise" in fields else {"enterprise": some_firm()} | fields


def some_firm() -> Enterprise:
    return Enterprise.objects.first() or make_enterprise()


# One row of each register, by its slug; not saved yet. Owners stand before what belongs to them.
NEW = {
    "pledges": new_pledge,
    "right-transfers": new_transfer,
    "visits": new_visit,
    "trainings": new_training,
    "training-firms": new_training_firm,
    "incentive-policies": new_policy,
    "incentive-awards": new_award,
    "appeals": new_appeal,
    "problems": new_problem,
    "measures": new_measure,
    "plans": new_plan,
    "plan-members": new_member,
    "new-products": new_product,
}
