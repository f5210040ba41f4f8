"""Measures a finished PDF against GB/T 9704-2012, knowing nothing of how it was made."""

from proposals.letters.geometry.anatomy import dissect
from proposals.letters.geometry.archive import measure_file, measure_text
from proposals.letters.geometry.grid import measure_grid
from proposals.letters.geometry.parts import measure_parts
from proposals.letters.geometry.rules import TABLE, Finding, Report, Rule, Strength
from proposals.letters.geometry.sheet import Ink, read_pages

__all__ = ["TABLE", "Finding", "Rule", "Strength", "failures", "measure"]


def measure(pdf: bytes, *, kind: str, text: str | None = None) -> list[Finding]:
    """Every rule that applies to a letter of `kind` (文件 or 信函), met or not.

    `text` is what the text layer must equal, white space and page numbers aside; without it that
    rule is left out.
    """
    if kind not in ("文件", "信函"):
        raise ValueError(f"没有“{kind}”这种格式，只有文件、信函")
    report = Report()
    letter = dissect(read_pages(pdf))
    ink = Ink(pdf)
    measure_grid(letter, report)
    measure_parts(letter, ink, report, is_file=kind == "文件")
    measure_text(letter, text, report)
    measure_file(pdf, report)
    return report.findings


def failures(findings: list[Finding]) -> list[Finding]:
    """The findings that miss a 规定 or 一般 rule; a missed 推荐 is only a warning."""
    return [finding for finding in findings if finding.is_failure]
