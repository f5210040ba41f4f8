"""From nothing running to the first page: server start, with the database already there."""

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

RUNS = 5


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_page(command: list[str], url: str) -> float:
    """Seconds from starting `command` to a complete answer at `url`."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:
                    answer.read()
                return time.perf_counter() - started
            except OSError:
                if process.poll() is not None or time.perf_counter() - started > 60:
                    raise
                time.sleep(0.01)
    finally:
        process.terminate()
        process.wait()


def run() -> None:
    spent, bare = [], []
    for _ in range(RUNS):
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}"]
        spent.append(first_page([*command, "cixi_ip.wsgi"], f"http://127.0.0.1:{port}/login/"))
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import django"], check=True, env=os.environ)
        bare.append(time.perf_counter() - started)
    ratio = statistics.median(a / b for a, b in zip(spent, bare, strict=True))
    print(
        f"冷启动到第一页：{statistics.median(spent):.2f} 秒，"
        f"是启动 Python 并载入 Django 的 {ratio:.1f} 倍"
    )
