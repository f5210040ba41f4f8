"""`manage.py openapi`: the document that describes the interface for programs, as kept in docs."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from stats.api.service import document


class Command(BaseCommand):
    help = "输出数据接口的说明（OpenAPI）；改了接口就重新存为 docs/openapi.json"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(document(), ensure_ascii=False, indent=2))
