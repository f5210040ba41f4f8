"""Enterprises: who they are, where they sit, and whom the bureau talks to there."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as BadNumber

from stats.models.figure import FIRST_YEAR, LAST_YEAR
from stats.models.placed import town_field
from stats.models.row import NotedRow, Row


def check_credit_code(code: str) -> None:
    """Refuse a 统一社会信用代码 of wrong length, letters or check character (GB 32100-2015)."""
    try:
        uscc.validate(code)
    except BadNumber as error:
        raise ValidationError(
            f"“{code}”不是正确的统一社会信用代码：应为18位数字和大写字母（不含I、O、S、V、Z），"
            "末位是校验码。请对照营业执照核对。"
        ) from error


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    def kept(self) -> "EnterpriseQuerySet":
        """Without those merged into another."""
        return self.filter(merged_into__isnull=True)


class Enterprise(NotedRow):
    name = models.CharField("企业名称", max_length=80)
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, unique=True, validators=[check_credit_code]
    )
    town = town_field(help_text="没有镇街的企业不计入市本级和镇街的数")
    industry_code = models.CharField(
        "行业代码", max_length=5, blank=True, help_text="GB/T 4754 的门类字母或2—4位数字，如 3854"
    )
    industry = models.CharField("行业", max_length=60, blank=True)
    is_listed = models.BooleanField("上市公司", default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="已并入",
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
    )

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业"
        ordering = ["name", "id"]
        permissions = [
            ("keep_registers", "维护登记册"),
            ("merge_enterprise", "合并重复企业"),
            ("view_contacts", "看企业联系方式"),
        ]
        indexes = [models.Index(fields=["name"], name="enterprise_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="enterprise_merged_into_another",
                violation_error_message="企业不能并入自己",
            ),
            models.CheckConstraint(
                condition=Q(industry_code="") | Q(industry_code__regex=r"^([A-T]|[0-9]{2,4})$"),
                name="enterprise_industry_code",
                violation_error_message="行业代码为 GB/T 4754 的门类字母（A—T）或2—4位数字",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kept(self) -> "Enterprise":
        """The entry it was merged into, and that one perhaps into another; itself if kept."""
        return self if self.merged_into is None else self.merged_into.kept


class FormerName(models.Model):
    """A name an enterprise had, or that of another entry which was merged into it."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, verbose_name="企业", related_name="former_names"
    )
    name = models.CharField("曾用名", max_length=80)
    until = models.DateField("至")
    reason = models.CharField("原因", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "曾用名"
        ordering = ["-until", "-id"]

    def __str__(self) -> str:
        return self.name


class ScaleYear(models.Model):
    """规上: a year in which an enterprise was on the list of those above the designated size."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, verbose_name="企业", related_name="scale_years"
    )
    year = models.PositiveSmallIntegerField("年份")

    class Meta:
        verbose_name = verbose_name_plural = "规上企业名单"
        ordering = ["-year", "enterprise"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "enterprise"],
                name="scale_year_once",
                violation_error_message="这家企业已在这一年的规上名单中",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="scale_year_period",
                violation_error_message="年份超出范围",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}（{self.year}年规上）"


class Contact(Row):
    """Whom the bureau talks to at an enterprise; masked for who may not see contacts."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, verbose_name="企业", related_name="contacts"
    )
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    note = models.CharField("备注", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "企业联系人"
        ordering = ["enterprise", "id"]

    def __str__(self) -> str:
        return f"{self.enterprise}的联系人"
