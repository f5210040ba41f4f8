"""Names and numbers of people, covered for who may not see them; pure."""

import re

COVER = "＊"
COVERED = COVER * 3  # of what is not said in any part
NUMBER = re.compile(r"[\d\s()+（）/、,，;；-]*")  # digits and what stands between them, no letters
LEAST_DIGITS = 6


def masked(text: str) -> str:
    """张＊＊ of a name, 138＊＊＊＊＊＊78 of a number: never the whole, whatever its length.

    Of a name with a number the first character alone: what stands at the ends may tell who.
    """
    plain = text.strip()
    if not plain:
        return ""
    if not is_number(plain):
        return plain[0] + COVER * max(len(plain) - 1, 1)
    shown = (3, 2) if len(plain) >= 11 else (2, 0)
    return plain[: shown[0]] + COVER * (len(plain) - sum(shown)) + plain[len(plain) - shown[1] :]


def is_number(text: str) -> bool:
    digits = sum(letter.isdigit() for letter in text)
    return digits >= LEAST_DIGITS and NUMBER.fullmatch(text) is not None
