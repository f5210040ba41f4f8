"""Special campaigns of protection, and the inspections made in them or without one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat

from stats.models.enterprise import Enterprise, FormerName
from stats.models.placed import Placed, either
from stats.models.row import Row


class Campaign(Row):
    """专项行动: what a paper ordered to be looked into, from a day to a day."""

    name = models.CharField("名称", max_length=80, unique=True)
    document = models.CharField("文件", max_length=80, blank=True, help_text="部署文件的标题或文号")
    starts_on = models.DateField("开始日")
    ends_on = models.DateField("结束日", null=True, blank=True, help_text="最后一天；未定的留空")
    about = models.CharField("重点内容", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专项行动"
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="campaign_order",
                violation_error_message="结束日不能早于开始日",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.pk is None or self.starts_on is None:
            return
        first = self.inspections.filter(day__lt=self.starts_on).order_by("day").first()
        if first is not None:
            raise ValidationError(
                {"starts_on": f"{first.day}已有这次行动的检查，开始日不能晚于它。"}
            )


def registered(place: str) -> str:
    """Says so where a place in words is an enterprise, by the name it has or had."""
    if Enterprise.objects.kept().filter(name=place).exists():
        return f"“{place}”在企业登记册里"
    former = FormerName.objects.filter(name=place).select_related("enterprise").first()
    return "" if former is None else f"“{place}”是“{former.enterprise.kept}”的曾用名"


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def by_inspected(self) -> "InspectionQuerySet":
        """With what was inspected: `who` is the enterprise's number, 0 for a place in words.

        `inspected` are both in one, for all the places in words have the same number.
        """
        return self.annotate(
            who=Coalesce("enterprise_id", Value(0)),
            called=Coalesce("enterprise__name", "place", output_field=CharField()),
            inspected=Concat(
                Cast("who", CharField()), Value(" "), "called", output_field=CharField()
            ),
        )


class Inspection(Placed):
    """One visit (家次) to an enterprise or a place; two visits to one are still one inspected."""

    class Kind(models.TextChoices):
        PRINTER = "商标印制企业", "商标印制企业"
        PLATFORM = "电商平台", "电商平台"
        MARKET = "专业市场", "专业市场"
        OTHER = "其他", "其他"

    class Result(models.TextChoices):
        CLEAN = "未发现问题", "未发现问题"
        MENDED = "当场改正", "当场改正"
        ORDERED = "责令改正", "责令改正"
        HANDED_ON = "立案或移送", "立案或移送"

    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        verbose_name="专项行动",
        null=True,
        blank=True,
        related_name="inspections",
        help_text="日常检查留空",
    )
    day = models.DateField("检查日期")
    kind = models.CharField("检查对象", max_length=10, choices=Kind)
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="企业",
        null=True,
        blank=True,
        related_name="inspections",
    )
    place = models.CharField(
        "场所", max_length=80, blank=True, help_text="没有登记为企业的市场、平台、门店，写全称"
    )
    finding = models.CharField("发现的问题", max_length=300, blank=True)
    result = models.CharField("处理结果", max_length=5, choices=Result)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查"
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["kind", "day"], name="inspection_day")]
        constraints = [
            models.CheckConstraint(
                condition=either("enterprise", "place"),
                name="inspection_of_one",
                violation_error_message="企业和场所填一个，也只填一个",
            ),
            models.CheckConstraint(
                condition=Q(result="未发现问题", finding="")
                | (~Q(result="未发现问题") & ~Q(finding="")),
                name="inspection_finding",
                violation_error_message="写了问题的，处理结果不能是“未发现问题”；其他结果须写明问题",
            ),
            models.UniqueConstraint(
                fields=["day", "kind", "enterprise"],
                condition=Q(enterprise__isnull=False),
                name="inspection_enterprise_once",
                violation_error_message="这家企业同一天的同类检查已经登记",
            ),
            models.UniqueConstraint(
                fields=["day", "kind", "place"],
                condition=~Q(place=""),
                name="inspection_place_once",
                violation_error_message="这个场所同一天的同类检查已经登记",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspected}（{self.day:%Y-%m-%d}检查）"

    @property
    def inspected(self) -> str:
        return self.enterprise.name if self.enterprise is not None else self.place

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, Any] = {}
        if self.place and (refusal := registered(self.place)):
            wrong["place"] = f"{refusal}，请改填在“企业”一栏，家数才数得准。"
        if self.campaign_id and self.day and self.day < self.campaign.starts_on:
            begun = f"{self.campaign.starts_on:%Y-%m-%d}"
            wrong["day"] = f"检查日期早于这次专项行动的开始日（{begun}），请改日期或不选专项行动。"
        if wrong:
            raise ValidationError(wrong)
