"""The table of days off and worked weekends that an administrator keeps, and calendar links."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Holiday(models.Model):
    """One day that is not what its weekday says, as a notice has it."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("要上班", help_text="勾选：周末调休上班；不勾选：放假")
    name = models.CharField("名称", max_length=20, help_text="如：国庆节、国庆节调休")
    source = models.CharField("出处", max_length=100, help_text="通知的文号或名称")

    class Meta:
        verbose_name = verbose_name_plural = "放假调休"
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source=""),
                name="holiday_stated",
                violation_error_message="名称和出处都要填",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarYear(models.Model):
    """A year whose whole notice stands in the table: its days are no longer estimates."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    source = models.CharField("出处", max_length=100, help_text="国务院办公厅通知的文号")

    class Meta:
        verbose_name = verbose_name_plural = "已录入的放假年份"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__range=(1949, 2100)) & ~Q(source=""),
                name="calendaryear_stated",
                violation_error_message="年份要在 1949 至 2100 之间，出处不能空",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年"


class CalendarLink(models.Model):
    """The secret address at which a user's own calendar program reads the due dates."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="用户", related_name="+"
    )
    digest = models.CharField("密钥摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历链接"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}的日历链接"
