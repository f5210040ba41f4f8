"""What was put on record or dealt with fast: blockchain evidence and cases of the 快维 centre."""

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from stats.models.placed import Placed, either


class Evidence(Placed):
    """存证: one certificate of the public blockchain platform."""

    number = models.CharField("存证编号", max_length=80, unique=True)
    day = models.DateField("存证日期")
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="企业",
        null=True,
        blank=True,
        related_name="evidence",
    )
    holder = models.CharField(
        "权利人", max_length=80, blank=True, help_text="个人等不是企业的填这里"
    )
    subject = models.CharField("存证内容", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "区块链存证"
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["day"], name="evidence_day")]
        constraints = [
            models.CheckConstraint(
                condition=either("enterprise", "holder"),
                name="evidence_of_one",
                violation_error_message="企业和权利人填一个，也只填一个",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RapidCase(Placed):
    """快维: a matter of the rapid protection centre, with the days it took."""

    class Kind(models.TextChoices):
        EXAMINATION = "快速预审", "快速预审"
        CONFIRMATION = "快速确权", "快速确权"
        PROTECTION = "快速维权", "快速维权"

    number = models.CharField("快维编号", max_length=60, unique=True)
    kind = models.CharField("类型", max_length=4, choices=Kind)
    subject = models.CharField("事项", max_length=120, blank=True, help_text="不写个人姓名")
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="企业",
        null=True,
        blank=True,
        related_name="rapid_cases",
    )
    applicant = models.CharField(
        "申请人", max_length=80, blank=True, help_text="个人等不是企业的填这里"
    )
    accepted_on = models.DateField("受理日")
    closed_on = models.DateField("办结日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "快维案件"
        ordering = ["-accepted_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("accepted_on")),
                name="rapid_case_order",
                violation_error_message="办结日不能早于受理日",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def days_used(self) -> int:
        """Calendar days from acceptance to the end, or to today while it is open."""
        return ((self.closed_on or localdate()) - self.accepted_on).days
