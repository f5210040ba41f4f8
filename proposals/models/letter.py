"""The letter of a round while it is being written: text with tokens, kept in one edition."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from proposals.models.handling import Handling, Round
from proposals.models.session import Disclosure, PageForm, Seal, Urgency

# What the officer writes, in the order of the desk.
WRITTEN = (
    "body",
    "title",
    "addressee",
    "page_form",
    "cc",
    "contact",
    "phone",
    "urgency",
    "class_mark",
    "disclosure",
    "disclosure_reason",
    "seal",
    "post",
    "joint",
    "upward",
    "co_signers",
)


class Letter(models.Model):
    """A draft; `edition` counts the saves, so that nobody overwrites what he has not seen."""

    round = models.OneToOneField(Round, models.PROTECT, verbose_name="轮次", related_name="letter")
    page_form = models.CharField("版式", max_length=2, choices=PageForm)
    title = models.CharField("标题", max_length=200)
    addressee = models.CharField("主送", max_length=200)
    body = models.TextField("正文", blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True, help_text="留空则公文不印附注")
    phone = models.CharField("联系电话", max_length=40, blank=True)
    cc = models.CharField("抄送", max_length=200, blank=True, help_text="多个单位用顿号分开")
    urgency = models.CharField("紧急程度", max_length=2, choices=Urgency, blank=True)
    class_mark = models.CharField(
        "办理结果类别",
        max_length=2,
        blank=True,
        help_text="印在主办答复首页右上角；协办意见不印",
    )
    disclosure = models.CharField(
        "公开属性",
        max_length=5,
        choices=Disclosure,
        blank=True,
        help_text="印在主办答复首页右上角；协办意见不印",
    )
    disclosure_reason = models.CharField(
        "不主动公开的理由",
        max_length=200,
        blank=True,
        help_text="依申请公开、不予公开的须写明；与公文一起审核，不印出",
    )
    seal = models.CharField("用印", max_length=3, choices=Seal, default=Seal.SEALED)
    post = models.CharField(
        "签名章职务",
        max_length=200,
        blank=True,
        help_text="用签名章时填签发人职务全称，如：局长；联合发文按机关次序各填一个，用顿号分开",
    )
    joint = models.CharField(
        "联合发文机关", max_length=200, blank=True, help_text="我局之外的发文机关，多个用顿号分开"
    )
    upward = models.BooleanField(
        "上行文", default=False, help_text="报上级机关的公文，文号同行印签发人；只用文件格式"
    )
    co_signers = models.CharField(
        "联合发文机关签发人",
        max_length=200,
        blank=True,
        help_text="联合上行文按机关次序各填一个姓名，用顿号分开；我局的签发时印出，不用填",
    )
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
            ("review_letter", "科室核稿"),
            ("check_letter", "办公室审核"),
            ("approve_letter", "分管领导审核"),
            ("sign_letter", "签发"),
            ("seal_letter", "用印登记、送达"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(page_form__in=["文件", "信函"]), name="letter_page_form"
            ),
            models.CheckConstraint(
                condition=Q(urgency__in=["", *Urgency.values])
                & Q(disclosure__in=["", *Disclosure.values])
                & Q(seal__in=Seal.values),
                name="letter_choices",
            ),
            models.CheckConstraint(
                condition=(Q(seal="签名章") & ~Q(post="")) | (~Q(seal="签名章") & Q(post="")),
                name="letter_post",
                violation_error_message="用签名章的公文要填签发人职务；不用签名章的不填职务",
            ),
            models.CheckConstraint(
                condition=Q(co_signers="") | (Q(upward=True) & ~Q(joint="")),
                name="letter_co_signers",
                violation_error_message="联合发文机关签发人只在联合上报的公文（上行文）中填写",
            ),
            models.CheckConstraint(
                condition=Q(upward=False) | Q(page_form="文件"),
                name="letter_upward",
                violation_error_message="上行文只用文件格式，请把版式改为文件格式，或不选上行文",
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

    def clean(self) -> None:
        """Stamps and signers are one for each issuer, in the same order."""
        found, count = {}, 1 + len(self.co_issuers)
        if self.post and len(self.posts) != count:
            found["post"] = (
                f"发文机关有 {count} 个，签发人职务填了 {len(self.posts)} 个。"
                "请按机关次序各填一个，用顿号分开。"
            )
        if self.upward and self.co_issuers and len(self.other_signers) != count - 1:
            found["co_signers"] = (
                f"联合发文机关有 {count - 1} 个，签发人填了 {len(self.other_signers)} 个。"
                "请按机关次序各填一个姓名，用顿号分开。"
            )
        if found:
            raise ValidationError(found)

    @property
    def handling(self) -> Handling:
        return self.round.handling

    @property
    def printed_class(self) -> str:
        """A类: only answers of the lead unit carry it."""
        return f"{self.class_mark}类" if self.class_mark and self.is_lead else ""

    @property
    def printed_disclosure(self) -> str:
        return self.disclosure if self.is_lead else ""

    @property
    def is_lead(self) -> bool:
        return self.handling.is_answering

    @property
    def copies(self) -> tuple[str, ...]:
        return units(self.cc)

    @property
    def co_issuers(self) -> tuple[str, ...]:
        """Who issues the letter with us, after us."""
        return units(self.joint)

    @property
    def posts(self) -> tuple[str, ...]:
        """Whose 签名章 is set, ours first."""
        return units(self.post)

    @property
    def other_signers(self) -> tuple[str, ...]:
        """签发人 of the other issuers, in their order."""
        return units(self.co_signers)


def units(text: str) -> tuple[str, ...]:
    """The units of a list typed with 顿号."""
    return tuple(unit.strip() for unit in text.replace("，", "、").split("、") if unit.strip())
