"""Shapes that change at every frame, filled straight onto the picture in one tone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.radiance import ONE, OPAQUE, lay_over
from kinora.picture.plate import Canvas

_FINE = 4


class Tint:
    """A tone that can be laid on in 256 strengths."""

    def __init__(self, tone: Floats) -> None:
        """``tone`` (3,) linear BGR."""
        share = np.arange(256, dtype=np.float32)[:, None] / np.float32(255)
        table = np.concatenate([share * tone * ONE, share * OPAQUE], axis=1)
        packed = np.clip(np.round(table), 0, 65535).astype(np.uint16)
        self.table: NDArray[np.uint64] = np.ascontiguousarray(packed).view(np.uint64)[:, 0]


def smoothed(outline: NDArray[np.float64], rounds: int = 2) -> NDArray[np.float64]:
    """A closed outline with its corners cut again and again (Chaikin, 1974)."""
    for _ in range(rounds):
        after = np.roll(outline, -1, axis=0)
        cut = np.stack([0.75 * outline + 0.25 * after, 0.25 * outline + 0.75 * after], axis=1)
        outline = cut.reshape(-1, 2)
    return outline


def lay_shapes(
    canvas: Canvas,
    shapes: Sequence[NDArray[np.float64]] | NDArray[np.float64],
    tint: Tint,
    strengths: Sequence[int],
) -> None:
    """Fill anti-aliased polygons.

    Args:
        canvas: where to.
        shapes: polygons, (corners, 2) screen places each; fastest as one array of them.
        tint: their tone.
        strengths: coverage of each, 0..255; where they overlap the last counts.
    """
    if not len(shapes):
        return
    if isinstance(shapes, np.ndarray):
        lows, highs = shapes.min(axis=(0, 1)), shapes.max(axis=(0, 1))
    else:
        lows = np.min([shape.min(axis=0) for shape in shapes], axis=0)
        highs = np.max([shape.max(axis=0) for shape in shapes], axis=0)
    x0, y0 = max(math.floor(lows[0]) - 1, 0), max(math.floor(lows[1]) - 1, 0)
    x1, y1 = min(math.ceil(highs[0]) + 2, canvas.width), min(math.ceil(highs[1]) + 2, canvas.floor)
    if x1 <= x0 or y1 <= y0:
        return
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    for points, strength in zip(_fixed(shapes, (x0, y0)), strengths, strict=True):
        cv.fill_polygon(mask, points, int(strength), _FINE)
    spare = canvas.spare(y1 - y0, x1 - x0)
    np.take(tint.table, mask, out=spare.view(np.uint64)[..., 0], mode="clip")
    lay_over(canvas.pixels[y0:y1, x0:x1], spare)


def _fixed(
    shapes: Sequence[NDArray[np.float64]] | NDArray[np.float64], corner: tuple[int, int]
) -> Sequence[NDArray[np.int32]] | NDArray[np.int32]:
    """OpenCV's fixed-point places, from a corner of the screen."""
    if isinstance(shapes, np.ndarray):
        return np.round((shapes - corner) * (1 << _FINE)).astype(np.int32)
    return [np.round((shape - corner) * (1 << _FINE)).astype(np.int32) for shape in shapes]
