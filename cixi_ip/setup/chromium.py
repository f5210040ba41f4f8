"""Find the Chromium that the browser tests drive, or bring it to the machine."""

import shutil

from cixi_ip.setup import debian
from cixi_ip.setup.steps import VENV, Refusal, attempt, say

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Chinese text in screenshots needs a Chinese font; the program that drives Chromium, libatomic.
PACKAGES = ("chromium", "fonts-wqy-microhei", "libatomic1")
ROUND = "或用 make test BROWSER=0 跳过浏览器测试（结果会注明未测）"


def program() -> str:
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if not found:
        raise Refusal(f"浏览器测试需要 Chromium，本机没有。请执行 make test，{ROUND}")
    return found


def ensure() -> None:
    """Bring Chromium by apt; a person without root gets the one command, and the way round."""
    if trouble() is None:
        return
    say("浏览器测试要用真实的 Chromium：正在安装 ……")
    try:
        debian.install(*PACKAGES, purpose="浏览器测试需要 Chromium")
    except Refusal as refusal:
        raise Refusal(f"{refusal}\n{ROUND}") from None
    problem = trouble()
    if problem:
        raise Refusal(f"Chromium 装上了，但不能使用：\n{problem}\n{ROUND}")


def trouble() -> str | None:
    """What keeps the browser tests from starting: no browser, or a driver that does not run."""
    try:
        browser = program()
    except Refusal as refusal:
        return str(refusal)
    return attempt([browser, "--version"]) or attempt([VENV / "bin" / "playwright", "--version"])
