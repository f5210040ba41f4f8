"""Check the package of a case: whole, unchanged, its letters those that were signed."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from proposals.packing.verification import verify


class Command(BaseCommand):
    help = "核验归档包：清单、SHA-256、公文与签发时是否一致、有无缺少和多出的文件（不用数据库）"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="归档包，如 归档包.zip")
        parser.add_argument(
            "--sha256", default="", help="操作记录“下载归档包”中记下的 SHA-256，一并核对"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["sha256"].strip().lower()
        if wanted and not re.fullmatch("[0-9a-f]{64}", wanted):
            raise CommandError("--sha256 须是 64 位十六进制数，请从操作记录中复制。")
        verdict = verify(options["file"])
        faults = list(verdict.faults)
        if wanted and verdict.sha256 and verdict.sha256 != wanted:
            faults.append("整个压缩包与操作记录中的 SHA-256 不一致，不是当时下载的那一份。")
        if faults:
            raise CommandError("\n".join((f"归档包有 {len(faults)} 处问题：", *faults)))
        letters = "、".join(verdict.letters) or "没有签发的公文"
        self.stdout.write(
            f"{verdict.reference}归档包完好：{verdict.files} 个文件，公文 {letters}，"
            f"内容截至 {verdict.as_of}\nSHA-256：{verdict.sha256}"
        )
