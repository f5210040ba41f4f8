"""An uploaded sheet for a register while its rows are looked at, before any of them is kept."""

from django.conf import settings
from django.db import models


class RegisterFile(models.Model):
    register = models.CharField("登记册", max_length=40)
    name = models.CharField("文件名", max_length=120)
    content = models.BinaryField("内容")
    sha256 = models.CharField("校验码（SHA-256）", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    taken_at = models.DateTimeField("导入时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "登记册导入文件"
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
