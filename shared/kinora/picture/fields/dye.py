"""From a pattern to colour: a table over place on the palette and light, made in OKLab."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kinora.colour.arrays import linear_from_oklab, oklab_from_linear
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import smoothstep
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones

_PLACES, _LEVELS = 17, 9
"""Samples of the palette and of lightness; between them OKLab is interpolated."""
_LEVEL = 256


class Dye:
    """The colours of one field."""

    def __init__(
        self, tones: Tones, *, low: float = 0.5, high: float = 1.04, glow: float = 1.2
    ) -> None:
        """Make the table.

        Args:
            tones: the scene's colours.
            low: darkest lightness, as a share of that of the hour's zenith.
            high: brightest lightness, as a share of that of the hour's horizon.
            glow: how far the brightest parts go beyond white paper, in linear light.
        """
        sky = tones.hour.sky
        dark, bright = sky[-1][2] * low, min(sky[0][2] * high, 0.97)
        bright -= 0.06 * tones.overcast
        rows = [
            [
                tones.tint(i / (_PLACES - 1), dark + (bright - dark) * j / (_LEVELS - 1))
                for i in range(_PLACES)
            ]
            for j in range(_LEVELS)
        ]
        bgr = np.array(rows, np.float32)
        lab = oklab_from_linear(np.ascontiguousarray(bgr[..., ::-1]))
        fine = _enlarged(lab)
        linear = np.maximum(linear_from_oklab(fine)[..., ::-1], np.float32(0))
        level = np.linspace(0, 1, _LEVEL, dtype=np.float32)[:, None, None]
        linear = linear * (
            1 + np.float32(glow * (1 - 0.5 * tones.overcast)) * smoothstep(0.72, 1.0, level)
        )
        packed = pack(np.ascontiguousarray(linear, dtype=np.float32))
        self._table: NDArray[np.uint64] = np.ascontiguousarray(packed).view(np.uint64).ravel()

    def colour(self, place: Floats, light: Floats, out: Radiance) -> None:
        """Fill ``out``, (rows, columns, 4), from places and lights of 0..1, (rows, columns)."""
        bytes_ = [cv.to_bytes(np.maximum(part, 0), 255) for part in (place, light)]
        index = np.ascontiguousarray(cv.merge(bytes_)).view(np.uint16)[..., 0]
        np.take(self._table, index, out=out.view(np.uint64)[..., 0], mode="clip")


def _enlarged(lab: Floats) -> Floats:
    """(levels, places, 3) samples that span a (256, 256, 3) table from edge to edge."""
    rows = np.linspace(0, _LEVELS - 1, _LEVEL, dtype=np.float32)[:, None]
    columns = np.linspace(0, _PLACES - 1, _LEVEL, dtype=np.float32)[None, :]
    shape = (_LEVEL, _LEVEL)
    return cv.remap(
        np.ascontiguousarray(lab),
        np.ascontiguousarray(np.broadcast_to(columns, shape)),
        np.ascontiguousarray(np.broadcast_to(rows, shape)),
    )
