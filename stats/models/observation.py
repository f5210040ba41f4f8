"""Published figures: written only by approval, superseded but never changed."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stats.models.figure import Figure, RevisionKind


class ObservationQuerySet(models.QuerySet["Observation"]):
    def published(self, as_of: datetime | None = None) -> "ObservationQuerySet":
        """Current vintages, or those that were current at the moment `as_of`."""
        if as_of is None:
            return self.filter(superseded_at__isnull=True)
        return self.filter(approved_at__lte=as_of).filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=as_of)
        )

    def of_key(self, key: tuple[int, int, int, int]) -> "ObservationQuerySet":
        indicator, region, year, month = key
        return self.filter(indicator_id=indicator, region_id=region, year=year, through_month=month)

    def latest_of(
        self, figures: Iterable[Figure]
    ) -> dict[tuple[int, int, int, int], "Observation"]:
        """The last vintage of each key that has one, current or not, in one query."""
        figures = list(figures)
        rows = self.filter(
            indicator__in={figure.indicator_id for figure in figures},
            region__in={figure.region_id for figure in figures},
            year__in={figure.year for figure in figures},
        )
        in_order = rows.select_related("indicator__numerator", "region").order_by("vintage")
        return {row.key: row for row in in_order}


class Observation(Figure):
    """One vintage of one figure. `superseded_at` alone may change: once, from null."""

    submission = models.ForeignKey(
        "stats.Submission", models.PROTECT, verbose_name="批次", related_name="observations"
    )
    source = models.ForeignKey("stats.Source", models.PROTECT, verbose_name="来源")
    vintage = models.PositiveSmallIntegerField("版次")
    revision_kind = models.CharField("版次性质", max_length=2, choices=RevisionKind)
    reason = models.CharField("修改原因", max_length=300, blank=True)
    origin = models.CharField("录入方式", max_length=4)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="填报人",
        null=True,
        blank=True,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="审核人",
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField("发布时间")
    superseded_at = models.DateTimeField("被替代时间", null=True, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta(Figure.Meta):
        verbose_name = verbose_name_plural = "已发布数据"
        ordering = ["indicator__order", "region__code", "-year", "-through_month", "-vintage"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["indicator", "year", "value"], name="observation_across")]
        constraints = [
            *Figure.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "region", "year", "through_month", "vintage"],
                name="observation_vintage",
            ),
            models.UniqueConstraint(
                fields=["indicator", "region", "year", "through_month"],
                condition=Q(superseded_at__isnull=True),
                name="observation_current",
            ),
            models.CheckConstraint(
                condition=Q(vintage=1, revision_kind="首次")
                | (Q(vintage__gt=1) & ~Q(revision_kind="首次") & ~Q(reason="")),
                name="observation_reason",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("approved_at")),
                name="observation_order",
            ),
            # Only what was loaded at set-up (origin 装载) has neither name; then it has no second.
            models.CheckConstraint(
                condition=Q(origin="装载", entered_by__isnull=True, approved_by__isnull=True)
                | (
                    Q(entered_by__isnull=False, approved_by__isnull=False)
                    & ~Q(entered_by=F("approved_by"))
                ),
                name="observation_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}（第{self.vintage}版）"
