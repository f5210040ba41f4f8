"""Names and numbers of people, covered for who may not see them; pure."""

COVER = "＊"
COVERED = COVER * 3  # of what is not said in any part


def masked(text: str) -> str:
    """张＊＊ of a name, 138＊＊＊＊＊＊78 of a number: never the whole, whatever its length."""
    plain = text.strip()
    if not plain:
        return ""
    if sum(letter.isdigit() for letter in plain) < 6:
        return plain[0] + COVER * max(len(plain) - 1, 1)
    shown = (3, 2) if len(plain) >= 11 else (2, 0)
    return plain[: shown[0]] + COVER * (len(plain) - sum(shown)) + plain[len(plain) - shown[1] :]
