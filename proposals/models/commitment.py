"""承诺台账: what signed letters promised, who sees to it, and what came of it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from proposals.models.issued import IssuedLetter


class Commitment(models.Model):
    class State(models.TextChoices):
        PROPOSED = "proposed", "待确认"
        DISMISSED = "dismissed", "不算承诺"
        OPEN = "open", "进行中"
        KEPT = "kept", "已兑现"
        BROKEN = "broken", "未能兑现"

    issued = models.ForeignKey(
        IssuedLetter, models.PROTECT, verbose_name="公文", related_name="commitments"
    )
    position = models.PositiveSmallIntegerField("次序")
    sentence = models.TextField("原句")
    action = models.CharField("事项", max_length=200)
    confidence = models.CharField("把握", max_length=1, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="责任人",
        null=True,
        blank=True,
        related_name="commitments",
    )
    due_on = models.DateField("完成时限", null=True, blank=True)
    due_words = models.CharField("原文时限", max_length=40, blank=True)
    target = models.DecimalField("目标值", max_digits=20, decimal_places=4, null=True, blank=True)
    target_unit = models.CharField("目标单位", max_length=10, blank=True)
    indicator = models.ForeignKey(
        "stats.Indicator",
        models.PROTECT,
        verbose_name="对应指标",
        null=True,
        blank=True,
        related_name="+",
    )
    region = models.ForeignKey(
        "stats.Region", models.PROTECT, verbose_name="口径", null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(
        "结果说明", max_length=300, blank=True, help_text="兑现的情况，或未能兑现的原因"
    )
    settled_on = models.DateField("了结日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "承诺"
        ordering = ["issued", "position"]
        default_permissions = ()
        permissions = [("keep_commitment", "办理承诺事项")]
        indexes = [
            models.Index(fields=["state", "due_on"], name="commitment_state"),
            models.Index(fields=["due_on"], name="commitment_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["issued", "position"], name="commitment_once"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dismissed", "open", "kept", "broken"])
                & ~Q(action=""),
                name="commitment_stated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "kept", "broken"])
                | (Q(owner__isnull=False) & Q(due_on__isnull=False)),
                name="commitment_owner",
                violation_error_message="确认的承诺要有责任人和完成时限",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["kept", "broken", "dismissed"]) | ~Q(outcome=""),
                name="commitment_outcome",
                violation_error_message="请写明结果：怎样兑现的、为什么没有兑现，或为什么不算承诺",
            ),
        ]

    def __str__(self) -> str:
        return self.action

    @property
    def target_words(self) -> str:
        """24家; empty where no number was promised."""
        return "" if self.target is None else f"{self.target.normalize():f}{self.target_unit}"

    @property
    def is_unsettled(self) -> bool:
        return self.state in (self.State.PROPOSED, self.State.OPEN)

    def is_overdue(self, today: date) -> bool:
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < today


class Progress(models.Model):
    """What somebody wrote down about a commitment on its way."""

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, verbose_name="承诺", related_name="progress"
    )
    day = models.DateField("日期")
    text = models.CharField("进展", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填写人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "承诺进展"
        ordering = ["commitment", "day", "id"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="progress_stated")]

    def __str__(self) -> str:
        return self.text
