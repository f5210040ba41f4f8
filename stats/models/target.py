"""Planned values: a target is never read as a result. Entered in a batch, reviewed with it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from cixi_ip.wording import number
from stats.models.figure import FIRST_YEAR, LAST_YEAR

YEARS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


class PlannedValue(models.Model):
    """What a target and one being entered share; the value in the unit of the catalogue."""

    class Nature(models.TextChoices):
        EXPECTED = "预期性", "预期性"
        BINDING = "约束性", "约束性"

    title = models.CharField("目标名称", max_length=80)
    indicator = models.ForeignKey("stats.Indicator", models.PROTECT, verbose_name="指标")
    region = models.ForeignKey("stats.Region", models.PROTECT, verbose_name="地区（口径）")
    plan = models.CharField(
        "规划或文件", max_length=80, blank=True, help_text="如“十四五”规划；文件本身为来源时可留空"
    )
    stated_year = models.PositiveSmallIntegerField(
        "提出年份", validators=YEARS, help_text="文件提出目标的年份"
    )
    due_year = models.PositiveSmallIntegerField(
        "目标年份", validators=YEARS, null=True, blank=True, help_text="文件未写明期限时留空"
    )
    value = models.DecimalField("目标值", max_digits=20, decimal_places=6)
    nature = models.CharField("性质", max_length=3, choices=Nature, default=Nature.EXPECTED)
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_year__isnull=True)
                | models.Q(due_year__gte=models.F("stated_year")),
                name="%(class)s_due_after_stated",
                violation_error_message="目标年份不能早于提出年份",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> tuple[int, int, int]:
        return (self.indicator_id, self.region_id, self.stated_year)

    @property
    def measure(self) -> str:
        """The planned value with its unit, as a screen prints it."""
        return f"{number(self.value, self.indicator.decimals, grouped=True)} {self.indicator.unit}"


class Target(PlannedValue):
    """A target in force; written by approval, or loaded with the system."""

    source = models.ForeignKey("stats.Source", models.PROTECT, verbose_name="来源")
    submission = models.ForeignKey(
        "stats.Submission",
        models.PROTECT,
        verbose_name="批次",
        related_name="targets",
        null=True,
        blank=True,
    )

    class Meta(PlannedValue.Meta):
        verbose_name = verbose_name_plural = "目标"
        ordering = ["indicator__order", "stated_year"]
        default_permissions = ("view",)
        constraints = [
            *PlannedValue.Meta.constraints,
            models.UniqueConstraint(fields=["title"], name="target_title"),
            models.UniqueConstraint(
                fields=["indicator", "region", "stated_year"],
                name="target_once_a_year",
                violation_error_message="该指标该口径在这一年已有目标",
            ),
        ]


class TargetEntry(PlannedValue):
    """A target being entered, in a batch that is reviewed as a whole."""

    submission = models.ForeignKey(
        "stats.Submission", models.PROTECT, verbose_name="批次", related_name="target_entries"
    )
    source = models.ForeignKey(
        "stats.Source", models.PROTECT, verbose_name="来源", null=True, blank=True
    )
    typed_by = models.ForeignKey(
        "cixi_ip.User", models.PROTECT, verbose_name="录入人", related_name="+"
    )

    class Meta(PlannedValue.Meta):
        verbose_name = verbose_name_plural = "录入目标"
        ordering = ["indicator__order", "stated_year"]
        default_permissions = ()
        constraints = [
            *PlannedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["submission", "indicator", "region", "stated_year"],
                name="targetentry_once_per_submission",
                violation_error_message="本批次中已有同一指标、地区和提出年份的目标",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.value is not None and self.value <= 0 and not self.indicator.is_signed:
            raise ValidationError({"value": f"“{self.title}”的目标值须大于 0，请改正。"})
