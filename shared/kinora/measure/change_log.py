"""How much of what changes in a video is things moving, and how much is a change of picture."""

from __future__ import annotations

from array import array

import numpy as np

from kinora.measure.flow import BlockFlow
from kinora.measure.strip import Doubles, Flags

_AROUND = 0.3
"""Seconds before and after a stretch, at least, that it is compared with."""
_BLURRED = 0.13
_SEEN_AROUND = 0.2
_MEASURED = 0.6
_FLOOR = 0.5
"""Mean squared grey levels a second: less is nothing."""


class ChangeLog:
    """The changes between the frames whose flow was measured: scalars, eight times a second."""

    def __init__(self) -> None:
        self._times = array("d", [0.0])
        self._changed, self._unexplained = array("d", [0.0]), array("d", [0.0])
        self._seconds = array("d", [0.0])
        """Running sums up to each time, the last one of the time that was measured."""

    def add(self, begin: float, end: float, flow: BlockFlow) -> None:
        """What happened between two instants, in seconds; later than all before."""
        if begin > self._times[-1]:
            self._append(begin, 0.0, 0.0, 0.0)
        self._append(end, flow.changed, flow.unexplained, end - begin)

    def explained(self, begin: Doubles, end: Doubles) -> Doubles:
        """The share of the change in each stretch of seconds that motion explains, 0..1.

        0 where too little was measured, as across a jump.
        """
        whole = self._between(self._changed, begin, end)
        left = self._between(self._unexplained, begin, end)
        share = np.where(whole > 1e-9, 1 - left / np.maximum(whole, 1e-9), 0.0)
        return np.where(self._jumps(begin, end), 0.0, share)

    def burst(self, begin: Doubles, end: Doubles) -> Doubles:
        """How many times faster the picture changes unexplained in each stretch than around it.

        0 where too little is seen around it, infinite where the picture jumps so that no flow was
        sought.
        """
        first, last = self._times[0], self._times[-1]
        length = end - begin
        reach = np.maximum(_AROUND, length / 2)
        # What was measured over an eighth of a second is not known more exactly.
        near, far = np.maximum(begin - _BLURRED, first), np.minimum(end + _BLURRED, last)
        before, after = np.maximum(near - reach, first), np.minimum(far + reach, last)
        measured = self._between(self._seconds, begin, end)
        inside = self._between(self._unexplained, begin, end) / np.maximum(measured, 1e-6)
        outside, seconds = np.zeros_like(begin), np.zeros_like(begin)
        for side in ((before, near), (far, np.maximum(after, far))):
            # Behind a jump lies another shot, whose own restlessness says nothing.
            seen = np.where(self._jumps(*side), 0.0, 1.0)
            outside = outside + seen * self._between(self._unexplained, *side)
            seconds = seconds + seen * self._between(self._seconds, *side)
        times = inside / (outside / np.maximum(seconds, 1e-6) + _FLOOR)
        times = np.where(self._jumps(begin, end), np.inf, times)
        return np.where(seconds < _SEEN_AROUND * length, 0.0, times)

    def _jumps(self, begin: Doubles, end: Doubles) -> Flags:
        measured = self._between(self._seconds, begin, end)
        return np.asarray(measured < _MEASURED * (end - begin), dtype=np.bool_)

    def _between(self, sums: array[float], begin: Doubles, end: Doubles) -> Doubles:
        return np.asarray(
            np.interp(end, self._times, sums) - np.interp(begin, self._times, sums),
            dtype=np.float64,
        )

    def _append(self, at: float, changed: float, unexplained: float, seconds: float) -> None:
        self._times.append(at)
        self._changed.append(self._changed[-1] + changed)
        self._unexplained.append(self._unexplained[-1] + unexplained)
        self._seconds.append(self._seconds[-1] + seconds)
