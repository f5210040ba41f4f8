"""`manage.py fonts`: the font in use for each role of a letter, and what of GB 2312 it covers."""

from typing import Any

from django.core.management.base import BaseCommand

from cixi_ip import typeset

LEADING, TRAILING = range(0xB0, 0xF8), range(0xA1, 0xFF)


def gb2312() -> frozenset[str]:
    """The 6763 hanzi of GB 2312."""
    codes = (bytes((high, low)) for high in LEADING for low in TRAILING)
    return frozenset("".join(code.decode("gb2312", "ignore") for code in codes))


class Command(BaseCommand):
    help = "列出公文各种字体实际使用的字库，以及对 GB 2312 六千七百六十三字的覆盖"

    def handle(self, *args: Any, **options: Any) -> None:
        hanzi = gb2312()
        self.stdout.write(f"字体目录：{typeset.fonts_folder()}（放入新字体后重启服务生效）")
        for role, (first, *others) in typeset.faces().items():
            covered = len(hanzi & first.characters)
            stand_ins = "、".join(face.name for face in others)
            gaps = f"缺字时用 {stand_ins}" if others else "缺字时没有替代"
            self.stdout.write(
                f"{role}：{first.name}（{first.path.name}），GB 2312 {covered}/{len(hanzi)}；{gaps}"
            )
        for shortcoming in typeset.shortcomings():
            self.stdout.write(self.style.WARNING(shortcoming))
        self.stdout.write(f"排版引擎：{typeset.ENGINE}")
