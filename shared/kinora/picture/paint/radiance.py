"""Linear light in 16-bit fixed point: half the memory of floats, and OpenCV's fastest format.

Colour is blue, green, red, premultiplied by coverage; 1.0 (diffuse white) is ``ONE``, so lamps and
suns have room up to four times white. Coverage is 0..65535.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance

ONE = 16384
OPAQUE = 65535


def pack(colour: Floats | Sequence[Floats], coverage: Floats | None = None) -> Radiance:
    """(h, w, 3) linear BGR, not premultiplied, and (h, w) coverage 0..1 to fixed point.

    The colour may also come as three planes.
    """
    planes = cv.split(colour) if isinstance(colour, np.ndarray) else colour
    if coverage is None:
        return cv.with_coverage(cv.merge([cv.fixed(plane, ONE) for plane in planes]))
    light = [cv.fixed_product(plane, coverage, ONE) for plane in planes]
    return cv.merge([*light, cv.fixed(coverage, OPAQUE)])


def dimmed(colour: Floats, share: Floats) -> Floats:
    """(h, w, 3) times (h, w)."""
    return cv.product(colour, cv.spread(share, 3))


def blended(colour: Floats, tone: Floats, share: Floats) -> Floats:
    """(h, w, 3) moved towards a (3,) colour by (h, w) shares, 0..1."""
    keep = 1 - share
    parts = zip(cv.split(colour), tone, strict=True)
    return cv.merge([cv.weighted(plane * keep, 1, share, float(part)) for plane, part in parts])


def lay_over(below: Radiance, above: Radiance) -> None:
    """Porter and Duff's *over* on premultiplied colour, in place; both (h, w, 4), below opaque."""
    gap = cv.inverted(cv.channel(above, 3))
    cv.scale_light(below, cv.spread_gap(gap), OPAQUE)
    cv.add_light(below, above)
