"""Measures a finished PDF against GB/T 9704-2012, knowing nothing of how it was made."""

from dataclasses import dataclass

from proposals.letters.geometry.anatomy import Anatomy, dissect
from proposals.letters.geometry.annexes import measure_annexes
from proposals.letters.geometry.archive import measure_file
from proposals.letters.geometry.closing import measure_closing
from proposals.letters.geometry.foot import measure_foot
from proposals.letters.geometry.grid import measure_grid
from proposals.letters.geometry.head import measure_head
from proposals.letters.geometry.ink import Ink
from proposals.letters.geometry.layer import measure_text
from proposals.letters.geometry.reading import is_scan, open_pdf, read_pages
from proposals.letters.geometry.report import Finding, Report
from proposals.letters.geometry.rules import RULES, TABLE, Rule, Strength
from proposals.letters.geometry.sheet import Place
from proposals.letters.geometry.words import measure_words

__all__ = [
    "KINDS",
    "RULES",
    "SEALS",
    "TABLE",
    "Examination",
    "Finding",
    "Rule",
    "Strength",
    "examine",
    "failures",
    "measure",
]
KINDS = ("文件", "信函", "纪要")
SEALS = ("盖章", "不盖章", "签名章")
SCANNED = "没有文字，只有图片"


@dataclass(frozen=True)
class Examination:
    """What was measured, by the rules of which page form, and whether the pages told the form."""

    kind: str
    is_guessed: bool
    pages: int
    findings: list[Finding]


def measure(
    pdf: bytes, *, kind: str = "", text: str | None = None, seal: str = ""
) -> list[Finding]:
    """Every rule that applies to a document of `kind`, met or not; see `examine`."""
    return examine(pdf, kind=kind, text=text, seal=seal).findings


def examine(pdf: bytes, *, kind: str = "", text: str | None = None, seal: str = "") -> Examination:
    """Hold a PDF against every rule that applies to it.

    `kind` is 文件, 信函 or 纪要; empty, the page itself tells. `text` is what the text layer must
    equal, white space and page numbers aside; without it that rule is left out. `seal` is 盖章,
    不盖章 or 签名章; empty, the layout that fits best is judged by. ValueError, in Chinese, for a
    file that cannot be read, and for another kind.
    """
    if kind not in ("", *KINDS):
        raise ValueError(f"没有“{kind}”这种格式，只有{'、'.join(KINDS)}")
    if seal not in ("", *SEALS):
        raise ValueError(f"没有“{seal}”这种排法，只有{'、'.join(SEALS)}")
    readable = open_pdf(pdf)
    letter = dissect(read_pages(readable))
    report = Report()
    found = kind or guess_kind(letter)
    if is_scan(letter.pages):
        report.state("text_present", False, SCANNED, Place(1))
    else:
        report.state("text_present", True, "有")
        _measure_pages(letter, Ink(readable), found, seal, report)
        measure_text(letter, text, report)
    measure_file(pdf, report)
    return Examination(found, not kind, len(letter.pages), report.findings)


def _measure_pages(letter: Anatomy, ink: Ink, kind: str, seal: str, report: Report) -> None:
    _presence(letter, kind, report)
    measure_grid(letter, report)
    measure_head(letter, ink, kind, report)
    measure_closing(letter, seal, report)
    measure_annexes(letter, report)
    measure_foot(letter, ink, kind, report)
    measure_words(letter, report)


def _presence(letter: Anatomy, kind: str, report: Report) -> None:
    front = letter.front
    moved = any(line.text.startswith("主送") for line in letter.record)
    parts: dict[str, object] = {"发文机关标志": front.head, "正文": letter.body or letter.cells}
    if kind != "纪要":
        parts |= {
            "发文字号": front.number or letter.is_draft,
            "标题": front.title,
            "主送机关": letter.addressee or moved,
            "署名": letter.signature,
            "成文日期": letter.date or letter.is_draft,
        }
    missing = [name for name, part in parts.items() if not part]
    report.state("parts", not missing, f"缺{'、'.join(missing)}" if missing else "齐全")


def guess_kind(letter: Anatomy) -> str:
    """The page form as page 1 tells it: by its mark's last word, double red lines, or height."""
    head = letter.front.head
    if head and head[-1].text.endswith("纪要"):
        return "纪要"
    reds = [rule for rule in letter.pages[0].rules if rule.is_red]
    is_letter = any(rule.width > 163 for rule in reds) or len(reds) > 2
    return "信函" if is_letter or (head and head[0].top < 50) else "文件"


def failures(findings: list[Finding]) -> list[Finding]:
    """The findings that miss a 规定 or 一般 rule; a missed 推荐 is only a warning."""
    return [finding for finding in findings if finding.is_failure]
