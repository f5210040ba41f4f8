"""An uploaded PDF, trusted in nothing: checked in a process of its own, under limits, not kept."""

import base64
import json
import logging
import os
import signal
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings

from proposals.checking.pictures import Paper
from proposals.letters.geometry import Finding, Strength

log = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST_PAGES = 60
SECONDS = 20
AGAIN = "请在 WPS 或 Word 中打开原稿，重新“输出为 PDF”后再检查。"
PICTURE = "这是一张图片，不是 PDF，量不出文字的位置。请上传由 WPS 或 Word 输出的 PDF。"
OTHER_TYPES = (
    (b"PK\x03\x04", f"这不是 PDF，是 Word、WPS、OFD 文档或压缩包。{AGAIN}"),
    (b"\xd0\xcf\x11\xe0", f"这不是 PDF，是旧版 Word、WPS 文档。{AGAIN}"),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
)
NO_PDF = f"按内容看，这不是 PDF 文件（与文件名无关）。{AGAIN}"
TOO_LONG = (
    f"检查超过 {SECONDS} 秒还没有做完，已停止。请只输出要检查的那几页，或{AGAIN.removeprefix('请')}"
)
STOPPED = f"检查到一半停下了：文件已损坏，或内容过于复杂。{AGAIN}仍不行的，请把文件交给系统管理员。"


@dataclass(frozen=True)
class Checked:
    """What the process found: the page form, the findings, and every page's paper and picture."""

    kind: str
    findings: tuple[Finding, ...]
    papers: tuple[Paper, ...]
    pictures: tuple[str, ...]


def refuse_other_types(content: bytes) -> None:
    """ValueError, in Chinese with the way out, for what does not begin as a PDF does."""
    if not content.startswith(b"%PDF-"):
        known = (said for start, said in OTHER_TYPES if content.startswith(start))
        raise ValueError(next(known, NO_PDF))


def check(content: bytes, *, kind: str, text: str | None) -> Checked:
    """Measure and draw the PDF; ValueError, in Chinese with the way out, when it cannot be done.

    `kind` empty: told by the pages themselves.
    """
    refuse_other_types(content)
    question = {"pdf": base64.b64encode(content).decode(), "kind": kind, "text": text}
    try:
        done = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "check_upload"],
            input=json.dumps(question).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=settings.BASE_DIR,
            # One thread does; each more would reserve memory that the limit then lacks.
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError(TOO_LONG) from error
    if done.returncode == -signal.SIGXCPU:
        raise ValueError(TOO_LONG)
    if done.returncode:
        log.error("check of an upload ended with %s: %s", done.returncode, done.stderr[-2000:])
        raise ValueError(STOPPED)
    return _checked(json.loads(done.stdout))


def _checked(answer: dict[str, object]) -> Checked:
    if refusal := answer.get("refusal"):
        raise ValueError(refusal)
    return Checked(
        kind=answer["kind"],
        findings=tuple(_finding(one) for one in answer["findings"]),
        papers=tuple(Paper(*one) for one in answer["papers"]),
        pictures=tuple(answer["pictures"]),
    )


def _finding(values: dict[str, object]) -> Finding:
    # A text layer may name half a character, which no page can be sent with.
    measured = str(values["measured"]).encode(errors="replace").decode()
    strength = Strength(values["strength"])
    return Finding(**(values | {"strength": strength, "measured": measured}))
