"""What a reader of a series must know: where a definition changed, and other notes on a period."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from stats.models.figure import FIRST_YEAR, LAST_YEAR


class SeriesBreak(models.Model):
    """A note on one indicator at one period, drawn on charts and printed under tables.

    A break parts the year it stands at from the one before: growth across it is not computed.
    """

    indicator = models.ForeignKey(
        "stats.Indicator", models.PROTECT, verbose_name="指标", related_name="breaks"
    )
    year = models.PositiveSmallIntegerField(
        "自哪年起", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    is_break = models.BooleanField(
        "前后不可比", default=True, help_text="勾选后不计算跨过这一年的增幅，图上断开；否则只作注释"
    )
    title = models.CharField("简称", max_length=20, help_text="写在图上，如“统计口径变更”")
    note = models.CharField("说明", max_length=300, help_text="印在表下，写清前后各是什么口径")
    source = models.ForeignKey(
        "stats.Source", models.PROTECT, verbose_name="依据", null=True, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "口径变更与注释"
        ordering = ["indicator__order", "year"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "title"],
                name="seriesbreak_once",
                violation_error_message="该指标这一年已有同名的注释",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator.name}{self.year}年：{self.title}"
