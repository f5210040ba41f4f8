"""The file behind the page: archival parts, tags, bookmarks, metadata, what is attached."""

import io
import json
from typing import Any

import pikepdf
import pytest

from proposals.letters import Attachment, Letter, Seal, parse_body, to_pdf
from tests.proposals.letters.samples import CHAPTER, MOMENT, make_letter

LISTED = Attachment("检测站名录", parse_body("|编号|名称|\n|---|\n|1|甲站|\n|2|乙站|\n"))


def opened(letter: Letter, **options: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(to_pdf(letter, moment=MOMENT, **options).pdf))


def elements(document: pikepdf.Pdf) -> list[str]:
    """The kinds of the structure tree's elements in reading order."""

    def walk(node: Any) -> list[str]:
        if isinstance(node, pikepdf.Array):
            return [kind for child in node for kind in walk(child)]
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            return [str(node.S).strip("/"), *walk(node.get("/K", pikepdf.Array()))]
        return []

    return walk(document.Root.StructTreeRoot.K)


def bookmarks(document: pikepdf.Pdf) -> list[Any]:
    def walk(items: Any) -> list[Any]:
        return [(item.title, walk(item.children)) for item in items]

    with document.open_outline() as outline:
        return walk(outline.root)


def test_headings_of_all_ranks_are_tagged_and_none_is_left_out() -> None:
    kinds = [kind for kind in elements(opened(make_letter())) if kind[0] == "H"]
    assert kinds == ["H1", "H2", "H3", "H4", "H5", "H2", "H2"]

    skipping = make_letter(
        body=parse_body("（1）先说小的。正文。\n一、再说大的\n1.又是小的。正文。")
    )
    kinds = [kind for kind in elements(opened(skipping)) if kind[0] == "H"]
    assert kinds == ["H1", "H2", "H2", "H3"]


def test_bookmarks_list_title_chapters_and_attachments() -> None:
    letter = make_letter(attachments=(LISTED, Attachment("名单", parse_body("一、甲组\n某某。"))))

    assert bookmarks(opened(letter)) == [
        (
            "关于市十七届人大五次会议第86号建议的协办意见",
            [("一、基本情况", []), ("二、主要做法。", []), ("三、下一步打算。", [])],
        ),
        ("检测站名录", []),
        ("名单", [("一、甲组", [])]),
    ]


def test_metadata_name_title_organs_number_and_language() -> None:
    document = opened(make_letter(issuers=("慈溪市市场监督管理局", "慈溪市科技局")))
    with document.open_metadata() as meta:
        assert meta["dc:title"] == "关于市十七届人大五次会议第86号建议的协办意见"
        assert list(meta["dc:creator"]) == ["慈溪市市场监督管理局, 慈溪市科技局"]
        assert meta["pdf:Keywords"] == "慈市监函〔2022〕12号"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "U")
        assert meta["pdfuaid:part"] == "1"
    assert document.Root.Lang == "zh-CN"


def test_where_figures_come_from_is_attached_byte_by_byte() -> None:
    told = json.dumps({"figures": ["演示", "\u0007", "😀"]}, ensure_ascii=False).encode()
    document = opened(make_letter(), provenance=told)
    (name,) = document.Root.AF
    with document.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "U")
        assert meta["pdfuaid:part"] == "1"

    assert str(name.UF) == "数据出处.json"
    assert name.AFRelationship == "/Data"
    assert name.EF.F.read_bytes() == told
    assert str(name.EF.F.Subtype) == "/application/json"


def test_nothing_is_attached_unless_given() -> None:
    assert "/AF" not in opened(make_letter()).Root
    assert "/AF" not in opened(make_letter(), provenance=None).Root


@pytest.mark.parametrize(
    "changes",
    [
        {"issuers": ("慈溪市科技局", "慈溪市教育局", "慈溪市商务局")},
        {"seal": Seal.SIGNED, "posts": ("局长",), "signers": ("李某某", "王某", "赵某某")},
        {"attachments": (LISTED, Attachment("横排", LISTED.body, landscape=True))},
        {"body": parse_body(CHAPTER), "record_on_even_page": True},
    ],
)
def test_every_option_gives_the_same_bytes_again(changes: dict[str, Any]) -> None:
    letter = make_letter(**changes)
    first, second = (to_pdf(letter, moment=MOMENT, provenance=b"{}").pdf for _ in range(2))

    assert first == second
    with pikepdf.open(io.BytesIO(first)) as document:
        assert document.check_pdf_syntax() == []
