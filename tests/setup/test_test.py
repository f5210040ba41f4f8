"""`make test` itself: results counted from pytest's report, nothing passed over in silence."""

import os
import subprocess
from pathlib import Path

import pytest

from cixi_ip.setup.steps import BASE
from cixi_ip.setup.test import Outcome, conclude, read

GOOD = Outcome("SQLite", 0, 5, 0, 0, 61.2)
BAD = Outcome("PostgreSQL", 1, 4, 1, 0, 3.0)
EMPTY = Outcome("SQLite", 5, 0, 0, 0, 1.0)
SKIPPING = Outcome("SQLite", 0, 4, 0, 1, 1.0)


@pytest.mark.parametrize(
    ("outcomes", "is_ci", "code", "closing"),
    [
        ([GOOD, GOOD], True, 0, "10 passed, 0 failed"),
        ([BAD, GOOD], True, 1, "9 passed, 1 failed"),
        ([GOOD, BAD], False, 1, "9 passed, 1 failed"),
        ([GOOD, EMPTY], False, 0, "5 passed, 0 failed"),
        ([EMPTY, EMPTY], False, 5, "0 passed, 0 failed"),
        ([GOOD, SKIPPING], False, 0, "9 passed, 0 failed, 1 skipped"),
        ([GOOD, SKIPPING], True, 1, "9 passed, 0 failed, 1 skipped"),
    ],
)
def test_the_summary_ends_with_the_counts(outcomes, is_ci, code, closing, capsys):
    assert conclude(outcomes, is_ci=is_ci, with_browser=True) == code
    assert capsys.readouterr().out.splitlines()[-1] == closing


def test_leaving_the_browser_out_is_said_at_the_end(capsys):
    conclude([GOOD, GOOD], is_ci=False, with_browser=False)
    assert "浏览器测试没有做" in capsys.readouterr().out


def test_leaving_the_browser_out_is_refused_on_ci():
    done = subprocess.run(
        ["make", "test", "BROWSER=0"],
        cwd=BASE,
        env=os.environ | {"CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "CI 上不允许 BROWSER=0" in done.stderr


def test_a_report_is_counted(tmp_path: Path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>'
    )
    outcome = read(report, "SQLite", 1, 125.0)
    assert (outcome.passed, outcome.failed, outcome.skipped) == (3, 3, 3)
    assert str(outcome) == "SQLite：3 passed, 3 failed, 3 skipped（2 分 05 秒）"


def test_a_run_that_left_no_report_has_failed(tmp_path: Path):
    outcome = read(tmp_path / "none.xml", "SQLite", 0, 1.0)
    assert (outcome.code, outcome.failed) == (1, 1)
