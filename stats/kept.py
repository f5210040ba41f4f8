"""What is worked out once for each version of the data and kept in this process's memory."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from cixi_ip.edition import edition

KEPT_SECONDS = 24 * 60 * 60
Kept = TypeVar("Kept")


def cached(key: tuple[object, ...], make: Callable[[], Kept]) -> Kept:
    """The version in the key comes from the database each time, so that nothing is ever stale."""
    name = "-".join(str(part) for part in (*key, edition()))
    found: Kept | None = cache.get(name)
    if found is None:
        found = make()
        cache.set(name, found, KEPT_SECONDS)
    return found
