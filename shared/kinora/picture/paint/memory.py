"""Memory for frames: kept from one to the next, not given back and asked for again."""

from __future__ import annotations

import ctypes

import numpy as np

_LARGEST = 31 << 20
"""Bytes; glibc follows the sizes of freed blocks up to 32 MiB."""


def keep_freed_memory() -> None:
    """Have the C library keep what a frame frees, for the whole process.

    By default glibc returns freed memory of a few hundred kilobytes to the system, which then has
    to clear it again for the next frame: that costs more than drawing a field. Its thresholds rise
    to the size of the largest mapped block that was ever freed (``mallopt(3)``,
    ``M_MMAP_THRESHOLD``), so one such block, never touched, is enough. Elsewhere this does nothing.
    """
    block = np.empty(_LARGEST, np.uint8)
    del block


def give_back_memory() -> None:
    """Return to the system what is free now (``malloc_trim(3)``): what building a scene left."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
