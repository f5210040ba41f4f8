"""Our dealings with others in one handling: units' opinions, contacts, feedback."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from proposals.models.handling import Handling, Round
from proposals.models.proposal import Proposer
from proposals.models.session import Role


class OtherUnit(models.Model):
    """Another unit in the same proposal; where we lead, its opinion is asked for and collected."""

    handling = models.ForeignKey(
        Handling, models.PROTECT, verbose_name="办理", related_name="other_units"
    )
    unit = models.CharField("单位", max_length=60)
    role = models.CharField("角色", max_length=2, choices=Role, default=Role.ASSIST)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    asked_on = models.DateField("发出日期", null=True, blank=True)
    due_on = models.DateField("应回日期", null=True, blank=True)
    received_on = models.DateField("收到日期", null=True, blank=True)
    opinion = models.TextField("意见", blank=True)
    returned_on = models.DateField("退回日期", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=200, blank=True)
    waived = models.CharField(
        "不再等的原因", max_length=200, blank=True, help_text="逾期不回又不能再等的，写明催办情况"
    )

    class Meta:
        verbose_name = verbose_name_plural = "其他单位"
        ordering = ["handling", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["due_on"], name="otherunit_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["handling", "unit"],
                name="otherunit_once",
                violation_error_message="这个单位已经列入",
            ),
            models.CheckConstraint(
                condition=~Q(unit="") & Q(role__in=["主办", "协办", "分办"]),
                name="otherunit_stated",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | ~Q(opinion=""),
                name="otherunit_opinion",
                violation_error_message="收到的意见请摘录要点，答复中要说明",
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | ~Q(return_reason=""),
                name="otherunit_return",
                violation_error_message="退回须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return self.unit

    @property
    def is_settled(self) -> bool:
        """Whether our answer need not wait for it."""
        is_asked = self.role == Role.ASSIST
        return not is_asked or bool(self.waived) or self.received_on is not None


class Contact(models.Model):
    """One talk with those who put it forward, before or after the answer."""

    class Way(models.TextChoices):
        FACE = "面商", "当面商谈"
        VISIT = "走访", "走访"
        MEETING = "座谈", "座谈"
        SURVEY = "调研", "联合调研"
        PHONE = "电话", "电话"
        MAIL = "书信", "书信、邮件"

    # Ningbo's rule wants talking face to face; the rate of 面商 counts these.
    IN_PERSON = (Way.FACE, Way.VISIT, Way.MEETING, Way.SURVEY)

    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="contacts")
    day = models.DateField("日期")
    way = models.CharField("方式", max_length=2, choices=Way)
    with_whom = models.CharField("对方", max_length=120)
    our_people = models.CharField("我局人员", max_length=120)
    content = models.TextField("沟通内容")
    result = models.CharField("对方意见", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="记录人", related_name="+"
    )
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "沟通记录"
        ordering = ["day", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(with_whom="") & ~Q(our_people="") & ~Q(content=""),
                name="contact_stated",
                violation_error_message="对方、我局人员和沟通内容都要填",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["面商", "走访", "座谈", "调研", "电话", "书信"]),
                name="contact_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.way} {self.with_whom}"


class Satisfaction(models.TextChoices):
    GOOD = "满意", "满意"
    FAIR = "基本满意", "基本满意"
    BAD = "不满意", "不满意"


class Feedback(models.Model):
    """What one who put it forward says of our answer: of manner and of result, apart."""

    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="feedback")
    proposer = models.ForeignKey(
        Proposer, models.PROTECT, verbose_name="提出人", null=True, blank=True, related_name="+"
    )
    attitude = models.CharField("办理态度", max_length=4, choices=Satisfaction)
    result = models.CharField("办理结果", max_length=4, choices=Satisfaction)
    reason = models.CharField("不满意的原因", max_length=500, blank=True)
    received_on = models.DateField("收到日期")
    is_on_paper = models.BooleanField(
        "纸质回执", default=True, help_text="由我局人员代为录入的，须留存原件"
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="录入人", related_name="+"
    )
    typed_at = models.DateTimeField("录入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "征询意见"
        ordering = ["received_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "proposer"],
                name="feedback_once",
                violation_error_message="这位提出人本轮的意见已经录入",
            ),
            models.CheckConstraint(
                condition=Q(attitude__in=Satisfaction.values) & Q(result__in=Satisfaction.values),
                name="feedback_values",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | (~Q(attitude="不满意") & ~Q(result="不满意")),
                name="feedback_reason",
                violation_error_message="不满意的须写明原因，照回执抄写",
            ),
        ]

    def __str__(self) -> str:
        return f"态度{self.attitude}，结果{self.result}"

    @property
    def is_unhappy(self) -> bool:
        return Satisfaction.BAD in (self.attitude, self.result)

    @property
    def is_late(self) -> bool:
        """A receipt after its window is kept, and left out of the rate."""
        due = self.round.receipt_due_on
        return due is not None and self.received_on > due
