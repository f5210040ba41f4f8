"""The shapes of what the interface answers; its document is made from them."""

import re
from typing import Annotated, Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from stats import models

# A JSON number is read as a binary fraction, where 42.55 is none: values are text.
Exact = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Status = Literal[*models.Status.values]
RevisionKind = Literal[*models.RevisionKind.values]


def first_words(shape: type) -> str:
    """The name of a shape in the document: its docstring up to the first pause."""
    return re.split("[：，。]", shape.__doc__ or "")[0]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, model_title_generator=first_words)


class Parameter(Shape):
    """有误的参数。"""

    name: str = Field(title="参数名")
    message: str = Field(title="错在哪里、怎么改")


class Problem(Shape):
    """问题：出了什么错、怎么改。"""

    status: int = Field(title="状态码")
    title: str = Field(title="问题")
    detail: str = Field(title="说明和办法")
    parameters: list[Parameter] = Field(title="有误的参数")


class Indicator(Shape):
    """指标：统计什么，目录的一条。"""

    code: str = Field(title="代码", examples=["patent.granted"])
    name: str = Field(title="名称")
    unit: str = Field(title="单位", description="数值一律以此为单位")
    kind: Literal[*models.Indicator.Kind.values] = Field(
        title="类型", description="flow 时期数，stock 时点数，ratio 比率"
    )
    direction: Literal[*models.Indicator.Direction.values] = Field(
        title="好坏方向", description="up 越高越好，down 越低越好，none 不作评价"
    )
    decimals: int = Field(title="小数位")
    is_signed: bool = Field(title="可为负")
    group: str = Field(title="分组")
    office: str = Field(title="填报科室")
    part_of: str | None = Field(title="所属合计的代码")
    partition: str = Field(title="构成名称")
    is_additive: bool | None = Field(title="各部分可相加")
    is_nominal: bool = Field(title="按现价计算", description="算出的增幅是名义增长")
    numerator: str | None = Field(title="分子的代码")
    denominator: str | None = Field(title="分母的代码")
    denominator_lag: int | None = Field(title="分母滞后年数", description="1 表示除以上年末数")
    aliases: list[str] = Field(title="别名")
    definition: str = Field(title="定义")


class Region(Shape):
    """地区（口径）：在哪里统计。全市、市本级、前湾各是一个，不能相互替代。"""

    code: str = Field(title="代码", examples=["330282-BJ"])
    name: str = Field(title="名称")
    short_name: str = Field(title="简称")
    level: Literal[*models.Region.Level.values] = Field(title="级别")
    parent: str | None = Field(title="上级的代码")
    scope: str | None = Field(title="所属口径的代码", description="镇街归入哪个口径")
    note: str = Field(title="说明")


class Source(Shape):
    """来源：数从哪份文件来。"""

    title: str = Field(title="标题")
    doc_no: str = Field(title="文号")
    issuer: str = Field(title="发布单位")
    issued_on: str | None = Field(title="发布日期", json_schema_extra={"format": "date"})
    kind: str = Field(title="种类")


class Named(Shape):
    """位次范围：地区的代码和名称。"""

    code: str = Field(title="代码")
    name: str = Field(title="名称")


