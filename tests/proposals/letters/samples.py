"""Invented letters for the tests: neutral text, from one page to six, in both page forms."""

from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

from cixi_ip import typeset
from proposals.letters import Format, Letter, parse_body
from proposals.letters import typeset as letters_typeset

MOMENT = datetime(2023, 4, 12, 1, 30, tzinfo=UTC)
VISIT = (
    "本单位收到来件后，组织有关科室逐条研究，并到三个镇、五家检测机构实地走访，"
    "听取了经营者和群众代表的意见。"
)
COUNTS = (
    "截至2021年末，辖区内登记在册的检测机构有36家，其中取得资质认定的31家，占86.1%；"
    "全年开展能力验证12次，参加418人次，合格率97.5%，比上年提高1.2个百分点。"
)
REFORM = (
    "对照“放管服”改革要求，办理流程由七个环节压缩为四个环节，群众在“一网通办”平台"
    "（含移动端）即可提交材料，平均用时由5.5天缩短至2天，做到“马上办、网上办、就近办”。"
)
PLAIN = (
    "我们将继续加强实验室日常巡查工作逐步完善仪器设备定期校准台账并及时公布年度能力验证"
    "结果同时组织技术人员参加省级培训班学习掌握新版通用要求努力提高数据质量和服务水平"
    "让送检单位少跑路少等待。"
)
CHAPTER = f"""{VISIT}现将有关情况说明如下：
一、基本情况
{COUNTS}
（一）机构建设。{PLAIN}
1.完善制度。{VISIT}
（1）细化分工。{REFORM}
二、主要做法。{VISIT}{COUNTS}
{PLAIN}
三、下一步打算。{REFORM}{PLAIN}
"""
TITLES = (
    "关于样品检测工作的函",
    "关于市十七届人大五次会议第86号建议的协办意见",
    "关于对市第十七届人民代表大会第五次会议第35号建议"
    "《关于在工业园区建设公共检测服务站的建议》的会办意见",
)


def make_letter(kind: str = "文件", chapters: int = 1, **changes: Any) -> Letter:
    fields: dict[str, Any] = {
        "format": Format(kind),
        "issuers": ("慈溪市市场监督管理局",),
        "number": "慈市监函〔2022〕12号",
        "title": TITLES[1],
        "addressee": "市科技局",
        "body": parse_body(CHAPTER * chapters),
        "date": date(2022, 5, 9),
        "contact": "张某某",
        "phone": "0574-00000000",
        "cc": ("市政府办公室", "市人大常委会代表工作委员会"),
        "printer": "慈溪市市场监督管理局办公室",
        "print_date": date(2022, 5, 10),
    }
    return Letter(**(fields | changes))


def altered(folder: Path, letter: Letter, *swaps: tuple[str, ...]) -> bytes:
    """The letter by a copy of the templates; each swap ends with (old, new) source."""
    source = letters_typeset.TEMPLATES[letter.format]
    copy = copytree(source.parent, folder / "templates")
    for *_, old, new in swaps:
        (template,) = [path for path in copy.iterdir() if old in path.read_text(encoding="utf-8")]
        text = template.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {template.name}"
        template.write_text(text.replace(old, new), encoding="utf-8")
    return typeset.render(copy / source.name, letters_typeset.content_of(letter), moment=MOMENT)
