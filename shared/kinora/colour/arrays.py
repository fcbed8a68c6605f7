"""The same arithmetic as :mod:`kinora.colour.scalar` on float32 arrays of any shape (..., 3)."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    dtype=np.float32,
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    dtype=np.float32,
)
_LAB_INVERSE = np.linalg.inv(_LAB).astype(np.float32)
_LMS_INVERSE = np.linalg.inv(_LMS).astype(np.float32)


def linear_from_srgb(values: Floats) -> Floats:
    """IEC 61966-2-1 decoding, 0..1 in and out."""
    low = values / np.float32(12.92)
    high = ((values + np.float32(0.055)) / np.float32(1.055)) ** np.float32(2.4)
    return np.where(values <= np.float32(0.04045), low, high).astype(np.float32)


def srgb_from_linear(values: Floats) -> Floats:
    """IEC 61966-2-1 encoding; values outside 0..1 are clipped."""
    clipped = np.clip(values, 0.0, 1.0)
    high = np.float32(1.055) * clipped ** np.float32(1 / 2.4) - np.float32(0.055)
    low = clipped * np.float32(12.92)
    return np.where(clipped <= np.float32(0.0031308), low, high).astype(np.float32)


def oklab_from_linear(rgb: Floats) -> Floats:
    """(..., 3) linear RGB to (..., 3) OKLab."""
    return np.asarray(np.cbrt(rgb @ _LMS.T) @ _LAB.T, dtype=np.float32)


def linear_from_oklab(lab: Floats) -> Floats:
    """(..., 3) OKLab to (..., 3) linear RGB, unclipped."""
    return np.asarray(((lab @ _LAB_INVERSE.T) ** 3) @ _LMS_INVERSE.T, dtype=np.float32)
