"""Invented rows for every register, for trying out lists, boards and counts.

Everything follows from a fixed seed and the day it is made on: what ends soon and what is late
lies around that day. Names are numbers and say 生成 or 演示; nobody and no enterprise is real.
"""

from collections.abc import Iterator

from stats.demo_registers import brands, chains, firms, protection, service
from stats.demo_registers.demo import Batch, Demo


def generate(demo: Demo) -> Iterator[Batch]:
    """Batches of unsaved rows with the slug of their register; each is saved before the next."""
    for part in (firms, chains, service, brands, protection):
        yield from part.generate(demo)


__all__ = ["Batch", "Demo", "generate"]
