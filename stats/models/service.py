"""Service to enterprises: visits, and trainings with who took part."""

from django.db import models
from django.db.models import Q

from stats.models.row import NotedRow, Row


class Visit(NotedRow):
    day = models.DateField("走访日期")
    enterprise = models.ForeignKey(
        "stats.Enterprise", models.PROTECT, verbose_name="企业", related_name="visits"
    )
    topic = models.CharField("事由", max_length=100, help_text="如 地理标志专用标志规范使用")
    outcome = models.CharField("结果", max_length=300, blank=True)
    department = models.ForeignKey(
        "cixi_ip.Department", models.PROTECT, verbose_name="走访科室", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "走访"
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "day", "topic"],
                name="visit_once",
                violation_error_message="这家企业同一天、同一事由的走访已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}走访{self.enterprise}"


class Training(NotedRow):
    """One training; `firms` is how many enterprises came, whether or not each is written down."""

    day = models.DateField("培训日期")
    topic = models.CharField("主题", max_length=100)
    audience = models.CharField("对象", max_length=100, blank=True, help_text="如 电商企业")
    place = models.CharField("地点", max_length=100, blank=True)
    people = models.PositiveIntegerField("参训人数", null=True, blank=True)
    firms = models.PositiveIntegerField("参训企业数", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "培训"
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "topic"],
                name="training_once",
                violation_error_message="同一天、同一主题的培训已经登记过",
            ),
            models.CheckConstraint(
                condition=(Q(people__isnull=True) | Q(people__gt=0))
                & (Q(firms__isnull=True) | Q(firms__gt=0)),
                name="training_numbers",
                violation_error_message="参训人数、企业数须大于0，不清楚的留空",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}（{self.day:%Y-%m-%d}）"


class TrainingFirm(Row):
    training = models.ForeignKey(
        Training, models.PROTECT, verbose_name="培训", related_name="attended"
    )
    enterprise = models.ForeignKey(
        "stats.Enterprise", models.PROTECT, verbose_name="企业", related_name="trainings"
    )
    people = models.PositiveIntegerField("人数", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参训企业"
        ordering = ["-training__day", "enterprise__name", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "enterprise"],
                name="training_firm_once",
                violation_error_message="这家企业已经登记参加这次培训",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}参加{self.training}"
