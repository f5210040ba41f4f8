"""Counts of the registers, frozen with the rows behind them when they were taken."""

from django.conf import settings
from django.db import models

from cixi_ip.exact import decimals


class Count(models.Model):
    """How many rows of a register a figure stands for; written once by `actions.take_count`.

    `rows` are pairs of a row's number and what it was called then, `left_out` how many had no
    town and so could not be placed in the region.
    """

    register = models.CharField("登记册", max_length=40)
    indicator = models.ForeignKey("stats.Indicator", models.PROTECT, verbose_name="指标")
    region = models.ForeignKey("stats.Region", models.PROTECT, verbose_name="地区（口径）")
    first_day = models.DateField("自", null=True, blank=True, help_text="时点数没有起点")
    day = models.DateField("截至")
    value = models.DecimalField("数", max_digits=20, decimal_places=6)
    rows = models.JSONField("名单")
    left_out = models.PositiveIntegerField("没有镇街而未计入", default=0)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="取数人")
    taken_at = models.DateTimeField("取数时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "登记取数"
        ordering = ["-id"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.indicator}（{self.region}，截至{self.day:%Y-%m-%d}）"

    @property
    def said(self) -> str:
        """The value with every decimal it has."""
        return decimals(self.value)
