"""Meetings of the congress and the CPPCC, their settings for our letters, the letters' numbers."""

from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    """Our part in an answer; it decides addressee, title, page form and number series."""

    LEAD = "主办", "主办"
    ASSIST = "协办", "协办"


class PageForm(models.TextChoices):
    """The two page forms of GB/T 9704-2012 a letter may take."""

    FILE = "文件", "文件格式"
    LETTER = "信函", "信函格式"


class Seal(models.TextChoices):
    """How a letter is authenticated (GB/T 9704-2012, 7.3.5)."""

    SEALED = "盖章", "盖章"
    UNSEALED = "不盖章", "不盖章"
    SIGNED = "签名章", "加盖签名章"


class Urgency(models.TextChoices):
    """紧急程度 as letters print it (7.2.3)."""

    MOST_URGENT = "特急", "特急"
    URGENT = "加急", "加急"


class ResultClass(models.TextChoices):
    """How far a proposal has been settled, printed on answers of the lead unit."""

    SETTLED = "A", "A类（已经解决或基本解决）"
    UNDER_WAY = "B", "B类（正在解决或列入规划逐步解决）"
    LATER = "C", "C类（因条件限制或其他原因待以后解决）"
    REFERENCE = "D", "D类（留作参考）"


class Disclosure(models.TextChoices):
    """公开属性 of an answer."""

    OPEN = "主动公开", "主动公开"
    ON_REQUEST = "依申请公开", "依申请公开"
    CLOSED = "不予公开", "不予公开"


class CongressSessionManager(models.Manager["CongressSession"]):
    def get_by_natural_key(self, name: str) -> "CongressSession":
        return self.get(name=name)


class CongressSession(models.Model):
    class Body(models.TextChoices):
        CONGRESS = "人大", "人民代表大会"
        CPPCC = "政协", "人民政协"

    name = models.CharField(
        "届次", max_length=40, unique=True, help_text="照来文的写法，如：市十八届人大二次会议"
    )
    body = models.CharField("会议", max_length=2, choices=Body)
    year = models.PositiveSmallIntegerField("年份")
    note = models.CharField("依据", max_length=200, blank=True)

    objects = CongressSessionManager()

    class Meta:
        verbose_name = verbose_name_plural = "届次"
        ordering = ["-year", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__in=["人大", "政协"]), name="congresssession_body"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1949, 2100)),
                name="congresssession_year",
                violation_error_message="年份超出范围",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class RoleSetting(models.Model):
    """How letters of one role look in one session; practice differs by place and year."""

    session = models.ForeignKey(
        CongressSession, models.PROTECT, verbose_name="届次", related_name="settings"
    )
    role = models.CharField("我局角色", max_length=2, choices=Role)
    page_form = models.CharField("版式", max_length=2, choices=PageForm)
    shows_signer = models.BooleanField(
        "印签发人", default=False, help_text="签发人属上行文；答复代表、委员的公文习惯上也有印的"
    )
    record_on_even_page = models.BooleanField(
        "版记置于偶数页", default=False, help_text="双面印刷时，版记排在最后一面的偶数页"
    )
    attaches_provenance = models.BooleanField(
        "PDF 附数据出处",
        default=False,
        help_text="签发的 PDF 附一份文件，写明各数据的口径、时段和来源（PDF/A-3u）",
    )
    series = models.CharField("发文机关代字", max_length=20, help_text="如：慈市监函")
    cc = models.CharField("抄送", max_length=200, blank=True, help_text="多个单位用顿号分开")
    note = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公文设置"
        ordering = ["session", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "role"],
                name="rolesetting_once",
                violation_error_message="该届次这一角色已有设置",
            ),
            models.CheckConstraint(condition=Q(role__in=["主办", "协办"]), name="rolesetting_role"),
            models.CheckConstraint(
                condition=Q(page_form__in=["文件", "信函"]), name="rolesetting_page_form"
            ),
            models.CheckConstraint(
                condition=~Q(series=""),
                name="rolesetting_series",
                violation_error_message="请填发文机关代字",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.role}"


class NumberSeries(models.Model):
    """The next number of one series in one year; only signing takes it, inside its transaction."""

    prefix = models.CharField("发文机关代字", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    next_number = models.PositiveIntegerField("下一个序号", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "发文字号"
        ordering = ["-year", "prefix"]
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="numberseries_once"),
            models.CheckConstraint(
                condition=Q(next_number__gte=1),
                name="numberseries_from_one",
                violation_error_message="序号从 1 开始",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}〔{self.year}〕"

    @property
    def following(self) -> str:
        """The number that signing would take now."""
        return f"{self}{self.next_number}号"
