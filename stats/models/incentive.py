"""Policies that reward, and what was paid under them."""

from django.db import models
from django.db.models import F, Q

from stats.models.money import TenThousandField
from stats.models.row import NotedRow


class IncentivePolicy(NotedRow):
    name = models.CharField("政策名称", max_length=100)
    document = models.CharField("文号", max_length=80, blank=True)
    starts_on = models.DateField("施行日期")
    ends_on = models.DateField(
        "有效期至", null=True, blank=True, help_text="最后一天；没有写明的留空"
    )
    rewarded = models.CharField(
        "奖励内容", max_length=300, help_text="如 新获地理标志、证明商标的奖励对象和标准"
    )

    class Meta:
        verbose_name = verbose_name_plural = "奖励政策"
        ordering = ["-starts_on", "name", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="incentive_policy_order",
                violation_error_message="有效期至不能早于施行日期",
            ),
            models.UniqueConstraint(
                fields=["name", "starts_on"],
                name="incentive_policy_once",
                violation_error_message="这项政策同一天施行的已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.starts_on}起施行）"


class IncentiveAward(NotedRow):
    """What was paid to whom: an enterprise of the register, or an association that is none."""

    class Reason(models.TextChoices):
        INDICATION = "地理标志", "新获地理标志"
        CERTIFYING = "证明商标", "新获证明商标"
        COLLECTIVE = "集体商标", "新获集体商标"
        WELL_KNOWN = "驰名商标", "新获驰名商标"
        PATENT = "专利", "专利授权或获奖"
        STANDARD = "贯标", "知识产权贯标"
        MODEL = "示范优势", "示范、优势企业"
        PLEDGE = "质押融资", "质押融资"
        OTHER = "其他", "其他"

    policy = models.ForeignKey(
        IncentivePolicy, models.PROTECT, verbose_name="政策", related_name="awards"
    )
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="获奖企业",
        null=True,
        blank=True,
        related_name="incentive_awards",
    )
    recipient = models.CharField(
        "其他获奖单位",
        max_length=80,
        blank=True,
        help_text="协会、合作社等不在企业登记册里的，写全称，上一栏留空",
    )
    reason = models.CharField("奖励事由", max_length=4, choices=Reason)
    what = models.CharField("具体名称", max_length=100, blank=True, help_text="如 新获商标的名称")
    amount = TenThousandField("金额（万元）")
    paid_on = models.DateField("兑付日期")

    class Meta:
        verbose_name = verbose_name_plural = "奖励兑付"
        ordering = ["-paid_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False, recipient="")
                | (Q(enterprise__isnull=True) & ~Q(recipient="")),
                name="incentive_award_recipient",
                violation_error_message="获奖企业和其他获奖单位填且只填一栏",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="incentive_award_amount",
                violation_error_message="金额须大于0",
            ),
            models.UniqueConstraint(
                fields=["policy", "enterprise", "reason", "what", "paid_on"],
                condition=Q(enterprise__isnull=False),
                name="incentive_award_once",
                violation_error_message="这笔奖励已经登记过",
            ),
            models.UniqueConstraint(
                fields=["policy", "recipient", "reason", "what", "paid_on"],
                condition=Q(enterprise__isnull=True),
                name="incentive_award_once_to_others",
                violation_error_message="这笔奖励已经登记过",
            ),
        ]

    def __str__(self) -> str:
        paid = self.enterprise.name if self.enterprise is not None else self.recipient
        return f"{paid}：{self.get_reason_display()}（{self.paid_on:%Y-%m-%d}）"
