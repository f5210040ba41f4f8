"""Names of files in a package: fit for every system, never cut without their ending."""

import pytest

from proposals.packing import names

NAMES = {
    'a/b\\c:d*e?f"g<h>i|j.pdf': "a／b＼c：d＊e？f＂g＜h＞i｜j.pdf",
    "CON": "_CON",
    "nul.tar.gz": "_nul.tar.gz",
    "COM1.txt": "_COM1.txt",
    "末尾. . ": "末尾",
    "": "未命名",
    "...": "未命名",
    "换\n行\u200b.doc": "换行.doc",
    "普通 名称.docx": "普通 名称.docx",
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_names_are_fit_for_windows(name: str, expected: str):
    assert names.safe(name) == expected
    assert names.safe(expected) == expected


@pytest.mark.parametrize("name", ["长" * 300 + ".pdf", "𠮷" * 200, "a" * 400, "点." + "x" * 50])
def test_long_names_are_cut_and_keep_their_ending(name: str):
    short = names.safe(name)
    assert len(short.encode()) <= names.MOST_BYTES
    assert names.safe(short) == short
    assert short.endswith(".pdf") == name.endswith(".pdf")


def test_names_that_only_some_systems_tell_apart_are_found():
    assert names.faults(["甲/a.txt", "甲/A.TXT"]) == ["文件名重复：甲/A.TXT"]
    assert names.faults(["../a.txt", "a//b", "/a"]) == [
        "文件名不合规矩：../a.txt",
        "文件名不合规矩：a//b",
        "文件名不合规矩：/a",
    ]
