"""Vector art to pixels."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from kinora.picture.paint.arrays import Floats

_cv: Any = cv2


def rasterised(svg: str) -> Floats:
    """SVG text as (rows, columns, 4): red, green, blue times coverage, and coverage; 0..1, sRGB."""
    import resvg_py  # noqa: PLC0415 - only pictures of pets need it

    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    decoded: Any = _cv.imdecode(np.frombuffer(bytes(png), np.uint8), _cv.IMREAD_UNCHANGED)
    pixels: Floats = _cv.cvtColor(decoded, _cv.COLOR_BGRA2RGBA).astype(np.float32)
    pixels *= np.float32(1 / 255)
    pixels[..., :3] *= pixels[..., 3:4]
    return pixels
