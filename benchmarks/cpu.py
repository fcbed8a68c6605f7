"""CPU seconds of this process and of the programs that it waited for."""

from __future__ import annotations

import resource
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object]) -> float:
    """User and system time that the work takes, here and in its children."""
    before = _spent()
    work()
    return _spent() - before


def least_cpu_seconds(work: Callable[[], object]) -> float:
    """The least of three times: what else the machine does can only add to fixed work."""
    return min(cpu_seconds(work) for _ in range(3))


def _spent() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    usages = [resource.getrusage(kind) for kind in kinds]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
