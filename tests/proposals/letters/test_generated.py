"""200 letters made by chance meet every rule, and their text layer is their source."""

import hashlib
import json
import os
from random import Random

import pytest

from cixi_ip.hygiene import sanitise
from proposals.letters import Format, plain_text, to_pdf
from proposals.letters.geometry import failures, measure
from tests.proposals.letters.generated import OPTIONS, cases, lawful, pairs
from tests.proposals.letters.samples import MOMENT

# Whoever changes the texts must mean to, and must not do so because a letter fails.
DIGEST = "6be579dcb2b28ee38d62f1429a17eab1b89f91d2d3e7103924094263b7b65f22"
TEN = 10
STEP = 1 if os.environ.get("CIXI_SOAK") == "1" else 8


def test_nobody_has_changed_the_texts() -> None:
    typed = json.dumps([case.fields for case in cases()], ensure_ascii=False, default=str)

    assert hashlib.sha256(typed.encode()).hexdigest() == DIGEST


def test_every_two_options_that_go_together_meet() -> None:
    dice = Random(1)  # noqa: S311 - not a secret
    possible = {
        pair
        for _ in range(20_000)
        for pair in pairs(lawful({name: dice.choice(OPTIONS[name]) for name in OPTIONS}))
    }

    assert len(cases()) == 200
    assert possible - set().union(*(pairs(case.choice) for case in cases())) == set()


def test_the_texts_are_such_as_a_draft_may_hold() -> None:
    for case in cases():
        text = plain_text(case.letter)
        assert sanitise(text) == (text, ())


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.parametrize("start", range(0, 200, TEN))
def test_generated_letters_meet_every_rule(start: int) -> None:
    """One letter in eight of the usual run, all of them in `make soak`."""
    missed = []
    for case in cases()[start + start // TEN % STEP : start + TEN : STEP]:
        letter = case.letter
        done = to_pdf(letter, moment=MOMENT)
        seal = "" if letter.format is Format.MINUTES else letter.seal
        text = plain_text(done.letter)
        missed += [
            f"{case.name} {finding.rule}（第 {finding.page} 页）：{finding.measured}"
            for finding in failures(measure(done.pdf, kind=letter.format, text=text, seal=seal))
        ]

    assert missed == []


@pytest.mark.slow
def test_the_same_letter_gives_the_same_bytes() -> None:
    for case in cases()[::40]:
        letter = case.letter
        assert to_pdf(letter, moment=MOMENT).pdf == to_pdf(letter, moment=MOMENT).pdf
