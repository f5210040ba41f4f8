"""`manage.py check_document`: its table, its JSON, and what it returns."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.proposals.letters.specimens import make_file, make_letter, make_minutes


@pytest.fixture
def right(tmp_path: Path) -> Path:
    return written(tmp_path / "right.pdf", make_file().pdf)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """The record 5 mm too high and its inner rule too thick: a failure and a warning."""
    drawing = make_file().moved("last rule", dy=-5).changed("inner rule", height=0.5)
    return written(tmp_path / "wrong.pdf", drawing.pdf)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def run(*arguments: object) -> tuple[str, int]:
    """What the command prints, and what it returns to the shell."""
    out = StringIO()
    try:
        call_command("check_document", *map(str, arguments), stdout=out)
    except SystemExit as ended:
        return out.getvalue(), int(str(ended.code))
    return out.getvalue(), 0


def test_a_right_file_returns_0_and_says_so(right: Path) -> None:
    said, code = run(right)

    assert code == 0
    assert "按文件格式检查（由版面判断，可用 --kind 指定），共 3 面。" in said
    assert "没有不合规定的地方，建议 0 处" in said
    assert "用时" in said


def test_failures_come_first_then_warnings_and_1_is_returned(wrong: Path) -> None:
    said, code = run(wrong, "--kind", "文件")

    assert code == 1
    assert "（由版面判断" not in said
    lines = said.splitlines()
    failure = next(at for at, line in enumerate(lines) if "版心下边缘重合" in line)
    warning = next(at for at, line in enumerate(lines) if "推荐（建议）" in line)
    assert failure < warning
    assert "7.4.1" in lines[failure]
    assert "262 mm" in lines[failure]
    assert "257 mm" in lines[failure]
    assert "不合规定 1 处，建议 1 处" in lines[-1]


def test_a_warning_alone_returns_0(tmp_path: Path) -> None:
    drawing = make_file().changed("inner rule", height=0.5)
    said, code = run(written(tmp_path / "warned.pdf", drawing.pdf))

    assert code == 0
    assert "没有不合规定的地方，建议 1 处" in said


def test_json_holds_every_finding_with_its_place(wrong: Path) -> None:
    said, code = run(wrong, "--json")
    answer = json.loads(said)

    assert code == 1
    assert (answer["kind"], answer["kind_is_guessed"], answer["pages"]) == ("文件", True, 3)
    assert (answer["failures"], answer["warnings"]) == (1, 1)
    found = next(one for one in answer["findings"] if one["rule"] == "record_foot")
    assert (found["ok"], found["strength"], found["page"]) == (False, "规定", 3)
    assert len(found["spot"]) == 4


@pytest.mark.parametrize(
    ("make", "kind"), [(make_file, "文件"), (make_letter, "信函"), (make_minutes, "纪要")]
)
def test_the_form_is_told_by_the_page(make: object, kind: str, tmp_path: Path) -> None:
    said, code = run(written(tmp_path / "any.pdf", make().pdf))

    assert f"按{kind}格式检查" in said
    assert code == 0


def test_the_text_is_compared_with_the_file_given(right: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("\ufeff" + make_file().text, encoding="utf-8")
    assert run(right, "--text", text)[1] == 0

    text.write_text(make_file().text.replace("市科技局", "市科学技术局"), encoding="utf-8")
    said, code = run(right, "--text", text)
    assert code == 1
    assert "文字层与原文逐字相同" in said


def test_the_way_to_sign_can_be_demanded(right: Path) -> None:
    assert run(right, "--seal", "盖章")[1] == 0
    assert run(right, "--seal", "不盖章")[1] == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("letter.pdf", b"PK\x03\x04", "读不出这个文件"),
        ("nowhere.pdf", None, "读不了"),
    ],
)
def test_what_cannot_be_read_returns_2(
    name: str, content: bytes | None, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=said) as refused:
        run(path)
    assert refused.value.returncode == 2


def test_a_text_in_another_encoding_is_refused(right: Path, tmp_path: Path) -> None:
    text = written(tmp_path / "text.txt", "原文".encode("gbk"))

    with pytest.raises(CommandError, match="不是 UTF-8 文本") as refused:
        run(right, "--text", text)
    assert refused.value.returncode == 2
