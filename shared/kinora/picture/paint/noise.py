"""Fractal noise: sums of random grids, enlarged smoothly; one octave per grid."""

from __future__ import annotations

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.seeding import derive

_PAD = 3
"""Grid cells wrapped around each side before enlarging: more than a cubic kernel reaches."""
_FINE = 8
"""Points a cell at which an octave is computed before it is enlarged further."""


def generator(seed: int, *labels: object) -> np.random.Generator:
    """A NumPy generator of its own for the purpose that the labels name."""
    return np.random.Generator(np.random.PCG64(derive(seed, *labels)))


def tile(
    size: int, rng: np.random.Generator, cells: tuple[int, int], octaves: int, gain: float = 0.5
) -> Floats:
    """A (size, size) tile in 0..1 that repeats without a seam.

    ``cells`` is the first octave's grid, rows and columns; ``size`` and both are powers of two.
    """
    total: Floats | None = None
    weight = 1.0
    rows, columns = cells
    for _ in range(octaves):
        if max(rows, columns) > size:
            break
        # Coarse octaves are summed at a coarse size: a smooth curve needs few points a cell.
        shape = min(size, rows * _FINE), min(size, columns * _FINE)
        grid = enlarged(rng.random((rows, columns), dtype=np.float32), shape)
        so_far = np.zeros(shape, np.float32) if total is None else enlarged(total, shape)
        total = cv.weighted(grid, weight, so_far, 1)
        weight *= gain
        rows, columns = rows * 2, columns * 2
    assert total is not None
    return stretched(enlarged(total, (size, size)))


def enlarged(tile: Floats, shape: tuple[int, int]) -> Floats:
    """A repeating tile at a shape that is a multiple of its own, smoothly and without a seam."""
    if tile.shape == shape:
        return tile
    up, across = shape[0] // tile.shape[0], shape[1] // tile.shape[1]
    wrapped = cv.wrapped(tile, _PAD)
    size = (wrapped.shape[1] * across, wrapped.shape[0] * up)
    large = cv.resize(wrapped, size, how=cv.CUBIC)
    top, left = _PAD * up, _PAD * across
    return np.ascontiguousarray(large[top : top + shape[0], left : left + shape[1]])


def field(
    shape: tuple[int, int],
    rng: np.random.Generator,
    cells: tuple[float, float],
    octaves: int,
    gain: float = 0.5,
) -> Floats:
    """A (height, width) field in 0..1 that does not repeat; ``cells`` count down and across."""
    height, width = shape
    total = np.zeros(shape, np.float32)
    weight = 1.0
    for octave in range(octaves):
        rows = max(2, round(cells[0] * 2**octave) + 1)
        columns = max(2, round(cells[1] * 2**octave) + 1)
        if rows > 2 * height or columns > 2 * width:
            break
        grid = rng.random((rows, columns), dtype=np.float32)
        large = cv.resize(grid, (width, height), how=cv.CUBIC)
        total += np.float32(weight) * large
        weight *= gain
    return stretched(total)


def profile(
    xs: Floats, rng: np.random.Generator, wavelength: float, octaves: int, gain: float = 0.5
) -> Floats:
    """A curve of 1-D fractal noise in about -1..1 at places ``xs``; ``wavelength`` in their unit.

    Smoothly interpolated (quintic) between random values; the same everywhere it is asked for.
    """
    total = np.zeros_like(xs, dtype=np.float32)
    weight, norm = 1.0, 0.0
    for _ in range(octaves):
        values = rng.uniform(-1, 1, 512).astype(np.float32)
        at = xs / np.float32(wavelength) + np.float32(rng.uniform(0, 512))
        low = np.floor(at)
        part = at - low
        blend = part * part * part * (part * (part * 6 - 15) + 10)
        index = low.astype(np.int64)
        left, right = values[index % 512], values[(index + 1) % 512]
        total += np.float32(weight) * (left + (right - left) * blend)
        norm += weight
        weight *= gain
        wavelength /= 2.0
    return (total / np.float32(norm)).astype(np.float32)


def stretched(values: Floats) -> Floats:
    """Scale to exactly 0..1."""
    low, high = float(values.min()), float(values.max())
    return ((values - low) / np.float32(max(high - low, 1e-9))).astype(np.float32)


def smoothstep(low: float, high: float, values: Floats) -> Floats:
    """Hermite step from 0 at ``low`` to 1 at ``high``."""
    part = np.clip((values - np.float32(low)) / np.float32(high - low), 0, 1)
    step: Floats = part * part * (3 - 2 * part)
    return step
