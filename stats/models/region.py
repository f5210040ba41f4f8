"""Regions and scopes; 全市, 市本级 and 前湾 are regions, so a scope is part of the key."""

from django.db import models


class RegionManager(models.Manager["Region"]):
    def get_by_natural_key(self, code: str) -> "Region":
        return self.get(code=code)


class Region(models.Model):
    class Level(models.TextChoices):
        NATION = "国家", "国家"
        PROVINCE = "省", "省"
        CITY = "市", "市"
        COUNTY = "县", "县"
        SCOPE = "口径", "口径"
        TOWN = "镇街", "镇街"

    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=40)
    short_name = models.CharField("简称", max_length=20)
    level = models.CharField("级别", max_length=2, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="上级",
        null=True,
        blank=True,
        related_name="children",
    )
    scope = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="所属口径",
        null=True,
        blank=True,
        related_name="members",
        help_text="镇街归入市本级或前湾新区，两个合计才都算得出",
    )
    note = models.CharField("说明", max_length=200, blank=True)

    objects = RegionManager()

    class Meta:
        verbose_name = verbose_name_plural = "地区（口径）"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=["国家", "省", "市", "县", "口径", "镇街"]),
                name="region_level",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)
