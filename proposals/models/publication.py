"""The public side of a signed answer: level, masked text, and when it was put before the public."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from proposals.models.issued import IssuedLetter


class Publication(models.Model):
    class Extent(models.TextChoices):
        FULL = "全文", "全文公开"
        SUMMARY = "摘要", "摘要公开"

    issued = models.OneToOneField(
        IssuedLetter, models.PROTECT, verbose_name="公文", related_name="publication"
    )
    extent = models.CharField("方式", max_length=2, choices=Extent, default=Extent.FULL)
    text = models.TextField("公开文本")
    due_on = models.DateField("公开期限", null=True, blank=True)
    is_estimated = models.BooleanField("预估", default=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="审查人",
        null=True,
        blank=True,
        related_name="+",
    )
    checked_at = models.DateTimeField("审查时间", null=True, blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True)
    place = models.CharField("公开网址或栏目", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开"
        ordering = ["issued"]
        default_permissions = ()
        permissions = [("publish_answer", "办理公开")]
        indexes = [models.Index(fields=["due_on"], name="publication_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(extent__in=["全文", "摘要"]) & ~Q(text=""),
                name="publication_stated",
                violation_error_message="公开文本不能空",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True)
                | (Q(checked_by__isnull=False) & ~Q(place="")),
                name="publication_checked",
                violation_error_message="先由人审查公开文本，公开后写明网址或栏目",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issued}公开文本"
