"""Height fields of the kinds of land, as tiles that repeat; heights 0..1."""

from __future__ import annotations

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import stretched, tile

_SIZE = 512


def alpine(rng: np.random.Generator) -> Floats:
    """Sharp ridges with valleys between: ridged noise, weighted by the octave above, warped."""
    total = np.zeros((_SIZE, _SIZE), np.float32)
    weight = np.ones((_SIZE, _SIZE), np.float32)
    gain, cells = 1.0, 4
    for _ in range(6):
        ridge = 1 - np.abs(2 * tile(_SIZE, rng, (cells, cells), 1) - 1)
        ridge = ridge * ridge * weight
        total += np.float32(gain) * ridge
        weight = np.clip(ridge * np.float32(1.7), 0, 1)
        gain *= 0.5
        cells *= 2
    return stretched(warped(total, rng, 26.0))


def rolling(rng: np.random.Generator) -> Floats:
    """Soft hills."""
    return stretched(warped(tile(_SIZE, rng, (4, 4), 4, 0.34), rng, 16.0))


def dunes(rng: np.random.Generator) -> Floats:
    """Crescents of sand: a long windward rise, a short slip face, and a crest that wanders."""
    bend = tile(_SIZE, rng, (4, 4), 3, 0.45) * np.float32(1.5)
    strength = tile(_SIZE, rng, (8, 4), 2, 0.5)
    total = np.zeros((_SIZE, _SIZE), np.float32)
    y = np.linspace(0, 1, _SIZE, endpoint=False, dtype=np.float32)[:, None]
    x = np.linspace(0, 1, _SIZE, endpoint=False, dtype=np.float32)[None, :]
    for count, slant, weight in ((3, 2, 1.0), (7, -3, 0.22)):
        phase = np.mod(y * np.float32(count) + x * np.float32(slant) + bend, 1).astype(np.float32)
        rise = np.float32(0.7)
        up, down = phase / rise, (1 - phase) / (1 - rise)
        crest = np.minimum(up, down)
        total += np.float32(weight) * (crest * crest * (np.float32(2.2) - np.float32(1.2) * crest))
    total *= np.float32(0.35) + strength
    wrapped = cv.blurred(np.pad(total, 8, mode="wrap"), 1.2)[8:-8, 8:-8]
    return stretched(wrapped)


def warped(values: Floats, rng: np.random.Generator, reach: float) -> Floats:
    """Shift every point by noise, ``reach`` pixels at most, so that lines lose their grid."""
    size = values.shape[0]
    at = np.arange(size, dtype=np.float32)
    dx = (tile(size, rng, (8, 8), 3) - np.float32(0.5)) * np.float32(2 * reach)
    dy = (tile(size, rng, (8, 8), 3) - np.float32(0.5)) * np.float32(2 * reach)
    across = np.mod(at[None, :] + dx, size).astype(np.float32)
    down = np.mod(at[:, None] + dy, size).astype(np.float32)
    padded = np.pad(values, (0, 1), mode="wrap")
    return cv.remap(padded, across, down)
