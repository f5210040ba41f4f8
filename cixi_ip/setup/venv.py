"""The virtual environment .venv and what is installed in it."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cixi_ip.setup import debian
from cixi_ip.setup.steps import BASE, PYTHON, VENV, Refusal, attempt, environment, once, say

UV = "uv==0.13.9"
RUNTIME = BASE / "requirements.txt"
TESTS = BASE / "tests" / "requirements.txt"


def ensure(*, for_tests: bool = False) -> None:
    """Make .venv with the running system's packages, and the tests' when asked."""
    once(
        "python",
        "建立 Python 虚拟环境 .venv",
        create,
        inputs=[sys.version, sys.base_prefix],
        outputs=[PYTHON],
        stamps=VENV / "stamps",
    )
    lists = [RUNTIME, TESTS] if for_tests else [RUNTIME]
    once(
        "packages-tests" if for_tests else "packages",
        "安装测试所需的 Python 软件包" if for_tests else "安装 Python 软件包（首次约需一分钟）",
        lambda: install(*[part for path in lists for part in ("-r", str(path))]),
        inputs=[sys.version, *lists],
        outputs=[PYTHON],
        stamps=VENV / "stamps",
    )


def create() -> None:
    """`python -m venv`; Debian keeps a part of it in a package of its own."""
    command: Sequence[str | Path] = [sys.executable, "-m", "venv", "--clear", VENV]
    problem = attempt(command)
    if problem and "ensurepip" in problem:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        debian.install(package, purpose="建立虚拟环境需要 Python 的 venv 模块")
        problem = attempt(command)
    if problem:
        raise Refusal(f"虚拟环境 .venv 没有建成：\n{problem}")


def install(*what: str) -> None:
    """Install with uv, which is several times faster, or with pip where uv cannot run."""
    problem = install_uv()
    if not problem:
        options = ["--quiet", "--compile-bytecode", "--python", str(PYTHON)]
        problem = attempt(
            [VENV / "bin" / "uv", "pip", "install", *options, *what], uv_environment()
        )
    if problem:
        say("    uv 未能完成，改用 pip（较慢）")
        problem = attempt([PYTHON, "-m", "pip", "install", "--quiet", *what])
    if problem:
        raise Refusal(f"Python 软件包没有装上，请检查网络或软件源设置：\n{problem}")


def install_uv() -> str | None:
    if (VENV / "bin" / "uv").exists():
        return None
    return attempt([PYTHON, "-m", "pip", "install", "--quiet", UV])


def uv_environment() -> dict[str, str]:
    """uv trusts the machine's certificates, and keeps no cache where the home is not writable."""
    env = environment(UV_SYSTEM_CERTS="1")
    if not os.access(Path.home(), os.W_OK):
        env["UV_NO_CACHE"] = "1"
    return env
