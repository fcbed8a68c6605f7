"""Moving a picture: through any matrix, and quickly where it only slides.

Sliding by whole pixels is a view; by part of a pixel it is the same bilinear sum as in a warp, at a
fraction of the cost.
"""

from __future__ import annotations

import math

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance

_NEAR = 1 / 512
"""Parts of a pixel below this are none."""


def moved(
    source: Radiance, matrix: Floats, size: tuple[int, int], spare: Radiance | None = None
) -> Radiance:
    """Bilinear samples of a picture, its edges repeated outside.

    Args:
        source: (h, w, 4).
        matrix: (2, 3), from result pixels to source pixels.
        size: width and height of the result.
        spare: memory that may be used for the result, of its shape.

    Returns:
        The result, which may be ``spare`` or a view of the source, and is to be read only.
    """
    slid = _slid(source, matrix, size, spare)
    return cv.warp(source, matrix, size, out=spare) if slid is None else slid


def _slid(
    source: Radiance, matrix: Floats, size: tuple[int, int], spare: Radiance | None
) -> Radiance | None:
    """The result if the matrix only slides, and needs nothing outside the source."""
    (zoom_x, lean, x), (turn, zoom_y, y) = matrix.tolist()
    if lean != 0 or turn != 0 or zoom_x != 1 or zoom_y != 1:
        return None
    (left, part_x), (top, part_y) = _divided(x), _divided(y)
    right, bottom = left + size[0] + (part_x > 0), top + size[1] + (part_y > 0)
    if left < 0 or top < 0 or right > source.shape[1] or bottom > source.shape[0]:
        return None
    result = source[top:bottom, left:right]
    if part_x > 0:
        out = spare if part_y == 0 else None
        result = cv.weighted(result[:, :-1], 1 - part_x, result[:, 1:], part_x, out=out)
    if part_y > 0:
        result = cv.weighted(result[:-1], 1 - part_y, result[1:], part_y, out=spare)
    return result


def _divided(place: float) -> tuple[int, float]:
    """Whole pixels and the part that is left."""
    whole = math.floor(place + _NEAR)
    part = place - whole
    return whole, part if part > _NEAR else 0.0
