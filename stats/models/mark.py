"""Well-known marks, and the collective and certification marks of associations."""

from django.db import models
from django.db.models import F, Q

from stats.models.dated import DatedQuerySet, DatedRow, TermQuerySet, ends_for_a_reason
from stats.models.placed import town_field


class WellKnownMark(DatedRow):
    """A mark recognised as well-known in one case; another case is another row of the mark."""

    class Way(models.TextChoices):
        OFFICE = "行政", "行政认定"
        COURT = "司法", "司法认定"

    mark = models.CharField("商标", max_length=60)
    registration_no = models.CharField(
        "商标注册号", max_length=20, blank=True, help_text="同一注册号两次认定只算一件"
    )
    enterprise = models.ForeignKey(
        "stats.Enterprise", models.PROTECT, verbose_name="企业", related_name="well_known_marks"
    )
    way = models.CharField("认定途径", max_length=2, choices=Way)
    document = models.CharField("认定文书", max_length=80)
    recognised_on = models.DateField("认定日期")
    ended_on = models.DateField(
        "终止日期", null=True, blank=True, help_text="从这天起不再计入，如商标无效、注销"
    )

    first_day = "recognised_on"

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "驰名商标"
        ordering = ["-recognised_on", "-id"]
        constraints = [
            ends_for_a_reason("well_known_mark_end", "recognised_on"),
            models.UniqueConstraint(
                fields=["enterprise", "mark", "registration_no", "document"],
                name="well_known_mark_once",
                violation_error_message="这份文书认定这件商标已登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark}（{self.get_way_display()}）"


class AssociationMark(DatedRow):
    """A collective or certification mark, held by an association for those who may use it."""

    class Kind(models.TextChoices):
        COLLECTIVE = "集体", "集体商标"
        CERTIFICATION = "证明", "证明商标"

    kind = models.CharField("种类", max_length=2, choices=Kind)
    mark = models.CharField("商标", max_length=60)
    registration_no = models.CharField("商标注册号", max_length=20, unique=True)
    holder = models.CharField("注册人", max_length=80, help_text="协会等组织的全称")
    town = town_field(help_text="全市性的留空，不计入镇街的数")
    registered_on = models.DateField("注册日期")
    valid_to = models.DateField(
        "有效期至", null=True, blank=True, help_text="最后一天；续展后改成新的有效期"
    )
    ended_on = models.DateField(
        "提前终止日", null=True, blank=True, help_text="从这天起无效，如注销、撤销、宣告无效"
    )

    first_day = "registered_on"

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "集体商标和证明商标"
        ordering = ["-registered_on", "-id"]
        indexes = [models.Index(fields=["valid_to"], name="association_mark_expiring")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("registered_on")),
                name="association_mark_order",
                violation_error_message="有效期至不能早于注册日期",
            ),
            ends_for_a_reason("association_mark_end", "registered_on"),
        ]

    def __str__(self) -> str:
        return f"{self.mark}（{self.get_kind_display()}）"
