"""The papers figures come from: notices, yearbooks, ledgers, letters."""

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
