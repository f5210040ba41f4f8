"""Meetings of the congress and the CPPCC, their settings for our letters, the letters' numbers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from proposals.deadlines import Clock, Start, Unit


class Role(models.TextChoices):
    """Our part in an answer; it decides clock, addressee, title, page form and number series."""

    LEAD = "主办", "主办"
    ASSIST = "协办", "协办"
    SEPARATE = "分办", "分办"
    SOLE = "独办", "独办"
    INFORM = "参阅", "参阅"


# Who answers the deputy or member, and so carries class, disclosure and feedback.
ANSWERING = (Role.LEAD, Role.SEPARATE, Role.SOLE)


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


class Disclosure(models.TextChoices):
    """公开属性 of an answer."""

    OPEN = "主动公开", "主动公开"
    ON_REQUEST = "依申请公开", "依申请公开"
    CLOSED = "不予公开", "不予公开"


class CongressSessionManager(models.Manager["CongressSession"]):
    def get_by_natural_key(self, name: str) -> "CongressSession":
        return self.get(name=name)


class CongressSession(models.Model):
    """A meeting whose suggestions or proposals reach us, with the local rules of its year."""

    class Body(models.TextChoices):
        CONGRESS = "人大", "人民代表大会"
        CPPCC = "政协", "人民政协"

    class Level(models.TextChoices):
        NATION = "全国", "全国"
        PROVINCE = "省", "浙江省"
        CITY = "宁波市", "宁波市"
        COUNTY = "慈溪市", "慈溪市"
        TOWN = "镇", "镇（街道）"

    class AssistWord(models.TextChoices):
        ASSIST = "协办", "协办"
        JOINT = "会办", "会办"

    name = models.CharField(
        "届次", max_length=40, unique=True, help_text="照来文的写法，如：市十八届人大二次会议"
    )
    body = models.CharField("会议", max_length=2, choices=Body)
    level = models.CharField("层级", max_length=3, choices=Level, default=Level.COUNTY)
    year = models.PositiveSmallIntegerField("年份")
    term = models.PositiveSmallIntegerField("届", null=True, blank=True, help_text="如：18")
    meeting = models.PositiveSmallIntegerField("次", null=True, blank=True, help_text="如：2")
    opened_on = models.DateField("开幕日期", null=True, blank=True)
    assist_word = models.CharField(
        "协办的叫法",
        max_length=2,
        choices=AssistWord,
        default=AssistWord.ASSIST,
        help_text="标题和表单中称“协办”还是“会办”，照交办通知",
    )
    contact_required = models.BooleanField(
        "答复前须有沟通记录",
        default=True,
        help_text="主办件没有面商、走访、座谈、电话等记录的，不能提交签发",
    )
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


class ClockName(models.TextChoices):
    """The periods a session sets; what each is for stands in `DEFAULT_CLOCKS`."""

    ANSWER = "answer", "主办答复"
    EXTENSION = "extension", "延期后最迟"
    ASSIST = "assist", "协办意见"
    RESUBMIT = "resubmit", "协办意见退回后重报"
    RETURN = "return", "退办"
    REHANDLE = "rehandle", "重新办理"
    RECEIPT = "receipt", "征询意见回收"
    PUBLISH = "publish", "公开"


# The defaults of one place and year are not those of another: each says where it was read.
DEFAULT_CLOCKS = {
    ClockName.ANSWER: Clock(3, Unit.MONTH, Start.ASSIGNED, note="代表法（2025年修正）第五十一条"),
    ClockName.EXTENSION: Clock(
        6, Unit.MONTH, Start.ASSIGNED, note="代表法（2025年修正）第五十一条"
    ),
    ClockName.ASSIST: Clock(1, Unit.MONTH, Start.RECEIVED, note="宁波市办理条例第十九条，待核实"),
    ClockName.RESUBMIT: Clock(5, Unit.WORKDAY, Start.RECEIVED, note="参照重庆规定第二十条，待核实"),
    ClockName.RETURN: Clock(10, Unit.DAY, Start.RECEIVED, note="浙江省办理规定（2016年），待核实"),
    ClockName.REHANDLE: Clock(1, Unit.MONTH, Start.RECEIVED, note="浙江省实施代表法办法第四十三条"),
    ClockName.RECEIPT: Clock(15, Unit.WORKDAY, Start.RECEIVED, note="各地10至20个工作日，待核实"),
    ClockName.PUBLISH: Clock(20, Unit.WORKDAY, Start.RECEIVED, note="参照外省规定，待核实"),
}


class ClockSetting(models.Model):
    """One period as this session's notice has it."""

    UNITS = [(unit.value, unit.value) for unit in Unit]
    STARTS = [(start.value, f"{start.value}日") for start in Start]

    session = models.ForeignKey(
        CongressSession, models.PROTECT, verbose_name="届次", related_name="clocks"
    )
    name = models.CharField("期限", max_length=10, choices=ClockName)
    amount = models.PositiveSmallIntegerField("数量", default=0, help_text="固定日期填 0")
    unit = models.CharField("单位", max_length=4, choices=UNITS)
    start = models.CharField(
        "起算",
        max_length=2,
        choices=STARTS,
        default=Start.RECEIVED.value,
        help_text="主办、延期、协办从交办日或签收日起算；其余从所等的那件事当天起算",
    )
    fixed = models.DateField("固定日期", null=True, blank=True)
    moves = models.BooleanField(
        "遇休息日顺延",
        null=True,
        blank=True,
        help_text="未知：按民法典，月、日期限顺延，固定日期不顺延",
    )
    note = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理期限"
        ordering = ["session", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "name"],
                name="clocksetting_once",
                violation_error_message="该届次这一期限已有设置",
            ),
            models.CheckConstraint(
                condition=(Q(unit="固定日期") & Q(fixed__isnull=False) & Q(amount=0))
                | (~Q(unit="固定日期") & Q(fixed__isnull=True) & Q(amount__gte=1)),
                name="clocksetting_measure",
                violation_error_message="固定日期要填日期、数量填 0；其他单位数量从 1 起、日期留空",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.get_name_display()}"

    @property
    def clock(self) -> Clock:
        return Clock(
            self.amount, Unit(self.unit), Start(self.start), self.fixed, self.note, self.moves
        )

    def clean(self) -> None:
        try:
            _checked = self.clock
        except ValueError as error:
            raise ValidationError(f"{error}。") from error


