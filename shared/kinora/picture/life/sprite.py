"""Small drawn things that move on their own: placed, sized and turned at every frame."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats, Radiance
from kinora.picture.paint.radiance import lay_over, pack
from kinora.picture.plate import Canvas
from kinora.picture.stage import Sheet


def silhouette(
    size: tuple[int, int], draw: Callable[[Sheet, Bytes], None], tone: Floats
) -> Radiance:
    """Draw a mask with the sheet's tools and fill it with one colour.

    Args:
        size: width and height in pixels; the sheet's coordinates run over the same range.
        draw: paints the mask.
        tone: (3,) linear BGR.

    Returns:
        Pixels with a clear border of two pixels.
    """
    width, height = size
    sheet = Sheet(-2.0, -2.0, 1.0, width + 4, height + 4)
    mask = sheet.mask()
    draw(sheet, mask)
    cover = cv.shares(mask)
    return pack(np.broadcast_to(tone, (*cover.shape, 3)).astype(np.float32), cover)


def lay_sprite(
    canvas: Canvas,
    pixels: Radiance,
    anchor: tuple[float, float],
    at: tuple[float, float],
    scale: float = 1.0,
    angle: float = 0.0,
) -> None:
    """Lay pixels over the canvas: their ``anchor`` at screen place ``at``, turned by radians."""
    height, width = pixels.shape[:2]
    reach = math.hypot(width, height) * scale
    x0, x1 = max(int(at[0] - reach), 0), min(math.ceil(at[0] + reach), canvas.width)
    y0, y1 = max(int(at[1] - reach), 0), min(math.ceil(at[1] + reach), canvas.height)
    if x1 <= x0 or y1 <= y0:
        return
    a, b = math.cos(angle) / scale, math.sin(angle) / scale
    x, y = x0 - at[0], y0 - at[1]
    matrix = np.array(
        [[a, b, anchor[0] + a * x + b * y], [-b, a, anchor[1] - b * x + a * y]], np.float32
    )
    moved = cv.warp(
        pixels,
        matrix,
        (x1 - x0, y1 - y0),
        border=cv.CLEAR,
    )
    lay_over(canvas.pixels[y0:y1, x0:x1], moved)
