"""`manage.py read_import`: reads one uploaded file, or writes it once it is confirmed."""

import signal
from types import FrameType
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cixi_ip import limited
from cixi_ip.workbooks.complaints import Refusal
from stats import actions
from stats.models import ImportFile

MEMORY = 2 * 1024**3
SECONDS = 120
TOO_MUCH_MEMORY = "文件展开后占用内存过多，已停止读取。请删去多余的行、列和工作表，或拆成几个文件。"
TOO_LONG = f"读取用时超过 {SECONDS} 秒，已停止。请删去多余的行、列和工作表，或拆成几个文件。"


class Command(BaseCommand):
    help = "读取一个导入文件，或写入已确认的导入（由页面启动，不必手工运行）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pk", type=int, help="导入文件编号")

    def handle(self, *args: Any, pk: int, **options: Any) -> None:
        bound()
        file = ImportFile.objects.select_related("uploaded_by").filter(pk=pk).first()
        if file is None:
            raise CommandError(f"没有编号为 {pk} 的导入文件。")
        try:
            work(file)
        except MemoryError:
            actions.refuse_import(file, TOO_MUCH_MEMORY)
        except Refusal as refusal:
            actions.refuse_import(file, str(refusal))


def bound() -> None:
    """A file that asks for more than this is stopped; the pages and their memory are elsewhere."""
    limited.bound(MEMORY)
    limited.allow(SECONDS, then=10)
    signal.signal(signal.SIGXCPU, too_long)


def too_long(_signal: int, _frame: FrameType | None) -> None:
    raise Refusal(TOO_LONG)


def work(file: ImportFile) -> None:
    if file.state == ImportFile.State.READING:
        actions.read_import(file)
    elif file.state == ImportFile.State.WRITING:
        try:
            actions.write_import(by=file.uploaded_by, file=file)
        except ValidationError as error:
            actions.give_back(file)
            actions.read_import(file, told=tuple(error.messages))
