"""Many small soft dots at fractional places, added as light in one go."""

from __future__ import annotations

import numpy as np

from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.radiance import ONE
from kinora.picture.plate import Canvas


def splat(canvas: Canvas, at: Floats, light: Floats, size: int, bottom: int | None = None) -> None:
    """Add round dots, ``size`` pixels wide, to the canvas.

    Args:
        canvas: where to.
        at: (n, 2) screen x and y of the dots' centres; those outside are left out.
        light: (n, 3) linear BGR at the centre of each.
        size: whole pixels, at least 2.
        bottom: no dot reaches this screen row; the canvas's height by default.
    """
    rows = canvas.height if bottom is None else bottom
    corner = np.floor(at - np.float32(size / 2 - 0.5)).astype(np.int32)
    inside = (
        (corner[:, 0] >= 0)
        & (corner[:, 0] <= canvas.width - size)
        & (corner[:, 1] >= 0)
        & (corner[:, 1] <= rows - size)
    )
    corner, light = corner[inside], light[inside] * np.float32(ONE)
    if not len(corner):
        return
    offset = at[inside] - corner
    steps = np.arange(size, dtype=np.float32)
    near_x = np.maximum(1 - np.abs(offset[:, :1] - steps) * np.float32(2 / size), 0)
    near_y = np.maximum(1 - np.abs(offset[:, 1:] - steps) * np.float32(2 / size), 0)
    place = corner[:, 1].astype(np.intp) * canvas.width + corner[:, 0]
    pixels = canvas.pixels.view(np.uint64).reshape(-1)
    tone = np.zeros((len(light), 4), np.float32)
    tone[:, :3] = light
    for dy in range(size):
        for dx in range(size):
            at_once = place + (dy * canvas.width + dx)
            lit = pixels[at_once].view(np.uint16).reshape(-1, 4)
            lit = np.minimum(lit + tone * (near_x[:, dx] * near_y[:, dy])[:, None], 65535)
            pixels[at_once] = lit.astype(np.uint16).view(np.uint64)[:, 0]
