"""The letter of a handling while it is being written: text with tokens, kept in one edition."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from proposals.models.handling import Handling
from proposals.models.session import PageForm


class Letter(models.Model):
    """A draft; `edition` counts the saves, so that nobody overwrites what he has not seen."""

    handling = models.OneToOneField(
        Handling, models.PROTECT, verbose_name="办理", related_name="letter"
    )
    page_form = models.CharField("版式", max_length=2, choices=PageForm)
    title = models.CharField("标题", max_length=200)
    addressee = models.CharField("主送", max_length=200)
    body = models.TextField("正文", blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True, help_text="留空则公文不印附注")
    phone = models.CharField("联系电话", max_length=40, blank=True)
    cc = models.CharField("抄送", max_length=200, blank=True, help_text="多个单位用顿号分开")
    explanations = models.JSONField(
        "核对说明", default=dict, blank=True, help_text="体检意见的编号 → 拟稿人的一句说明"
    )
    edition = models.PositiveIntegerField("修改次数", default=1)
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="拟稿人", related_name="+", blank=True
    )
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "公文稿"
        default_permissions = ()
        permissions = [
            ("draft_letter", "拟稿"),
            ("review_letter", "核稿"),
            ("sign_letter", "签发"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(page_form__in=["文件", "信函"]), name="letter_page_form"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(addressee=""),
                name="letter_stated",
                violation_error_message="标题和主送不能空",
            ),
            models.CheckConstraint(condition=Q(edition__gte=1), name="letter_edition"),
            models.CheckConstraint(
                condition=Q(phone="") | ~Q(contact=""),
                name="letter_contact",
                violation_error_message="填了联系电话就要填联系人",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def copies(self) -> tuple[str, ...]:
        return tuple(unit for unit in self.cc.replace("，", "、").split("、") if unit.strip())
