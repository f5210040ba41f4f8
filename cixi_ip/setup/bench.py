"""`make bench`: set up as for a run, then measure; the benchmarks themselves are in bench/."""

import os
import shutil
import sys
from pathlib import Path

from cixi_ip.setup import chromium, fonts, plotly, postgres, venv
from cixi_ip.setup.steps import (
    BASE,
    PYTHON,
    VENV,
    Refusal,
    alone,
    attempt,
    environment,
    main,
    once,
    say,
    var,
)

DATASETTE = "datasette==0.65.5"  # what our pages are measured beside; never part of a run
NPM = BASE / "bench" / "npm"


def bench() -> None:
    with alone():
        venv.ensure(for_tests=True)
        fonts.ensure()
        plotly.ensure()
        postgres.ensure()
        chromium.ensure()
        tools()
    os.chdir(BASE)
    os.execve(PYTHON, [str(PYTHON), "-m", "bench"], environment())


def tools() -> None:
    """Datasette in an environment of its own, and Lighthouse where there is npm."""
    folder = var() / "bench"
    once(
        "datasette",
        "取 Datasette（只用于对比测速）",
        lambda: datasette(folder / "datasette"),
        inputs=[sys.version, DATASETTE],
        outputs=[folder / "datasette" / "bin" / "datasette"],
    )
    if not shutil.which("npm"):
        say("    没有 npm，不测 Lighthouse")
        return
    once(
        "lighthouse",
        "取 Lighthouse（只用于测速）",
        lambda: lighthouse(folder / "npm"),
        inputs=[NPM],
        outputs=[folder / "npm" / "node_modules" / ".bin" / "lighthouse"],
    )


def datasette(folder: Path) -> None:
    made = attempt([PYTHON, "-m", "venv", "--clear", folder])
    problem = made or attempt(
        [VENV / "bin" / "uv", "pip", "install", "--python", f"{folder}/bin/python", DATASETTE],
        venv.uv_environment(),
    )
    if problem:
        raise Refusal(f"Datasette 没有装上：\n{problem}")


def lighthouse(folder: Path) -> None:
    shutil.copytree(NPM, folder, dirs_exist_ok=True)
    problem = attempt(plotly.NPM, cwd=folder)
    if problem:
        raise Refusal(f"Lighthouse 没有装上：\n{problem}")


if __name__ == "__main__":
    main(bench)
