"""A server of ours on a free port while something is measured, and a login to ask it with."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from bench.start import free_port


@contextmanager
def serving(*command: str, port: int, path: str = "/") -> Iterator[str]:
    """Start `command`, wait until `path` is answered at `port`, give the address without it."""
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until_answered(address + path, process)
        yield address
    finally:
        process.terminate()
        process.wait()


def until_answered(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                answer.read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                raise
            time.sleep(0.05)
    raise TimeoutError(url)


@contextmanager
def ours() -> Iterator[str]:
    """One worker of our server."""
    port = free_port()
    gunicorn = (sys.executable, "-m", "gunicorn", "-w", "1", "-b", f"127.0.0.1:{port}")
    with serving(*gunicorn, "cixi_ip.wsgi", port=port, path="/login/") as address:
        yield address
