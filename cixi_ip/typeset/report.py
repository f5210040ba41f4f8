"""What the fonts at hand are worth: the faces of each role, what they cover, what to do."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cixi_ip.typeset.composing import ENGINE
from cixi_ip.typeset.coverage import Charset, charsets
from cixi_ip.typeset.fonts import CARRIED, Face, fonts_folder, library, shortcomings

LICENCES = {
    "Fandol": "GPL-3.0，附字体例外，可嵌入公文",
    "Noto ": "OFL-1.1，可嵌入公文",
    "LXGW ": "OFL-1.1，可嵌入公文",
    "霞鹜": "OFL-1.1，可嵌入公文",
    "BabelStone": "Arphic PL，可嵌入公文",
}
COMMERCIAL = "商业字体，本单位须有授权"
LACKING = "“{role}”所用各字体都缺{charset}的 {count} 字。请把含有这些字的字体放入字体目录。"
ADVICE = (
    "有授权的方正小标宋简体、仿宋_GB2312、楷体_GB2312 等字体文件（.ttf、.otf、.ttc）"
    "放入字体目录或其子文件夹即优先使用，不必重启。"
)


@dataclass(frozen=True)
class Used:
    """A face as it is shown: where it lies and under what licence."""

    name: str
    file: str
    licence: str


@dataclass(frozen=True)
class Coverage:
    """How much of a character set the first face of a role has, and all its faces together."""

    charset: str
    size: int
    missing_first: str
    missing: str

    @property
    def first(self) -> int:
        return self.size - len(self.missing_first)

    @property
    def all(self) -> int:
        return self.size - len(self.missing)


@dataclass(frozen=True)
class Role:
    name: str
    faces: tuple[Used, ...]
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True)
class Report:
    engine: str
    folder: str
    roles: tuple[Role, ...]
    shortcomings: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]
    advice: tuple[str, ...]

    def as_json(self, shown: int | None) -> dict[str, Any]:
        """All of it as plain values, with at most `shown` characters of each that lacks some."""
        plain = asdict(self)
        for role, told in zip(self.roles, plain["roles"], strict=True):
            told["coverage"] = [
                {
                    "charset": one.charset,
                    "size": one.size,
                    "first": one.first,
                    "all": one.all,
                    "missing_first": one.missing_first[:shown],
                    "missing": one.missing[:shown],
                }
                for one in role.coverage
            ]
        return plain


def report() -> Report:
    fonts = library()
    roles = tuple(
        Role(
            name,
            tuple(Used(face.name, _place(face.path), _licence(face)) for face in chain),
            tuple(_coverage(charset, chain) for charset in charsets()),
        )
        for name, chain in fonts.faces.items()
    )
    lacking = tuple(
        LACKING.format(role=role.name, charset=one.charset, count=len(one.missing))
        for role in roles
        for one in role.coverage
        if one.missing
    )
    problems = tuple((_place(problem.path), problem.said) for problem in fonts.problems)
    folder = str(fonts_folder())
    return Report(ENGINE, folder, roles, shortcomings(), problems, (*lacking, ADVICE))


def _place(path: Path) -> str:
    folder = fonts_folder()
    if path.is_relative_to(folder):
        return str(path.relative_to(folder))
    return f"{path.name}（随程序安装）" if path.is_relative_to(CARRIED) else str(path)


def _licence(face: Face) -> str:
    found = (words for name, words in LICENCES.items() if face.family.startswith(name))
    return next(found, COMMERCIAL)


def _coverage(charset: Charset, chain: tuple[Face, ...]) -> Coverage:
    first = chain[0].characters
    covered = first.union(*(face.characters for face in chain))
    missing_first, missing = charset.missing(first), charset.missing(covered)
    return Coverage(charset.name, len(charset.characters), missing_first, missing)
