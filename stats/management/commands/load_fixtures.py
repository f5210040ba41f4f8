"""`manage.py load_fixtures`: regions, indicators and published figures, where they are missing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from stats import fixtures


class Command(BaseCommand):
    help = "装入地区、指标和公开数据；已有的一律不改，可反复执行"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--catalogue-only", action="store_true", help="只装地区和指标，不装公开数据"
        )

    def handle(self, *args: Any, catalogue_only: bool, **options: Any) -> None:
        # Generated and real figures never meet: the demonstration takes the catalogue alone.
        only = catalogue_only or settings.DEMO_DATA
        try:
            with transaction.atomic():
                added = fixtures.load_catalogue()
                if not only:
                    added |= fixtures.load_published()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        counts = "、".join(f"{name} {count}" for name, count in added.items() if count)
        self.stdout.write(f"新装入：{counts}。" if counts else "自带的目录和数据都已在库。")
