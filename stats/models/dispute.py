"""Disputes that are settled without a penalty: mediations and administrative rulings."""

from django.db import models
from django.db.models import F, Q

from stats.models.placed import Placed


class Mediation(Placed):
    """调解: counted by its day, whatever came of it."""

    class Outcome(models.TextChoices):
        AGREED = "达成协议", "达成协议"
        FAILED = "未达成协议", "未达成协议"
        WITHDRAWN = "撤回申请", "撤回申请"

    number = models.CharField(
        "调解编号", max_length=60, unique=True, help_text="没有文号的自编，如 2022-03"
    )
    day = models.DateField("调解日期")
    subject = models.CharField("事由", max_length=100, help_text="不写个人姓名")
    parties = models.CharField("当事人", max_length=120, blank=True)
    outcome = models.CharField("结果", max_length=5, choices=Outcome)
    case = models.ForeignKey(
        "stats.Case",
        models.PROTECT,
        verbose_name="案件",
        null=True,
        blank=True,
        related_name="mediations",
    )
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="企业",
        null=True,
        blank=True,
        related_name="mediations",
    )

    class Meta:
        verbose_name = verbose_name_plural = "纠纷调解"
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["day"], name="mediation_day")]

    def __str__(self) -> str:
        return self.number


class Ruling(Placed):
    """行政裁决 of a patent dispute; one that was withdrawn or mediated is closed, not ruled."""

    class Result(models.TextChoices):
        INFRINGED = "认定侵权", "认定侵权"
        NOT_INFRINGED = "不侵权", "不侵权"
        MEDIATED = "调解结案", "调解结案"
        WITHDRAWN = "撤回请求", "撤回请求"

    RULED = (Result.INFRINGED, Result.NOT_INFRINGED)

    number = models.CharField("裁决案号", max_length=60, unique=True)
    subject = models.CharField("事由", max_length=100, help_text="不写个人姓名")
    accepted_on = models.DateField("立案日")
    due_on = models.DateField(
        "应结案日", null=True, blank=True, help_text="批准延长的改为延长后的日期；填了才进保护日历"
    )
    decided_on = models.DateField("结案日", null=True, blank=True)
    result = models.CharField("结果", max_length=4, choices=Result, blank=True)
    parties = models.CharField("当事人", max_length=120, blank=True)
    case = models.ForeignKey(
        "stats.Case",
        models.PROTECT,
        verbose_name="案件",
        null=True,
        blank=True,
        related_name="rulings",
    )
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="企业",
        null=True,
        blank=True,
        related_name="rulings",
    )

    class Meta:
        verbose_name = verbose_name_plural = "行政裁决"
        ordering = ["-accepted_on", "-id"]
        indexes = [models.Index(fields=["decided_on"], name="ruling_decided")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("accepted_on")),
                name="ruling_due",
                violation_error_message="应结案日不能早于立案日",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, result="")
                | (Q(decided_on__isnull=False, decided_on__gte=F("accepted_on")) & ~Q(result="")),
                name="ruling_end",
                violation_error_message="结案须同时填结案日（不早于立案日）和结果",
            ),
        ]

    def __str__(self) -> str:
        return self.number
