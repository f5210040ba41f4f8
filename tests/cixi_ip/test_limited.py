"""The limits a process sets itself: each tried in a process of its own."""

import signal
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).parents[2]


def ended(script: str, *before: str) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-c", f"from cixi_ip import limited\n{script}"]
    return subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False)


def test_memory_beyond_the_limit_is_refused() -> None:
    done = ended("limited.bound(200 * 1024**2)\nb'x' * 300 * 1024**2")

    assert done.stderr.splitlines()[-1] == "MemoryError"


def test_processor_time_beyond_the_limit_ends_the_process() -> None:
    assert ended("limited.allow(1)\nwhile True: pass").returncode == -signal.SIGXCPU


def test_one_who_catches_the_signal_is_ended_a_little_later() -> None:
    catch = "import signal\nsignal.signal(signal.SIGXCPU, lambda *_: print('told', flush=True))\n"
    done = ended(f"{catch}limited.allow(1, then=1)\nwhile True: pass")

    assert done.returncode == -signal.SIGKILL
    assert done.stdout.startswith("told\n")


def test_time_is_allowed_anew_for_each_piece_of_work() -> None:
    work = (
        "import time\n"
        "for piece in range(4):\n"
        "    limited.allow(1)\n"
        "    until = time.process_time() + 0.4\n"
        "    while time.process_time() < until: pass\n"
    )

    assert ended(work).returncode == 0


def test_a_lower_limit_of_the_system_stays() -> None:
    script = (
        "import resource\n"
        "limited.bound(2 * 1024**3)\n"
        "limited.allow(600, then=10)\n"
        "print(resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU))"
    )
    done = ended(script, "prlimit", f"--as={1024**3}", "--cpu=60")

    assert done.stdout.strip() == f"({1024**3}, {1024**3}) (60, 60)"
