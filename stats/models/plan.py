"""Plans that promise how many enterprises reach something by when, and how far each has come."""

from collections import Counter
from decimal import Decimal

from django.db import models
from django.db.models import Q

from cixi_ip.wording import number
from stats.models.row import NotedRow
from stats.region_codes import COUNTY


class CultivationPlan(NotedRow):
    """So many enterprises by a day: 推进24家小巨人贯标."""

    title = models.CharField("计划名称", max_length=80, unique=True)
    indicator = models.ForeignKey(
        "stats.Indicator",
        models.PROTECT,
        verbose_name="对应指标",
        limit_choices_to={"unit": "家"},
        related_name="plans",
    )
    region = models.ForeignKey(
        "stats.Region",
        models.PROTECT,
        verbose_name="地区（口径）",
        limit_choices_to=Q(code=COUNTY) | Q(parent__code=COUNTY),
        related_name="+",
    )
    target = models.PositiveIntegerField("目标数（家）")
    due_on = models.DateField("完成期限", null=True, blank=True, help_text="没有写明期限的留空")
    document = models.CharField("文号", max_length=80, blank=True)
    department = models.ForeignKey(
        "cixi_ip.Department", models.PROTECT, verbose_name="负责科室", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "培育计划"
        ordering = ["-due_on", "title", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__gt=0),
                name="cultivation_plan_target",
                violation_error_message="目标数须大于0",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def progress(self) -> str:
        """Done of the target, and how far the others are; one query, none where they are loaded."""
        found = Counter(member.stage for member in self.members.all())
        done, listed = found.pop(PlanMember.Stage.DONE, 0), sum(found.values())
        said = [f"{stage}{found[stage]}家" for stage in PlanMember.Stage.values if stage in found]
        if (missing := self.target - done - listed) > 0:
            said.append(f"还有{missing}家没有列入名单")
        share = number(100 * Decimal(done) / self.target, 1)
        return f"目标{self.target}家，已完成{done}家（{share}%）" + "".join(
            f"，{one}" for one in said
        )


class PlanMember(NotedRow):
    class Stage(models.TextChoices):
        WAITING = "未启动", "未启动"
        COACHED = "辅导", "辅导"
        EXAMINED = "认证中", "认证中"
        DONE = "已完成", "已完成"

    plan = models.ForeignKey(
        CultivationPlan, models.PROTECT, verbose_name="计划", related_name="members"
    )
    enterprise = models.ForeignKey(
        "stats.Enterprise", models.PROTECT, verbose_name="企业", related_name="plan_members"
    )
    stage = models.CharField("进度", max_length=3, choices=Stage, default=Stage.WAITING)
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "培育计划企业"
        ordering = ["plan__title", "enterprise__name", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="已完成", done_on__isnull=False)
                | (~Q(stage="已完成") & Q(done_on__isnull=True)),
                name="plan_member_done",
                violation_error_message="已完成的须填完成日期，没有完成的不填",
            ),
            models.UniqueConstraint(
                fields=["plan", "enterprise"],
                name="plan_member_once",
                violation_error_message="这家企业已在这个计划里",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}：{self.plan}"
