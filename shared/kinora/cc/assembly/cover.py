"""The cover: the chosen picture with the title on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.words.lines import Band, Lines, Said

_QUALITY = 92
_SHADE = 0.62
"""What is left of the light at the very edge where the title stands."""


def draw(picture: Path, title: str, out: Path) -> tuple[int, int]:
    """Write the cover as JPEG; its width and height."""
    from PIL import Image  # noqa: PLC0415 - heavy functions only

    with Image.open(picture) as opened:
        still = np.asarray(opened.convert("RGB"))[:, :, ::-1].copy()
    height, width = still.shape[:2]
    if title:
        depth = np.clip((np.linspace(0, 1, height, dtype=np.float32) - 0.6) / 0.3, 0, 1)
        keep = 1 - (1 - _SHADE) * depth * depth * (3 - 2 * depth)
        still = cv.shaded(still, np.repeat(keep[:, None, None], width, 1).repeat(3, 2))
        Lines([Said(title, 0.0, 9.0)], width, height, Band.BOTTOM).draw(still, 4.0)
    Image.fromarray(still[:, :, ::-1]).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return width, height
