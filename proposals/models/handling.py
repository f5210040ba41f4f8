"""Our part in answering a proposal: role, who is in charge, how far it has come, its rounds."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from proposals.models.proposal import Proposal
from proposals.models.session import ANSWERING, Role, RoleSetting

if TYPE_CHECKING:
    from proposals.models.letter import Letter


class HandlingQuerySet(models.QuerySet["Handling"]):
    def with_proposal(self) -> "HandlingQuerySet":
        """All that a list or a page prints of a handling, in one query."""
        return self.select_related("proposal__session", "officer", "department", "round")

    def open(self) -> "HandlingQuerySet":
        """Those on which somebody has still something to do."""
        return self.exclude(state__in=Handling.OVER)


class Handling(models.Model):
    class State(models.TextChoices):
        REGISTERED = "registered", "待签收"
        RETURNING = "returning", "申请退办"
        RETURNED_AWAY = "away", "已退办"
        ACCEPTED = "accepted", "待分办"
        ASSIGNED = "assigned", "待拟稿"
        DRAFTING = "drafting", "拟稿中"
        SECTION = "section", "科室核稿"
        OFFICE = "office", "办公室审核"
        DEPUTY = "deputy", "分管领导审核"
        AWAITING = "awaiting", "待签发"
        RETURNED = "returned", "已退回"
        SIGNED = "signed", "待用印"
        SEALED = "sealed", "待送达"
        DELIVERED = "delivered", "已送达"
        CLOSED = "closed", "已办结"
        TRACKING = "tracking", "跟踪办理"
        ARCHIVED = "archived", "已归档"

    # Nothing more is to be done, save putting away.
    OVER = (State.RETURNED_AWAY, State.CLOSED, State.ARCHIVED)

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
    received_on = models.DateField("签收日期", null=True, blank=True)
    return_due_on = models.DateField("退办截止", null=True, blank=True)
    round = models.ForeignKey(
        "proposals.Round",
        models.PROTECT,
        verbose_name="本轮",
        null=True,
        blank=True,
        related_name="+",
    )
    joined_to = models.ForeignKey(
        "self", models.PROTECT, verbose_name="并案于", null=True, blank=True, related_name="joined"
    )

    objects = HandlingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理"
        ordering = ["-proposal__session__year", "proposal__number"]
        indexes = [models.Index(fields=["state"], name="handling_state")]
        default_permissions = ("view",)
        permissions = [
            ("accept_handling", "签收、退办"),
            ("assign_handling", "分办"),
            ("record_contact", "记录沟通、协办意见和征询结果"),
            ("close_handling", "延期、办结、归档"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="handling_role"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "registered",
                        "returning",
                        "away",
                        "accepted",
                        "assigned",
                        "drafting",
                        "section",
                        "office",
                        "deputy",
                        "awaiting",
                        "returned",
                        "signed",
                        "sealed",
                        "delivered",
                        "closed",
                        "tracking",
                        "archived",
                    ]
                ),
                name="handling_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(addressee=""),
                name="handling_addressee",
                violation_error_message="请填主送：协办意见送主办单位，主办答复送代表、委员",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[
                        "drafting",
                        "section",
                        "office",
                        "deputy",
                        "awaiting",
                        "returned",
                        "signed",
                        "sealed",
                        "delivered",
                        "tracking",
                    ]
                )
                | Q(officer__isnull=False),
                name="handling_officer",
                violation_error_message="拟稿之后须有经办人",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "returning"]) | ~Q(return_reason=""),
                name="handling_return_reason",
                violation_error_message="退回须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}（{self.role}）"

    @property
    def letter(self) -> "Letter":
        """The letter of the present round; DoesNotExist before there is one."""
        self.round.handling = self
        return self.round.letter

    @property
    def is_answering(self) -> bool:
        """Whether our letter goes to the deputy or member, not to another unit."""
        return self.role in ANSWERING

    @property
    def writes(self) -> bool:
        return self.role != Role.INFORM

    @property
    def setting(self) -> RoleSetting:
        """The session's setting of the role; 分办 and 独办 answer like 主办 where it has none."""
        session = self.proposal.session
        wanted = [self.role, Role.LEAD.value] if self.is_answering else [self.role]
        found = {row.role: row for row in session.settings.filter(role__in=wanted)}
        for role in wanted:
            if role in found:
                return found[role]
        raise ValidationError(
            f"“{session}”还没有{self.role}公文的设置（版式、代字、抄送），"
            "请办公室先在后台“届次”中填写。"
        )

    @property
    def role_word(self) -> str:
        """主办; 协办 is 会办 where the session says so."""
        return self.proposal.session.assist_word if self.role == Role.ASSIST else self.role

    @property
    def letter_title(self) -> str:
        """关于……的协办意见, or of who answers …的答复."""
        kind = "答复" if self.is_answering else f"{self.role_word}意见"
        return f"关于{self.proposal.reference}的{kind}"


class Round(models.Model):
    """One answer from its start to the feedback on it, with its own clock and its own letter."""

    class Kind(models.TextChoices):
        FIRST = "首次", "首次办理"
        AGAIN = "重新", "重新办理"
        FOLLOW_UP = "跟踪", "跟踪答复"

    handling = models.ForeignKey(
        Handling, models.PROTECT, verbose_name="办理", related_name="rounds"
    )
    number = models.PositiveSmallIntegerField("轮次")
    kind = models.CharField("性质", max_length=2, choices=Kind, default=Kind.FIRST)
    started_on = models.DateField("开始日期", null=True, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    is_estimated = models.BooleanField("预估", default=False)
    extended_to = models.DateField("延期至", null=True, blank=True)
    extension_note = models.CharField(
        "延期依据", max_length=200, blank=True, help_text="谁同意的，文号或日期"
    )
    sealed_on = models.DateField("用印日期", null=True, blank=True)
    copies = models.PositiveSmallIntegerField("印数", null=True, blank=True)
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivery = models.CharField("送达方式", max_length=40, blank=True)
    receipt_due_on = models.DateField("征询意见截止", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理轮次"
        ordering = ["handling", "number"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_on"], name="round_due"),
            models.Index(fields=["receipt_due_on"], name="round_receipt_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["handling", "number"], name="round_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["首次", "重新", "跟踪"]) & Q(number__gte=1), name="round_kind"
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | ~Q(extension_note=""),
                name="round_extension",
                violation_error_message="延期须写明谁同意的、凭什么文件",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True) | ~Q(delivery=""),
                name="round_delivery",
                violation_error_message="送达须写明方式",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}轮（{self.get_kind_display()}）"

    def days_left(self, today: date) -> int | None:
        """Below zero when late; None without a due date."""
        return (self.due_on - today).days if self.due_on else None
