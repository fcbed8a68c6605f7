"""A sea of clouds seen from above: billows in perspective from the horizon to below the viewer."""

from __future__ import annotations

import math

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.picture.coarse import coarse_size, enlarged, step_for
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import smoothstep, stretched, tile
from kinora.picture.paint.radiance import ONE, OPAQUE
from kinora.picture.paint.scroll import endless, sample
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.sky.cloudbank import LIT, SHADED
from kinora.picture.stage import Stage

_TILE = 512
_FAR, _NEAR = 0.08, 1.0
_SOFT = 0.05
"""The first rows, in units, let what stands on the horizon through."""


class CloudSea:
    """Fills the frame from the horizon down."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = stage.generator("cloud sea")
        self._stage, self._step = stage, step_for(stage, 256)
        self._billows = endless(_billows(rng, stage))
        self._origin = rng.uniform(0, _TILE, 2)
        self._speed = 9.0 + 16.0 * spec.wind
        self._dense = float(rng.uniform(60, 105))
        place, lightness = SHADED[spec.time_of_day]
        self._body = tones.cloud(place, lightness - 0.1 * tones.overcast)
        place, lightness = LIT[spec.time_of_day]
        lit = tones.cloud(place, lightness) * np.float32(1.05)
        self._lit = lit + (self._body - lit) * np.float32(0.5 * tones.overcast)
        self._deep = tones.sky_colour(0.55) * np.float32(0.42)
        self._haze = tones.haze
        self._glow = tones.light(0.4, 0.5) * np.float32(
            (1 - tones.overcast) * (0.16 if tones.night else 1)
        )
        self._holes = float(rng.choice([0.0, 0.0, 0.35, 0.55]))

    def covered(self, moment: Moment, height: int) -> tuple[int, int]:
        """All rows from a little below the horizon on."""
        stage = self._stage
        first = moment.pose.view(_FAR).to_screen(0, stage.horizon)[1] + _SOFT * stage.unit + 2
        return min(max(round(first), 1), height), height

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage = self._stage
        far, near = moment.pose.view(_FAR), moment.pose.view(_NEAR)
        horizon = far.to_screen(0, stage.horizon)[1]
        foot = max(near.to_screen(0, stage.height)[1], horizon + 8)
        first, last = min(max(round(horizon), 0), canvas.height), canvas.floor
        if first >= last:
            return
        step = self._step
        wide, count = coarse_size(canvas.width, last - first, step)
        rows = np.arange(count, dtype=np.float32) * step + np.float32(first + step / 2)
        fall = np.maximum((rows - horizon) / np.float32(foot - horizon), 0)
        scale = far.scale + (near.scale - far.scale) * fall
        slide = far.x + (near.x - far.x) * fall
        columns = (np.arange(wide, dtype=np.float32) + np.float32(0.5)) * (canvas.width / wide)
        open_ = fall + np.float32(0.045)
        dense = np.float32(self._dense) / open_
        unit = np.float32(stage.unit)
        u: Floats = np.outer(dense / scale / unit, columns).astype(np.float32)
        left = -(slide / scale + np.float32(stage.width / 2)) / unit
        travel = self._speed * moment.flow
        u += (dense * left + np.float32((self._origin[0] + travel) % _TILE))[:, None]
        depth = open_ ** np.float32(-0.42) * np.float32(3.1 * self._dense)
        small = self._coloured(u, depth, fall, columns, (left, scale), moment)
        large = enlarged(canvas, small, step)
        soft = max(_SOFT * stage.unit, 1.0)
        joined = min(math.ceil(soft), last - first)
        share = (np.arange(joined, dtype=np.float32) / np.float32(soft))[:, None, None]
        above = canvas.pixels[first : first + joined]
        above[:] = above + (large[:joined] - above.astype(np.float32)) * share
        canvas.pixels[first + joined : last] = large[joined : last - first]

    def _coloured(
        self,
        u: Floats,
        depth: Floats,
        fall: Floats,
        columns: Floats,
        across: tuple[Floats, Floats],
        moment: Moment,
    ) -> Radiance:
        """(rows, columns, 4) opaque light."""
        travel = self._speed * moment.flow
        slow = u * np.float32(0.37)
        slow += np.float32((self._origin[1] - 0.2 * travel) % _TILE)
        near = sample(
            self._billows, u, depth + np.float32((self._origin[1] + 0.12 * travel) % _TILE)
        )
        broad = sample(self._billows, slow, depth * 0.4 + self._origin[0])
        light = cv.weighted(cv.channel(near, 1), 0.62, cv.channel(broad, 1), 0.38)
        height = cv.weighted(cv.channel(near, 0), 0.5, cv.channel(broad, 0), 0.5)
        light *= cv.weighted(height, 1.15, height, 0, 0.3)
        light = cv.weighted(light, 1.5, light, 0, -0.22)
        np.clip(light, 0, 1, out=light)
        left, scale = across
        x = np.outer(1 / scale, columns).astype(np.float32) / np.float32(self._stage.unit)
        x += (left - np.float32((self._stage.sun[0] - self._stage.width / 2) / self._stage.unit))[
            :, None
        ]
        x *= (1 / (0.12 + fall * 0.7))[:, None]
        sunlit = np.exp(np.maximum(-(x * x), np.float32(-30)))
        sunlit *= light
        haze = np.exp(-fall * np.float32(6.5)) * np.float32(0.8)
        clear = (1 - haze)[:, None]
        hole = None
        if self._holes > 0:
            hole = smoothstep(self._holes * 0.9, self._holes * 0.62, height) * clear
        planes = []
        for c in range(3):
            plane = cv.weighted(
                light,
                float(self._lit[c] - self._body[c]),
                sunlit,
                float(self._glow[c]),
                float(self._body[c]),
            )
            if hole is not None:
                plane += hole * (np.float32(self._deep[c]) - plane)
            plane *= clear
            plane += (haze * self._haze[c])[:, None].astype(np.float32)
            planes.append(cv.fixed(plane, ONE))
        planes.append(np.full_like(planes[0], OPAQUE))
        return cv.merge(planes)


def _billows(rng: np.random.Generator, stage: Stage) -> Floats:
    """(512, 512, 4): height and light from the sun's side, 0..1, and zeros; sharp folds."""
    soft = tile(_TILE, rng, (8, 8), 3, 0.5)
    round_ = np.zeros_like(soft)
    gain = 1.0
    for cells in (16, 32, 64):
        round_ += np.float32(gain) * np.sqrt(np.abs(2 * tile(_TILE, rng, (cells, cells), 1) - 1))
        gain *= 0.55
    height = stretched(stretched(soft) * np.float32(0.9) + stretched(round_) * np.float32(0.75))
    smooth = cv.blurred(np.pad(height, 8, mode="wrap"), 1.2)[8:-8, 8:-8]
    side = 3 if stage.sun[0] < stage.width / 2 else -3
    slope = smooth - np.roll(smooth, (4, -side), axis=(0, 1))
    light = np.clip(np.float32(0.52) + slope * np.float32(3.2), 0, 1)
    rest = np.zeros_like(height)
    return cv.merge([smooth, light.astype(np.float32), rest, rest])
