"""What a deputy or member put forward, as it reached the bureau."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from proposals.models.session import CongressSession


class Proposal(models.Model):
    class Kind(models.TextChoices):
        SUGGESTION = "建议", "建议"
        PROPOSAL = "提案", "提案"
        MOTION = "议案", "议案"

    KINDS_OF = {"人大": (Kind.SUGGESTION, Kind.MOTION), "政协": (Kind.PROPOSAL,)}

    session = models.ForeignKey(
        CongressSession, models.PROTECT, verbose_name="届次", related_name="proposals"
    )
    kind = models.CharField("类别", max_length=2, choices=Kind, default=Kind.SUGGESTION)
    number = models.PositiveIntegerField("编号", help_text="只填数字，如：220")
    title = models.CharField("标题", max_length=120, help_text="照来文抄写，不带书名号")
    lead_unit = models.CharField("主办单位", max_length=60)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="登记人",
        null=True,
        blank=True,
        related_name="+",
    )
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "建议提案"
        ordering = ["-session__year", "number"]
        permissions = [("register_proposal", "登记建议提案")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind", "number"],
                name="proposal_once",
                violation_error_message="该届次这一编号已登记过，请在列表中查找，不要重复登记",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="proposal_number",
                violation_error_message="编号从 1 开始",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["建议", "提案", "议案"]), name="proposal_kind"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(lead_unit=""),
                name="proposal_stated",
                violation_error_message="标题和主办单位不能空",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """市十八届人大二次会议第220号建议, as titles and lists name it."""
        return f"{self.session.name}第{self.number}号{self.kind}"

    def clean(self) -> None:
        if self.session_id and self.kind not in self.KINDS_OF[self.session.body]:
            kinds = "或".join(self.KINDS_OF[self.session.body])
            raise ValidationError(
                {"kind": f"“{self.session}”是{self.session.body}会议，类别应选{kinds}。"}
            )
