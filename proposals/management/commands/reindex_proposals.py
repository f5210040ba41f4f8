"""`manage.py reindex_proposals`: build the search index of proposals and signed letters anew."""

from typing import Any

from django.core.management.base import BaseCommand

from proposals.actions.indexing import reindex


class Command(BaseCommand):
    help = "重建建议提案和已签发公文的检索索引"

    def handle(self, *args: Any, **options: Any) -> None:
        count = reindex()
        if options["verbosity"]:
            self.stdout.write(f"检索索引：已重建 {count:,} 篇")
