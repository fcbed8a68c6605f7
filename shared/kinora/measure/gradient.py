"""The large fall-off of light over the frame: a plane or a bowl, whichever fits better."""

from __future__ import annotations

import math

import numpy as np

from kinora.measure.luma import CELLS, LumaMap
from kinora.model.features import GradientMeasure
from kinora.model.taxonomy import GradientKind

_STRAIGHT = math.radians(22.5)
"""A direction within this of an axis is called by the axis."""


def gradient(luma: LumaMap) -> GradientMeasure:
    """Fit a plane plus a radial term by least squares; the part that explains more names it.

    ``strength`` is how far luma changes over the frame along that part, 0..1. A frame without any
    fall-off is vertical with strength 0.
    """
    places = (np.arange(CELLS) + 0.5) / CELLS - 0.5
    x, y = np.meshgrid(places, places * luma.aspect)
    radial = np.hypot(x, y) / np.hypot(x, y).max()
    light = luma.mean.reshape(-1).astype(np.float64)
    design = np.stack([np.ones_like(x), x, y, radial - radial.mean()], axis=-1).reshape(-1, 4)
    (_, across, down, outward), *_ = np.linalg.lstsq(design, light, rcond=None)
    plane = across * x + down * y
    bowl = outward * radial
    if float(bowl.var()) > float(plane.var()):
        return GradientMeasure(kind=GradientKind.RADIAL, strength=min(1.0, float(np.ptp(bowl))))
    direction = math.atan2(abs(down), abs(across))
    if direction > math.pi / 2 - _STRAIGHT or not plane.any():
        kind = GradientKind.VERTICAL
    elif direction < _STRAIGHT:
        kind = GradientKind.HORIZONTAL
    else:
        kind = GradientKind.ANGLED
    return GradientMeasure(kind=kind, strength=min(1.0, float(np.ptp(plane))))
