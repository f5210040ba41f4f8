"""The order of a report: judgements, numbers, places, and marks that hide no other's number."""

from itertools import pairwise

import pytest

from proposals.checking.pictures import Paper
from proposals.checking.report import APART, DISC, CheckReport, make_report
from proposals.letters.geometry import Finding, Strength

A4 = Paper(210, 297)
SPOT = (28.0, 60.0, 184.0, 66.0)


def finding(rule: str = "a", strength: str = "规定", **fields: object) -> Finding:
    defaults = {
        "clause": "5.2.1",
        "label": f"规则{rule}",
        "expected": "28 mm",
        "measured": "30 mm",
        "tolerance": "±1 mm",
        "ok": False,
        "page": 1,
        "spot": SPOT,
    }
    return Finding(rule=rule, strength=Strength(strength), **(defaults | fields))


def report(*findings: Finding, papers: tuple[Paper, ...] = (A4, A4)) -> CheckReport:
    return make_report(findings, papers)


@pytest.mark.parametrize(
    ("findings", "sentence", "kind"),
    [
        ([finding(ok=True)], "1 项检查，全部合格。", "good"),
        ([finding(), finding("b", ok=True)], "2 项检查，1 项不合规定。", "alarm"),
        (
            [finding("c", "推荐"), finding("b", "一般"), finding(), finding(page=2)],
            "3 项检查，1 项不合规定，1 项不合一般要求，1 项建议。",
            "alarm",
        ),
        ([finding("c", "推荐")], "1 项检查，1 项建议。", "advice"),
    ],
)
def test_the_verdict_counts_rules_by_how_strongly_they_ask(findings, sentence, kind):
    made = report(*findings)
    assert (made.verdict, made.kind) == (sentence, kind)
    assert [title for title, _, _ in made.counts] == ["不合规定", "不合一般要求", "建议", "合格"]
    assert sum(count for _, _, count in made.counts) == made.rules


def test_rules_are_numbered_by_gravity_and_a_number_stands_for_all_its_places():
    made = report(
        finding("advice", "推荐"),
        finding("must"),
        finding("must", page=2),
        finding("must", ok=True),
    )
    rows = [row for group in made.groups for row in group.rows]
    assert [(row.number, row.label) for row in rows] == [(1, "规则must"), (2, "规则advice")]
    assert (rows[0].missed, rows[0].met) == (2, 1)
    (value,) = rows[0].values
    assert (value.measured, value.places) == ("30\u00a0mm", ((1, "mark-1-1"), (2, "mark-1-2")))
    assert [mark.number for sheet in made.sheets for mark in sheet.marks] == [1, 2, 1]


def test_different_values_are_listed_each_with_its_pages():
    values = [finding(measured=f"{number} mm", page=1) for number in range(12)]
    made = report(*values)
    (row,) = made.groups[0].rows
    assert len(row.shown) == 8
    assert (row.more, row.height) == (4, 9)


def test_a_place_without_a_spot_leads_to_its_page_and_the_whole_file_nowhere():
    made = report(finding(spot=None, page=2), finding("b", spot=None, page=0))
    first, second = made.groups[0].rows
    assert first.values[0].places == ((2, "page-2"),)
    assert second.values[0].places == ()
    assert not any(sheet.marks for sheet in made.sheets)


def test_a_small_mark_lies_upon_a_large_one():
    made = report(finding("small", spot=(30, 70, 40, 75)), finding("large", spot=SPOT))
    areas = [mark.area for mark in made.sheets[0].marks]
    assert areas == sorted(areas, reverse=True)


@pytest.mark.parametrize("spot", [SPOT, (0.0, 0.0, 1.0, 1.0), (209.0, 296.0, 210.0, 297.0)])
def test_no_number_hides_another_and_none_leaves_the_paper(spot):
    marks = report(*(finding(name, spot=spot) for name in "abcdefghijklmnop")).sheets[0].marks
    discs = sorted(mark.disc for mark in marks)
    assert len(set(discs)) == len(marks)
    for (x, y), (other_x, other_y) in pairwise(discs):
        assert abs(x - other_x) > APART - 0.1 or abs(y - other_y) > APART - 0.1
    assert all(DISC <= x <= 210 - DISC + 0.1 for x, _ in discs)


def test_a_line_has_a_box_that_can_be_seen_and_pressed():
    (mark,) = report(finding(spot=(28.0, 100.0, 184.0, 100.35))).sheets[0].marks
    assert float(mark.height) >= 3
    assert float(mark.width) == pytest.approx(157.8)


def test_long_lists_of_what_was_met_are_cut():
    made = report(*(finding(ok=True, measured=f"{number}") for number in range(9)))
    assert made.met[0].values[0].measured == "0……8"
    made = report(finding(measured="甲" * 300))
    assert made.groups[0].rows[0].values[0].measured == "甲" * 80 + "……"
