"""Hits are marked where the index finds them, in the text as it was written."""

import pytest

from cixi_ip.bigrams import query, terms
from proposals.excerpts import LONGEST, beginning, excerpt, marked, pattern


def shown(typed: str, text: str) -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_hit else piece.text for piece in marked(text, pattern(typed))
    )


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("专利", "有专利，民营企业", "有[专利]，民营企业"),
        ("利民", "有专利，民营企业", "有专利，民营企业"),
        ("专利 企业", "有专利，民营企业", "有[专利]，民营[企业]"),
        ("企业 民营企业", "民营企业、企业", "[民营企业]、[企业]"),
        ("220", "第220号、2200、1220", "第[220]号、2200、1220"),
        ("1220", "共 1,220 件", "共 [1,220] 件"),
        ("〔2023〕12号", "慈市监函〔2023〕12号", "慈市监函〔[2023]〕[12号]"),
        ("２２０", "第220号", "第[220]号"),
        ("gdp", "ＧＤＰ增长", "[ＧＤＰ]增长"),
        ("pct", "PCT 申请与 PCTs", "[PCT] 申请与 PCTs"),
        ("GB/T 9704", "按 GB/T 9704-2012", "按 [GB/T] [9704]-2012"),
        ("12号", "12 号文", "[12 号]文"),
        ("<b>", "<b>粗</b>", "<[b]>粗</[b]>"),
        ("", "全文", "全文"),
        ("。", "全文。", "全文。"),
        ("站", "设站、站点", "设[站]、[站]点"),
        ("cafe", "Café", "[Café]"),
        ("ﬁ", "ﬁne fi", "ﬁne [fi]"),
    ],
)
def test_hits_are_marked(typed: str, text: str, expected: str):
    assert shown(typed, text) == expected


@pytest.mark.parametrize("text", ["㈱专利", "①专利", "½专利", "e\u0301专利", "㎡1,234专利"])
def test_signs_that_fold_to_several_or_none_move_no_mark(text: str):
    assert shown("专利", text).endswith("[专利]")


def test_what_the_index_finds_in_one_run_is_marked():
    text = "推进民营企业专利转化，2022年授权12,688件。"
    for word in ("民营企业", "12688", "2022年", "12688件", "转化"):
        assert all(phrase.terms[0] in terms(text) for phrase in query(word).phrases)
        assert any(piece.is_hit for piece in marked(text, pattern(word)))


def test_an_excerpt_begins_at_a_clause_and_is_cut_at_its_length():
    text = "开头。" * 60 + "设立专利服务站，" + "结尾。" * 60
    pieces = excerpt(text, pattern("服务站"))
    assert [piece.text for piece in pieces if piece.is_hit] == ["服务站"]
    assert (pieces[0].text, pieces[-1].text) == ("……", "……")
    inside = "".join(piece.text for piece in pieces[1:-1])
    assert len(inside) <= LONGEST
    assert inside in text
    assert inside.startswith("开头。")


def test_an_excerpt_is_where_most_of_the_words_stand():
    text = "专利在前。" + "某" * 300 + "专利和商标在后。"
    assert [piece.text for piece in excerpt(text, pattern("专利 商标")) if piece.is_hit] == [
        "专利",
        "商标",
    ]


def test_nothing_found_makes_no_excerpt_but_a_beginning():
    assert excerpt("没有要找的", pattern("专利")) == excerpt("", pattern("专利")) == ()
    assert excerpt("有", None) == ()
    assert beginning("") == ()
    assert beginning("一行\n二行")[0].text == "一行 二行"
    assert beginning("字" * 500)[0].text == "字" * LONGEST + "……"
