"""Say in Chinese what a step of the set-up does, and skip it when nothing it reads has changed."""

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"


class Refusal(Exception):
    """The set-up cannot go on; the message tells the person why and what to do."""


def var() -> Path:
    """The folder of everything a run makes; the settings read the same variable."""
    return Path(os.environ.get("VAR_DIR", BASE / "var")).resolve()


def say(text: str) -> None:
    print(text, flush=True)


def environment(**changes: str) -> dict[str, str]:
    """This process's environment for a child, which may write bytecode: starts are 3 × faster."""
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | changes


def fingerprint(inputs: Iterable[str | Path]) -> str:
    """One hash of texts and of files (path and content; a folder stands for all its files)."""
    digest = hashlib.sha256()
    for item in inputs:
        if isinstance(item, str):
            digest.update(f"text {len(item)} {item}".encode())
            continue
        files = [item] if item.is_file() else sorted(p for p in item.rglob("*") if p.is_file())
        for path in files:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"file {path} {content}".encode())
    return digest.hexdigest()


def once(
    name: str,
    doing: str,
    action: Callable[[], None],
    *,
    inputs: Iterable[str | Path],
    outputs: Sequence[Path],
    stamps: Path | None = None,
) -> bool:
    """Run `action` unless it has run on these `inputs` and all of `outputs` are still there."""
    stamp = (stamps or var() / "stamps") / name
    key = fingerprint(inputs)
    if all(path.exists() for path in outputs) and stamp.is_file() and stamp.read_text() == key:
        return False
    say(f"{doing} ……")
    begun = time.monotonic()
    action()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)
    say(f"    完成（{time.monotonic() - begun:.1f} 秒）")
    return True


@contextmanager
def alone() -> Iterator[None]:
    """Two commands started at the same time set up one after the other."""
    var().mkdir(parents=True, exist_ok=True)
    with (var() / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个命令正在安装，等它结束 ……")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def attempt(
    command: Sequence[str | Path],
    env: Mapping[str, str] | None = None,
    cwd: Path = BASE,
) -> str | None:
    """Run a command quietly: None when it succeeds, else what it printed."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=env or environment(),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        return f"没有命令 {command[0]}"
    return None if done.returncode == 0 else done.stdout.strip() or f"退出码 {done.returncode}"


def main(action: Callable[[], int | None]) -> None:
    """Run a command of the Makefile; a refusal is one clear message, never a traceback."""
    try:
        sys.exit(action())
    except Refusal as refusal:
        print(f"\n错误：{refusal}", file=sys.stderr, flush=True)
        sys.exit(1)
    except OSError as error:
        place = error.filename or "文件"
        print(
            f"\n错误：不能读写 {place}（{error.strerror}），请检查磁盘空间和权限", file=sys.stderr
        )
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
