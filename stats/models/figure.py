"""What an entry and an observation have in common: one figure, its key and how it was printed."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from cixi_ip.wording import number, period, printed_digits

FIRST_YEAR, LAST_YEAR = 1949, 2100


class Status(models.TextChoices):
    """Observation status (SDMX CL_OBS_STATUS); L, M and Q have no value, all others have one."""

    FINAL = "A", "正式"
    PROVISIONAL = "P", "初步"
    ESTIMATED = "E", "估算"
    BREAK = "B", "口径变更"
    DIFFERENT = "D", "口径或时段不同"
    MISSING = "L", "未报"
    IMPOSSIBLE = "M", "无此项"
    SUPPRESSED = "Q", "不予公布"


WITHOUT_VALUE = (Status.MISSING, Status.IMPOSSIBLE, Status.SUPPRESSED)


class GrowthBase(models.TextChoices):
    """The word the paper printed with a growth rate."""

    YEAR_ON_YEAR = "同比", "同比"
    YEAR_END = "比上年末", "比上年末"
    REAL = "可比价", "可比价"
    ABOUT = "约", "约"


class RevisionKind(models.TextChoices):
    FIRST = "首次", "首次"
    REVISION = "修订", "修订（新资料）"
    CORRECTION = "更正", "更正（原数有误）"


class Figure(models.Model):
    """Key (indicator, region, year, through_month) and measurement, in the catalogue's unit."""

    indicator = models.ForeignKey("stats.Indicator", models.PROTECT, verbose_name="指标")
    region = models.ForeignKey("stats.Region", models.PROTECT, verbose_name="地区（口径）")
    year = models.PositiveSmallIntegerField(
        "年份", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    through_month = models.PositiveSmallIntegerField(
        "截至月份",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="12 表示全年或年末；小于 12 表示 1 月至该月（时期数）或该月末（时点数）",
    )
    value = models.DecimalField("数值", max_digits=20, decimal_places=6, null=True, blank=True)
    half_width = models.DecimalField(
        "印数半幅",
        max_digits=20,
        decimal_places=6,
        default=Decimal(0),
        help_text="所印数字的精度：0 为精确数；42.5 为 0.05；40.11 万件为 50",
    )
    status = models.CharField("状态", max_length=1, choices=Status, default=Status.FINAL)
    reported_growth = models.DecimalField(
        "上报增幅（%）", max_digits=9, decimal_places=3, null=True, blank=True
    )
    growth_digits = models.PositiveSmallIntegerField("增幅小数位", default=1)
    growth_base = models.CharField("增幅基准", max_length=4, choices=GrowthBase, blank=True)
    rank = models.PositiveSmallIntegerField("位次", null=True, blank=True)
    rank_of = models.PositiveSmallIntegerField("参评单位数", null=True, blank=True)
    rank_region = models.ForeignKey(
        "stats.Region",
        models.PROTECT,
        verbose_name="位次范围",
        null=True,
        blank=True,
        related_name="+",
    )
    printed_scope = models.CharField("原文口径", max_length=60, blank=True)
    printed_period = models.CharField("原文时段", max_length=60, blank=True)
    denominator = models.ForeignKey(
        "stats.Observation",
        models.PROTECT,
        verbose_name="分母数据",
        null=True,
        blank=True,
        related_name="+",
    )
    count = models.ForeignKey(
        "stats.Count",
        models.PROTECT,
        verbose_name="登记取数",
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    explanation = models.CharField("说明", max_length=300, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True, status__in=WITHOUT_VALUE)
                | (Q(value__isnull=False) & ~Q(status__in=WITHOUT_VALUE)),
                name="%(class)s_value_or_status",
                violation_error_message=(
                    "状态为“未报”“无此项”“不予公布”时数值须留空；其他状态须填数值（空白不等于 0）"
                ),
            ),
            models.CheckConstraint(
                condition=Q(through_month__range=(1, 12), year__range=(FIRST_YEAR, LAST_YEAR)),
                name="%(class)s_period",
                violation_error_message="年份或截至月份超出范围",
            ),
            models.CheckConstraint(
                condition=Q(half_width__gte=0),
                name="%(class)s_half_width",
                violation_error_message="印数半幅不能为负",
            ),
            models.CheckConstraint(
                condition=Q(reported_growth__isnull=True, growth_base="")
                | (Q(reported_growth__isnull=False) & ~Q(growth_base="")),
                name="%(class)s_growth_base",
                violation_error_message="上报增幅与增幅基准（同比、比上年末等）须同时填写",
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True, rank_of__isnull=True, rank_region__isnull=True)
                # Without rank__isnull, SQL's unknown would let a range without a rank pass.
                | Q(rank__isnull=False, rank__gte=1, rank_region__isnull=False)
                & (Q(rank_of__isnull=True) | Q(rank_of__isnull=False, rank__lte=F("rank_of"))),
                name="%(class)s_rank",
                violation_error_message="位次须与位次范围同时填写，且不大于参评单位数",
            ),
        ]

    @property
    def key(self) -> tuple[int, int, int, int]:
        return (self.indicator_id, self.region_id, self.year, self.through_month)

    @property
    def place(self) -> str:
        """Where a message about this figure points: indicator, scope and period."""
        return f"“{self.indicator.name}”{self.region.name}{self.when}"

    @property
    def digits(self) -> int:
        return printed_digits(self.half_width, self.indicator.decimals)

    @property
    def when(self) -> str:
        return period(self.year, self.through_month, self.indicator.timing)

    @property
    def measure(self) -> str:
        """Value with unit as a screen prints it; without a value, the status that says why."""
        return self.measure_bare + (f" {self.indicator.unit}" if self.value is not None else "")

    @property
    def measure_bare(self) -> str:
        """As `measure` without the unit, where a table names it."""
        if self.value is None:
            return f"—（{self.get_status_display()}）"
        return number(self.value, self.digits, grouped=True)

    @property
    def growth(self) -> str:
        """The growth its paper printed, with the paper's word for the base."""
        if self.reported_growth is None:
            return ""
        unit, kind = self.indicator.unit, self.indicator.kind
        points = "个百分点" if unit == "%" else unit.split("/")[0]
        shown = number(self.reported_growth, self.growth_digits, grouped=True)
        return f"{shown}{points if kind == 'ratio' else '%'}（{self.growth_base}）"

    @property
    def ranking(self) -> str:
        if self.rank is None:
            return ""
        field = f"{self.rank_of} 个单位中" if self.rank_of else ""
        return f"{self.rank_region}{field}第 {self.rank} 位"
