"""What changed since a return is told from fingerprints alone."""

import pytest

from proposals.editions import Changed, changed, fingerprints


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("一段。\n二段。", "一段。\n二段。", Changed((), 0)),
        ("一段。\n二段。", "  一段。\n\n二段。\n", Changed((), 0)),
        ("一段。\n二段。", "一段。\n二段，改过。", Changed(("二段，改过。",), 1)),
        ("一段。\n二段。", "二段。", Changed((), 1)),
        ("一段。", "新段。\n一段。\n又一段。", Changed(("新段。", "又一段。"), 0)),
        ("", "一段。", Changed(("一段。",), 0)),
        ("同。\n同。", "同。", Changed((), 0)),
    ],
)
def test_new_and_gone_paragraphs(before, after, found):
    assert changed(after, fingerprints(before)) == found


def test_a_fingerprint_holds_no_word():
    assert all(set(one) <= set("0123456789abcdef") for one in fingerprints("机密。\n内容。"))
