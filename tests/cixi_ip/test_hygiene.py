"""A text that needs no looking through is one in which looking through finds nothing."""

from itertools import chain

from cixi_ip.hygiene import hidden_kind, is_plain, sanitise

# Where characters that print nothing are found; the rest are hanzi, hangul and signs.
RANGES = (range(0x3100), range(0xD7A0, 0x10000), range(0xE0000, 0xE0200))


def test_no_plain_text_has_a_hidden_character_or_another_spelling():
    for char in map(chr, chain(*RANGES)):
        if is_plain(char):
            assert not hidden_kind(char), hex(ord(char))


def test_plain_and_other_texts():
    assert is_plain("慈溪市 GB/T 29490-2023（第2批）")
    assert sanitise("慈溪市") == ("慈溪市", ())
    for text in ("甲\u200b乙", "甲\n乙", "e\u0301", "\ufe0f"):
        assert not is_plain(text)
