"""Colour laid over pictures by shares: plane by plane, which is several times faster in bulk."""

from __future__ import annotations

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats


def tinted(share: Floats, tone: Floats) -> Floats:
    """(h, w) times a (3,) colour: (h, w, 3)."""
    return cv.merge([cv.weighted(share, float(part), share, 0.0) for part in tone])


def mixed(below: Floats, above: Floats, share: Floats) -> Floats:
    """(h, w, 3) moved towards another picture by (h, w) shares, 0..1."""
    step = cv.product(cv.weighted(above, 1.0, below, -1.0), cv.spread(share, 3))
    return cv.weighted(below, 1.0, step, 1.0)


def between(first: Floats, second: Floats, share: Floats) -> Floats:
    """(h, w) shares, 0..1, of the way from one (3,) colour to another: (h, w, 3)."""
    pairs = zip(first, second, strict=True)
    return cv.merge(
        [cv.weighted(share, float(b) - float(a), share, 0.0, float(a)) for a, b in pairs]
    )
