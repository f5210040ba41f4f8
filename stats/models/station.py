"""Stations where enterprises are guided about their brands, and what each did on which day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Min

from stats.models.dated import ends_for_a_reason, holding
from stats.models.placed import town_field
from stats.models.row import NotedRow, Row


class GuidanceStationQuerySet(models.QuerySet["GuidanceStation"]):
    def open_on(self, day: date) -> "GuidanceStationQuerySet":
        """Stations open on a day."""
        return self.filter(holding(day, "opened_on", "closed_on"))


class GuidanceStation(NotedRow):
    """A station and who hosts it."""

    class Host(models.TextChoices):
        TOWN = "镇街", "镇街"
        ASSOCIATION = "协会", "协会"
        PARK = "园区", "园区或专业市场"

    name = models.CharField("名称", max_length=60, unique=True)
    host_kind = models.CharField("设在", max_length=2, choices=Host)
    host = models.CharField("依托单位", max_length=80)
    town = town_field(help_text="全市性协会的站留空，不计入镇街的数")
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("撤销日期", null=True, blank=True, help_text="从这天起不再服务")
    close_reason = models.CharField("撤销原因", max_length=100, blank=True)

    objects = GuidanceStationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "品牌指导站"
        ordering = ["name"]
        constraints = [
            ends_for_a_reason("guidance_station_end", "opened_on", "closed_on", "close_reason")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.pk is None or self.opened_on is None:
            return
        days = self.services.aggregate(first=Min("day"), last=Max("day"))
        if days["first"] is not None and days["first"] < self.opened_on:
            raise ValidationError(
                {"opened_on": f"{days['first']}已有服务记录，设立日期不能晚于它。"}
            )
        if days["last"] is not None and self.closed_on and days["last"] >= self.closed_on:
            raise ValidationError({"closed_on": f"{days['last']}还有服务记录，撤销日期须晚于它。"})


class StationService(Row):
    """What a station did on a day, and for whom if it was for one enterprise."""

    station = models.ForeignKey(
        GuidanceStation, models.PROTECT, verbose_name="指导站", related_name="services"
    )
    day = models.DateField("日期")
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="服务企业",
        null=True,
        blank=True,
        related_name="station_services",
    )
    topic = models.CharField("事项", max_length=100)
    outcome = models.CharField("结果", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "指导站服务记录"
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["day"], name="station_service_day")]

    def __str__(self) -> str:
        return f"{self.station}：{self.topic}"

    def clean(self) -> None:
        if self.station_id is None or self.day is None:
            return
        closed = self.station.closed_on
        if self.day < self.station.opened_on or (closed is not None and self.day >= closed):
            raise ValidationError({"day": "这天指导站还没有设立或已撤销，请核对日期。"})
