"""Figures of a draft that was edited in Word: which stay bound, and what is said of the others."""

import pytest

from proposals.letters.docx import changed_passages, plain_form, rebind
from proposals.letters.docx.edits import edits

GRANTED = "{{patent.granted@330282-BJ/2022|value}}"
GROWTH = "{{patent.granted@330282-BJ/2022|growth}}"
MARKS = "{{trademark.registered@330282/2022|value}}"
COUNT = "{{trademark.registered@330282/2022|number}}"
PRINTED = {GRANTED: "12688件", GROWTH: "同比增长5.8%", MARKS: "5902件", COUNT: "5902"}
SOURCE = f"""一、基本情况
全年共授权专利{GRANTED}，{GROWTH}；新注册商标{MARKS}，位居前列。
工作没有变化，仍按原来的计划推进。
|指标|数|
|---|---|
|专利授权|{GRANTED}|
|商标注册|{MARKS}|"""
PLAIN = """一、基本情况
全年共授权专利12688件，同比增长5.8%；新注册商标5902件，位居前列。
工作没有变化，仍按原来的计划推进。
| 指标 | 数 |
|---|---|
| 专利授权 | 12688件 |
| 商标注册 | 5902件 |"""


def edited(old: str, new: str) -> str:
    assert old in PLAIN
    return PLAIN.replace(old, new, 1)


def test_an_unchanged_text_is_the_draft_itself():
    found = rebind(SOURCE, PRINTED, PLAIN)
    assert (found.text, found.kept, found.notes) == (SOURCE, 5, ())


KEPT = {
    "words beside it": edited("全年共授权", "去年全年共授权"),
    "words after it": edited("位居前列", "位居全省前列"),
    "another paragraph": edited("仍按原来的计划推进", "仍按计划推进"),
    "a new paragraph": edited("工作没有变化", "新加的一段。\n工作没有变化"),
    "split": edited("；新注册", "。\n新注册"),
    "joined": edited("一、基本情况\n", "一、基本情况。"),
    "its sentence moved": PLAIN.replace(
        "全年共授权专利12688件，同比增长5.8%；新注册商标5902件，位居前列。\n", ""
    ).replace(
        "推进。\n", "推进。\n全年共授权专利12688件，同比增长5.8%；新注册商标5902件，位居前列。\n"
    ),
    "a row more": edited("| 商标注册 |", "| 其中：发明 | 596件 |\n| 商标注册 |"),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_figure_stays_bound_in_a_text_lightly_edited(name: str):
    found = rebind(SOURCE, PRINTED, KEPT[name])
    assert (found.kept, found.notes) == (5, ())
    assert [found.text.count(token) for token in (GRANTED, GROWTH, MARKS)] == [2, 1, 2]
    shown = found.text
    for token, printed in PRINTED.items():
        shown = shown.replace(token, printed)
    assert shown == KEPT[name]


LOST = {
    "another number": (
        edited("12688件，", "12700件，"),
        "引用的数“12688件”被改成“12700件”，已不再与数据绑定。",
    ),
    "a digit more": (edited("12688件，", "112688件，"), "被改成“112688件”"),
    "another unit": (edited("5902件，位", "5902项，位"), "被改成“5902项”"),
    "the growth": (edited("同比增长5.8%", "同比增长6.8%"), "“同比增长5.8%”被改成“同比增长6.8%”"),
    "direction": (edited("同比增长5.8%", "同比下降5.8%"), "“同比增长5.8%”被改成“同比下降5.8%”"),
    "another thing": (
        edited("新注册商标5902件", "认定驰名品牌5902件"),
        "引用的数“5902件”没有变，但前面的文字改了，已不再与数据绑定。",
    ),
    "deleted": (edited("，同比增长5.8%", ""), "引用的数“同比增长5.8%”已不在文中。"),
    "in a table": (
        edited("| 5902件 |", "| 5903件 |"),
        "“商标注册”之后引用的数“5902件”被改成“5903件”",
    ),
}


@pytest.mark.parametrize("name", LOST)
def test_a_figure_that_changed_becomes_text_and_is_told_of(name: str):
    text, words = LOST[name]
    found = rebind(SOURCE, PRINTED, text)
    assert found.kept == 4
    assert len(found.notes) == 1
    assert words in found.notes[0]


def test_a_unit_put_behind_a_bare_number_loosens_it():
    found = rebind(f"共有商标{COUNT}件。", PRINTED, "共有商标5902万件。")
    assert (found.kept, found.text) == (0, "共有商标5902万件。")


def test_the_same_figure_twice_is_told_apart_by_what_stands_around():
    source = f"东片申报商标{MARKS}。西片申报商标{MARKS}。"
    found = rebind(source, PRINTED, "西片申报商标5902件。")
    assert found.text == f"西片申报商标{MARKS}。"
    assert found.notes == ("“东片申报商标”之后引用的数“5902件”已不在文中。",)


def test_a_text_written_anew_keeps_nothing():
    found = rebind(SOURCE, PRINTED, "完全重写了一遍。")
    assert (found.text, found.kept, len(found.notes)) == ("完全重写了一遍。", 0, 5)


def test_tokens_that_print_nothing_are_words_like_others():
    source = "照抄{{不认识}}的写法。"
    assert rebind(source, {}, source).text == source
    assert rebind(source, {}, "照抄{{不认识}}的写法，改了。").text == "照抄{{不认识}}的写法，改了。"


def test_the_plain_form_writes_tables_and_attachments_in_one_way():
    typed = "　　第一段。\n\n|甲|乙|\n|1|2|\n 【附件 横排】 名单 \n|丙|\n|===|\n|3|"
    assert plain_form(typed) == (
        "第一段。\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n【附件 横排】名单\n| 丙 |\n|===|\n| 3 |"
    )
    assert plain_form(plain_form(typed)) == plain_form(typed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("甲", ""),
        ("", "甲\n乙"),
        ("甲乙丙。\n丁", "甲丙。\n丁戊"),
        ("一样。" * 50, "一样。" * 49 + "不同。"),
        (SOURCE, PLAIN),
    ],
)
def test_edits_cover_both_texts_from_end_to_end(old: str, new: str):
    found = edits(old, new)
    assert "".join(old[one.start : one.end] for one in found) == old
    assert "".join(new[one.new_start : one.new_end] for one in found) == new
    for one in found:
        if one.is_same:
            assert old[one.start : one.end] == new[one.new_start : one.new_end]


def test_passages_name_what_went_and_what_came():
    (change,) = changed_passages("第一段。\n第二段写完。", "第一段。\n第二段已经写完。")
    assert change.line == 2
    assert [(one.kind, one.text) for one in change.stretches] == [
        ("same", "第二段"),
        ("come", "已经"),
        ("same", "写完。"),
    ]
    assert changed_passages("同", "同") == []


def test_a_figure_goes_and_comes_as_a_whole():
    (change,) = changed_passages("全年授权12688件。", "全年授权12700件。")
    assert [(one.kind, one.text) for one in change.stretches] == [
        ("same", "全年授权"),
        ("gone", "12688"),
        ("come", "12700"),
        ("same", "件。"),
    ]


def test_long_texts_with_nothing_in_common_take_no_time():
    old, new = "甲乙。" * 16_000, "丙丁戊。" * 12_000
    assert rebind(old, {}, new).text == new
    assert rebind("。" * 25_000, {}, "。啊" * 20_000).kept == 0
