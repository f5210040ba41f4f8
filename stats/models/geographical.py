"""Geographical indications: names, the tracks that protect them, and who may use their sign."""

from django.db import models
from django.db.models import Q

from stats.models.dated import DatedQuerySet, DatedRow, ends_for_a_reason
from stats.models.placed import town_field
from stats.models.row import NotedRow


class GeographicalIndicationManager(models.Manager["GeographicalIndication"]):
    def get_by_natural_key(self, name: str) -> "GeographicalIndication":
        return self.get(name=name)


class GeographicalIndication(NotedRow):
    """A product name, once, however many tracks protect it; without a track it is none yet."""

    name = models.CharField("名称", max_length=60, unique=True)
    product = models.CharField("产品类别", max_length=40, blank=True)
    holder = models.CharField("权利人", max_length=80, blank=True, help_text="协会等组织的全称")
    town = town_field(help_text="产地不止一个镇街的留空，不计入镇街的数")

    objects = GeographicalIndicationManager()

    class Meta:
        verbose_name = verbose_name_plural = "地理标志"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class GITrack(DatedRow):
    """One way a name is protected. A name may have several marks, but one of each other track."""

    class Track(models.TextChoices):
        PRODUCT = "产品", "地理标志产品"
        MARK = "商标", "集体商标或证明商标"
        AGRICULTURAL = "农产品", "农产品地理标志"

    gi = models.ForeignKey(
        GeographicalIndication, models.PROTECT, verbose_name="地理标志", related_name="tracks"
    )
    track = models.CharField("保护途径", max_length=3, choices=Track)
    document = models.CharField("公告、证书或注册号", max_length=80)
    valid_from = models.DateField("保护起始日")
    ended_on = models.DateField("终止日期", null=True, blank=True, help_text="从这天起不再受保护")

    first_day = "valid_from"

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "地理标志保护途径"
        ordering = ["gi__name", "valid_from", "id"]
        constraints = [
            ends_for_a_reason("gi_track_end", "valid_from"),
            models.UniqueConstraint(
                fields=["gi", "track", "document"],
                name="gi_track_once",
                violation_error_message="这份公告、证书或注册号已登记过",
            ),
            models.UniqueConstraint(
                fields=["gi", "track"],
                condition=Q(ended_on__isnull=True) & ~Q(track="商标"),
                name="gi_track_open",
                violation_error_message="这个地理标志的这种保护还在有效，终止后才能再登记",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gi}：{self.get_track_display()}"


class MarkUser(DatedRow):
    """Who may put the sign of a geographical indication on goods.

    Operators that are no companies (合作社, 个体工商户) have a 统一社会信用代码 as well, so all
    stand in the register of enterprises: who uses two indications is one operator.
    """

    enterprise = models.ForeignKey(
        "stats.Enterprise", models.PROTECT, verbose_name="用标人", related_name="gi_uses"
    )
    gi = models.ForeignKey(
        GeographicalIndication, models.PROTECT, verbose_name="地理标志", related_name="users"
    )
    document = models.CharField("核准公告或文号", max_length=80, blank=True)
    approved_on = models.DateField("核准日期")
    ended_on = models.DateField("终止日期", null=True, blank=True, help_text="从这天起不得再用标")

    first_day = "approved_on"

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专用标志用标人"
        ordering = ["-approved_on", "-id"]
        constraints = [
            ends_for_a_reason("mark_user_end", "approved_on"),
            models.UniqueConstraint(
                fields=["enterprise", "gi", "approved_on"],
                name="mark_user_once",
                violation_error_message="这家在这个地理标志下已有同一天核准的记录",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "gi"],
                condition=Q(ended_on__isnull=True),
                name="mark_user_open",
                violation_error_message="这家正在合法使用这个地理标志的专用标志，不必再登记",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}：{self.gi}"
