"""Agencies for patents and trade marks, and what was done to keep them within the rules."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from stats.models.enterprise import check_credit_code
from stats.models.placed import Placed, either, town_field
from stats.models.row import NotedRow


class Agency(NotedRow):
    class Kind(models.TextChoices):
        PATENT = "专利", "专利"
        MARK = "商标", "商标"
        BOTH = "专利和商标", "专利和商标"

    name = models.CharField("机构名称", max_length=80, unique=True)
    kind = models.CharField("业务", max_length=5, choices=Kind)
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, validators=[check_credit_code]
    )
    town = town_field(related_name="+")
    licence = models.CharField("执业许可证号或备案号", max_length=60, blank=True)
    since = models.DateField("在本地执业自", null=True, blank=True)
    ended_on = models.DateField("停业日", null=True, blank=True, help_text="不再执业的第一天")
    end_reason = models.CharField("停业原因", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "代理机构"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="agency_credit_code_once",
                violation_error_message="已有代理机构用这个统一社会信用代码",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | (
                    Q(ended_on__isnull=False)
                    & ~Q(end_reason="")
                    & (Q(since__isnull=True) | Q(ended_on__gte=F("since")))
                ),
                name="agency_end",
                violation_error_message="停业须写明日期（不早于开始执业）和原因",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyAct(Placed):
    """监管: a measure against an agency (three that escalate), or against who has no licence."""

    class Kind(models.TextChoices):
        INTERVIEW = "约谈", "行政约谈"
        JOINT = "联合惩戒", "联合惩戒"
        PENALTY = "行政处罚", "行政处罚"
        UNLICENSED = "无资质代理", "无资质专利代理查处"

    STEPS = (Kind.INTERVIEW, Kind.JOINT, Kind.PENALTY)

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name="代理机构",
        null=True,
        blank=True,
        related_name="acts",
    )
    unlicensed_name = models.CharField(
        "无资质主体", max_length=80, blank=True, help_text="不在代理机构登记册里的单位或个人填这里"
    )
    kind = models.CharField("措施", max_length=5, choices=Kind)
    day = models.DateField("日期")
    reason = models.CharField("原因", max_length=200, help_text="不写个人姓名")
    document = models.CharField("文书", max_length=80)
    placed_by = "agency"

    class Meta:
        verbose_name = verbose_name_plural = "代理监管"
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["kind", "day"], name="agency_act_day")]
        constraints = [
            models.CheckConstraint(
                condition=either("agency", "unlicensed_name"),
                name="agency_act_of_one",
                violation_error_message="代理机构和无资质主体填一个，也只填一个",
            ),
            models.CheckConstraint(
                condition=Q(kind="无资质代理") | Q(agency__isnull=False),
                name="agency_act_on_agency",
                violation_error_message="约谈、联合惩戒和行政处罚须选代理机构；"
                "无资质主体的措施选“无资质专利代理查处”",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(document=""),
                name="agency_act_reason",
                violation_error_message="每项措施须写明原因和文书",
            ),
            models.UniqueConstraint(
                fields=["agency", "kind", "day"],
                condition=Q(agency__isnull=False),
                name="agency_act_once",
                violation_error_message="这家机构同一天的同一措施已经登记",
            ),
            models.UniqueConstraint(
                fields=["unlicensed_name", "day"],
                condition=~Q(unlicensed_name=""),
                name="agency_act_unlicensed_once",
                violation_error_message="这个无资质主体同一天的查处已经登记",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency or '无资质主体'}：{self.get_kind_display()}（{self.day:%Y-%m-%d}）"

    def clean(self) -> None:
        super().clean()
        name = self.unlicensed_name
        if name and Agency.objects.filter(name=name).exists():
            raise ValidationError(
                {"unlicensed_name": f"“{name}”在代理机构登记册里，请改选“代理机构”。"}
            )

    def before(self) -> "models.QuerySet[AgencyAct]":
        """What was done earlier against the same one, the first first."""
        same = AgencyAct.objects.filter(agency=self.agency, unlicensed_name=self.unlicensed_name)
        earlier = Q(day__lt=self.day) | Q(day=self.day, pk__lt=self.pk)
        return same.filter(earlier).order_by("day", "pk")

    def skipped(self) -> tuple[str, ...]:
        """The lower steps that were never taken before this one; one query."""
        if self.kind not in self.STEPS:
            return ()
        done = set(self.before().values_list("kind", flat=True))
        lower = self.STEPS[: self.STEPS.index(AgencyAct.Kind(self.kind))]
        return tuple(step.label for step in lower if step not in done)
