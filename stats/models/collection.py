"""Collection rounds: which office reports which figures, for which period and scope, by when."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from stats.models.figure import FIRST_YEAR, LAST_YEAR


class CollectionRound(models.Model):
    """报送任务: one period to be reported by a day, with a reminder some days before."""

    title = models.CharField("任务名称", max_length=80, unique=True)
    year = models.PositiveSmallIntegerField(
        "年份", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    through_month = models.PositiveSmallIntegerField(
        "截至月份", default=12, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    due_on = models.DateField("截止日期")
    remind_days = models.PositiveSmallIntegerField(
        "提前几天提醒", default=7, validators=[MaxValueValidator(90)]
    )
    note = models.CharField("要求", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="布置人", related_name="+"
    )
    created_at = models.DateTimeField("布置时间", auto_now_add=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送任务"
        ordering = [F("closed_at").asc(nulls_first=True), "due_on", "id"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(through_month__range=(1, 12)), name="collectionround_period"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Assignment(models.Model):
    """One office's part of a round in one scope: these indicators, reported by this person."""

    round = models.ForeignKey(
        CollectionRound, models.CASCADE, verbose_name="报送任务", related_name="assignments"
    )
    office = models.CharField("科室", max_length=20)
    region = models.ForeignKey("stats.Region", models.PROTECT, verbose_name="地区（口径）")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="填报人",
        null=True,
        blank=True,
        related_name="+",
        help_text="留空则科室内任何录入员都可填报",
    )
    indicators = models.ManyToManyField("stats.Indicator", verbose_name="指标")

    class Meta:
        verbose_name = verbose_name_plural = "任务分工"
        ordering = ["office", "region__code"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "office", "region"],
                name="assignment_once",
                violation_error_message="同一科室同一口径在一个任务里只列一次",
            )
        ]

    def __str__(self) -> str:
        return f"{self.office}（{self.region}）"
