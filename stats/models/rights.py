"""Rights put to use: pledged for a loan, transferred, licensed."""

from django.db import models
from django.db.models import F, Q

from stats.models.money import TenThousandField
from stats.models.row import NotedRow


class RightKind(models.TextChoices):
    PATENT = "专利", "专利"
    MARK = "商标", "商标"
    MIXED = "混合", "专利和商标"


NUMBERS_HELP = "专利号、注册号，几个号码用顿号隔开"


class Pledge(NotedRow):
    """One registration of a pledge. The registered amount is not what the bank paid out."""

    right = models.CharField("质押权利", max_length=2, choices=RightKind)
    numbers = models.CharField("权利号码", max_length=500, blank=True, help_text=NUMBERS_HELP)
    enterprise = models.ForeignKey(
        "stats.Enterprise", models.PROTECT, verbose_name="出质企业", related_name="pledges"
    )
    bank = models.CharField("质权人", max_length=80, help_text="银行或其他机构的全称")
    amount = TenThousandField("登记金额（万元）")
    registered_on = models.DateField("登记日期")
    ended_on = models.DateField("注销日期", null=True, blank=True, help_text="仍在质押的留空")
    document = models.CharField("登记编号", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "质押登记"
        ordering = ["-registered_on", "-id"]
        indexes = [models.Index(fields=["registered_on"], name="pledge_registered")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="pledge_amount",
                violation_error_message="登记金额须大于0",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("registered_on")),
                name="pledge_order",
                violation_error_message="注销日期不能早于登记日期",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=~Q(document=""),
                name="pledge_once",
                violation_error_message="这个登记编号已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}：{self.registered_on:%Y-%m-%d}{self.right}质押"


class RightTransfer(NotedRow):
    """A right that went to another holder, or that another may use."""

    class Kind(models.TextChoices):
        TRANSFER = "转让", "转让"
        LICENCE = "许可", "许可"

    kind = models.CharField("方式", max_length=2, choices=Kind)
    right = models.CharField("权利", max_length=2, choices=RightKind)
    numbers = models.CharField("权利号码", max_length=500, help_text=NUMBERS_HELP)
    giver = models.CharField(
        "转让或许可方", max_length=80, help_text="单位写全称；个人只写“个人”，不写姓名"
    )
    taker = models.CharField("受让或被许可方", max_length=80, help_text="写法同上")
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="本市企业",
        null=True,
        blank=True,
        related_name="right_transfers",
    )
    day = models.DateField("登记或备案日期")
    amount = TenThousandField("金额（万元）", null=True, blank=True)
    document = models.CharField("登记或备案号", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "转让许可"
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="right_transfer_amount",
                violation_error_message="金额须大于0，没有金额的留空",
            ),
            models.UniqueConstraint(
                fields=["kind", "numbers", "giver", "taker", "day"],
                name="right_transfer_once",
                violation_error_message="同一天、同样双方的这些权利已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.right}{self.kind}：{self.giver}→{self.taker}（{self.day:%Y-%m-%d}）"
