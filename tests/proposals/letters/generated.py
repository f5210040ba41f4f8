"""200 letters fixed by a seed, in which every two options that go together meet at least once.

The texts were written before the templates were tuned, and a digest holds them as they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from random import Random
from typing import Any

from proposals.letters import Attachment, Format, Letter, Seal, parse_body
from tests.proposals.letters import invented

SEED = 9704
COUNT = 200
CANDIDATES = 40
Choice = dict[str, str]
OPTIONS: dict[str, tuple[str, ...]] = {
    "格式": ("文件", "信函", "纪要"),
    "机关数": ("1", "2", "3", "4", "5"),
    "机关名": tuple(invented.OFFICES),
    "签发人": ("0", "1", "2", "3"),
    "版头": ("无", "份号", "密级", "紧急", "全部"),
    "右上": ("无", "类别", "公开", "类别和公开"),
    "主送": ("短", "长", "五十", "长入版记", "五十入版记"),
    "标题": ("短", "常", "长", "最长", "手工分行"),
    "层次": ("无", "一级", "四级", "接排"),
    "表": ("无", "全框", "三线", "长", "宽"),
    "文字": tuple(invented.NASTY),
    "篇幅": ("短", "中", "长"),
    "附件": ("0", "1", "2", "4"),
    "附件版式": ("竖", "横", "混"),
    "用印": ("盖章", "不盖章", "签名章"),
    "附注": ("无", "联系人", "联系人和电话"),
    "抄送": ("0", "1", "4", "12"),
    "印发": ("无", "有"),
    "版记页": ("任意", "偶数页"),
    "状态": ("正式", "草稿", "草稿无号", "演示", "草稿演示"),
}
# Characters of the body; the longest letters are few, because they take the longest to measure.
LENGTHS = {"短": (30, 90, 200, 330), "中": (600, 1100, 1700, 2300), "长": (2600, 3600)}
LONGEST = {20: 14_500, 60: 11_500, 100: 7_400, 140: 14_500, 180: 9_000}


@dataclass(frozen=True)
class Case:
    """One letter: what was chosen for it, and its fields as somebody would type them."""

    name: str
    choice: Choice
    fields: dict[str, Any]

    @property
    def letter(self) -> Letter:
        attachments = tuple(
            Attachment(title, parse_body(text), landscape)
            for title, text, landscape in self.fields["attachments"]
        )
        return Letter(
            **self.fields | {"body": parse_body(self.fields["body"]), "attachments": attachments}
        )


@cache
def cases() -> tuple[Case, ...]:
    dice = Random(SEED)  # noqa: S311 - not a secret
    return tuple(
        Case(f"{number:03d}", choice, fields_of(choice, dice, LONGEST.get(number)))
        for number, choice in enumerate(choices(dice))
    )


def letters() -> tuple[Letter, ...]:
    return tuple(case.letter for case in cases())


def choices(dice: Random) -> Iterator[Choice]:
    """Each the one of many random choices in which most pairs meet that have not met before."""
    met: set[tuple[str, str, str, str]] = set()
    for _ in range(COUNT):
        drawn = [
            lawful({name: dice.choice(OPTIONS[name]) for name in OPTIONS})
            for _ in range(CANDIDATES)
        ]
        best = max(drawn, key=lambda choice: len(pairs(choice) - met))
        met |= pairs(best)
        yield best


def pairs(choice: Choice) -> set[tuple[str, str, str, str]]:
    return {(a, choice[a], b, choice[b]) for a, b in combinations(OPTIONS, 2)}


def lawful(choice: Choice) -> Choice:
    """The choice without what the standard does not provide for, or what cannot fit page 1."""
    for rule in (_by_form, _by_issuers, _by_room, _by_sense):
        choice = choice | rule(choice)
    return choice


def _by_form(choice: Choice) -> Choice:
    if choice["格式"] == "纪要":
        alone = {"机关数": "1", "签发人": "0", "右上": "无", "主送": "短", "附注": "无"}
        return alone | {"用印": "盖章"}
    return {"版记页": "任意", "印发": "无"} if choice["格式"] == "信函" else {}


def _by_issuers(choice: Choice) -> Choice:
    """Of joint issuers only two may have long names; three and more leave room for no more."""
    many = int(choice["机关数"])
    changed = {"机关名": "常"} if many > 2 and choice["机关名"] in ("长", "最长") else {}
    if many == 2 and choice["机关名"] == "最长":
        changed["机关名"] = "长"
    if many == 2 and choice["标题"] == "最长":
        changed["标题"] = "长"
    if many > 2 and choice["标题"] in ("长", "最长"):
        changed["标题"] = "常"
    if many > 2 and choice["主送"] == "长":
        changed["主送"] = "长入版记"
    return changed


def _by_room(choice: Choice) -> Choice:
    """Page 1 must show some of the body."""
    if choice["主送"] == "五十":
        if choice["格式"] == "文件":
            return {"主送": "五十入版记"}
        plain = {"版头": "无", "右上": "无", "签发人": "0", "标题": "短", "机关数": "1"}
        return plain | {"机关名": "短"}
    is_high = choice["机关名"] in ("长", "最长") or choice["标题"] == "最长"
    is_long = choice["标题"] in ("长", "最长") and choice["主送"] == "长"
    return {"主送": "长入版记"} if is_high and is_long else {}


def _by_sense(choice: Choice) -> Choice:
    changed = {"附件版式": "竖"} if choice["附件"] == "0" else {}
    if choice["附件版式"] == "混" and choice["附件"] == "1":
        changed["附件版式"] = "横"
    if choice["表"] in ("长", "宽") and choice["篇幅"] == "短":
        changed["篇幅"] = "中"
    return changed


def fields_of(choice: Choice, dice: Random, longest: int | None) -> dict[str, Any]:
    """What somebody would type for a letter of this choice."""
    return (
        _head(choice, dice)
        | _top(choice, dice)
        | _main(choice, dice, longest)
        | _end(choice, dice)
        | {"draft": "草稿" in choice["状态"], "demo": "演示" in choice["状态"]}
    )


def _head(choice: Choice, dice: Random) -> dict[str, Any]:
    names = list(invented.OFFICES[choice["机关名"]])
    if choice["机关名"] in ("短", "常"):
        names += invented.OFFICES["短" if choice["机关名"] == "常" else "常"]
    issuers = tuple(_several(dice, names, int(choice["机关数"])))
    code, year = dice.choice(invented.CODES), dice.randrange(2019, 2025)
    number = f"{code}〔{year}〕{dice.choice((1, 12, 135))}号"
    return {
        "format": Format(choice["格式"]),
        "issuers": issuers,
        "number": "" if choice["状态"] == "草稿无号" else number,
        "seal": Seal(choice["用印"]),
        "posts": tuple(dice.choice(invented.POSTS) for _ in issuers)
        if choice["用印"] == "签名章"
        else (),
    }


def _top(choice: Choice, dice: Random) -> dict[str, Any]:
    marks, answer = choice["版头"], choice["右上"]
    return {
        "copy_number": f"{dice.randrange(1, 999):06d}" if marks in ("份号", "全部") else "",
        "secrecy": dice.choice(("机密★1年", "秘密★6个月")) if marks in ("密级", "全部") else "",
        "urgency": dice.choice(("特急", "加急")) if marks in ("紧急", "全部") else "",
        "class_mark": dice.choice(("A类", "B类", "C类")) if "类别" in answer else "",
        "disclosure": dice.choice(("主动公开", "依申请公开", "不予公开"))
        if "公开" in answer
        else "",
        "signers": tuple(_several(dice, list(invented.NAMES), int(choice["签发人"]))),
    }


def _several(dice: Random, names: list[str], count: int) -> list[str]:
    return [names.pop(dice.randrange(len(names))) for _ in range(count)]


def _main(choice: Choice, dice: Random, longest: int | None) -> dict[str, Any]:
    length = longest or dice.choice(LENGTHS[choice["篇幅"]])
    attachments = tuple(_attachment(choice, dice, index) for index in range(int(choice["附件"])))
    recipients = "" if choice["格式"] == "纪要" else _recipients(choice, dice)
    return {
        "title": _title(choice["标题"], dice),
        "addressee": recipients,
        "addressee_in_record": bool(recipients) and choice["主送"].endswith("入版记"),
        "body": _body(choice, dice, length),
        "attachments": attachments,
    }


def _title(kind: str, dice: Random) -> str:
    if kind == "短":
        return dice.choice(("检测计划的函", "关于样品的函", "请予协助的函", "公共检测工作情况"))
    if kind == "手工分行":
        return dice.choice(invented.TYPED_TITLES)
    long = dice.choice(invented.LONG_TITLES)
    if kind == "最长":
        inner = long.replace("《", "〈").replace("》", "〉")
        return f"云溪市公共检测服务中心办公室关于尽快全文转发《{inner}》的函"
    return long if kind == "长" else "".join(map(dice.choice, invented.TITLE_WORDS))


def _recipients(choice: Choice, dice: Random) -> str:
    if choice["主送"] == "短":
        return dice.choice(("市科技局", "陈某某代表", "市政府办公室："))
    count = 50 if "五十" in choice["主送"] else 16
    return invented.units(dice, count)


def _body(choice: Choice, dice: Random, length: int) -> str:
    """Paragraphs under headings, with one table, until they are long enough."""
    lines = [invented.paragraph(dice, choice["文字"])]
    count = 0
    while sum(map(len, lines)) < length:
        lines += _section(choice, dice, count)
        count += 1
    if choice["表"] != "无":
        lines.insert(dice.randrange(1, len(lines) + 1), table(choice["表"], dice))
    if dice.random() < 0.5:
        lines.append("特此函复。")
    return "\n".join(lines)


def _section(choice: Choice, dice: Random, count: int) -> list[str]:
    kind, text = choice["层次"], invented.paragraph(dice, choice["文字"])
    if kind == "无":
        return [text]
    heading = dice.choice(invented.HEADINGS)
    numeral = "一二三四五六七八九十"[count % 10]
    if kind == "一级":
        return [f"{numeral}、{heading}", text]
    step = "一二三四"[count % 4]
    deeper = (f"{step}、", f"（{step}）", f"{count % 9 + 1}.", f"（{count % 9 + 1}）")[count % 4]
    return [f"{deeper}{heading}", text] if kind == "四级" else [f"{deeper}{heading}。{text}"]


def table(kind: str, dice: Random, columns: int = 7) -> str:
    """A table as it is typed: long is of 50 rows, wide of short cells in many columns."""
    columns = columns if kind == "宽" else dice.choice((3, 4))
    rows = 50 if kind == "长" else dice.randrange(2, 9)
    rule = "|" + ("===|" if kind == "三线" else "---|") * columns
    heads = (
        "序号",
        "单位",
        "样品数",
        "合格率",
        "完成日期",
        "备注",
        "核验数",
        "复检数",
        "镕",
        "㎡",
        "℃",
        "①",
    )
    lines = [] if dice.random() < 0.4 else ["表1　各单位样品检测情况"]
    lines += ["|" + "|".join(heads[:columns]) + "|", rule]
    for row in range(1, rows + 1):
        cells = [str(row), *(_cell(kind, column, dice) for column in range(1, columns))]
        lines.append("|" + "|".join(cells) + "|")
    return "\n".join(lines)


def _cell(kind: str, column: int, dice: Random) -> str:
    if kind == "宽":
        return dice.choice(("12", "3.5", "—", "", "达标", "97.5%", "喆某"))
    if column == 1:
        return dice.choice((*invented.OFFICES["短"], *invented.OFFICES["长"], "镕某某"))
    return dice.choice(
        ("1,234.5", "—", "", "2022年5月9日", "97.5%", "合格，无需复检。", "见《方案》")
    )


def _attachment(choice: Choice, dice: Random, index: int) -> tuple[str, str, bool]:
    title = dice.choice(
        (
            "样品检测情况表",
            "《仪器校准目录》",
            "服务网点名单。",
            invented.LONG_TITLES[1],
            "A/B类清单",
        )
    )
    is_landscape = choice["附件版式"] == "横" or (choice["附件版式"] == "混" and index % 2 == 1)
    kind = dice.choice(("文", "全框", "三线", "长", "宽"))
    if kind == "文":
        paragraphs = [invented.paragraph(dice, choice["文字"]) for _ in range(3)]
        return title, "\n".join(("一、" + invented.HEADINGS[0], *paragraphs)), is_landscape
    return title, table(kind, dice, 12 if is_landscape else 7), is_landscape


def _end(choice: Choice, dice: Random) -> dict[str, Any]:
    day = date(dice.randrange(2019, 2025), dice.randrange(1, 13), dice.randrange(1, 29))
    is_minutes = choice["格式"] == "纪要"
    contact = dice.choice((*invented.NAMES, *invented.LONG_NAMES)) if choice["附注"] != "无" else ""
    copied = (*(name for names in invented.OFFICES.values() for name in names), "各镇（街道）")
    return {
        "date": None if choice["状态"] == "草稿无号" else day,
        "attendance": _attendance(dice) if is_minutes else (),
        "contact": contact,
        "phone": "0574-00000000" if choice["附注"].endswith("电话") else "",
        "cc": copied[: int(choice["抄送"])],
        "printer": "云溪市市场监督管理局办公室" if choice["印发"] == "有" else "",
        "print_date": day if choice["印发"] == "有" else None,
        "record_on_even_page": choice["版记页"] == "偶数页",
    }


def _attendance(dice: Random) -> tuple[tuple[str, str], ...]:
    names = (*invented.NAMES, *invented.LONG_NAMES)
    return tuple(
        (label, "、".join(dice.choice(names) for _ in range(count)))
        for label, count in (("出席", dice.choice((3, 40))), ("请假", 1), ("列席", 5))
    )
