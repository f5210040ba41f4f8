"""The measuring of pages: right ones pass whole, each spoilt one fails by the rule it spoils."""

from collections.abc import Callable

import pytest

from proposals.letters import plain_text, to_pdf
from proposals.letters.geometry import (
    RULES,
    SEALS,
    TABLE,
    Strength,
    examine,
    failures,
    measure,
)
from tests.proposals.letters import specimens
from tests.proposals.letters.drawn import Drawing
from tests.proposals.letters.samples import MOMENT, TITLES, make_letter
from tests.proposals.letters.spoilt import FAULTS
from tests.proposals.letters.spoilt.closing import signed, unsealed
from tests.proposals.letters.test_geometry_file import FILE_FAULTS

SPECIMENS: dict[Callable[[], Drawing], str] = {
    specimens.make_file: "文件",
    specimens.make_upward: "文件",
    specimens.make_annexed: "文件",
    specimens.make_wide: "文件",
    specimens.make_even: "文件",
    specimens.make_letter: "信函",
    specimens.make_minutes: "纪要",
}

# What no single place on a page shows.
UNMARKED = {"page_width", "page_height", "blank_page", "landscape_head", "parts", "language"}


def missed(pdf: bytes, **asked: str) -> set[str]:
    """The names of all rules missed, recommendations too."""
    return {finding.rule for finding in measure(pdf, **asked) if not finding.ok}


@pytest.mark.parametrize("make", SPECIMENS)
def test_a_right_document_meets_every_rule_and_tells_its_form(make: Callable[[], Drawing]) -> None:
    drawing = make()
    examined = examine(drawing.pdf, text=drawing.text)

    assert [finding for finding in examined.findings if not finding.ok] == []
    assert (examined.kind, examined.is_guessed) == (SPECIMENS[make], True)
    assert examined.pages == drawing.pages


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_a_page_fails_by_its_rule(fault: str) -> None:
    make, spoil, rules = FAULTS[fault]
    drawing = spoil(make())
    seal = next((seal for seal in SEALS if fault.startswith(seal)), "")

    findings = measure(drawing.pdf, kind=SPECIMENS[make], text=drawing.text, seal=seal)
    faults = [finding for finding in findings if not finding.ok]

    assert {finding.rule for finding in faults} == rules
    assert [
        finding for finding in faults if not finding.spot and finding.rule not in UNMARKED
    ] == []


def test_every_rule_is_missed_by_some_fault_and_measured_on_some_right_page() -> None:
    met = {finding.rule for make in SPECIMENS for finding in measure(make().pdf, text="")}
    met |= {finding.rule for spoil in (unsealed, signed) for finding in measure(spoilt(spoil))}
    provoked = set().union(*(rules for *_, rules in (*FAULTS.values(), *FILE_FAULTS.values())))

    assert met == set(RULES)
    assert provoked == set(RULES)
    assert len(TABLE) == len(RULES)


def spoilt(spoil: Callable[[Drawing], Drawing]) -> bytes:
    return spoil(specimens.make_file()).pdf


@pytest.mark.parametrize(
    ("change", "rule"),
    [(unsealed, "unsealed_shift"), (signed, "signed_room"), (lambda d: d, "signature_centre")],
)
def test_each_way_to_sign_is_told_by_the_page_itself(
    change: Callable[[Drawing], Drawing], rule: str
) -> None:
    findings = measure(spoilt(change))

    assert {finding.rule for finding in findings if not finding.ok} == set()
    assert rule in {finding.rule for finding in findings}


def test_a_way_to_sign_can_be_demanded() -> None:
    pdf = specimens.make_file().pdf

    assert missed(pdf, seal="盖章") == set()
    assert missed(pdf, seal="不盖章") == {"unsealed_gap", "unsealed_right", "unsealed_shift"}


def test_what_is_measured_is_marked_inside_its_page() -> None:
    for make in SPECIMENS:
        spots = [(finding.rule, finding.spot) for finding in measure(make().pdf) if finding.spot]
        assert len(spots) > 20
        for rule, (left, top, right, bottom) in spots:
            assert 0 <= left < right <= 297, rule
            assert 0 <= top < bottom <= 297, rule


@pytest.mark.parametrize("kind", ["文件", "信函"])
@pytest.mark.parametrize(("chapters", "title"), list(enumerate(TITLES, 1)))
def test_letters_of_one_to_six_pages_meet_every_rule(kind: str, chapters: int, title: str) -> None:
    letter = make_letter(kind, chapters, title=title)
    pdf = to_pdf(letter, moment=MOMENT).pdf

    assert missed(pdf, kind=kind, text=plain_text(letter)) == set()


def test_a_recommendation_missed_is_no_failure() -> None:
    drawing = specimens.make_file().changed("inner rule", height=0.5)
    findings = measure(drawing.pdf)

    assert failures(findings) == []
    warning = next(finding for finding in findings if not finding.ok)
    assert warning.strength is Strength.ADVISED
    assert (warning.expected, warning.measured) == ("0.25 mm", "0.5 mm")


def shown(drawing: Drawing, rule: str) -> tuple[str, str, str]:
    found = next(finding for finding in measure(drawing.pdf) if finding.rule == rule)
    return (found.expected, found.measured, found.tolerance)


def test_a_rule_with_one_end_says_which() -> None:
    right = specimens.make_file()

    assert shown(right, "head_width")[::2] == ("≤ 156 mm", "")
    assert shown(right, "right_edge")[::2] == ("≤ 184 mm", "+0.35 mm")
    assert shown(right, "line_fill")[::2] == ("≥ 184 mm", "−1 mm")
    assert shown(right, "signature_alone") == ("≥ 1 行", "5 行", "")
    assert shown(right, "file_size")[::2] == ("≤ 2 MB", "")
    assert shown(right, "left_margin") == ("28 mm", "28 mm", "±1 mm")


def test_what_is_measured_can_be_words() -> None:
    right = specimens.make_file()
    between = specimens.make_upward().moved("head word", dx=-80)

    assert shown(right, "title_marks") == ("没有标点", "没有标点", "")
    assert shown(right.said("情况的函", "情况的函。"), "title_marks")[1] == "。"
    assert shown(between, "head_word")[1] == "不在机关名称右侧，在名称之间或之下"
    assert shown(right.without("red rule"), "red_rule_width")[1] == "没有分隔线"


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"kind": "命令"}, "没有“命令”这种格式"), ({"seal": "电子章"}, "没有“电子章”这种排法")],
)
def test_another_form_or_way_to_sign_is_refused(asked: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        measure(b"", **asked)
