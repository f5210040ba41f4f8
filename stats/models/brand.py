"""The brand library: which brand was in it, when, and on which tier on any day."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from stats.models.dated import ends_for_a_reason, holding
from stats.models.row import NotedRow, Row


class BrandTierManager(models.Manager["BrandTier"]):
    def get_by_natural_key(self, name: str) -> "BrandTier":
        return self.get(name=name)


class BrandTier(Row):
    """One tier of the library; the office names them and puts them in order."""

    name = models.CharField("梯级", max_length=20, unique=True)
    step = models.PositiveSmallIntegerField("次序", unique=True, help_text="由低到高，从1往上数")
    about = models.CharField("入选条件", max_length=200, blank=True)

    objects = BrandTierManager()

    class Meta:
        verbose_name = verbose_name_plural = "品牌培育梯级"
        ordering = ["step"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__gte=1),
                name="brand_tier_step",
                violation_error_message="次序从1往上数",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class BrandMembershipQuerySet(models.QuerySet["BrandMembership"]):
    def in_library(self, day: date) -> "BrandMembershipQuerySet":
        """Those in the library on a day; the day of leaving does not count."""
        return self.filter(holding(day, "entered_on"))

    def with_tier(self, day: date) -> "BrandMembershipQuerySet":
        """With `tier_today`, the name of the tier on that day; empty outside the library."""
        moves = BrandMove.objects.filter(membership=OuterRef("pk"), moved_on__lte=day)
        last = moves.order_by("-moved_on").values("tier__name")[:1]
        then = Coalesce(Subquery(last), "tier__name")
        return self.annotate(
            tier_today=Case(When(holding(day, "entered_on"), then=then), default=Value(""))
        )


class BrandMembershipManager(models.Manager["BrandMembership"]):
    def get_queryset(self) -> BrandMembershipQuerySet:
        return (
            BrandMembershipQuerySet(self.model, using=self._db)
            .select_related("enterprise")
            .with_tier(localdate())
        )

    def in_library(self, day: date) -> BrandMembershipQuerySet:
        return self.get_queryset().in_library(day)


class BrandMembership(NotedRow):
    """A brand of an enterprise in the library from a day, on its first tier; moves change that."""

    enterprise = models.ForeignKey(
        "stats.Enterprise", models.PROTECT, verbose_name="企业", related_name="brands"
    )
    brand = models.CharField("品牌", max_length=60)
    tier = models.ForeignKey(
        BrandTier,
        models.PROTECT,
        verbose_name="入库梯级",
        help_text="以后升降另记“梯级变动”，不改这里",
    )
    entered_on = models.DateField("入库日期")
    document = models.CharField("入库依据", max_length=80, blank=True)
    ended_on = models.DateField(
        "出库日期", null=True, blank=True, help_text="从这天起不在库；仍在库的留空"
    )
    end_reason = models.CharField("出库原因", max_length=100, blank=True)

    objects = BrandMembershipManager()

    class Meta:
        verbose_name = verbose_name_plural = "品牌培育库"
        ordering = ["-entered_on", "-id"]
        indexes = [models.Index(fields=["entered_on", "ended_on"], name="brand_in_library")]
        constraints = [
            ends_for_a_reason("brand_membership_end", "entered_on"),
            models.UniqueConstraint(
                fields=["enterprise", "brand"],
                condition=Q(ended_on__isnull=True),
                name="brand_membership_open",
                violation_error_message="这个品牌已在库，出库后才能再入库",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "brand", "entered_on"],
                name="brand_membership_once",
                violation_error_message="这个品牌已有同一天入库的记录",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand}（{self.enterprise}，{self.entered_on}入库）"

    @property
    def short_name(self) -> str:
        """What a sheet may call it where nothing else is called so."""
        return f"{self.brand}（{self.enterprise}）"

    def clean(self) -> None:
        if self.entered_on is None or self.enterprise_id is None:
            return
        self.refuse_overlap()
        moves = list(self.moves.select_related("tier")) if self.pk else []
        if not moves:
            return
        if moves[0].moved_on <= self.entered_on:
            raise ValidationError(
                {"entered_on": f"{moves[0].moved_on}已有梯级变动，入库日期须早于它。"}
            )
        if self.ended_on is not None and moves[-1].moved_on >= self.ended_on:
            raise ValidationError(
                {"ended_on": f"{moves[-1].moved_on}还有梯级变动，出库日期须晚于它。"}
            )
        if moves[0].tier_id == self.tier_id:
            raise ValidationError({"tier": f"{moves[0].moved_on}变动到的就是“{self.tier}”。"})

    def refuse_overlap(self) -> None:
        others = BrandMembership.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=self.entered_on),
            enterprise=self.enterprise_id,
            brand=self.brand,
        ).exclude(pk=self.pk)
        if self.ended_on is not None:
            others = others.filter(entered_on__lt=self.ended_on)
        if (other := others.first()) is not None:
            raise ValidationError(
                f"这个品牌从{other.entered_on}起已在库，两段时间不能重叠。请先登记出库，"
                "或改正入库日期。"
            )

    def tier_before(self, day: date, but: int | None = None) -> BrandTier:
        """The tier up to the day before; `but` leaves out a move that is being changed."""
        moves = self.moves.filter(moved_on__lt=day).exclude(pk=but).select_related("tier")
        last = moves.order_by("-moved_on").first()
        return self.tier if last is None else last.tier


class BrandMoveManager(models.Manager["BrandMove"]):
    def get_queryset(self) -> models.QuerySet["BrandMove"]:
        return super().get_queryset().select_related("membership__enterprise")


class BrandMove(Row):
    """A brand goes to another tier on a day, for a reason."""

    membership = models.ForeignKey(
        BrandMembership, models.PROTECT, verbose_name="在库品牌", related_name="moves"
    )
    tier = models.ForeignKey(BrandTier, models.PROTECT, verbose_name="变动到")
    moved_on = models.DateField("变动日期")
    reason = models.CharField("原因", max_length=100)
    document = models.CharField("依据", max_length=80, blank=True)

    objects = BrandMoveManager()

    class Meta:
        verbose_name = verbose_name_plural = "品牌梯级变动"
        ordering = ["moved_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="brand_move_reason",
                violation_error_message="请写明升降的原因",
            ),
            models.UniqueConstraint(
                fields=["membership", "moved_on"],
                name="brand_move_once",
                violation_error_message="这个品牌在这天已有一次变动",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.brand}到{self.tier}"

    def clean(self) -> None:
        missing: list[Any] = [self.membership_id, self.moved_on, self.tier_id]
        if None in missing:
            return
        member = self.membership
        if self.moved_on <= member.entered_on:
            raise ValidationError({"moved_on": f"变动须在入库（{member.entered_on}）之后。"})
        if member.ended_on is not None and self.moved_on >= member.ended_on:
            raise ValidationError({"moved_on": f"这个品牌{member.ended_on}已出库，须早于这天。"})
        if member.tier_before(self.moved_on, self.pk) == self.tier:
            raise ValidationError({"tier": f"变动之前已是“{self.tier}”，请改选别的梯级。"})
        later = member.moves.filter(moved_on__gt=self.moved_on).exclude(pk=self.pk).first()
        if later is not None and later.tier_id == self.tier_id:
            raise ValidationError(
                {"tier": f"{later.moved_on}已登记变动到“{self.tier}”，请先改那一条。"}
            )