class ResultClass(models.Model):
    """How far a proposal has been settled, as this session words it: A已经解决或基本解决."""

    session = models.ForeignKey(
        CongressSession, models.PROTECT, verbose_name="届次", related_name="classes"
    )
    code = models.CharField("代号", max_length=2, help_text="印在答复右上角，如：A、甲")
    wording = models.CharField("含义", max_length=60)
    is_settled = models.BooleanField("算已解决", default=False, help_text="计入落实率")
    follows_up = models.BooleanField("须跟踪办理", default=False, help_text="办结后转入跟踪")
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "办理结果类别"
        ordering = ["session", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "code"],
                name="resultclass_once",
                violation_error_message="该届次已有这个代号",
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(wording=""),
                name="resultclass_stated",
                violation_error_message="代号和含义不能空",
            ),
            models.CheckConstraint(
                condition=~Q(is_settled=True, follows_up=True),
                name="resultclass_one_of",
                violation_error_message="已解决的类别不再跟踪，两项只选一项",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}类（{self.wording}）"


# (code, wording, settled, follows up): the classes of the NPC's own handling measures of 2005.
DEFAULT_CLASSES = (
    ("A", "已经解决或者基本解决", True, False),
    ("B", "正在解决或者列入规划逐步解决", False, True),
    ("C", "因目前条件限制或者其他原因待以后解决", False, False),
    ("D", "留作参考", False, False),
)


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
    deputy_reviews = models.BooleanField(
        "经分管领导审核", default=True, help_text="不勾选的，办公室审核后直接送签发"
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
            models.CheckConstraint(
                condition=Q(role__in=["主办", "协办", "分办", "独办"]), name="rolesetting_role"
            ),
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
