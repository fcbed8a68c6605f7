"""A frame's grey picture reduced to a small map of blocks, which several measures share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]

CELLS = 20
"""Blocks along each side of the map, whatever the frame's shape."""


@dataclass(frozen=True, slots=True)
class LumaMap:
    """Mean and standard deviation of luma (0..1) in each of ``CELLS`` by ``CELLS`` blocks.

    ``aspect`` is the frame's height over its width.
    """

    mean: Floats
    deviation: Floats
    aspect: float


def luma_map(grey: Bytes) -> LumaMap:
    """Reduce a grey frame (h, w)."""
    values = grey.astype(np.float32) / np.float32(255)
    size = (CELLS, CELLS)
    mean = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    square = cv2.resize(cv2.multiply(values, values), size, interpolation=cv2.INTER_AREA)
    deviation = np.sqrt(np.maximum(square - mean * mean, 0.0))
    height, width = grey.shape
    return LumaMap(np.asarray(mean, dtype=np.float32), deviation.astype(np.float32), height / width)


class LumaMean:
    """The running mean of the maps of one video's frames."""

    def __init__(self) -> None:
        self._mean = np.zeros((CELLS, CELLS), dtype=np.float64)
        self._deviation = np.zeros((CELLS, CELLS), dtype=np.float64)
        self._aspect = 1.0
        self._count = 0

    def add(self, item: LumaMap) -> None:
        """One more frame."""
        self._mean += item.mean
        self._deviation += item.deviation
        self._aspect = item.aspect
        self._count += 1

    def value(self) -> LumaMap:
        """The mean so far; at least one map must have been added."""
        return LumaMap(
            (self._mean / self._count).astype(np.float32),
            (self._deviation / self._count).astype(np.float32),
            self._aspect,
        )
