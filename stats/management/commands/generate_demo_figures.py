"""`manage.py generate_demo_figures`: six invented years in the demonstration's own database."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from stats import actions
from stats.demo_figures import COUNTIES, RATIOS, DemoFigure, generate
from stats.demo_targets import DEMO_TARGETS, DemoTarget
from stats.models import Entry, Indicator, Observation, Region, Source, Target

TITLE = "演示数据（随机生成，非真实）"
NOTE = "演示数据，随机生成，非真实"
SCOPE_WORDS = {
    "330282": "全市",
    "330282-BJ": "市本级",
    "330282-QW": "前湾新区",
    "330200": "宁波市",
    "330000": "浙江省",
}


class Command(BaseCommand):
    help = "生成2018—2023年演示数据（仅限演示库，页面和文件都标“演示数据”）"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_DATA:
            raise CommandError(
                "演示数据只能写入演示库。请用 make demo，或先设置 CIXI_DEMO_DATA=1。"
            )
        figures = generate()
        # What people trying the system have published since is of sources of their own.
        if Observation.objects.filter(source__title=TITLE).count() >= len(figures):
            self.stdout.write("演示数据已在库。")
            return
        if Observation.objects.exclude(source__title=TITLE).exists():
            raise CommandError("这个数据库里已有真实数据，不能混入演示数据。请换一个空的数据库。")
        catalogue = {
            "indicators": {item.code: item for item in Indicator.objects.all()},
            "regions": {item.code: item for item in Region.objects.all()},
        }
        if not all(catalogue.values()):
            raise CommandError(
                "还没有指标和地区。请先执行 manage.py load_fixtures --catalogue-only。"
            )
        source, _created = Source.objects.get_or_create(
            title=TITLE,
            defaults={"kind": Source.Kind.LEDGER, "note": "只供试用和演示，不得引用"},
        )

        def entries(are_ratios: bool) -> list[Entry]:
            denominators = populations() if are_ratios else {}
            return [
                entry(figure, source, denominators, **catalogue)
                for figure in figures
                if (figure.indicator in RATIOS) is are_ratios
            ]

        # Ratios name the published population they were divided by, so that comes first.
        count = actions.load(title=TITLE, entries=entries(False))
        count += actions.load(title=TITLE, entries=entries(True))
        for target in DEMO_TARGETS:
            plan(target, source, **catalogue)
        self.stdout.write(f"新生成演示数据 {count} 条。")


def plan(
    target: DemoTarget,
    source: Source,
    *,
    indicators: dict[str, Indicator],
    regions: dict[str, Region],
) -> None:
    Target.objects.get_or_create(
        title=f"{target.title}（演示）",
        defaults={
            "indicator": indicators[target.indicator],
            "region": regions[target.region],
            "stated_year": target.stated,
            "due_year": target.due,
            "value": Decimal(target.value),
            "nature": target.nature,
            "source": source,
            "note": NOTE,
        },
    )


def populations() -> dict[tuple[str, int], Observation]:
    rows = Observation.objects.filter(indicator__code="population.resident").select_related(
        "region"
    )
    return {(row.region.code, row.year): row for row in rows}


def entry(
    figure: DemoFigure,
    source: Source,
    denominators: dict[tuple[str, int], Observation],
    *,
    indicators: dict[str, Indicator],
    regions: dict[str, Region],
) -> Entry:
    return Entry(
        indicator=indicators[figure.indicator],
        region=regions[figure.region],
        year=figure.year,
        value=figure.value,
        half_width=figure.half_width,
        status=figure.status,
        reported_growth=figure.reported_growth,
        growth_base=figure.growth_base,
        rank=figure.rank,
        rank_of=COUNTIES if figure.rank else None,
        rank_region=regions["330200"] if figure.rank else None,
        printed_scope=SCOPE_WORDS.get(figure.region) or regions[figure.region].name,
        denominator=denominators.get((figure.region, figure.year - 1)),
        source=source,
        note=NOTE,
    )
