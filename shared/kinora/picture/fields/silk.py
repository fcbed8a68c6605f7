"""Flow lines: the level lines of a moving stream function, as silk, threads, agate or whirls.

The level lines of any function are the paths of the flow that its rotated gradient (its curl)
drives, so stripes over the function's value lie along the flow and never cross.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.picture.fields.field import Glance
from kinora.picture.fields.grid import Grid
from kinora.picture.fields.weave import Warp
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep, tile
from kinora.picture.stage import Stage

_THIN = 4
_STRIPES = 1024
_SOFT = 16
"""Softened copies of the stripes: where the flow is dense a coarse pixel spans many stripes."""


@dataclass(frozen=True)
class Cloth:
    """One kind of flow."""

    size: float
    """Length over which the stream function repeats, in units."""
    stretch: float
    """How much longer the structures are across than down."""
    reach: float
    """Strength of the domain warp."""
    folds: int
    """Cells of the stripes' noise: few for broad folds, many for threads."""
    turns: float
    """How often the stripes repeat over one unit of the stream function."""
    octaves: int
    gain: float
    sheen: float
    """Share of light from the slope of the cloth."""
    curve: float
    """Power of the stripes' light: above 1 thin bright lines on dark, below 1 the reverse."""
    bands: bool = False
    """Hard-edged bands of colour."""
    whirls: int = 0
    """Vortices that wind the flow up."""


CLOTHS = (
    Cloth(2.6, 1.8, 0.5, 16, 0.5, 3, 0.5, 0.9, 1.2),
    Cloth(2.2, 1.3, 0.7, 64, 0.7, 3, 0.7, 0.5, 2.2),
    Cloth(2.0, 1.0, 0.9, 16, 0.8, 4, 0.6, 0.35, 0.9, bands=True),
    Cloth(3.4, 3.0, 0.35, 32, 0.45, 4, 0.6, 0.7, 1.5),
    Cloth(2.4, 1.0, 0.35, 32, 0.6, 3, 0.55, 0.5, 1.2, whirls=4),
    Cloth(1.5, 1.0, 1.3, 8, 1.0, 2, 0.5, 1.1, 1.0),
)


