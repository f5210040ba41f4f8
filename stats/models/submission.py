"""What is being entered: a batch (submission) of entries, changed freely until it is reviewed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from stats import entry_checks
from stats.models.figure import Figure, RevisionKind


class Submission(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待审核"
        RETURNED = "returned", "已退回"
        APPROVED = "approved", "已通过"

    OPEN = (State.DRAFT, State.RETURNED)

    title = models.CharField("批次名称", max_length=80)
    source = models.ForeignKey(
        "stats.Source", models.PROTECT, verbose_name="本批来源", null=True, blank=True
    )
    year = models.PositiveSmallIntegerField("数据年份", null=True, blank=True)
    through_month = models.PositiveSmallIntegerField("数据截至月", null=True, blank=True)
    region = models.ForeignKey(
        "stats.Region",
        models.PROTECT,
        verbose_name="口径",
        null=True,
        blank=True,
        related_name="+",
        help_text="从录入表或报送任务来的批次属于一个年份、时段和口径；零散录入的留空",
    )
    state = models.CharField("状态", max_length=9, choices=State, default=State.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="填报人",
        null=True,
        blank=True,
        related_name="submissions",
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="审核人",
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "填报批次"
        ordering = ["-id"]
        permissions = [("submit_submission", "提交审核"), ("approve_submission", "审核数据")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("created_by")),
                name="submission_four_eyes",
                violation_error_message="填报人不能审核自己的批次",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""),
                name="submission_return_reason",
                violation_error_message="退回须写明原因",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True, through_month__isnull=True, region__isnull=True)
                | Q(year__isnull=False, through_month__isnull=False, region__isnull=False),
                name="submission_grid",
                violation_error_message="批次的年份、时段和口径须同时填写",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class Entry(Figure):
    """One figure being entered; `based_on` is the vintage its author saw, 0 for none."""

    class Origin(models.TextChoices):
        TYPED = "录入", "录入"
        REGISTER = "登记", "登记"
        IMPORTED = "导入", "导入"

    submission = models.ForeignKey(
        Submission, models.PROTECT, verbose_name="批次", related_name="entries"
    )
    source = models.ForeignKey(
        "stats.Source",
        models.PROTECT,
        verbose_name="来源",
        null=True,
        blank=True,
        help_text="留空则用本批来源",
    )
    based_on = models.PositiveSmallIntegerField("依据版次", default=0)
    revision_kind = models.CharField(
        "版次性质", max_length=2, choices=RevisionKind, default=RevisionKind.FIRST
    )
    reason = models.CharField("修改原因", max_length=300, blank=True)
    origin = models.CharField("录入方式", max_length=2, choices=Origin, default=Origin.TYPED)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="录入人",
        null=True,
        blank=True,
        related_name="+",
        help_text="批次的填报人本人，或其授权代办的人",
    )
    edition = models.PositiveIntegerField("修改次数", default=1)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta(Figure.Meta):
        verbose_name = verbose_name_plural = "录入数据"
        ordering = ["indicator__order", "region__code", "-year"]
        constraints = [
            *Figure.Meta.constraints,
            models.UniqueConstraint(
                fields=["submission", "indicator", "region", "year", "through_month"],
                name="entry_once_per_submission",
                violation_error_message="本批次中已有同一指标、地区和时段的数据，请修改原有那一条",
            ),
            models.CheckConstraint(
                condition=Q(based_on=0, revision_kind="首次")
                | (Q(based_on__gt=0) & ~Q(revision_kind="首次") & ~Q(reason="")),
                name="entry_revision_reason",
                violation_error_message="修改已发布的数据须选择“修订”或“更正”并写明原因",
            ),
        ]

    def __str__(self) -> str:
        return self.place

    def clean(self) -> None:
        super().clean()
        # A form reports a missing part of the key itself; without a key nothing can be checked.
        if None not in self.key:
            entry_checks.check(self, today=timezone.localdate())
