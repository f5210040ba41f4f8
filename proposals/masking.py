"""Takes personal data out of a text before it is published; pure.

Names of those who put a proposal forward or are named as contact, and phones, identity numbers and
mail addresses of anybody: 国办发〔2014〕46号 lets answers be published, not who lives where.
Every covered character becomes one ×, so that a place in the text is the same before and after.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MASK = "×"
D = "[0-9０-９]"
BREAK = "[-－—– 　]"
NUMBER = rf"{D}{{7,8}}(?:(?:[-－—–]|转|分机){D}{{1,5}})?"
COUNTED = rf"(?![{D[1:-1]}]|[.．,，]{D}|[万亿]?[件个次家户人元项条份年%])"
# Identity numbers first: a phone would be found inside them. What a group `kept` holds stays.
PATTERNS = (
    (
        "身份证号",
        re.compile(
            rf"(?<!{D}){D}{{6}}{BREAK}?(?:[1１][89８９]|[2２][0０]){D}{{2}}{BREAK}?"
            rf"{D}{{4}}{BREAK}?{D}{{3}}[0-9０-９XxＸｘ](?![0-9０-９A-Za-z])"
        ),
    ),
    (
        "身份证号",
        re.compile(rf"(?P<kept>身份证(?:号码?)?(?:为|是)?[:：]?[ 　]*){D}{{15}}(?!{D})"),
    ),
    (
        "手机号",
        re.compile(
            rf"(?<!{D})(?<!{D}[.．])(?:[+＋]?[8８][6６]{BREAK}?)?"
            rf"[1１][3-9３-９]{D}{BREAK}?{D}{{4}}{BREAK}?{D}{{4}}(?!{D})"
        ),
    ),
    (
        "电话",
        re.compile(
            rf"(?<![0-9０-９〔.．])(?:[(（][0０]{D}{{2,3}}[)）]|[0０]{D}{{2,3}}){BREAK}?"
            rf"{D}{{7,8}}(?:{BREAK}{D}{{1,5}}|转{D}{{1,5}})?(?!{D})"
        ),
    ),
    (
        "电话",
        re.compile(
            r"(?P<kept>(?:电话|手机|座机|传真|热线|联系方式)(?:号码)?(?:为|是)?[:：]?[ 　]*)"
            rf"{NUMBER}{COUNTED}(?:[、，,；;/／或和 　]+{NUMBER}{COUNTED})*"
        ),
    ),
    (
        "邮箱",
        re.compile(r"[0-9A-Za-z_.+-]{1,64}[@＠][0-9A-Za-z-]{1,63}(?:\.[0-9A-Za-z-]{1,63}){1,4}"),
    ),
    (
        "账号",
        re.compile(
            r"(?P<kept>(?:QQ|qq|微信)(?:群|号码?)?[:：]?[ 　]*)[0-9A-Za-z_-]{5,20}(?![0-9A-Za-z_])"
        ),
    ),
)
COMPOUND = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳"
    "|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|轩辕|百里|呼延|东郭"
)
TITLE = re.compile("(?:代表|委员|先生|女士|同志|主任|主席|会长)+$")
UNIT = re.compile("各位|全体|人大|政协|代表团|工商联|(?:委会|协会|小组|公司|办公室)$")
# Two to four hanzi, or the parts of a name with dots between them.
PERSON = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}(?:[·・•‧][\u3400-\u9fff]{1,8})+")
DOTS = "·・•‧"
CONTACT = re.compile(r"联系人[:：][ 　]*(?P<names>[\u3400-\u9fff·、 　]{2,40})")
AMONG = re.compile("[、，,；;/ 　]+|和")


@dataclass(frozen=True)
class Cover:
    """text[start:end] and what it is; the words themselves are personal data."""

    start: int
    end: int
    kind: str
    words: str


@dataclass(frozen=True)
class Masked:
    """The text as it may be read by all, and what was covered, in order."""

    text: str
    covered: tuple[Cover, ...]

    def pieces(self, original: str) -> Iterator[tuple[str, str]]:
        """(words, kind) of `original`, the kind empty where nothing was covered."""
        at = 0
        for cover in self.covered:
            if cover.start > at:
                yield original[at : cover.start], ""
            yield original[max(at, cover.start) : cover.end], cover.kind
            at = cover.end
        if at < len(original):
            yield original[at:], ""


def mask(text: str, names: Iterable[str] = (), phones: Iterable[str] = ()) -> Masked:
    """Cover `names` (all but the family name), `phones`, and what looks like a way to reach one.

    Names of units among `names` are left; the contacts the text itself names are covered too.
    """
    found: list[Cover] = []
    listed = (re.compile(re.escape(one.strip())) for one in phones if len(one.strip()) > 4)
    for kind, pattern in (*PATTERNS, *(("电话", one) for one in listed)):
        text = _covered(text, kind, pattern, found)
    for name in sorted({*persons(names), *contacts(text)}, key=lambda one: (-len(one), one)):
        text = _covered(text, "姓名", _spaced(name), found)
    return Masked(text, tuple(sorted(found, key=lambda cover: cover.start)))


def _covered(text: str, kind: str, pattern: re.Pattern[str], found: list[Cover]) -> str:
    show = shortened if kind == "姓名" else shape

    def cover(match: re.Match[str]) -> str:
        kept = match.groupdict().get("kept") or ""
        words = match[0][len(kept) :]
        found.append(Cover(match.start() + len(kept), match.end(), kind, words))
        return kept + show(words)

    return pattern.sub(cover, text)


def persons(names: Iterable[str]) -> Iterator[str]:
    """The people among `names`, without title; what is a unit or one character is no name."""
    for name in names:
        for one in name.split("、"):
            bare = TITLE.sub("", re.sub(r"\s", "", one))
            if PERSON.fullmatch(bare) and not UNIT.search(bare):
                yield bare


def contacts(text: str) -> Iterator[str]:
    """Whom the text names as 联系人."""
    for found in CONTACT.finditer(text):
        yield from persons(AMONG.split(re.split("[ 　]*联系电话", found["names"])[0]))


def _spaced(name: str) -> re.Pattern[str]:
    """A name of two characters is printed with a blank between them; dots are written variously."""
    parts = (f"[{DOTS}]" if char in DOTS else re.escape(char) for char in name)
    return re.compile("[ 　]{0,2}".join(parts))


def shape(words: str) -> str:
    """Digits and letters covered, marks kept, so that the sentence reads on."""
    return re.sub(r"[0-9A-Za-z_.+０-９ＸｘＡ-Ｚ]", MASK, words)


def shortened(name: str) -> str:
    """陈×× ; of a double family name two characters stay, and marks within a name."""
    kept = 2 if COMPOUND.match(name) and len(name) > 2 else 1
    return name[:kept] + re.sub(rf"[^{DOTS} 　]", MASK, name[kept:])
