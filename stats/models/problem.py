"""What does not yet go well: matters reported to who decides them, problems and their measures."""

from django.db import models
from django.db.models import F, Q

from stats.models.row import NotedRow, Row


class Appeal(NotedRow):
    """A matter the bureau cannot settle itself, reported upward, and the answer to it."""

    class Matter(models.TextChoices):
        PERIOD = "授权周期", "申请授权周期"
        FEES = "费用", "申请和维护费用"
        AGENCY = "代理收费", "代理机构收费"
        OTHER = "其他", "其他"

    matter = models.CharField("事项", max_length=4, choices=Matter)
    text = models.CharField("反映内容", max_length=1000)
    addressee = models.CharField("向谁反映", max_length=80)
    day = models.DateField("反映日期")
    document = models.CharField("文号", max_length=80, blank=True)
    answer = models.CharField("答复", max_length=1000, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "诉求反映"
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | (Q(answered_on__isnull=False, answered_on__gte=F("day")) & ~Q(answer="")),
                name="appeal_answer",
                violation_error_message="答复和答复日期须同时填写，且不早于反映日期",
            ),
            models.UniqueConstraint(
                fields=["matter", "addressee", "day"],
                name="appeal_once",
                violation_error_message="同一天向同一单位反映的这一事项已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}向{self.addressee}反映{self.get_matter_display()}"


class Problem(NotedRow):
    """存在不足: what a letter says is still wanting, told once and in one wording."""

    name = models.CharField("问题", max_length=60, unique=True, help_text="如 专利质押融资不够完善")
    description = models.CharField("表现", max_length=1000, blank=True)
    since = models.DateField("提出日期")
    until = models.DateField("解决日期", null=True, blank=True, help_text="还在解决的留空")

    class Meta:
        verbose_name = verbose_name_plural = "存在问题"
        ordering = ["-since", "name", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="problem_order",
                violation_error_message="解决日期不能早于提出日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Measure(Row):
    """下一步: what is done about a problem, by whom and until when."""

    class State(models.TextChoices):
        PLANNED = "未开始", "未开始"
        RUNNING = "进行中", "进行中"
        DONE = "已完成", "已完成"
        STOPPED = "已停止", "已停止"

    problem = models.ForeignKey(
        Problem, models.PROTECT, verbose_name="问题", related_name="measures"
    )
    what = models.CharField("措施", max_length=300)
    department = models.ForeignKey(
        "cixi_ip.Department", models.PROTECT, verbose_name="负责科室", related_name="+"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True, help_text="计划或实际的最后一天")
    state = models.CharField("状态", max_length=3, choices=State, default=State.PLANNED)
    note = models.CharField("进展", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "改进措施"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="measure_order",
                violation_error_message="结束日期不能早于开始日期",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["已完成", "已停止"]) | Q(ends_on__isnull=False),
                name="measure_over",
                violation_error_message="已完成或已停止的措施须填结束日期",
            ),
            models.UniqueConstraint(
                fields=["problem", "what"],
                name="measure_once",
                violation_error_message="这个问题已有同样的措施",
            ),
        ]

    def __str__(self) -> str:
        return self.what
