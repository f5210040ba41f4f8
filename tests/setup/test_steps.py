"""A step of the set-up runs when needed and only then, and failures become one clear message."""

import subprocess
import sys
from pathlib import Path

import pytest

from cixi_ip.setup import steps
from cixi_ip.setup.steps import BASE, attempt, fingerprint, once


@pytest.fixture
def step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A step that reads one file and writes another; called, it tells whether it ran."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    source, product = tmp_path / "source", tmp_path / "product"
    source.write_text("1")

    def step() -> bool:
        return once(
            "copy",
            "抄写",
            lambda: product.write_text(source.read_text()),
            inputs=["version 1", source],
            outputs=[product],
        )

    step.source, step.product = source, product
    return step


def test_a_step_runs_once(step, capsys: pytest.CaptureFixture[str]):
    assert step()
    assert not step()
    printed = capsys.readouterr().out
    assert printed.startswith("抄写 ……\n    完成（0.")
    assert printed.count("抄写") == 1


def test_a_step_runs_again_when_an_input_changed(step):
    step()
    step.source.write_text("2")
    assert step()
    assert step.product.read_text() == "2"


def test_a_step_runs_again_when_its_output_is_gone(step):
    step()
    step.product.unlink()
    assert step()


def test_a_step_that_failed_runs_again(step):
    step.source.rename(step.source.with_name("away"))
    with pytest.raises(FileNotFoundError):
        step()
    step.source.with_name("away").rename(step.source)
    assert step()


def test_a_fingerprint_tells_names_from_contents(tmp_path: Path):
    seen = set()
    for name, content in [("a", "1"), ("b", "1"), ("a", "2"), ("a1", "")]:
        folder = tmp_path / "folder"
        folder.mkdir()
        (folder / name).write_text(content)
        seen.add(fingerprint([folder]))
        (folder / name).unlink()
        folder.rmdir()
    assert len(seen) == 4


def test_a_command_that_succeeds_says_nothing_and_one_that_fails_says_what_it_printed():
    assert attempt([sys.executable, "-c", "print('done')"]) is None
    assert attempt([sys.executable, "-c", "print('why'); raise SystemExit(3)"]) == "why"
    assert attempt([sys.executable, "-c", "raise SystemExit(3)"]) == "退出码 3"
    assert attempt(["no-such-program"]) == "没有命令 no-such-program"


def test_children_may_keep_their_bytecode(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in steps.environment()
    assert steps.environment(MORE="1")["MORE"] == "1"


def test_a_refusal_is_one_message_without_a_traceback():
    code = """
from cixi_ip.setup.steps import Refusal, main
def refuse():
    raise Refusal("磁盘已满，请清理后重试")
main(refuse)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=BASE, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "\n错误：磁盘已满，请清理后重试\n")


def test_a_folder_that_cannot_be_written_is_named_without_a_traceback(tmp_path: Path):
    (tmp_path / "var").write_text("a file where a folder should be")
    done = subprocess.run(
        ["make", "check", f"VAR_DIR={tmp_path / 'var'}"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"错误：不能读写 {tmp_path / 'var'}" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_setups_take_turns(tmp_path: Path):
    code = """
import time
from cixi_ip.setup.steps import alone
with alone():
    print("in", flush=True)
    time.sleep(0.3)
    print("out", flush=True)
"""
    with (tmp_path / "log").open("w+") as log:
        env = steps.environment(VAR_DIR=str(tmp_path / "var"))
        both = [
            subprocess.Popen([sys.executable, "-c", code], cwd=BASE, env=env, stdout=log)
            for _ in range(2)
        ]
        assert [process.wait(30) for process in both] == [0, 0]
        log.seek(0)
        lines = [line for line in log.read().split() if line in ("in", "out")]
    assert lines == ["in", "out", "in", "out"]
