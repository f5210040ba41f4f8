"""What a deputy or member put forward, as it reached the bureau."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from proposals.models.session import CongressSession


class Proposal(models.Model):
    class Kind(models.TextChoices):
        SUGGESTION = "建议", "建议"
        PROPOSAL = "提案", "提案"
        MOTION = "议案", "议案"

    KINDS_OF = {"人大": (Kind.SUGGESTION, Kind.MOTION), "政协": (Kind.PROPOSAL,)}

    class Sitting(models.TextChoices):
        IN_SESSION = "大会", "大会"
        RECESS = "闭会", "闭会"

    class Wish(models.TextChoices):
        FULL = "全文", "同意全文公开"
        TITLE = "标题", "仅公开标题"
        CLOSED = "不公开", "不同意公开"

    class Repeated(models.TextChoices):
        TWO = "两年", "两年"
        THREE = "三年", "三年"
        MORE = "三年以上", "三年以上"

    session = models.ForeignKey(
        CongressSession, models.PROTECT, verbose_name="届次", related_name="proposals"
    )
    kind = models.CharField("类别", max_length=2, choices=Kind, default=Kind.SUGGESTION)
    number = models.PositiveIntegerField("编号", help_text="只填数字，如：220")
    title = models.CharField("标题", max_length=120, help_text="照来文抄写，不带书名号")
    text = models.TextField("全文", blank=True, help_text="照来文抄写，每段一行")
    sitting = models.CharField(
        "提出时间", max_length=2, choices=Sitting, default=Sitting.IN_SESSION
    )
    topic = models.CharField("主题", max_length=20, blank=True, help_text="如：知识产权保护")
    lead_unit = models.CharField("主办单位", max_length=60)
    assigned_by = models.CharField("交办机关", max_length=60, blank=True)
    assigned_on = models.DateField("交办日期", null=True, blank=True, help_text="期限从这一天算起")
    is_key = models.BooleanField("重点督办", default=False)
    wish = models.CharField(
        "公开意愿", max_length=3, choices=Wish, blank=True, help_text="来文没有写明的留空"
    )
    repeated = models.CharField("多年提出", max_length=4, choices=Repeated, blank=True)
    needs_answer = models.BooleanField("需书面答复", default=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="登记人",
        null=True,
        blank=True,
        related_name="+",
    )
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "建议提案"
        ordering = ["-session__year", "number"]
        permissions = [("register_proposal", "登记建议提案")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind", "number"],
                name="proposal_once",
                violation_error_message="该届次这一编号已登记过，请在列表中查找，不要重复登记",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="proposal_number",
                violation_error_message="编号从 1 开始",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["建议", "提案", "议案"]), name="proposal_kind"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(lead_unit=""),
                name="proposal_stated",
                violation_error_message="标题和主办单位不能空",
            ),
            models.CheckConstraint(
                condition=Q(sitting__in=["大会", "闭会"])
                & Q(wish__in=["", "全文", "标题", "不公开"])
                & Q(repeated__in=["", "两年", "三年", "三年以上"]),
                name="proposal_choices",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """市十八届人大二次会议第220号建议, as titles and lists name it."""
        return self.named(self.session.name, self.number, self.kind)

    @staticmethod
    def named(session: str, number: int, kind: str) -> str:
        return f"{session}第{number}号{kind}"

    def clean(self) -> None:
        if self.session_id and self.kind not in self.KINDS_OF[self.session.body]:
            kinds = "或".join(self.KINDS_OF[self.session.body])
            raise ValidationError(
                {"kind": f"“{self.session}”是{self.session.body}会议，类别应选{kinds}。"}
            )


class Proposer(models.Model):
    """Who put it forward: the leading deputy or member first, then the others, or a group."""

    class Part(models.TextChoices):
        LEAD = "领衔", "领衔"
        JOINT = "联名", "联名"
        GROUP = "集体", "代表团、党派、团体"

    proposal = models.ForeignKey(
        Proposal, models.PROTECT, verbose_name="建议提案", related_name="proposers"
    )
    part = models.CharField("身份", max_length=2, choices=Part, default=Part.LEAD)
    name = models.CharField("姓名或名称", max_length=60)
    group = models.CharField("代表团或界别", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    address = models.CharField("单位或地址", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "提出人"
        ordering = ["proposal", "order", "id"]
        default_permissions = ()
        permissions = [("view_contact_data", "查看提出人电话地址")]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "name"],
                name="proposer_once",
                violation_error_message="这位提出人已经填过",
            ),
            models.CheckConstraint(
                condition=Q(part__in=["领衔", "联名", "集体"]) & ~Q(name=""), name="proposer_stated"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ask(models.Model):
    """One numbered demand of a proposal, and how it is answered."""

    proposal = models.ForeignKey(
        Proposal, models.PROTECT, verbose_name="建议提案", related_name="asks"
    )
    number = models.PositiveSmallIntegerField("序号")
    text = models.CharField("诉求", max_length=500)
    unit = models.CharField(
        "答复单位", max_length=60, blank=True, help_text="由别的单位答复的填单位；留空即我局"
    )
    answer = models.CharField("答复要点", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "诉求"
        ordering = ["proposal", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="ask_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(text=""), name="ask_stated"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def is_ours(self) -> bool:
        return not self.unit


class Attachment(models.Model):
    """A file that came with the proposal, kept in the database with its digest."""

    proposal = models.ForeignKey(
        Proposal, models.PROTECT, verbose_name="建议提案", related_name="attachments"
    )
    name = models.CharField("文件名", max_length=120)
    media_type = models.CharField("类型", max_length=100)
    content = models.BinaryField("内容")
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["proposal", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "sha256"],
                name="attachment_once",
                violation_error_message="这份文件已经上传过",
            ),
        ]

    def __str__(self) -> str:
        return self.name
