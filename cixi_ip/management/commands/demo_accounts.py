"""`manage.py demo_accounts`: one account a role, for demonstrations only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cixi_ip import demo_accounts


class Command(BaseCommand):
    help = "建立各角色的演示账号（仅限演示环境），密码写入 demo-accounts.txt"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENVIRONMENT != "demo":
            raise CommandError(
                "演示账号只能在演示环境（CIXI_ENV=demo）建立。"
                "正式环境的账号请由系统管理员在后台逐个建立。"
            )
        made = demo_accounts.ensure()
        path = demo_accounts.file()
        self.stdout.write(f"演示账号{'已建立' if made else '已在库'}，密码见 {path}：")
        self.stdout.write(path.read_text("utf-8"), ending="")
