"""Gunicorn's settings: two synchronous workers, since pages are bound by the processor."""

import os
from typing import Any

bind = os.environ.get("CIXI_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "sync"
timeout = 60
loglevel = "warning"
# Its socket would lie in the home folder, which several servers share and some users lack.
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Say where the pages are once the port is open."""
    print(f"\n系统已启动，请用浏览器打开：http://{bind}/　（按 Ctrl+C 停止）\n", flush=True)
