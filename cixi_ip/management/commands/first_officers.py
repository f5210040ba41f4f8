"""`manage.py first_officers`: the accounts a new system in production begins with."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cixi_ip import first_officers


class Command(BaseCommand):
    help = "在新装的系统里建立首任系统管理员和安全管理员，初始密码只显示这一次"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("system", metavar="系统管理员账号")
        parser.add_argument("security", metavar="安全管理员账号")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = first_officers.appoint(system=options["system"], security=options["security"])
        except ValidationError as error:
            raise CommandError("没有建立账号：" + "".join(error.messages)) from error
        self.stdout.write("已建立下列账号。初始密码只显示这一次，请分别交给本人，首次登录须修改：")
        for role, (username, password) in zip(
            (first_officers.SYSTEM, first_officers.SECURITY), made.items(), strict=True
        ):
            self.stdout.write(f"{role}　{username}　{password}")
