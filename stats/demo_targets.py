"""Invented targets for the demonstration, one of each kind: met, behind, missed, undated; pure."""

from dataclasses import dataclass

CORE, WHOLE = "330282-BJ", "330282"


@dataclass(frozen=True)
class DemoTarget:
    title: str
    indicator: str
    region: str
    value: str
    stated: int = 2021
    due: int | None = 2025
    nature: str = "预期性"


DEMO_TARGETS = (
    DemoTarget("有效发明专利拥有量", "patent.valid.invention", CORE, "5500"),
    DemoTarget(
        "每万人口高价值发明专利", "patent.valid.high_value.per_10k", WHOLE, "17", nature="约束性"
    ),
    DemoTarget("PCT国际专利申请量", "patent.pct", CORE, "85", due=2023),
    DemoTarget("质押融资登记金额", "finance.pledge.amount", WHOLE, "50"),
    # Fewer is better here: the target lies below the base.
    DemoTarget("专利侵权纠纷案件压降", "protection.case_patent", CORE, "40"),
    DemoTarget(
        "小巨人企业知识产权贯标", "cultivation.little_giant.ip_standard", WHOLE, "30", 2023, None
    ),
)