class Observation(Shape):
    """已发布数据：一个指标在一个口径、一个时段的某一版。"""

    id: int = Field(title="编号", description="每一版各有编号，不会变")
    indicator: str = Field(title="指标代码", examples=["patent.granted"])
    indicator_name: str = Field(title="指标名称")
    region: str = Field(title="地区（口径）代码", examples=["330282-BJ"])
    region_name: str = Field(title="地区（口径）名称")
    year: int = Field(title="年份")
    through_month: int = Field(
        title="截至月份",
        description="12 为全年或年末；小于 12 为 1 月至该月（时期数）或该月末（时点数）",
    )
    period: str = Field(title="时段", examples=["2022年"])
    value: Exact | None = Field(
        title="数值",
        description="精确的十进制数，写成文字，小数位与公布时一致；没有数值时为 null，不是 0",
        examples=["12688", "42.5"],
    )
    unit: str = Field(title="单位")
    shown: str = Field(title="页面上的写法", examples=["12,688 件", "—（未报）"])
    half_width: Exact = Field(
        title="印数半幅", description="0 为精确数；42.5 为 0.05，即 42.45—42.55 之间"
    )
    status: Status = Field(
        title="状态代码",
        description="、".join(f"{code} {name}" for code, name in models.Status.choices)
        + "；L、M、Q 没有数值",
    )
    status_name: str = Field(title="状态")
    reported_growth: Exact | None = Field(
        title="上报增幅", description="原文印的增幅；比率为百分点或其单位，其他为 %"
    )
    growth_base: str = Field(title="增幅基准", description="同比、比上年末、可比价、约；没有则为空")
    rank: int | None = Field(title="位次")
    rank_of: int | None = Field(title="参评单位数")
    rank_region: Named | None = Field(title="位次范围")
    printed_scope: str = Field(title="原文口径")
    printed_period: str = Field(title="原文时段")
    denominator: int | None = Field(title="分母数据的编号")
    source: Source = Field(title="来源")
    vintage: int = Field(title="版次")
    revision_kind: RevisionKind = Field(title="版次性质")
    reason: str = Field(title="修改原因")
    approved_at: Moment = Field(title="发布时间", examples=["2023-04-12T09:30:00+08:00"])
    superseded_at: Moment | None = Field(title="被替代时间", description="null 为现行版")
    explanation: str = Field(title="填报说明")
    note: str = Field(title="备注")


class Note(Shape):
    """注释：读一个指标的历年数时要知道的，如口径从哪年变更。"""

    indicator: str = Field(title="指标代码")
    indicator_name: str = Field(title="指标名称")
    year: int = Field(title="自哪年起")
    is_break: bool = Field(title="前后不可比", description="是则不计算跨过这一年的增幅")
    title: str = Field(title="简称")
    note: str = Field(title="说明")
    source: Source | None = Field(title="依据")


class Target(Shape):
    """目标：计划要达到的数，不是完成数。"""

    title: str = Field(title="目标名称")
    indicator: str = Field(title="指标代码")
    indicator_name: str = Field(title="指标名称")
    region: str = Field(title="地区（口径）代码")
    region_name: str = Field(title="地区（口径）名称")
    plan: str = Field(title="规划或文件")
    stated_year: int = Field(title="提出年份")
    due_year: int | None = Field(title="目标年份", description="文件未写明期限时为 null")
    value: Exact = Field(title="目标值")
    unit: str = Field(title="单位")
    shown: str = Field(title="页面上的写法")
    nature: Literal[*models.Target.Nature.values] = Field(title="性质")
    source: Source = Field(title="来源")
    note: str = Field(title="备注")


def notice() -> str:
    return "演示数据：由程序生成，不是真实统计，不得引用。" if settings.DEMO_DATA else ""


class Answer(Shape):
    notice: str = Field(
        default_factory=notice, title="提示", description="演示系统在此写明是演示数据；平时为空"
    )


class OneIndicator(Answer):
    """一个指标。"""

    item: Indicator = Field(title="指标")


class Indicators(Answer):
    """指标目录：按目录的次序。"""

    count: int = Field(title="共几条")
    items: list[Indicator] = Field(title="指标")


class OneRegion(Answer):
    """一个地区（口径）。"""

    item: Region = Field(title="地区（口径）")


class Regions(Answer):
    """地区和口径：按代码排列。"""

    count: int = Field(title="共几条")
    items: list[Region] = Field(title="地区（口径）")


class OneObservation(Answer):
    """一个已发布的数。"""

    item: Observation = Field(title="数据")


class Observations(Answer):
    """已发布的数：按指标目录的次序、地区、时段排列，分页取。"""

    count: int = Field(title="符合条件的共几条")
    limit: int = Field(title="本页至多几条")
    offset: int = Field(title="跳过几条")
    next: str | None = Field(title="下一页的地址", description="只有路径，不含主机")
    previous: str | None = Field(title="上一页的地址", description="只有路径，不含主机")
    items: list[Observation] = Field(title="数据")


class Notes(Answer):
    """口径变更与注释。"""

    count: int = Field(title="共几条")
    items: list[Note] = Field(title="注释")


class Targets(Answer):
    """目标。"""

    count: int = Field(title="共几条")
    items: list[Target] = Field(title="目标")
