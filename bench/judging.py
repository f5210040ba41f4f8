"""What the checker finds in the same letters made by other engines: `python -m bench.judging`.

It prints the tables of docs/typesetting.md; with a folder named, it leaves the PDFs there to look
at.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import django

# The faults of each engine known before (measured by hand), and the rules that must find them.
KNOWN = {
    "LibreOffice": {
        "marks hung past the type area": {"right_edge"},
        "first line 3.5 mm too low": {"top_margin"},
        "lines of 28.95 pt, the last not at the foot": {"line_pitch", "bottom_edge"},
        "版记 not at the foot": {"record_foot", "record_foot_letter"},
        "PDF/A-2b, not 2u": {"pdfa"},
    },
    "WeasyPrint": {
        "right edge ragged, hanzi not justified": {"line_fill"},
        "版记 not at the foot": {"record_foot", "record_foot_letter"},
    },
    "Chromium": {
        "radicals in place of hanzi": {"text_codepoints"},
        "CFF faces as Type 3": {"fonts_type3"},
        "rules drawn 0.265 mm thick": {"record_rule_first", "record_rule_last"},
        "版记 not at the foot": {"record_foot", "record_foot_letter"},
        "no PDF/UA": {"pdfua"},
    },
}
# Letters of the generated ones with tables, attachments, joint issuers, all seals and both forms.
CHOSEN = (5, 7, 25, 30, 46, 72)


def main(folder: Path | None) -> None:
    os.environ |= {"CIXI_ENV": "test", "DJANGO_SETTINGS_MODULE": "cixi_ip.settings"}
    django.setup()
    from bench.rivals import CHROMIUM, LIBREOFFICE, WEASYPRINT

    letters = list(chosen())
    for engine in (LIBREOFFICE, WEASYPRINT, CHROMIUM):
        name = engine.name.split("（")[0]
        if engine.missing:
            print(f"\n{engine.missing}")
            continue
        pdfs = engine.make(letters).pdfs
        if folder:
            for at, pdf in enumerate(pdfs):
                (folder / f"{name}-{at}.pdf").write_bytes(pdf)
        report(name, letters, pdfs)


def chosen() -> Iterator:
    from tests.proposals.letters.generated import cases
    from tests.proposals.letters.samples import make_letter

    yield make_letter("文件", 2)
    yield make_letter("信函", 2)
    yield from (cases()[number].letter for number in CHOSEN)


def report(name: str, letters: list, pdfs: tuple[bytes, ...]) -> None:
    """How often each rule is missed, and whether each known fault was among it."""
    from proposals.letters import plain_text
    from proposals.letters.geometry import examine

    missed: Counter[str] = Counter()
    examples: dict[str, str] = {}
    pages = 0
    for letter, pdf in zip(letters, pdfs, strict=True):
        done = examine(pdf, kind=letter.format, text=plain_text(letter))
        pages += done.pages
        failed = {one.rule: one for one in done.findings if not one.ok}
        missed.update(failed.keys())
        for rule, one in failed.items():
            examples.setdefault(rule, f"{one.strength}, {one.expected} → {one.measured[:60]}")
    print(
        f"\n### {name}: {len(pdfs)} letters, {pages} pages\n\n| known fault | found by |\n|---|---|"
    )
    for fault, rules in KNOWN[name].items():
        found = ", ".join(f"`{rule}` in {missed[rule]}" for rule in sorted(rules) if missed[rule])
        print(f"| {fault} | {found or '**not found**'} |")
    print("\n| rule | letters | expected → measured, in the first |\n|---|---|---|")
    for rule, count in missed.most_common():
        print(f"| `{rule}` | {count} | {examples[rule].replace('|', '/')} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
