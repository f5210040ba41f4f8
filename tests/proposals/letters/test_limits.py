"""What a document must have, and how much there is room for: each refusal says what to mend."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from proposals.letters import Attachment, Seal, parse_body, to_pdf
from proposals.letters.limits import refuse_unfit
from tests.proposals.letters.samples import MOMENT, make_letter

SOME = parse_body("某某。")
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "份号不足六位": ({"copy_number": "12"}, "份号“12”不是 6 位数字。请改为如 000001 的写法"),
    "份号不是数字": ({"copy_number": "00000A"}, "不是 6 位数字"),
    "密级用星号": ({"secrecy": "机密*1年"}, "密级“机密\\*1年”写法不对。请改为如“机密★1年”的写法"),
    "密级无期限字": ({"secrecy": "机密★0年"}, "写法不对"),
    "紧急程度": ({"urgency": "火急"}, "紧急程度“火急”不在“特急、加急”之列"),
    "机关太多": (
        {"issuers": tuple(f"慈溪市第{n}局" for n in range(11))},
        "联合行文的机关有 11 个，超过 10 个，首页排不下。请只列主办机关",
    ),
    "一个机关无名": ({"issuers": ("慈溪市科技局", "")}, "公文缺少：发文机关"),
    "签名章缺职务": (
        {"seal": Seal.SIGNED, "issuers": ("慈溪市科技局", "慈溪市教育局"), "posts": ("局长",)},
        "机关 2 个，职务 1 个。请补齐",
    ),
    "签名章职务空白": ({"seal": Seal.SIGNED, "posts": ("",)}, "机关 1 个，职务 0 个"),
    "机关名太长": (
        {"issuers": ("慈溪市" * 17,)},
        "发文机关“.*约 51 字，超过 48 字，排不下",
    ),
    "签发人太长": ({"signers": ("李" * 15,)}, "签发人“李{12}…”约 15 字，超过 14 字"),
    "附注太长": ({"contact": "张" * 120}, "附注.*超过 112 字"),
    "抄送太多": (
        {"cc": tuple(f"第{n}街道办事处" for n in range(100))},
        "版记中的主送、抄送机关约 .* 字，超过 600 字，排不下。请改用统称",
    ),
    "移来的主送太多": (
        {"addressee": "、".join(f"第{n}街道办事处" for n in range(100))},
        "版记中的主送、抄送机关约",
    ),
    "附件无标题": ({"attachments": (Attachment("", SOME),)}, "附件没有标题。请补全"),
    "附件无内容": (
        {"attachments": (Attachment("甲", SOME), Attachment("乙", ()))},
        "附件2没有内容。请补全，或删去这个附件",
    ),
    "附件标题太长": ({"attachments": (Attachment("长" * 77, SOME),)}, "附件的标题超过 76 字"),
    "表格太宽": (
        {"body": parse_body("表1　宽表\n|" + "甲|" * 15)},
        "正文的表格“.*宽表”有 15 列，超过 14 列，排不下。请放进横排的附件，或拆成几个表",
    ),
    "横排表格太宽": (
        {"attachments": (Attachment("宽表", parse_body("|" + "甲|" * 23), landscape=True),)},
        "附件的表格有 23 列，超过 22 列，排不下。请拆成几个表",
    ),
    "表格没有一行": (
        {"body": parse_body("表1　空表\n|---|\n")},
        "正文的表格“.*空表”没有一行。请补全",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_a_way_to_mend_it(case: str) -> None:
    changes, message = REFUSED[case]

    with pytest.raises(ValidationError, match=message):
        to_pdf(make_letter(**changes), moment=MOMENT)


@pytest.mark.parametrize(
    "changes",
    [
        {"copy_number": "000001", "secrecy": "秘密", "urgency": "加急"},
        {"secrecy": "绝密★长期", "urgency": "特急"},
        {"secrecy": "机密★6个月"},
        {"format": "纪要", "addressee": "", "date": None},
        {"draft": True, "number": "", "date": None},
        {"seal": Seal.SIGNED, "posts": ("局长",)},
    ],
)
def test_what_fits_passes(changes: dict[str, Any]) -> None:
    kind = changes.get("format", "文件")
    refuse_unfit(make_letter(kind, **{k: v for k, v in changes.items() if k != "format"}))
