"""Limits a process sets itself before it works on what others sent: memory and processor time."""

import math
import resource
from resource import RLIM_INFINITY, RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU


def bound(memory: int) -> None:
    """Ask for no more than this many bytes of address space, ever, and leave no core file."""
    memory = _within(memory, resource.getrlimit(RLIMIT_AS)[1])
    resource.setrlimit(RLIMIT_AS, (memory, memory))
    resource.setrlimit(RLIMIT_CORE, (0, 0))


def allow(seconds: int, *, then: int | None = None) -> None:
    """From now on this much processor time, of all threads together, until the next call.

    Then the process receives SIGXCPU, which ends it unless it is caught; where it is caught, the
    system ends the process after `then` seconds more.
    """
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(RLIMIT_CPU)
    soft = _within(math.ceil(spent.ru_utime + spent.ru_stime) + seconds, most)
    hard = most if then is None else _within(soft + then, most)
    resource.setrlimit(RLIMIT_CPU, (soft, hard))


def _within(wanted: int, most: int) -> int:
    """A limit can only be lowered below what the system has set."""
    return wanted if most == RLIM_INFINITY else min(wanted, most)
