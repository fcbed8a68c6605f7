"""Hard cuts: sudden changes of picture that stay."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]

_Signature: TypeAlias = tuple[NDArray[np.float32], NDArray[np.float32]]

_SIDE = 16
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
_STAYED_SHARE = 0.6
"""Share of the jump that must still be there after a flash would have passed."""


class CutFinder:
    """Looks for cuts in a stream of frames, keeping only thumbnails of the last few.

    The distance of two frames is the mean of half the difference of their colour histograms and of
    the difference of their thumbnails, each thumbnail brought to the same mean and spread of luma.
    A cut is a single distance that is far above the usual ones around it, and that also lies
    between the frames a fifth of a second before and after it: where something only flashed, they
    agree.
    """

    def __init__(self, fps: float) -> None:
        self._reach = max(1, round(_FLASH_SECONDS * fps))
        self._recent: deque[_Signature] = deque(maxlen=2 * self._reach + 2)
        self._distances: list[float] = []
        self._around: list[float] = []
        """For each pair of neighbours, the distance of the frames around it."""

    def add(self, frame: Bytes) -> None:
        """The next frame, (h, w, 3) BGR."""
        self._recent.append(_signature(frame))
        if len(self._recent) > 1:
            self._distances.append(_distance(self._recent[-2], self._recent[-1]))
        if len(self._recent) >= self._reach + 2:
            self._around.append(_distance(self._recent[0], self._recent[-1]))

    def cuts(self) -> tuple[int, ...]:
        """Numbers of the frames that begin a new shot."""
        return tuple(number + 1 for number in range(len(self._distances)) if self._is_cut(number))

    def jumped(self) -> bool:
        """Whether the newest frame looks like another shot than the one before it.

        A first opinion, without knowing what follows: flow is not sought across it.
        """
        if not self._distances:
            return False
        *before, newest = self._distances[-_USUAL_FRAMES - 1 :]
        return newest >= max(_LEAST, _TIMES_USUAL * _median(before))

    def _is_cut(self, number: int) -> bool:
        jump = self._distances[number]
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


def _signature(frame: Bytes) -> _Signature:
    """A frame's colour histogram (sums to 1) and its levelled thumbnail."""
    small = np.asarray(cv2.resize(frame, (4 * _SIDE, 4 * _SIDE), interpolation=cv2.INTER_AREA))
    cells = (small.reshape(-1, 3).astype(np.int32) * _BINS) >> 8
    flat = (cells[:, 0] * _BINS + cells[:, 1]) * _BINS + cells[:, 2]
    histogram = np.bincount(flat, minlength=_BINS**3).astype(np.float32) / np.float32(len(flat))
    grey = cv2.resize(small, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).mean(axis=2)
    levelled = (grey - grey.mean()) / max(float(grey.std()), 8.0)
    return histogram, levelled.astype(np.float32)


def _distance(one: _Signature, other: _Signature) -> float:
    colours = 0.5 * float(np.abs(one[0] - other[0]).sum())
    shapes = 0.5 * float(np.abs(one[1] - other[1]).mean())
    return 0.5 * (colours + min(1.0, shapes))


def _median(values: Sequence[float]) -> float:
    return float(np.median(values)) if values else 0.0
