"""`make test`: bring what the tests need, then run them on PostgreSQL and on SQLite."""

import os
import shlex
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from cixi_ip.setup import chromium, fonts, plotly, postgres, venv
from cixi_ip.setup.steps import BASE, PYTHON, Refusal, alone, environment, main, say, var

NO_TESTS = 5


@dataclass(frozen=True)
class Outcome:
    """How one run of pytest ended."""

    name: str
    code: int
    passed: int
    failed: int
    skipped: int
    seconds: float

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        took = f"{self.seconds // 60:.0f} 分 {self.seconds % 60:02.0f} 秒"
        return f"{self.name}：{self.passed} passed, {self.failed} failed{skipped}（{took}）"


def test() -> int:
    is_ci = os.environ.get("CI") == "true"
    with_browser = os.environ.get("BROWSER", "1") != "0"
    if is_ci and not with_browser:
        raise Refusal("CI 上不允许 BROWSER=0：浏览器测试不能跳过")
    prepare(with_browser)
    arguments = shlex.split(os.environ.get("ARGS", ""))
    # Tracing every branch makes the run half as long again, so it is done when asked for.
    measured = COVERAGE if os.environ.get("COVERAGE") == "1" else []
    everything = "" if with_browser else "not browser"
    outcomes = [
        pytest(
            "PostgreSQL", "postgres", everything, ["-n2", "--dist=worksteal", *measured, *arguments]
        ),
        pytest(
            "SQLite",
            "sqlite",
            "not browser and not slow and not page and not postgres and not pure",
            ["-n2", *arguments],
        ),
    ]
    return conclude(outcomes, is_ci=is_ci, with_browser=with_browser)


COVERAGE = ["--cov", "--cov-report="]


def prepare(with_browser: bool) -> None:
    with alone():
        venv.ensure(for_tests=True)
        fonts.ensure()
        plotly.ensure()
        postgres.ensure()
        if with_browser:
            chromium.ensure()
        # Where the server looks for collected files, which the tests do not need.
        (var() / "static").mkdir(parents=True, exist_ok=True)


def pytest(name: str, database: str, markers: str, arguments: list[str]) -> Outcome:
    """Run pytest once; its own lines are passed on as they come."""
    say(f"\n== 在 {name} 上测试 ==")
    report = var() / f"tests-{database}.xml"
    report.unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "pytest", f"--database={database}", f"--junitxml={report}"]
    begun = time.monotonic()
    done = subprocess.run(
        [*command, "-m", markers, *arguments], cwd=BASE, env=environment(), check=False
    )
    return read(report, name, done.returncode, time.monotonic() - begun)


def read(report: Path, name: str, code: int, seconds: float) -> Outcome:
    """Count the results in pytest's report; a run that wrote none has failed as a whole."""
    if not report.exists():
        return Outcome(name, code or 1, 0, 1, 0, seconds)
    suite = ElementTree.parse(report).getroot().find("testsuite")
    if suite is None:
        return Outcome(name, code or 1, 0, 1, 0, seconds)
    total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    return Outcome(name, code, total - failed - skipped, failed, skipped, seconds)


def conclude(outcomes: list[Outcome], *, is_ci: bool, with_browser: bool) -> int:
    """Print the closing summary; the exit code is the first that is not zero."""
    codes = [outcome.code for outcome in outcomes]
    # A selection (ARGS) may leave one database without tests, but not both.
    code = next((code for code in codes if code not in (0, NO_TESTS)), 0)
    passed, failed, skipped = (
        sum(getattr(outcome, kind) for outcome in outcomes)
        for kind in ("passed", "failed", "skipped")
    )
    if all(code == NO_TESTS for code in codes):
        code = NO_TESTS
    say("\n== 测试结果 ==")
    for outcome in outcomes:
        say(str(outcome))
    if os.environ.get("COVERAGE") == "1":
        show_coverage()
    if not with_browser:
        say("注意：BROWSER=0，浏览器测试没有做，这次结果不完整。")
    if skipped and is_ci:
        say("CI 上不允许跳过测试：请修好上面标为 skipped 的测试。")
        code = code or 1
    say(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return code


def show_coverage() -> None:
    done = subprocess.run(
        [str(PYTHON), "-m", "coverage", "report", "--format=total"],
        cwd=BASE,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        say(f"分支覆盖率（PostgreSQL，不含浏览器一侧）：{done.stdout.strip()} %")


if __name__ == "__main__":
    main(test)
