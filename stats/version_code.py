"""The version code of a batch: the same on paper and on screen while nothing has changed; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

Record = tuple[str, ...]
GROUPS, LENGTH = 3, 4


def version_code(records: Iterable[Record]) -> str:
    """Twelve signs in three groups, 3F2A-91C0-7B5D: the start of a SHA-256 in hexadecimal.

    Each record is written as a line of JSON, which no text can be mistaken for two of; the lines
    are sorted, so that the order in which figures were typed plays no part. Any change of any
    field of any record makes another code (two contents share one by a chance of 1 in 2⁴⁸).
    """
    lines = sorted(
        json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records
    )
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest().upper()
    return "-".join(digest[at : at + LENGTH] for at in range(0, GROUPS * LENGTH, LENGTH))
