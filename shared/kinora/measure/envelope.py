"""The outline of a waveform: its peaks in time, in bounded memory."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

MOST_PEAKS = 8192
_FINEST = 48
"""Samples that a peak stands for at first: a millisecond."""


class PeakEnvelope:
    """Keeps at most ``MOST_PEAKS`` peaks, each of equally many samples: 1 ms, doubled as needed."""

    def __init__(self) -> None:
        self._span = _FINEST
        self._peaks = np.zeros(0, dtype=np.float32)
        self._rest = np.zeros(0, dtype=np.float32)

    def add(self, magnitudes: Floats) -> None:
        """Take in the next (n,) magnitudes."""
        waiting = np.concatenate([self._rest, magnitudes])
        whole = len(waiting) // self._span * self._span
        found = waiting[:whole].reshape(-1, self._span).max(axis=1)
        self._rest = waiting[whole:]
        self._peaks = np.concatenate([self._peaks, found])
        while len(self._peaks) > MOST_PEAKS:
            self._halve()

    def peaks(self, length: int) -> Floats:
        """The peaks of the first ``length`` samples taken in; the last may stand for fewer."""
        last = self._rest.max(keepdims=True) if self._rest.size else self._rest
        return np.concatenate([self._peaks, last])[: -(-length // self._span)]

    def _halve(self) -> None:
        pairs = len(self._peaks) // 2
        odd = self._peaks[2 * pairs :]
        self._peaks = self._peaks[: 2 * pairs].reshape(-1, 2).max(axis=1)
        # A half pair waits as samples that are all its peak.
        self._rest = np.concatenate([np.repeat(odd, self._span), self._rest])
        self._span *= 2
