"""Engines that make PDFs of letters, each in a process of its own: ours, and what is installed."""

import json
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from django.utils import timezone

from bench.web_page import web_page
from cixi_ip import typeset
from proposals.letters import Letter
from proposals.letters.docx import to_docx

# What a Word file names, and the face at hand that stands for it.
WORD_FACES = {
    "仿宋_GB2312": "FandolFang R",
    "楷体_GB2312": "FandolKai",
    "黑体": "FandolHei",
    "宋体": "FandolSong",
    "方正小标宋简体": "FandolSong:bold",
}
OPENING = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
MATCH = """
<match target="pattern"><test name="family"><string>{wanted}</string></test>
<edit name="family" mode="assign" binding="same"><string>{family}</string></edit>{more}</match>"""
BOLD = '<edit name="weight" mode="assign"><const>bold</const></edit>'
PDF_A = json.dumps(
    {
        "SelectPdfVersion": {"type": "long", "value": "2"},
        "PDFUACompliance": {"type": "boolean", "value": "true"},
    }
)
WEASYPRINT_SCRIPT = """
import json, sys, time, weasyprint
taken = []
for name in sys.argv[2:]:
    started = time.perf_counter()
    weasyprint.HTML(filename=name).write_pdf(f"{sys.argv[1]}/{name.split('/')[-1][:-5]}.pdf",
                                             pdf_variant="pdf/ua-1")
    taken.append(time.perf_counter() - started)
print(json.dumps(taken))
"""
CHROMIUM_SCRIPT = """
import json, sys, time
from playwright.sync_api import sync_playwright
taken = []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    page = browser.new_page()
    for name in sys.argv[3:]:
        started = time.perf_counter()
        page.goto(f"file://{name}")
        page.evaluate("document.fonts.ready")
        page.pdf(path=f"{sys.argv[2]}/{name.split('/')[-1][:-5]}.pdf", prefer_css_page_size=True,
                 tagged=True)
        taken.append(time.perf_counter() - started)
    browser.close()
print(json.dumps(taken))
"""


@dataclass(frozen=True)
class Making:
    """One process that made some PDFs: seconds for each, and for the process from start to end."""

    pdfs: tuple[bytes, ...]
    each: tuple[float, ...]
    whole: float
    memory: float  # MB, the most that it and what it started shared out among them

    @property
    def warm(self) -> float:
        """The median of all but the first."""
        return statistics.median(self.each[1:])


@dataclass(frozen=True)
class Engine:
    """`write` puts a letter into the file it starts from; `command` makes PDFs of such files."""

    name: str
    ending: str
    install: str
    find: Callable[[], str | None]
    write: Callable[[Letter], bytes]
    command: Callable[[str, Path, Sequence[Path]], list[str]]

    @property
    def missing(self) -> str:
        """What to say when it cannot be measured here; empty when it can."""
        return "" if self.find() else f"{self.name}：本机没有安装（{self.install}），未测"

    def make(self, letters: Sequence[Letter], *, watch_memory: bool = False) -> Making:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files = [folder / f"{at:03d}.{self.ending}" for at in range(len(letters))]
            for file, letter in zip(files, letters, strict=True):
                file.write_bytes(self.write(letter))
            (folder / "fonts.conf").write_text(font_settings(folder), encoding="utf-8")
            command = self.command(self.find() or "", folder, files)
            said, whole, memory = run(command, folder, watch_memory=watch_memory)
            pdfs = [file.with_suffix(".pdf") for file in files]
            each = json.loads(said) if said.startswith("[") else between(pdfs, whole)
            return Making(tuple(pdf.read_bytes() for pdf in pdfs), tuple(each), whole, memory)


def between(pdfs: list[Path], whole: float) -> list[float]:
    """Seconds from one file to the next, by when each was written."""
    moments = [pdf.stat().st_mtime_ns / 1e9 for pdf in pdfs]
    return [whole, *(b - a for a, b in pairwise(moments))]


def run(command: list[str], folder: Path, *, watch_memory: bool) -> tuple[str, float, float]:
    """What a command printed, how long it took, and its peak of memory."""
    environment = os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)}
    started = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        peak = Peak(process.pid)
        if watch_memory:
            peak.start()
        said, _ = process.communicate()
        whole = time.perf_counter() - started
        if watch_memory:
            peak.stop()
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    return said, whole, peak.most


class Peak(threading.Thread):
    """Looks every 20 ms at the memory of a process and all it started; shared pages count once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.over = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.02):
            self.most = max(self.most, sum(map(proportional, family(self.pid))))

    def stop(self) -> None:
        self.over.set()
        self.join()


def family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def proportional(pid: int) -> float:
    """MB of a process, its share of what it shares; nothing once it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def font_settings(folder: Path) -> str:
    """Our faces and no other, so that every engine sets the letter in the same."""
    folders = {typeset.fonts_folder().resolve(), typeset.faces()["仿宋"][-1].path.parent}
    matches = "".join(
        MATCH.format(wanted=wanted, family=known.split(":")[0], more=BOLD if ":" in known else "")
        for wanted, known in WORD_FACES.items()
    )
    dirs = "".join(f"<dir>{one}</dir>" for one in sorted(folders))
    return f"{OPENING}<fontconfig>{dirs}<cachedir>{folder}/cache</cachedir>{matches}</fontconfig>"


def word_file(letter: Letter) -> bytes:
    return to_docx(letter, moment=timezone.now())


def html_file(letter: Letter) -> bytes:
    return web_page(letter).encode()


def python_of_weasyprint() -> str | None:
    """The Python beside the command, wherever that is installed."""
    found = shutil.which("weasyprint")
    return str(Path(found).with_name("python3")) if found else None


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def by_libreoffice(program: str, folder: Path, files: Sequence[Path]) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = f"pdf:writer_pdf_Export:{PDF_A}"
    options = ["--headless", "--convert-to", kind, "--outdir", str(folder)]
    return [program, profile, *options, *map(str, files)]


def by_weasyprint(python: str, folder: Path, files: Sequence[Path]) -> list[str]:
    return [python, "-c", WEASYPRINT_SCRIPT, str(folder), *map(str, files)]


def by_chromium(program: str, folder: Path, files: Sequence[Path]) -> list[str]:
    return [sys.executable, "-c", CHROMIUM_SCRIPT, program, str(folder), *map(str, files)]


def by_ourselves(python: str, folder: Path, files: Sequence[Path]) -> list[str]:
    return [python, "-m", "bench.own_process", str(folder), *map(str, files)]


OURS = Engine("本系统（Typst）", "pickle", "", lambda: sys.executable, pickle.dumps, by_ourselves)
LIBREOFFICE = Engine(
    "LibreOffice（由本系统的 DOCX）",
    "docx",
    "apt-get install libreoffice-writer-nogui",
    lambda: shutil.which("soffice"),
    word_file,
    by_libreoffice,
)
WEASYPRINT = Engine(
    "WeasyPrint",
    "html",
    "pipx install weasyprint",
    python_of_weasyprint,
    html_file,
    by_weasyprint,
)
CHROMIUM = Engine("Chromium", "html", "apt-get install chromium", chromium, html_file, by_chromium)
