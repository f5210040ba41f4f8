"""Users, departments, who stands in for whom, and the append-only record of who did what."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cixi_ip.roles import HELD_ALONE


class Department(models.Model):
    name = models.CharField("名称", max_length=60, unique=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "科室"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A member of staff; what one may do follows from the groups written by roles.py."""

    full_name = models.CharField("姓名", max_length=40, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="科室", null=True, blank=True
    )
    must_change_password = models.BooleanField("须修改密码", default=False)
    first_name = None
    last_name = None

    class Meta:
        verbose_name = verbose_name_plural = _("user")
        ordering = ["username"]
        permissions = [("enter_admin", "进入录入后台"), ("grant_roles", "授予角色")]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    get_short_name = get_full_name

    def acts_for(self) -> set[int]:
        """The ids of those whose work is this user's today: their own, and their principals'.

        Asked for once a day of this object, which a request makes anew.
        """
        today = timezone.localdate()
        asked_on, found = getattr(self, "_acts_for", (None, set()))
        if asked_on != today:
            found = {self.pk} | StandIn.objects.in_force(today).lenders_to(self)
            self._acts_for = (today, found)
        return found

    def stands_in_for(self) -> models.QuerySet["User"]:
        return User.objects.filter(pk__in=self.acts_for() - {self.pk})

    def lent_by(self, permission: str) -> list["User"]:
        """The principals whose roles give today what this user's own roles do not."""
        label, _dot, codename = permission.partition(".")
        if len(self.acts_for()) == 1:
            return []
        holders = User.objects.filter(
            pk__in=self.acts_for(),
            groups__permissions__codename=codename,
            groups__permissions__content_type__app_label=label,
        ).distinct()
        found = list(holders.order_by("pk"))
        return [] if self in found else found

    def on_behalf(self, permission: str) -> dict[str, str]:
        """What an event adds where the right to act is a principal's."""
        principals = self.lent_by(permission)
        return {"on_behalf_of": "、".join(map(str, principals))} if principals else {}

    @property
    def is_officer(self) -> bool:
        """Whether this one holds an office that is held alone."""
        return self.groups.filter(name__in=HELD_ALONE).exists()


class StandInQuerySet(models.QuerySet["StandIn"]):
    def in_force(self, day: date) -> "StandInQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gte=day, ended_at__isnull=True)

    def lenders_to(self, deputy: User) -> set[int]:
        """Who lends to this deputy; officers neither lend nor borrow, closed accounts lend nothing.

        Asked with every page, so that the second question waits for the first to find somebody.
        """
        lent = self.filter(deputy=deputy, principal__is_active=True)
        found = set(lent.values_list("principal", flat=True).order_by())
        if found and not deputy.is_officer:
            found -= set(
                User.objects.filter(pk__in=found, groups__name__in=HELD_ALONE).values_list(
                    "pk", flat=True
                )
            )
            return found
        return set()


class StandIn(models.Model):
    """授权代办: between two days the deputy may do what the principal may, under their own name."""

    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="委托人", related_name="deputies"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="代办人", related_name="principals"
    )
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    reason = models.CharField("事由", max_length=100)
    made_at = models.DateTimeField("办理时间", auto_now_add=True)
    ended_at = models.DateTimeField("提前结束时间", null=True, blank=True)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权代办"
        ordering = ["-starts_on", "-id"]
        default_permissions = ("add",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("deputy")),
                name="standin_two_people",
                violation_error_message="不能授权给自己",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="standin_order",
                violation_error_message="结束日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal}授权{self.deputy}代办"

    @property
    def state(self) -> str:
        today = timezone.localdate()
        if self.ended_at is not None:
            return "已提前结束"
        if today > self.ends_on:
            return "已到期"
        return "未开始" if today < self.starts_on else "代办中"

    @property
    def is_over(self) -> bool:
        return self.state.startswith("已")


# Two numbers that change with every act: an act with a lower number may be committed after one
# with a higher, as the count tells; never after a thousand others.
LATEST_EVENTS = (
    "SELECT COUNT(*), COALESCE(MAX(id), 0) FROM cixi_ip_event"
    " WHERE id > (SELECT COALESCE(MAX(id), 0) - 1000 FROM cixi_ip_event)"
)


class EventQuerySet(models.QuerySet["Event"]):
    def version(self) -> str:
        """Changes with every act, in whatever order acts are committed; one short query."""
        with connection.cursor() as cursor:
            cursor.execute(LATEST_EVENTS)
            return "-".join(map(str, cursor.fetchone()))

    def record(
        self,
        kind: str,
        *,
        by: User | None,
        subject: models.Model | None = None,
        label: str = "",
        **detail: Any,
    ) -> "Event":
        """Write one act down. Without a user (`by=None`) the label says who or what acted."""
        event = self.told(kind, by=by, subject=subject, label=label, **detail)
        event.save(force_insert=True, using=self.db)
        return event

    def told(
        self,
        kind: str,
        *,
        by: User | None,
        subject: models.Model | None = None,
        label: str = "",
        **detail: Any,
    ) -> "Event":
        """One act that is yet to be written down, for those that are written many at once."""
        return self.model(
            kind=kind,
            by=by,
            by_label=label or str(by or ""),
            subject_type=subject._meta.label_lower if subject is not None else "",
            subject_id=str(subject.pk) if subject is not None else "",
            subject_label=str(subject)[:200] if subject is not None else "",
            detail=detail,
        )


class Event(models.Model):
    """One act, never changed and never deleted (triggers in both databases see to it)."""

    at = models.DateTimeField("时间", auto_now_add=True)
    kind = models.CharField("行为", max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="操作人", null=True, blank=True
    )
    by_label = models.CharField("操作人（文字）", max_length=150, blank=True)
    subject_type = models.CharField("对象类型", max_length=60, blank=True)
    subject_id = models.CharField("对象编号", max_length=40, blank=True)
    subject_label = models.CharField("对象", max_length=200, blank=True)
    detail = models.JSONField("详情", default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["kind", "-id"], name="event_kind"),
            models.Index(fields=["subject_type", "subject_id"], name="event_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | ~models.Q(by_label=""),
                name="event_says_who",
                violation_error_message="操作记录须写明是谁做的",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_label} {self.kind} {self.subject_label}"
