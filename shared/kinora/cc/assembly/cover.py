"""The cover: the chosen picture with the title on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.noise import smoothstep
from kinora.picture.words.lines import Band, Lines, Said
from kinora.providers.ports import PET_MASK, Picture

_QUALITY = 92
_SCALE = 1.35
_SHADE = 0.62
"""What is left of the light at the very edge where the title stands."""


def draw(picture: Picture, title: str, out: Path) -> tuple[int, int]:
    """Write the cover as JPEG, the title where the pet is not; its width and height."""
    from PIL import Image  # noqa: PLC0415 - heavy functions only

    with Image.open(picture.path) as opened:
        still = np.asarray(opened.convert("RGB"))[:, :, ::-1].copy()
    height, width = still.shape[:2]
    if title:
        band = _free(picture)
        down = np.linspace(0, 1, height, dtype=np.float32)
        keep = 1 - (1 - _SHADE) * smoothstep(0.6, 0.9, down if band is Band.BOTTOM else 1 - down)
        still = cv.shaded(still, np.repeat(keep[:, None, None], width, 1).repeat(3, 2))
        Lines([Said(title, 0.0, 9.0)], width, height, band, _SCALE).draw(still, 4.0)
    Image.fromarray(still[:, :, ::-1]).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return width, height


def _free(picture: Picture) -> Band:
    """The band with less of the pet in it; the lower one where nobody knows."""
    from PIL import Image  # noqa: PLC0415

    path = picture.companions.get(PET_MASK)
    if path is None:
        return Band.BOTTOM
    with Image.open(path) as opened:
        rows = np.asarray(opened.convert("L"), np.float32).mean(axis=1)
    height = len(rows)
    above, below = rows[: int(0.38 * height)].sum(), rows[int(0.62 * height) :].sum()
    return Band.TOP if below > above else Band.BOTTOM
