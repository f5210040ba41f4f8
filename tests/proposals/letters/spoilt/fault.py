"""What a fault is: a right specimen, what is done to it, and the rules it then misses."""

from collections.abc import Callable

from tests.proposals.letters.drawn import Drawing

Spoil = Callable[[Drawing], Drawing]
Fault = tuple[Callable[[], Drawing], Spoil, set[str]]
