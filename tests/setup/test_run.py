"""`make run` for real: a first start from an empty var folder, a second one, a dead database."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cixi_ip.setup.steps import BASE


def command(target: str, var: Path, **variables: str) -> tuple[list[str], dict[str, str]]:
    """A make command and an environment without anything the tests themselves run with."""
    ours = {"CIXI_ENV", "DATABASE_URL", "SECRET_KEY", "VAR_DIR", "HOST", "PORT"}
    env = {name: text for name, text in os.environ.items() if name not in ours}
    settings = [f"{name}={text}" for name, text in variables.items()]
    return ["make", target, f"VAR_DIR={var}", *settings], env


@contextmanager
def served(var: Path) -> Iterator[tuple[str, str]]:
    """Run `make run` until its pages answer; yield what it printed and a page."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    line, env = command("run", var, PORT=str(port))
    begun = time.monotonic()
    with (var / "log").open("w+") as log:
        process = subprocess.Popen(
            line, cwd=BASE, env=env, stdout=log, stderr=log, start_new_session=True
        )
        try:
            while "系统已启动" not in (var / "log").read_text():
                assert process.poll() is None, (var / "log").read_text()
                assert time.monotonic() - begun < 120
                time.sleep(0.05)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                page = answer.read().decode()
            yield (var / "log").read_text(), page
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A var folder as it is after the downloads, which the tests have already shown."""
    for name in ("fonts", "assets", "stamps"):
        shutil.copytree(BASE / "var" / name, tmp_path / name)
    for stamp in ("static", "database-run", "database-demo"):
        (tmp_path / "stamps" / stamp).unlink(missing_ok=True)
    return tmp_path


@pytest.mark.slow
def test_the_first_start_prepares_and_the_second_has_nothing_to_do(var: Path):
    with served(var) as (printed, page):
        assert "准备数据库 ……\n    建表 ……\n    装入指标、区域和公开数据 ……" in printed
        assert "整理并压缩网页的静态文件 ……" in printed
        accounts = (var / "demo-accounts.txt").read_text()
        assert accounts.strip() in printed
        assert stat.S_IMODE((var / "demo-accounts.txt").stat().st_mode) == 0o600
        assert 'name="password"' in page
        assert re.search(r"/static/[^\"]+\.[0-9a-f]{12}\.css", page)
    with served(var) as (printed, page):
        # Nothing is prepared a second time; how quick that is, the benchmarks say.
        assert "……" not in printed.replace("正在启动 ……", "")
        assert accounts.strip() in printed
        assert 'name="password"' in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgres://cixi:secret-word@127.0.0.1:1/cixi", "数据库"),
        ("oracle://127.0.0.1/cixi", "DATABASE_URL 应写成"),
    ],
)
def test_a_database_that_does_not_answer_is_told_without_a_traceback(url, message, var: Path):
    line, env = command("run", var, DATABASE_URL=url)
    done = subprocess.run(line, cwd=BASE, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert message in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "secret-word" not in done.stdout + done.stderr