class Silk:
    """Two cloths, the farther one seen softly through the nearer."""

    def __init__(self, stage: Stage, cloth: Cloth) -> None:
        rng = stage.generator("silk")
        self._cloth = cloth
        self._warp = Warp(rng, cells=4, octaves=2, size=cloth.size)
        stripes = tile(_STRIPES, rng, (1, cloth.folds), cloth.octaves, cloth.gain)[0]
        self._light = _softened(_evened(stripes) ** np.float32(cloth.curve))
        places = tile(_STRIPES, rng, (1, 8), 2, 0.4)[0]
        self._places = _stepped(places, rng) if cloth.bands else _evened(places)
        self._turn = float(rng.uniform(-0.6, 0.6))
        self._pace = float(rng.uniform(0.7, 1.2))
        self._side = rng.normal(0, 1, 2)
        wide = stage.width / stage.unit
        self._whirls = [
            (
                rng.uniform(-0.5, 0.5) * wide,
                rng.uniform(-0.45, 0.45),
                rng.uniform(0.16, 0.34),
                rng.choice([-1.0, 1.0]) * rng.uniform(2.5, 5.5),
            )
            for _ in range(cloth.whirls)
        ]

    def at(self, glance: Glance) -> tuple[Floats, Floats]:
        cloth, flow = self._cloth, self._pace * glance.moment.flow
        near, far = glance.grid(0.55), glance.grid(0.15)
        stream = self._stream(near, 0.045 * flow, 0)
        behind = self._stream(far, 0.03 * flow, 1)
        value, broad, slope, soft = (near.spread(plane, _THIN) for plane in cv.split(stream))
        index = self._index(value, 0.05 * flow)
        place = np.take(self._places, index)
        index += soft.astype(np.int32) * _STRIPES
        light = np.take(self._light, index)
        place = cv.weighted(place, 0.75, broad, 0.22, 0.12)
        light = cv.weighted(light, 0.72, slope, 0.42 * cloth.sheen, 0.12)
        shade, veil = near.spread(behind[..., 1], _THIN), near.spread(behind[..., 2], _THIN)
        light = cv.weighted(light, 1, shade, 0.13)
        return cv.weighted(place, 1, veil, 0.12), np.clip(light, 0, 1)

    def _stream(self, grid: Grid, time: float, number: int) -> Floats:
        """(thin rows, thin columns, 4): stream function, broad noise, slope towards the light."""
        cloth, thin = self._cloth, grid.thinned(_THIN)
        bent = self._bent(thin, time) if self._whirls and number == 0 else None
        first = self._warp.at(thin.xs / np.float32(cloth.stretch), thin.ys, time, number)
        if bent is not None:
            first[..., :2] += bent
        second = self._warp.again(first, thin, 0.22 * cloth.reach * cloth.size, time, 0.6)
        value = second[..., 2] + np.float32(0.45) * first[..., 3]
        value += np.add.outer(thin.ys * np.float32(0.8), thin.xs * np.float32(0.8 * self._turn))
        across, down = np.gradient(value, axis=1), np.gradient(value, axis=0)
        tilt = np.tanh(
            (across * self._side[0] + down * self._side[1]) * (0.06 / abs(thin.step_y))
        ).astype(np.float32)
        passed = np.sqrt(across * across + down * down) * (cloth.turns * _STRIPES / _THIN)
        soft = np.clip(2 * np.log2(passed.astype(np.float32) + 1) - 1, 0, _SOFT - 1)
        return cv.merge([value, cv.channel(second, 1), tilt, soft])

    def _bent(self, grid: Grid, time: float) -> Floats:
        """Shifts of the warp that wind the flow around the vortices."""
        shift = np.zeros((grid.ys.size, grid.xs.size, 2), np.float32)
        for x, y, radius, strength in self._whirls:
            dx, dy = grid.xs - np.float32(x), grid.ys - np.float32(y)
            away = np.add.outer(dy * dy, dx * dx) / np.float32(radius**2)
            turn = (np.exp(-away) * np.float32(strength)).astype(np.float32)
            turn += turn * np.float32(0.25 * np.sin(9 * time + x))
            sine, cosine = np.sin(turn), np.cos(turn) - 1
            shift[..., 0] += cosine * dx[None, :] - sine * dy[:, None]
            shift[..., 1] += sine * dx[None, :] + cosine * dy[:, None]
        return shift * np.float32(3.2)

    def _index(self, value: Floats, time: float) -> np.ndarray:
        at = value * np.float32(self._cloth.turns * _STRIPES)
        at += np.float32((time * self._cloth.turns * _STRIPES) % _STRIPES)
        return at.astype(np.int32) & (_STRIPES - 1)


def _evened(values: Floats) -> Floats:
    """The same curve, moved so that all values in 0..1 are about as frequent."""
    ranks = np.argsort(np.argsort(values)).astype(np.float32) / np.float32(values.size - 1)
    return (ranks * np.float32(0.6) + values * np.float32(0.4)).astype(np.float32)


def _softened(values: Floats) -> Floats:
    """(16 * n,) the curve, and blurred by growing widths, each a half power of two."""
    wave = np.fft.rfft(values)
    rate = np.arange(wave.size) * (2 * np.pi / values.size)
    widths = [0.0] + [0.42 * 2 ** (i / 2) for i in range(1, _SOFT)]
    copies = [np.fft.irfft(wave * np.exp(-0.5 * (rate * width) ** 2)) for width in widths]
    return np.concatenate(copies).astype(np.float32)


def _stepped(values: Floats, rng: np.random.Generator) -> Floats:
    """Plateaus with short soft flanks."""
    count = int(rng.integers(4, 8))
    at = _evened(values) * np.float32(count)
    low = np.floor(at)
    plateaus = (low + smoothstep(0.8, 1.0, at - low)) / np.float32(count)
    return np.asarray(plateaus, np.float32)
