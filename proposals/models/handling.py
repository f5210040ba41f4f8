"""Our part in answering a proposal: role, who is in charge, and how far it has come."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from proposals.models.proposal import Proposal
from proposals.models.session import Role, RoleSetting


class HandlingQuerySet(models.QuerySet["Handling"]):
    def with_proposal(self) -> "HandlingQuerySet":
        """All that a list or a page prints of a handling, in one query."""
        return self.select_related("proposal__session", "officer", "department")


class Handling(models.Model):
    class State(models.TextChoices):
        REGISTERED = "registered", "待承办"
        DRAFTING = "drafting", "拟稿中"
        AWAITING = "awaiting", "待签发"
        RETURNED = "returned", "已退回"
        ISSUED = "issued", "已签发"

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="建议提案")
    role = models.CharField("我局角色", max_length=2, choices=Role)
    addressee = models.CharField(
        "主送", max_length=200, help_text="协办意见送主办单位；主办答复送代表、委员"
    )
    department = models.ForeignKey(
        "cixi_ip.Department", models.PROTECT, verbose_name="承办科室", null=True, blank=True
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="经办人",
        null=True,
        blank=True,
        related_name="handlings",
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.REGISTERED)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)

    objects = HandlingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理"
        ordering = ["-proposal__session__year", "proposal__number"]
        indexes = [models.Index(fields=["state"], name="handling_state")]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(role__in=["主办", "协办"]), name="handling_role"),
            models.CheckConstraint(
                condition=Q(state__in=["registered", "drafting", "awaiting", "returned", "issued"]),
                name="handling_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(addressee=""),
                name="handling_addressee",
                violation_error_message="请填主送：协办意见送主办单位，主办答复送代表、委员",
            ),
            models.CheckConstraint(
                condition=Q(state="registered") | Q(officer__isnull=False),
                name="handling_officer",
                violation_error_message="承办之后须有经办人",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""),
                name="handling_return_reason",
                violation_error_message="退回须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}（{self.role}）"

    @property
    def setting(self) -> RoleSetting:
        session = self.proposal.session
        found = session.settings.filter(role=self.role).first()
        if found is None:
            raise ValidationError(
                f"“{session}”还没有{self.role}公文的设置（版式、代字、抄送），"
                "请办公室先在后台“届次”中填写。"
            )
        return found

    @property
    def letter_title(self) -> str:
        """关于……的协办意见, or of the lead unit …的答复."""
        kind = "答复" if self.role == Role.LEAD else "协办意见"
        return f"关于{self.proposal.reference}的{kind}"
