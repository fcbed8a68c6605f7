"""The processes below this one: what they use and hold, where Linux tells."""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc")


def below() -> list[int]:
    """All processes that this one started, and those that they started; none off Linux."""
    parents = {}
    for folder in _PROC.glob("[0-9]*"):
        told = _read(folder / "stat").rpartition(")")[2].split()
        if told:
            parents[int(folder.name)] = int(told[1])
    found = [os.getpid()]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def cpu_seconds(pid: int) -> float:
    """What all threads of a process have run so far; clock ticks would be too coarse."""
    threads = (_PROC / str(pid) / "task").glob("*/schedstat")
    return sum(int((_read(each).split() or ["0"])[0]) for each in threads) / 1e9


def own_bytes(pid: int) -> int:
    """The memory of a process, with its part of what it shares."""
    lines = _read(_PROC / str(pid) / "smaps_rollup").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _read(path: Path) -> str:
    """A file of the kernel's; empty when its process has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""
