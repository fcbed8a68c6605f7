"""Linear light in 16-bit fixed point: half the memory of floats, and OpenCV's fastest format.

Colour is blue, green, red, premultiplied by coverage; 1.0 (diffuse white) is ``ONE``, so lamps and
suns have room up to four times white. Coverage is 0..65535.
"""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from kinora.picture.arrays import Floats, Radiance

ONE = 16384
OPAQUE = 65535


def pack(colour: Floats, coverage: Floats | None = None) -> Radiance:
    """(h, w, 3) linear BGR, not premultiplied, and (h, w) coverage 0..1 to fixed point."""
    height, width = colour.shape[:2]
    packed = np.empty((height, width, 4), np.float32)
    if coverage is None:
        packed[..., 3] = OPAQUE
        np.multiply(colour, ONE, out=packed[..., :3])
    else:
        packed[..., 3] = coverage * np.float32(OPAQUE)
        np.multiply(colour, (coverage * np.float32(ONE))[..., None], out=packed[..., :3])
    return from_floats(packed)


def from_floats(values: Floats) -> Radiance:
    """Round to 16 bits, saturating; the values are already in fixed-point units."""
    return cast(Radiance, cv2.add(values, 0.0, dtype=cv2.CV_16U))


def lay_over(below: Radiance, above: Radiance) -> None:
    """Porter and Duff's *over* on premultiplied colour, in place; both (h, w, 4)."""
    gap = cv2.bitwise_not(cv2.extractChannel(above, 3))
    cv2.multiply(below, cv2.merge((gap, gap, gap, gap)), dst=below, scale=1 / OPAQUE)
    cv2.add(below, above, dst=below)
