"""Limits a process sets itself before it works on what others sent: memory and processor time."""

import math
import resource


def bound(memory: int) -> None:
    """Ask for no more than this many bytes of address space, ever, and leave no core file."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY:
        memory = min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow(seconds: int, *, then: int | None = None) -> None:
    """From now on this much processor time, of all threads together, until the next call.

    Then the process receives SIGXCPU, which ends it unless it is caught; where it is caught, the
    system ends the process after `then` seconds more.
    """
    spent = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(spent.ru_utime + spent.ru_stime) + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if then is not None:
        hard = soft + then
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
