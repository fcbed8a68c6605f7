"""Linear light in 16-bit fixed point: half the memory of floats, and OpenCV's fastest format.

Colour is blue, green, red, premultiplied by coverage; 1.0 (diffuse white) is ``ONE``, so lamps and
suns have room up to four times white. Coverage is 0..65535.
"""

from __future__ import annotations

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance

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
    return cv.fixed(packed)


def lay_over(below: Radiance, above: Radiance) -> None:
    """Porter and Duff's *over* on premultiplied colour, in place; both (h, w, 4)."""
    gap = cv.inverted(cv.channel(above, 3))
    cv.scale_light(below, cv.spread(gap, 4), OPAQUE)
    cv.add_light(below, above)
