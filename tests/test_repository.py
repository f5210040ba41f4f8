"""The repository itself: what lies at its top, what it pins, what it must never contain."""

import ast
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from cixi_ip.departments import BUREAU, DEPARTMENTS
from stats.registers import REGISTERS

BASE = Path(__file__).resolve().parent.parent
TOP = {
    "manage.py", "requirements.txt", "README.md", "Makefile", "pyproject.toml",
    "cixi_ip", "proposals", "stats", "templates", "static", "fixtures", "tests", "bench", "docs",
}  # fmt: skip
PINNED = re.compile(r"[A-Za-z0-9._-]+(\[[a-z]+\])?==[A-Za-z0-9.]+ +# \S.{10,}")
HOST = re.compile(r"""(https?:)?//(?!www\.w3\.org/)[A-Za-z0-9-]+\.[A-Za-z]{2,}""")
PERSONAL = re.compile(r"/(home|Users)/[a-z]+|/root/|/work/(main|shared)|registry\.npmjs|pypi\.org")
MAXIMUM_LINES = 400
# Of the first letter, what is easily overlooked.
NOUNS = (
    *("区域公用品牌", "数据知识产权", "五项制度", "主体资格", "在线一站式平台"),
    *("《关于强化知识产权保护的意见》", "《关于全面强化知识产权工作的意见》"),
    *("领军企业", "骨干企业", "创新型企业", "动态梯度", "快维中心分中心"),
)


def tracked(*under: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *under],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [BASE / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def texts(*under: str) -> list[tuple[Path, str]]:
    found = []
    for path in tracked(*under):
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((path.relative_to(BASE), content.decode()))
    return found


def own_modules() -> list[tuple[Path, str]]:
    return [
        (path, text)
        for path, text in texts("*.py")
        if "migrations" not in path.parts and text.strip()
    ]


def test_the_top_level_holds_only_what_the_house_allows():
    names = {path.relative_to(BASE).parts[0] for path in tracked()}
    assert {name for name in names if not name.startswith(".")} <= TOP


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_requirement_is_pinned_and_says_why(name: str):
    lines = (BASE / name).read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert wanted
    assert [line for line in wanted if not PINNED.fullmatch(line)] == []


def test_the_readme_names_the_two_commands_and_only_commands_that_exist():
    readme = (BASE / "README.md").read_text()
    named = set(re.findall(r"(?:^|`)make ([a-z]+)\b", readme, re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", (BASE / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "test"} <= named
    assert named <= targets


def test_ci_runs_the_checks_and_the_readme_test_command():
    script = BASE / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-2:] == ["make check", "make test"]


def test_pages_name_no_other_host():
    found = [
        f"{path}: {match.group()}"
        for path, text in texts("templates", "static", "cixi_ip/setup/npm")
        for match in HOST.finditer(text)
    ]
    assert found == []


def test_the_npm_lock_checks_what_it_fetches_and_names_no_registry():
    folder = BASE / "cixi_ip" / "setup" / "npm"
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    fetched = [entry for path, entry in packages.items() if path]
    assert len(fetched) == 2
    assert all(entry["integrity"].startswith("sha512-") for entry in fetched)
    assert not any("resolved" in entry for entry in fetched)
    assert "omit-lockfile-registry-resolved=true" in (folder / ".npmrc").read_text()


def test_no_path_of_one_machine_and_no_registry_is_named():
    found = [
        f"{path}: {match.group()}"
        for path, text in texts()
        if path != Path(__file__).relative_to(BASE)
        for match in PERSONAL.finditer(text)
    ]
    assert found == []


def test_every_module_says_first_what_it_alone_is_for():
    silent = [str(path) for path, text in own_modules() if not ast.get_docstring(ast.parse(text))]
    assert silent == []


def test_no_module_grows_beyond_what_one_reads_at_once():
    long = {str(path): len(text.splitlines()) for path, text in own_modules()}
    assert {path: lines for path, lines in long.items() if lines > MAXIMUM_LINES} == {}


def test_what_the_first_letter_speaks_of_is_where_the_table_says():
    table = (BASE / "docs" / "coverage.md").read_text()
    missing = [
        path for path in re.findall(r"`(tests/[\w/]+\.py)`", table) if not (BASE / path).exists()
    ]
    assert missing == []
    named = {
        slug
        for words in re.findall(r"registers? ((?:`[a-z-]+`(?:, )?)+)", table)
        for slug in re.findall(r"`([a-z-]+)`", words)
    }
    assert len(named) > 25
    assert named <= set(REGISTERS)
    said = "".join(re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE))
    assert [noun for noun in NOUNS if noun not in said] == []


def test_the_bureau_and_its_offices_are_named_in_one_module():
    names = {f'"{name}"' for name in (BUREAU, *DEPARTMENTS[:3])}
    found = {
        str(path.relative_to(BASE))
        for app in ("cixi_ip", "stats", "proposals")
        for path in (BASE / app).rglob("*.py")
        if "migrations" not in path.parts and any(name in path.read_text() for name in names)
    }
    assert found == {"cixi_ip/departments.py"}
