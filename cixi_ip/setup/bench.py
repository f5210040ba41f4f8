"""`make bench`: set up as for a run, then measure; the benchmarks themselves are in bench/."""

import os

from cixi_ip.setup import fonts, plotly, postgres, venv
from cixi_ip.setup.steps import BASE, PYTHON, alone, environment, main


def bench() -> None:
    with alone():
        venv.ensure(for_tests=True)
        fonts.ensure()
        plotly.ensure()
        postgres.ensure()
    os.chdir(BASE)
    os.execve(PYTHON, [str(PYTHON), "-m", "bench"], environment())


if __name__ == "__main__":
    main(bench)
