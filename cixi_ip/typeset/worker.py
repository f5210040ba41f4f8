"""Keeps one process of the engine at hand, and replaces it when it is too slow or dies."""

import atexit
import json
import math
import os
import signal
import subprocess
import sys
import threading
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from cixi_ip.engine import MEMORY, OUT_OF_MEMORY

BASE = Path(__file__).parents[2]
SECONDS = 20.0
TOO_SLOW = "排版超过 {seconds:.0f} 秒仍未完成，已停止。请缩短正文、减少表格，或分成几件公文后再试。"
TOO_LARGE = (
    "排版所需内存超过 {size} MB 的上限，已停止。请缩短正文、减少表格，或分成几件公文后再试。"
)
STOPPED = "排版引擎意外停止（{code}）。请再试一次；仍不行的，请把这句话告诉系统管理员。"
# The engine is offline whatever a template asks: nothing answers at port 0 of this machine.
NOWHERE = "http://127.0.0.1:0"
OFFLINE = {
    name: value
    for lower, value in (
        ("http_proxy", NOWHERE),
        ("https_proxy", NOWHERE),
        ("all_proxy", NOWHERE),
        ("no_proxy", ""),
    )
    for name in (lower, lower.upper())
}
# Threads and their arenas reserve address space that the limit then lacks.
THREADS = 2
SMALL = {"RAYON_NUM_THREADS": str(THREADS), "MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"}


class Process:
    """One process of the engine and our end of the line to it."""

    def __init__(self) -> None:
        self.fonts: object = None
        self.line, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-m", "cixi_ip.engine"]
            self.popen = subprocess.Popen(
                [*command, str(theirs.fileno()), str(os.getpid())],
                cwd=BASE,
                env=os.environ | OFFLINE | SMALL,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def suits(self, question: dict[str, Any]) -> bool:
        """A process serves one set of font files (see `cixi_ip.engine`), and lists any."""
        return "template" not in question or self.fonts in (None, question["fonts"])

    def ask(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """EOFError or OSError when the process dies of it, TimeoutError when it takes too long."""
        if "template" in question:
            self.fonts = question["fonts"]
        # It ends by itself when nobody is left to stop it; otherwise we are sooner.
        limit = {"seconds": THREADS * math.ceil(SECONDS) + 5}
        self.line.send_bytes(json.dumps(question | limit).encode())
        if not self.line.poll(SECONDS):
            raise TimeoutError
        return json.loads(self.line.recv_bytes()), self.line.recv_bytes()

    def end(self) -> int:
        """Stop it, if it runs, and take leave of it; the exit code it had died with, if it had."""
        self.line.close()
        try:
            # One that has just died may not be seen to be dead yet.
            self.popen.wait(0.2)
        except subprocess.TimeoutExpired:
            self.popen.kill()
        return self.popen.wait()

    def leave(self) -> None:
        """Forget it without a word: it belongs to the process this one was forked from."""
        self.line.close()
        self.popen.returncode = 0


class Keeper:
    """The engine's process of this process, begun when first asked."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: Process | None = None

    def ask(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The answer; ValidationError, in Chinese, when it would take too much time or memory."""
        with self.lock:
            if self.process and not self.process.suits(question):
                self.stop()
            is_fresh = self.process is None
            answer = self.ask_once(question)
            # What has worked on other texts may have died of those; a fresh one has not.
            if isinstance(answer, int) and not (is_fresh and is_memory(answer)):
                answer = self.ask_once(question)
        if isinstance(answer, int):
            raise refusal(answer)
        return answer

    def ask_once(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes] | int:
        """The answer, or the exit code of the process that died of the question."""
        if self.process is None:
            self.process = Process()
        answer = None
        try:
            answer = self.process.ask(question)
        except TimeoutError:
            message = TOO_SLOW.format(seconds=SECONDS)
            raise ValidationError(message, code="too_slow") from None
        except (EOFError, OSError):
            return self.stop()
        finally:
            # Whatever came between, an answer not taken would be given to the next question.
            if answer is None:
                self.stop()
        return answer

    def stop(self) -> int:
        process, self.process = self.process, None
        return process.end() if process else 0

    def forget(self) -> None:
        self.lock = threading.Lock()
        if self.process:
            self.process.leave()
            self.process = None


def is_memory(code: int) -> bool:
    """Rust aborts when memory is refused; Python raises, and the engine exits with its own code."""
    return code in (-signal.SIGABRT, OUT_OF_MEMORY)


def refusal(code: int) -> ValidationError:
    if is_memory(code):
        return ValidationError(TOO_LARGE.format(size=MEMORY // 1024**2), code="too_large")
    name = f"信号 {-code}" if code < 0 else f"退出码 {code}"
    return ValidationError(STOPPED.format(code=name), code="engine_stopped")


keeper = Keeper()
os.register_at_fork(after_in_child=keeper.forget)
atexit.register(keeper.stop)
