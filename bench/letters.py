"""Time of one letter as PDF: warm, and the first one of a process."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from proposals.letters import compose, to_pdf
from proposals.models import Letter

RUNS = 20


def run() -> None:
    """No. 220 as loaded; the cold figure is a whole process that exports it."""
    call_command("load_proposals", verbosity=0)
    document = compose(Letter.objects.get())
    moment = timezone.now()
    first = timed(lambda: to_pdf(document, moment=moment))
    warm = [timed(lambda: to_pdf(document, moment=moment)) for _ in range(RUNS)]
    pages = to_pdf(document, moment=moment).pages
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "manage.py", "export_letter", "220"]
        command += ["--session", "市十八届人大二次会议", "--output", str(Path(folder) / "a.pdf")]
        cold = timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    middle = statistics.median(warm)
    print(
        f"公文 PDF（{pages} 页）：热 {middle * 1000:.0f} 毫秒（{RUNS} 次中位数）；"
        f"进程内第一次是它的 {first / middle:.1f} 倍；整个进程导出 {cold:.2f} 秒，"
        f"是它的 {cold / middle:.0f} 倍"
    )


def timed(call: object) -> float:
    started = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - started
