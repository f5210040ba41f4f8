"""An uploaded 交办清单 while its rows are looked at, before any of them becomes a proposal."""

from django.conf import settings
from django.db import models


class IntakeFile(models.Model):
    name = models.CharField("文件名", max_length=120)
    session = models.ForeignKey(
        "proposals.CongressSession", models.PROTECT, verbose_name="届次", related_name="+"
    )
    content = models.BinaryField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    taken_at = models.DateTimeField("登记时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交办清单"
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
