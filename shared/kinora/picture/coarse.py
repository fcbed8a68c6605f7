"""Smooth layers are drawn with a pixel for every few screen pixels, then enlarged.

The coarse pixels lie on one grid wherever the canvas's floor is: what is left undrawn changes
nothing above it.
"""

from __future__ import annotations

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Radiance
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage


def step_for(stage: Stage, lines: int) -> int:
    """The coarse pixel's width with which a frame has about so many lines, at least 2."""
    return max(2, round(stage.unit / lines))


def rows_to_floor(canvas: Canvas, step: int) -> int:
    """Screen rows that an opaque coarse picture of the whole canvas must fill.

    All rows, if the height is not in whole steps; else whole steps, and one more than needed.
    """
    if canvas.height % step:
        return canvas.height
    return min(-(-canvas.floor // step) * step + step, canvas.height)


def coarse_size(width: int, rows: int, step: int) -> tuple[int, int]:
    """Columns over ``width`` screen pixels, and rows: whole steps, and one more than needed."""
    return -(-width // step), -(-rows // step) + 1


def enlarged(canvas: Canvas, small: Radiance, step: int) -> Radiance:
    """A coarse picture at the canvas's width and ``step`` times its rows, in spare memory."""
    size = (canvas.width, step * small.shape[0])
    fits = size[1] <= canvas.height + 16
    return cv.resize(small, size, out=canvas.spare(size[1], size[0]) if fits else None)
