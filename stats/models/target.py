"""Planned values: a target is never read as a result."""

from django.db import models


class Target(models.Model):
    class Nature(models.TextChoices):
        EXPECTED = "预期性", "预期性"
        BINDING = "约束性", "约束性"

    title = models.CharField("目标名称", max_length=80, unique=True)
    indicator = models.ForeignKey("stats.Indicator", models.PROTECT, verbose_name="指标")
    region = models.ForeignKey("stats.Region", models.PROTECT, verbose_name="地区（口径）")
    stated_year = models.PositiveSmallIntegerField("提出年份", help_text="文件提出目标的年份")
    due_year = models.PositiveSmallIntegerField(
        "目标年份", null=True, blank=True, help_text="文件未写明期限时留空"
    )
    value = models.DecimalField("目标值", max_digits=20, decimal_places=6)
    nature = models.CharField("性质", max_length=3, choices=Nature, default=Nature.EXPECTED)
    source = models.ForeignKey("stats.Source", models.PROTECT, verbose_name="来源")
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        ordering = ["indicator__order", "stated_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region", "stated_year"],
                name="target_once_a_year",
                violation_error_message="该指标该口径在这一年已有目标",
            ),
            models.CheckConstraint(
                condition=models.Q(due_year__isnull=True)
                | models.Q(due_year__gte=models.F("stated_year")),
                name="target_due_after_stated",
                violation_error_message="目标年份不能早于提出年份",
            ),
        ]

    def __str__(self) -> str:
        return self.title
