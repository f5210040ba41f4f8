"""Time and memory of letters as PDF, beside LibreOffice and WeasyPrint where they are installed."""

import statistics
import sys
import time
from bisect import bisect_left
from dataclasses import replace

from django.core.management import call_command
from django.utils import timezone

from bench.rivals import LIBREOFFICE, OURS, WEASYPRINT, Engine
from proposals import models
from proposals.letters import Letter, compose, to_pdf

# Rounds in which the engines take turns, each of so many letters after a first one.
ROUNDS, RUNS = {1: 1, 5: 4, 30: 1}, 5
BAR = 3
TEN = 10
BATCH = 100
WIDTH = 40
MARKS = "天地人和春夏秋冬东西"
FULL_PAGE = 22 * 28
LONGEST = 10


def run() -> None:
    """No. 220 as loaded, cut or repeated until it has so many pages."""
    call_command("load_proposals", verbosity=0)
    letter = compose(models.Letter.objects.get())
    short = replace(letter, body=letter.body[:1], contact="", cc=(), printer="")
    letters = {1: short} | {pages: of_pages(letter, pages) for pages in (5, 30)}
    engines = [engine for engine in (OURS, LIBREOFFICE, WEASYPRINT) if not engine.missing]
    print("公文 PDF：热（同一进程内每件，中位数）、冷（整个进程）、内存（峰值）")
    for engine in (LIBREOFFICE, WEASYPRINT):
        if engine.missing:
            print(f"  {engine.missing}")
    for pages, letter in letters.items():
        compare(engines, pages, letter)
    batch(letters[5])


def of_pages(letter: Letter, pages: int) -> Letter:
    """The letter with as many paragraphs as fill so many pages, the middle of what would do."""

    def with_paragraphs(count: int) -> Letter:
        times, rest = divmod(count, len(letter.body))
        return replace(letter, body=letter.body * times + letter.body[:rest])

    def made(count: int) -> int:
        return to_pdf(with_paragraphs(count), moment=timezone.now()).pages

    average = statistics.mean(len(paragraph.text) for paragraph in letter.body)
    counts = range(1, round(FULL_PAGE * (pages + 1) / average) + 1)
    fewest, over = (bisect_left(counts, wanted, key=made) for wanted in (pages, pages + 1))
    return with_paragraphs(counts[(fewest + over) // 2])


def compare(engines: list[Engine], pages: int, letter: Letter) -> None:
    """Print a line for each engine; they take turns, so that a busy machine is so to all."""
    warm: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for _ in range(ROUNDS[pages]):
        for engine in engines:
            made = engine.make([fresh(letter, at) for at in range(RUNS + 1)])
            warm[engine.name] += made.each[1:]
    for engine in engines:
        cold = statistics.median(engine.make([letter]).whole for _ in range(3))
        memory = engine.make([letter], watch_memory=True).memory
        median = statistics.median(warm[engine.name]) * 1000
        print(
            f"  {pages} 页，{engine.name}：热 {median:.0f} 毫秒，冷 {cold:.2f} 秒，{memory:.0f} MB"
        )
    if pages == 5 and len(engines) > 1:
        verdict(engines, letter, warm)


def verdict(engines: list[Engine], letter: Letter, warm: dict[str, list[float]]) -> None:
    """The bar is set on ten letters in one run, start included, as an office converts its files;
    what one more letter costs a run that goes on is told beside it.
    """
    own = statistics.median(warm[OURS.name])
    others = [engine for engine in engines if engine is not OURS]
    ten = [fresh(letter, at) for at in range(TEN)]
    each = {engine.name: engine.make(ten).whole / TEN for engine in others}
    more = {engine.name: statistics.median(warm[engine.name]) for engine in others}
    for costs, told in (
        (each, f"一次做 {TEN} 件（含启动）的每件用时，目标 ≥ {BAR} 倍"),
        (more, "不停的一次运行中多做一件的用时"),
    ):
        fastest = min(costs, key=lambda name: costs[name])
        print(f"  5 页：最快的 {fastest} 是本系统的 {costs[fastest] / own:.1f} 倍（{told}）")


def fresh(letter: Letter, at: int) -> Letter:
    """The letter with other text in each paragraph, so that no engine finds it in its memory."""
    mark = MARKS[at // 10 % 10] + MARKS[at % 10]
    body = tuple(
        replace(one, runs=(replace(one.runs[0], text=mark + one.runs[0].text), *one.runs[1:]))
        for one in letter.body
    )
    return replace(letter, body=body)


def batch(letter: Letter) -> None:
    """100 letters of up to 30 pages one after another; does a page cost the same in each?"""
    body, found = letter.body * LONGEST, []
    for done in range(1, BATCH + 1):
        longer = fresh(replace(letter, body=body[: done * 37 % len(body) + 2]), done)
        started = time.perf_counter()
        pages = to_pdf(longer, moment=timezone.now()).pages
        found.append((pages, (time.perf_counter() - started) * 1000))
        show(done)
    bands = [
        [taken / pages for pages, taken in found if (pages - 1) // 10 == band] for band in range(3)
    ]
    each = "、".join(
        f"{band}1—{band + 1}0 页的 {statistics.median(costs):.1f} 毫秒".removeprefix("0")
        for band, costs in enumerate(bands)
    )
    pages, taken = map(sum, zip(*found, strict=True))
    print(f"  一批 {BATCH} 件、{pages} 页：{taken / 1000:.1f} 秒；每页（中位数）{each}")


def show(done: int) -> None:
    """A progress bar, where somebody looks on."""
    if sys.stderr.isatty():
        full = WIDTH * done // BATCH
        end = "\n" if done == BATCH else ""
        bar = "█" * full + "·" * (WIDTH - full)
        sys.stderr.write(f"\r  {bar} {done}/{BATCH}{end}")
        sys.stderr.flush()
