"""The papers figures come from: notices, yearbooks, ledgers, letters; and their scanned pages."""

from django.conf import settings
from django.db import models


class SourceManager(models.Manager["Source"]):
    def get_by_natural_key(self, title: str) -> "Source":
        return self.get(title=title)


class Source(models.Model):
    class Kind(models.TextChoices):
        NOTICE = "上级通知", "上级通知"
        BULLETIN = "公报", "公报"
        LEDGER = "本局台账", "本局台账"
        YEARBOOK = "年鉴", "年鉴"
        NEWS = "新闻", "新闻"
        LETTER = "公文", "公文"

    title = models.CharField("标题", max_length=150, unique=True)
    doc_no = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("发布单位", max_length=60, blank=True)
    issued_on = models.DateField("发布日期", null=True, blank=True)
    kind = models.CharField("种类", max_length=4, choices=Kind)
    url = models.URLField("网址", blank=True, help_text="只填官方网站地址；页面不会自动访问")
    note = models.CharField("备注", max_length=200, blank=True)

    objects = SourceManager()

    class Meta:
        verbose_name = verbose_name_plural = "来源"
        ordering = ["title"]

    def __str__(self) -> str:
        return f"{self.title}（{self.doc_no}）" if self.doc_no else self.title

    def natural_key(self) -> tuple[str]:
        return (self.title,)


class Paper(models.Model):
    """The file of a source as it was uploaded, kept in the database with its digest."""

    source = models.ForeignKey(Source, models.PROTECT, verbose_name="来源", related_name="papers")
    name = models.CharField("文件名", max_length=120)
    media_type = models.CharField("文件类型", max_length=80)
    content = models.BinaryField("内容")
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("校验码（SHA-256）", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "来源原件"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["source", "sha256"],
                name="paper_once_a_source",
                violation_error_message="这份文件已经上传过",
            )
        ]

    def __str__(self) -> str:
        return self.name
