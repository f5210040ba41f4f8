"""The catalogue of indicators; what is counted, in which unit, and of what it is a part."""

from django.db import models
from django.db.models import Q

from cixi_ip.wording import timing


class IndicatorManager(models.Manager["Indicator"]):
    def get_by_natural_key(self, code: str) -> "Indicator":
        return self.get(code=code)


class Indicator(models.Model):
    class Kind(models.TextChoices):
        FLOW = "flow", "时期数"
        STOCK = "stock", "时点数"
        RATIO = "ratio", "比率"

    class Direction(models.TextChoices):
        UP = "up", "越高越好"
        DOWN = "down", "越低越好"
        NONE = "none", "不作评价"

    order = models.PositiveSmallIntegerField("排序", default=0)
    code = models.CharField("代码", max_length=60, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    unit = models.CharField("单位", max_length=10)
    printed_units = models.CharField("文中写法", max_length=40, help_text="多种写法用 | 分开")
    kind = models.CharField("类型", max_length=5, choices=Kind)
    direction = models.CharField("好坏方向", max_length=4, choices=Direction)
    decimals = models.PositiveSmallIntegerField("小数位", default=0)
    is_signed = models.BooleanField("可为负", default=False)
    is_nominal = models.BooleanField(
        "按现价计算", default=False, help_text="按两年的数算出的增幅是名义增长，注明“现价”"
    )
    group = models.CharField("分组", max_length=20)
    office = models.CharField("填报科室", max_length=20)
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="所属合计",
        null=True,
        blank=True,
        related_name="parts",
    )
    partition = models.CharField("构成名称", max_length=30, blank=True)
    is_additive = models.BooleanField("各部分可相加", null=True, blank=True)
    numerator = models.ForeignKey(
        "self", models.PROTECT, verbose_name="分子", null=True, blank=True, related_name="+"
    )
    denominator = models.ForeignKey(
        "self", models.PROTECT, verbose_name="分母", null=True, blank=True, related_name="+"
    )
    denominator_lag = models.PositiveSmallIntegerField(
        "分母滞后年数", null=True, blank=True, help_text="1 表示除以上年末数"
    )
    aliases = models.CharField("别名", max_length=200, blank=True, help_text="用 | 分开")
    definition = models.CharField("定义", max_length=300, blank=True)

    objects = IndicatorManager()

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part_of__isnull=True, partition="", is_additive__isnull=True)
                | (Q(part_of__isnull=False, is_additive__isnull=False) & ~Q(partition="")),
                name="indicator_partition",
                violation_error_message="所属合计、构成名称、可否相加须同时填写",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(
                    kind="ratio",
                    numerator__isnull=False,
                    denominator__isnull=False,
                    denominator_lag__isnull=False,
                ),
                name="indicator_ratio",
                violation_error_message="只有比率指标有分子分母，且须写明分母滞后年数",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @property
    def timing(self) -> str:
        """Whether it covers a window, `flow`, or stands at its end, `stock`."""
        return timing(self.kind, self.unit, self.numerator.kind if self.numerator else "")
