"""Hard cuts: sudden changes of picture that stay."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.measure.strip import Floats, Thumbnail

_Signature: TypeAlias = tuple[Floats, Floats, Floats]

_BINS = 6
_LEAST = 0.06
"""Distance from which two frames may be different shots; the frames of a calm shot stay below
0.03, two views of one foggy place may be only 0.08 apart."""
_TIMES_USUAL = 3.0
_TIMES_NEIGHBOURS = 2.0
"""A cut happens between two frames: the changes next to it are at most half as large, whereas those
of a fade go on."""
_USUAL_FRAMES = 12
_FLASH_SECONDS = 0.2
_AFTERGLOW_SECONDS = 1.2
_RETURNED_SHARE, _JUMP_SHARE = 0.45, 0.6
"""Lightning and lamps go out slowly: what has come back so far within that time, and not by another
jump, was a light and no shot."""
_STAYED_SHARE = 0.6
"""Share of the jump that must still be there after a flash would have passed."""


class CutFinder:
    """Looks for cuts in a stream of frames, keeping only thumbnails of the last few.

    The distance of two frames is the mean of half the difference of their colour histograms (of
    two with bins half a step apart, the smaller) and of the difference of their thumbnails, each
    thumbnail brought to the same mean and spread of luma.
    A cut is a single distance that is far above the usual ones around it, and that also lies
    between the frames a fifth of a second before and after it: where something only flashed, they
    agree.
    """

    def __init__(self, fps: float) -> None:
        self._reach = max(1, round(_FLASH_SECONDS * fps))
        self._long = max(self._reach + 1, round(_AFTERGLOW_SECONDS * fps))
        self._recent: deque[_Signature] = deque(maxlen=max(2 * self._reach, self._long) + 2)
        self._distances = array("d")
        self._around = array("d")
        """For each pair of neighbours, the distance of the frames around it."""
        self._lights: set[int] = set()

    def add(self, small: Thumbnail) -> None:
        """The next frame."""
        self._recent.append(_signature(small))
        if len(self._recent) > 1:
            self._distances.append(_distance(self._recent[-2], self._recent[-1]))
        if len(self._recent) >= self._reach + 2:
            start = max(0, len(self._recent) - 2 * self._reach - 2)
            self._around.append(_distance(self._recent[start], self._recent[-1]))
        if len(self._distances) > self._long:
            self._note_light(len(self._distances) - self._long - 1)

    def cuts(self) -> tuple[int, ...]:
        """Numbers of the frames that begin a new shot; to be called after the last frame."""
        for number in range(max(0, len(self._distances) - self._long), len(self._distances)):
            self._note_light(number)
        return tuple(number + 1 for number in range(len(self._distances)) if self._is_cut(number))

    def jumped(self) -> bool:
        """Whether the newest frame looks like another shot than the one before it.

        A first opinion, without knowing what follows: flow is not sought across it.
        """
        if not self._distances:
            return False
        *before, newest = self._distances[-_USUAL_FRAMES - 1 :]
        return newest >= max(_LEAST, _TIMES_USUAL * _median(before))

    def _note_light(self, number: int) -> None:
        """Remember a jump that went back gradually, while the frames around it are there."""
        jump = self._distances[number]
        if jump < _LEAST:
            return
        frames = len(self._distances) + 1
        first = len(self._recent) - (frames - number)
        if first < 0:
            return
        before, after = self._recent[first], list(self._recent)[first + 2 :]
        for at, one in enumerate(after[: self._long], start=number + 1):
            if _distance(before, one) <= _RETURNED_SHARE * jump:
                if self._distances[at] < _JUMP_SHARE * jump:
                    self._lights.add(number)
                return

    def _is_cut(self, number: int) -> bool:
        jump = self._distances[number]
        if number in self._lights:
            return False
        before = self._distances[max(0, number - _USUAL_FRAMES) : number]
        after = self._distances[number + 1 : number + 1 + _USUAL_FRAMES]
        if jump < max(_LEAST, _TIMES_USUAL * _median([*before, *after])):
            return False
        if jump < _TIMES_NEIGHBOURS * max([*before[-2:], *after[:2]], default=0.0):
            return False
        return self._stayed(number) >= max(_LEAST, _STAYED_SHARE * jump)

    def _stayed(self, number: int) -> float:
        """How much of the jump is left around it; near the end, up to the last frame."""
        if number < len(self._around):
            return self._around[number]
        before = max(0, number - self._reach) - len(self._distances) - 1
        return _distance(self._recent[before], self._recent[-1])


def _signature(small: Thumbnail) -> _Signature:
    """A frame's two colour histograms (each sums to 1) and its levelled thumbnail."""
    colours = small.fine.reshape(-1, 3).astype(np.int32) * _BINS
    grey = small.coarse.mean(axis=2)
    levelled = (grey - grey.mean()) / max(float(grey.std()), 8.0)
    return _histogram(colours >> 8), _histogram((colours + 128) >> 8), levelled.astype(np.float32)


def _histogram(cells: NDArray[np.int32]) -> Floats:
    side = _BINS + 1
    flat = (cells[:, 0] * side + cells[:, 1]) * side + cells[:, 2]
    return np.bincount(flat, minlength=side**3).astype(np.float32) / np.float32(len(flat))


def _distance(one: _Signature, other: _Signature) -> float:
    # What merely steps over the edge of a bin stays inside one of the other histogram.
    colours = 0.5 * min(float(np.abs(one[place] - other[place]).sum()) for place in (0, 1))
    shapes = 0.5 * float(np.abs(one[2] - other[2]).mean())
    return 0.5 * (colours + min(1.0, shapes))


def _median(values: Sequence[float]) -> float:
    return float(np.median(values)) if values else 0.0
