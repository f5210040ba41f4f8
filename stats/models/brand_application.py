"""Applications the bureau guides, from the first talk to the decision, stage by stage."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from stats.models.row import NotedRow, Row


class Stage(models.TextChoices):
    """Where an application stands; the last three close it."""

    SURVEY = "摸底", "摸底"
    PREPARING = "准备材料", "准备材料"
    FILED = "已提交", "已提交"
    EXAMINED = "审查中", "审查中"
    ANNOUNCED = "公告中", "公告中"
    GRANTED = "已核准", "已核准"
    REFUSED = "未核准", "未核准"
    GIVEN_UP = "已放弃", "已放弃"


CLOSING = (Stage.GRANTED, Stage.REFUSED, Stage.GIVEN_UP)


class BrandApplicationQuerySet(models.QuerySet["BrandApplication"]):
    def with_stage(self, day: date) -> "BrandApplicationQuerySet":
        """With `stage_today`, where each stands on that day: 摸底 until its first step."""
        steps = ApplicationStep.objects.filter(application=OuterRef("pk"), moved_on__lte=day)
        last = steps.order_by("-moved_on", "-pk").values("stage")[:1]
        return self.annotate(stage_today=Coalesce(Subquery(last), Value(str(Stage.SURVEY.value))))


class BrandApplicationManager(models.Manager["BrandApplication"]):
    def get_queryset(self) -> BrandApplicationQuerySet:
        return BrandApplicationQuerySet(self.model, using=self._db).with_stage(localdate())


class BrandApplication(NotedRow):
    """A mark or indication that is being applied for with the bureau's guidance."""

    class Kind(models.TextChoices):
        WELL_KNOWN = "驰名", "驰名商标"
        COLLECTIVE = "集体", "集体商标"
        CERTIFICATION = "证明", "证明商标"
        GEOGRAPHICAL = "地理标志", "地理标志"
        OTHER = "其他", "其他品牌"

    kind = models.CharField("种类", max_length=4, choices=Kind)
    name = models.CharField("名称", max_length=60)
    applicant = models.CharField("申请人", max_length=80, help_text="企业或协会的全称")
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="企业",
        null=True,
        blank=True,
        related_name="brand_applications",
    )
    opened_on = models.DateField("开始指导")
    next_step = models.CharField("下一步", max_length=100, blank=True)
    due_on = models.DateField("下一步期限", null=True, blank=True)
    department = models.ForeignKey(
        "cixi_ip.Department", models.PROTECT, verbose_name="指导科室", null=True, blank=True
    )

    objects = BrandApplicationManager()

    class Meta:
        verbose_name = verbose_name_plural = "指导中的品牌申报"
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | ~Q(next_step=""),
                name="brand_application_due",
                violation_error_message="有期限的，请写明下一步做什么",
            ),
            models.UniqueConstraint(
                fields=["kind", "name", "applicant", "opened_on"],
                name="brand_application_once",
                violation_error_message="这项申报已登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_kind_display()}）"

    def clean(self) -> None:
        first = self.steps.first() if self.pk else None
        if first is not None and self.opened_on is not None and first.moved_on < self.opened_on:
            raise ValidationError({"opened_on": f"{first.moved_on}已有进展，开始指导不能晚于它。"})


class ApplicationStep(Row):
    """An application reaches a stage on a day; the last of a day holds."""

    application = models.ForeignKey(
        BrandApplication, models.PROTECT, verbose_name="申报", related_name="steps"
    )
    stage = models.CharField("进入阶段", max_length=4, choices=Stage)
    moved_on = models.DateField("日期")
    note = models.CharField("说明", max_length=200, blank=True, help_text="如受理号、补正要求")

    class Meta:
        verbose_name = verbose_name_plural = "品牌申报进展"
        ordering = ["moved_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "moved_on", "stage"],
                name="application_step_once",
                violation_error_message="这项申报在这天已登记进入这一阶段",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application.name}{self.stage}"

    def clean(self) -> None:
        missing: list[Any] = [self.application_id, self.moved_on]
        if None in missing:
            return
        if self.moved_on < self.application.opened_on:
            raise ValidationError(
                {"moved_on": f"不能早于开始指导的日期（{self.application.opened_on}）。"}
            )
