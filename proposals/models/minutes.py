"""纪要 of a meeting on the handling of proposals: a draft until issued, then frozen bytes."""

import hashlib
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from cixi_ip.wording import chinese_date
from proposals.models.session import CongressSession

# What the secretary writes, in the order of the page.
WRITTEN = (
    "title",
    "session",
    "heading",
    "number",
    "held_on",
    "place",
    "chair",
    "body",
    "attendance",
    "absent",
    "observers",
    "cc",
)
# 7.2.5: year in 六角括号, a number without 第 and without leading zeros.
NUMBER = re.compile(r"[^\s〔〕\d]{0,12}〔(19|20)\d\d〕[1-9]\d{0,3}号")
WORD = "纪要"


class Minutes(models.Model):
    """`edition` counts the saves; who was there is written a unit a line or divided by 顿号."""

    session = models.ForeignKey(
        CongressSession,
        models.PROTECT,
        verbose_name="届次",
        related_name="minutes",
        null=True,
        blank=True,
    )
    heading = models.CharField(
        "版头名称",
        max_length=40,
        default="慈溪市市场监督管理局办理工作会议",
        help_text="首页红色标志，系统在后面印“纪要”二字",
    )
    title = models.CharField(
        "标题", max_length=200, help_text="以“纪要”结尾，如：2026年建议提案办理工作会议纪要"
    )
    number = models.CharField(
        "编号", max_length=24, help_text="年份用六角括号，序号不编虚位，如：〔2026〕1号"
    )
    held_on = models.DateField("开会日期")
    place = models.CharField("地点", max_length=60)
    chair = models.CharField("主持人", max_length=40, help_text="印成“某某主持召开”，可带职务")
    attendance = models.TextField(
        "出席", max_length=1500, help_text="单位、姓名；可分行或用顿号分开"
    )
    absent = models.TextField("请假", max_length=1500, blank=True)
    observers = models.TextField("列席", max_length=1500, blank=True)
    body = models.TextField("正文")
    cc = models.CharField("抄送", max_length=200, blank=True, help_text="多个单位用顿号分开")
    edition = models.PositiveIntegerField("修改次数", default=1)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟稿人", related_name="+"
    )
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="改过稿的人", related_name="+", blank=True
    )
    updated_at = models.DateTimeField("修改时间", auto_now=True)
    issued_at = models.DateTimeField("定稿时间", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="签发人",
        related_name="+",
        null=True,
        blank=True,
    )
    text = models.TextField("印出的全文", blank=True)
    pdf = models.BinaryField("PDF", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议纪要"
        ordering = ["-held_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["heading", "number"],
                name="minutes_number_once",
                violation_error_message="这一编号的纪要已经有了，请核对编号",
            ),
            models.CheckConstraint(
                condition=~Q(title="")
                & ~Q(heading="")
                & ~Q(number="")
                & ~Q(place="")
                & ~Q(chair="")
                & ~Q(attendance="")
                & ~Q(body=""),
                name="minutes_stated",
                violation_error_message="标题、编号、地点、主持人、出席和正文都不能空",
            ),
            models.CheckConstraint(condition=Q(edition__gte=1), name="minutes_edition"),
            models.CheckConstraint(
                condition=Q(
                    issued_at__isnull=True,
                    issued_by__isnull=True,
                    pdf__isnull=True,
                    sha256="",
                    text="",
                )
                | (
                    Q(issued_at__isnull=False, issued_by__isnull=False, pdf__isnull=False)
                    & Exact(Length("sha256"), 64)
                    & ~Q(text="")
                ),
                name="minutes_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("drafted_by")),
                name="minutes_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def clean(self) -> None:
        found = {}
        if self.number and not NUMBER.fullmatch(self.number):
            found["number"] = f"编号“{self.number}”写法不对，请照〔2026〕1号的写法填写。"
        if self.title and not self.title.endswith(WORD):
            found["title"] = "标题请以“纪要”结尾，如：2026年建议提案办理工作会议纪要。"
        if self.heading.endswith(WORD):
            found["heading"] = "版头名称后面的“纪要”由系统印出，请删去。"
        if "{{" in self.body:
            found["body"] = "会议纪要不引用数据，双花括号会照样印出。请改成要印的数。"
        if found:
            raise ValidationError(found)

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None

    @property
    def opening(self) -> str:
        """The first sentence: when, under whom and where; printed, never typed."""
        meeting = self.title.removesuffix(WORD)
        return (
            f"{chinese_date(self.held_on)}，{self.chair}在{self.place}主持召开{meeting}。"
            "现将会议议定事项纪要如下："
        )

    @property
    def present(self) -> tuple[tuple[str, str], ...]:
        """Who was there, who was excused and who sat in, each list in one row (10.3)."""
        listed = {"出席": self.attendance, "请假": self.absent, "列席": self.observers}
        return tuple((name, in_a_row(lines)) for name, lines in listed.items() if lines.strip())

    @property
    def recomputed(self) -> str:
        return hashlib.sha256(bytes(self.pdf or b"")).hexdigest()

    @property
    def is_intact(self) -> bool:
        return self.recomputed == self.sha256


def in_a_row(lines: str) -> str:
    """Names typed a unit a line, as one paragraph."""
    return "；".join(line.strip("；; ") for line in lines.splitlines() if line.strip("；; "))
