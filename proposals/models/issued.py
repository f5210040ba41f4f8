"""Signed letters and the figures in them: frozen rows that triggers keep from any change."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from proposals.models.letter import Letter
from proposals.models.session import PageForm


class IssuedLetter(models.Model):
    """Text, figures and bytes as signed; a mistake is mended by a new letter, never here."""

    letter = models.OneToOneField(
        Letter, models.PROTECT, verbose_name="公文稿", related_name="issued"
    )
    prefix = models.CharField("发文机关代字", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号")
    date = models.DateField("成文日期")
    page_form = models.CharField("版式", max_length=2, choices=PageForm)
    title = models.CharField("标题", max_length=200)
    addressee = models.CharField("主送", max_length=200)
    body = models.TextField("正文")
    parts = models.JSONField("其他要素", default=dict)
    text = models.TextField("印出的全文", default="")
    figures = models.JSONField("数据")
    checks = models.JSONField("核对结果与说明")
    pdf = models.BinaryField("PDF")
    sha256 = models.CharField("SHA-256", max_length=64)
    engine = models.CharField("排版引擎", max_length=40)
    fonts = models.JSONField("所用字体")
    notes = models.JSONField("排版说明")
    pages = models.PositiveSmallIntegerField("页数")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟稿人", related_name="+"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="签发人", related_name="+"
    )
    signed_at = models.DateTimeField("签发时间")

    class Meta:
        verbose_name = verbose_name_plural = "已签发公文"
        ordering = ["-signed_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year", "number"], name="issuedletter_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="issuedletter_number"),
            models.CheckConstraint(
                condition=~Q(signed_by=F("drafted_by")), name="issuedletter_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(page_form__in=["文件", "信函"]), name="issuedletter_page_form"
            ),
            models.CheckConstraint(
                condition=Exact(Length("sha256"), 64) & ~Q(body=""), name="issuedletter_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """慈市监函〔2023〕12号."""
        return f"{self.prefix}〔{self.year}〕{self.number}号"

    @property
    def recomputed(self) -> str:
        return hashlib.sha256(bytes(self.pdf)).hexdigest()

    @property
    def is_intact(self) -> bool:
        return self.recomputed == self.sha256


class LetterFigure(models.Model):
    """One figure as it stands in a signed letter: what was printed, and the rows it came from."""

    issued = models.ForeignKey(
        IssuedLetter, models.PROTECT, verbose_name="公文", related_name="cited"
    )
    position = models.PositiveSmallIntegerField("次序")
    token = models.CharField("引用", max_length=120)
    printed = models.CharField("印出", max_length=60)
    region = models.CharField("口径", max_length=40)
    period = models.CharField("时段", max_length=60)
    observation = models.ForeignKey(
        "stats.Observation",
        models.PROTECT,
        verbose_name="数据",
        null=True,
        related_name="+",
    )
    base = models.ForeignKey(
        "stats.Observation",
        models.PROTECT,
        verbose_name="上年数据",
        null=True,
        related_name="+",
    )
    target = models.ForeignKey(
        "stats.Target", models.PROTECT, verbose_name="目标", null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "公文数据"
        ordering = ["issued", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["issued", "position"], name="letterfigure_once"),
            models.CheckConstraint(
                condition=Q(observation__isnull=False, target__isnull=True)
                | Q(observation__isnull=True, target__isnull=False, base__isnull=True),
                name="letterfigure_origin",
            ),
            models.CheckConstraint(condition=~Q(printed=""), name="letterfigure_printed"),
        ]

    def __str__(self) -> str:
        return f"{self.printed}（{self.token}）"
