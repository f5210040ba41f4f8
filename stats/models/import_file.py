"""An uploaded spreadsheet on its way to become a batch: the file, how far it is, what was found."""

from django.conf import settings
from django.db import models


class ImportFile(models.Model):
    class Kind(models.TextChoices):
        TEMPLATE = "template", "本局模板"
        NOTICE = "notice", "省局年度通报"

    class State(models.TextChoices):
        READING = "reading", "正在读取"
        READY = "ready", "待确认"
        REFUSED = "refused", "不能导入"
        WRITING = "writing", "正在写入"
        WRITTEN = "written", "已写入批次"
        CANCELLED = "cancelled", "已放弃"

    kind = models.CharField("文件种类", max_length=8, choices=Kind)
    name = models.CharField("文件名", max_length=120)
    content = models.BinaryField("内容")
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("校验码（SHA-256）", max_length=64)
    year = models.PositiveSmallIntegerField(
        "年份", null=True, blank=True, help_text="省局通报须填；本局模板以表中为准"
    )
    source = models.ForeignKey(
        "stats.Source", models.PROTECT, verbose_name="来源", null=True, blank=True
    )
    state = models.CharField("进度", max_length=9, choices=State, default=State.READING)
    rows_done = models.PositiveIntegerField("已读行数", default=0)
    rows_all = models.PositiveIntegerField("总行数", default=0)
    beat_at = models.DateTimeField("最近进展", auto_now_add=True)
    # {"counts": {新增, 变更, 不变, 拒绝}, "complaints": [...], "sample": [...], "refusal": "..."}
    outcome = models.JSONField("读取结果", default=dict, blank=True)
    submission = models.ForeignKey(
        "stats.Submission", models.PROTECT, verbose_name="批次", null=True, blank=True
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入文件"
        ordering = ["-id"]
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return self.name
