"""Cases of protection and the dated stages they went through."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from stats.models.placed import Placed
from stats.models.row import Row


class Case(Placed):
    """案件: a lead that was found on a day and, where it was taken up, opened on a day (立案日)."""

    class Kind(models.TextChoices):
        MARK = "商标侵权", "商标侵权"
        PATENT = "专利侵权", "专利侵权"
        FALSE_PATENT = "假冒专利", "假冒专利"
        PRINTING = "商标印制", "商标印制"
        OTHER = "其他", "其他"

    number = models.CharField("案号", max_length=60, unique=True, help_text="线索阶段可写线索编号")
    kind = models.CharField("案件类型", max_length=4, choices=Kind)
    subject = models.CharField("案由", max_length=100, help_text="不写个人姓名")
    found_on = models.DateField("线索日期")
    opened_on = models.DateField(
        "立案日", null=True, blank=True, help_text="案件数按立案日计；还没有立案的留空"
    )
    parties = models.CharField("当事人", max_length=120, blank=True)
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="企业",
        null=True,
        blank=True,
        related_name="cases",
    )
    result = models.CharField("处理结果", max_length=200, blank=True, help_text="不写个人姓名")
    amount = models.DecimalField(
        "罚没金额（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "案件"
        ordering = ["-found_on", "-id"]
        indexes = [models.Index(fields=["opened_on", "kind"], name="case_opened")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(opened_on__gte=F("found_on")),
                name="case_order",
                violation_error_message="立案日不能早于线索日期",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="case_amount",
                violation_error_message="罚没金额不能是负数",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        super().clean()
        for row in self.stages.all() if self.pk and self.found_on else ():
            if refusal := row.refusal(self):
                raise ValidationError(
                    f"已登记的“{row.stage}”（{row.day:%Y-%m-%d}）与所填日期不合：{refusal}"
                )

    def story(self) -> list[tuple[date, str, str]]:
        """Day, stage and paper of every step, the first first; lead and opening are the case's own.

        Reads the stages once, or not at all where they were loaded with the case.
        """
        own = [(self.found_on, "线索", ""), (self.opened_on, "立案", "")]
        found = [(day, stage, words) for day, stage, words in own if day is not None]
        found += [(row.day, row.stage, row.words) for row in self.stages.all()]
        return sorted(found, key=lambda step: (step[0], ORDER.index(step[1])))

    @property
    def stage(self) -> str:
        """Where the case stands today."""
        today = localdate()
        return next((stage for day, stage, _ in reversed(self.story()) if day <= today), "线索")


ORDER = ("线索", "立案", "调查", "决定", "结案", "不予立案")


class CaseStage(Row):
    """案件进展: what followed the lead and the opening, which the case itself tells."""

    class Stage(models.TextChoices):
        LOOKED_INTO = "调查", "调查"
        DECIDED = "决定", "决定"
        CLOSED = "结案", "结案"
        DECLINED = "不予立案", "不予立案"

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", related_name="stages")
    stage = models.CharField("阶段", max_length=4, choices=Stage)
    day = models.DateField("日期")
    document = models.CharField("文书", max_length=80, blank=True)
    note = models.CharField("说明", max_length=200, blank=True, help_text="不写个人姓名")

    class Meta:
        verbose_name = verbose_name_plural = "案件进展"
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["day"], name="case_stage_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage"],
                condition=~Q(stage="调查"),
                name="case_stage_once",
                violation_error_message="这件案件已有这一阶段的记录；“调查”以外每个阶段只有一条",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}：{self.stage}"

    @property
    def words(self) -> str:
        return "，".join(filter(None, (self.document, self.note)))

    def clean(self) -> None:
        super().clean()
        if self.case_id is None or self.day is None or not self.stage:
            return
        if refusal := self.refusal(self.case):
            raise ValidationError(refusal)

    def refusal(self, case: Case) -> str:
        """Why this stage cannot be one of a case as it is; empty where it can."""
        opened = case.opened_on
        if self.stage == self.Stage.DECLINED and opened is not None:
            return f"案件已于{opened:%Y-%m-%d}立案，不能有“不予立案”，请先核对立案日。"
        if self.stage in (self.Stage.DECIDED, self.Stage.CLOSED):
            if opened is None:
                return "案件还没有立案日，不能有“决定”“结案”，请先在案件里填立案日。"
            return "日期早于案件的立案日，请核对。" if self.day < opened else ""
        return "日期早于案件的线索日期，请核对。" if self.day < case.found_on else ""
