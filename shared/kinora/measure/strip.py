"""A strip of thumbnails: a few seconds of picture, small enough to be compared frame by frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]
Doubles: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

SIDE = 16
"""Pixels of a thumbnail's side: so few that a modest camera move changes it little."""
_DETAIL = 64


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A frame reduced twice, BGR, and the spread of its finer half.

    ``fine`` (64, 64, 3) and ``coarse`` (16, 16, 3) in 0..255; ``contrast`` is the root mean square
    deviation of the fine one's channels from their means, in grey levels: 0 for a flat colour.
    """

    fine: Bytes
    coarse: Bytes
    contrast: float


def thumbnail(frame: Bytes) -> Thumbnail:
    """Reduce a frame (h, w, 3) by area."""
    fine = _reduced(frame, _DETAIL)
    _, deviation = cv2.meanStdDev(fine)
    contrast = float(np.sqrt(np.mean(np.square(deviation))))
    return Thumbnail(fine, _reduced(fine, SIDE), contrast)


@dataclass(frozen=True)
class Strip:
    """Thumbnails of a stretch of time.

    ``times`` (n,) seconds; ``pixels`` (n, 256, 3) grey levels; ``contrast`` (n,) grey levels.
    """

    times: Doubles
    pixels: Floats
    contrast: Doubles

    @classmethod
    def of(
        cls, times: Sequence[float], thumbnails: Sequence[Bytes], spread: Sequence[float]
    ) -> Strip:
        """Put coarse thumbnails together."""
        pixels = np.stack(thumbnails).reshape(len(thumbnails), SIDE * SIDE, 3)
        return cls(np.array(times), pixels.astype(np.float32), np.array(spread))

    def __len__(self) -> int:
        return len(self.times)

    @cached_property
    def distances(self) -> Doubles:
        """Mean squared difference of each pair of thumbnails, (n, n)."""
        flat = (self.pixels - self.pixels.mean(axis=0)).reshape(len(self), -1)
        # Not by BLAS: its threads, once woken, spin for longer than all the rest takes.
        product = np.einsum("id,jd->ij", flat, flat).astype(np.float64)
        square = product.diagonal()
        apart = square[:, None] + square[None, :] - 2 * product
        return np.asarray(np.maximum(apart, 0.0) / flat.shape[1], dtype=np.float64)

    @cached_property
    def spread(self) -> Doubles:
        """Each thumbnail's mean squared deviation from its mean colour, (n,)."""
        return np.asarray(self.pixels.var(axis=1).mean(axis=1), dtype=np.float64)

    def likeness(self, one: int, other: int) -> float:
        """Correlation of two thumbnails, blind to brightness and contrast of each channel, -1..1.

        A thumbnail without any structure resembles nothing: 0.
        """
        first, second = (self.pixels[at] - self.pixels[at].mean(axis=0) for at in (one, other))
        power = float(np.square(first).sum()) * float(np.square(second).sum())
        return float((first * second).sum()) / power**0.5 if power > 1.0 else 0.0

    def shares(self, first: int, last: int) -> Doubles:
        """How far each thumbnail has come on the straight line from one to another, (n,).

        0 at ``first``, 1 at ``last``; by projection, so what lies beside the line does not count.
        """
        apart = self.distances
        total = max(apart[first, last], 1e-9)
        return np.asarray((apart[first] + total - apart[last]) / (2 * total), dtype=np.float64)


def _reduced(image: Bytes, side: int) -> Bytes:
    small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)
