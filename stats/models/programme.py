"""Programmes of cultivation, the honours they give, and the plans that promise how many."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from stats.models.dated import DatedRow, TermQuerySet
from stats.models.row import NotedRow


class ProgrammeManager(models.Manager["Programme"]):
    def get_by_natural_key(self, name: str) -> "Programme":
        return self.get(name=name)


class Programme(NotedRow):
    """One list of one level: 宁波市级制造业单项冠军培育企业. Lists of a ladder stand in order."""

    class Level(models.TextChoices):
        NATION = "国家", "国家级"
        PROVINCE = "省", "省级"
        CITY = "宁波市", "宁波市级"
        COUNTY = "慈溪市", "慈溪市级"

    class Kind(models.TextChoices):
        CULTIVATED = "培育", "培育名单"
        MODEL = "示范", "示范名单"
        RECOGNISED = "认定", "认定名单"
        CERTIFIED = "认证", "认证证书"

    name = models.CharField("名称", max_length=60, unique=True)
    level = models.CharField("级别", max_length=3, choices=Level)
    kind = models.CharField("名单", max_length=2, choices=Kind)
    ladder = models.CharField(
        "梯队", max_length=30, blank=True, help_text="同一梯队的名单由低到高排列，如“专精特新”"
    )
    step = models.PositiveSmallIntegerField("梯级", default=0, help_text="梯队里从1往上数")
    validity_years = models.PositiveSmallIntegerField(
        "有效期（年）",
        null=True,
        blank=True,
        help_text="新登记的称号没填有效期至时照此推算；各批不一的留空",
    )
    issuer = models.CharField("认定单位", max_length=60, blank=True)
    indicator = models.ForeignKey(
        "stats.Indicator",
        models.PROTECT,
        verbose_name="计入指标",
        null=True,
        blank=True,
        related_name="programmes",
    )

    objects = ProgrammeManager()

    class Meta:
        verbose_name = verbose_name_plural = "培育项目"
        ordering = ["ladder", "step", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ladder="", step=0) | (~Q(ladder="") & Q(step__gte=1)),
                name="programme_ladder",
                violation_error_message="梯队和梯级须同时填写，梯级从1往上数",
            ),
            models.UniqueConstraint(
                fields=["ladder", "step", "level", "kind"],
                condition=~Q(ladder=""),
                name="programme_step",
                violation_error_message="这一梯级已经有同级别、同名单的项目",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)

    def last_day(self, first: date) -> date | None:
        """The last day an honour of this programme is good for, its first day included."""
        if self.validity_years is None:
            return None
        try:
            return first.replace(year=first.year + self.validity_years) - timedelta(1)
        except ValueError:  # 29 February
            return first.replace(year=first.year + self.validity_years, day=28)


class Honour(DatedRow):
    """An enterprise on a list: from a day, for how long, by which paper, and whether it was ended.

    A renewal is another honour; who holds two at once is one enterprise.
    """

    enterprise = models.ForeignKey(
        "stats.Enterprise", models.PROTECT, verbose_name="企业", related_name="honours"
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name="项目", related_name="honours"
    )
    batch = models.CharField("批次", max_length=30, blank=True)
    document = models.CharField("文件或证书号", max_length=80, blank=True)
    standard = models.CharField(
        "标准版本",
        max_length=20,
        blank=True,
        help_text="知识产权贯标写 GB/T 29490-2013 或 GB/T 29490-2023",
    )
    valid_from = models.DateField("有效期自")
    valid_to = models.DateField(
        "有效期至",
        null=True,
        blank=True,
        help_text="最后一天；新登记时留空，按项目的有效期推算，项目没有有效期的为长期",
    )
    ended_on = models.DateField("提前终止日", null=True, blank=True)
    remarks: tuple[str, ...] = ()

    first_day = "valid_from"

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业称号"
        ordering = ["-valid_from", "-id"]
        indexes = [
            # All that `in_force` asks, so that counting holders does not read the rows.
            models.Index(
                fields=["programme", "enterprise", "valid_from", "valid_to", "ended_on"],
                name="honour_in_force",
            ),
            models.Index(fields=["valid_to"], name="honour_expiring"),
            # With what the list is narrowed by, so that SQLite reads only the rows it finds.
            models.Index(
                fields=["-valid_from", "-id", "document", "valid_to", "ended_on"],
                name="honour_newest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="honour_order",
                violation_error_message="有效期至不能早于有效期自",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False, ended_on__gte=F("valid_from")) & ~Q(end_reason="")),
                name="honour_end",
                violation_error_message="提前终止须写明日期（不早于有效期自）和原因",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "programme", "valid_from"],
                name="honour_once",
                violation_error_message="这家企业在同一项目里已有同一天开始的记录",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}：{self.programme}"

    def clean(self) -> None:
        super().clean()
        missing: list[Any] = [self.programme_id, self.valid_from]
        if self.pk is None and self.valid_to is None and None not in missing:
            self.valid_to = self.programme.last_day(self.valid_from)
            if self.valid_to is not None:
                years = self.programme.validity_years
                self.remarks = (
                    f"没有填有效期至，按项目的{years}年推算为{self.valid_to}；与文件不同的请改正。",
                )

    @property
    def state_today(self) -> str:
        return self.state(localdate())

    def state(self, day: date) -> str:
        """未开始, 有效, 已到期 or 已终止 on a day."""
        if self.ended_on is not None and self.ended_on <= day:
            return "已终止"
        if day < self.valid_from:
            return "未开始"
        return "已到期" if self.valid_to is not None and self.valid_to < day else "有效"
