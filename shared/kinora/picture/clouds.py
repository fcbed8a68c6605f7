"""Clouds on a plane overhead: seen in perspective, lit from the sun's side, drifting for ever."""

from __future__ import annotations

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import TimeOfDay, Weather
from kinora.picture import cv
from kinora.picture.arrays import Floats
from kinora.picture.camera import View
from kinora.picture.noise import generator, tile
from kinora.picture.scroll import endless, sample
from kinora.picture.stage import Stage
from kinora.picture.tempo import Moment
from kinora.picture.tones import Tones

_TILE = 512
_COVER = {
    Weather.CLEAR: (0.3, 0.44),
    Weather.CLOUDY: (0.56, 0.68),
    Weather.RAIN: (0.72, 0.85),
    Weather.SNOW: (0.66, 0.8),
    Weather.FOG: (0.5, 0.7),
}
"""Least and greatest share of the sky that is covered."""
_BODY = {
    TimeOfDay.DAWN: (0.42, 0.62),
    TimeOfDay.DAY: (0.78, 0.74),
    TimeOfDay.GOLDEN_HOUR: (0.4, 0.6),
    TimeOfDay.DUSK: (0.22, 0.36),
    TimeOfDay.NIGHT: (0.2, 0.17),
}
"""Palette place and lightness of a cloud's shaded side."""
_LIT = {
    TimeOfDay.DAWN: (0.85, 0.9),
    TimeOfDay.DAY: (1.0, 0.98),
    TimeOfDay.GOLDEN_HOUR: (0.88, 0.92),
    TimeOfDay.DUSK: (0.68, 0.7),
    TimeOfDay.NIGHT: (0.5, 0.3),
}


class Clouds:
    """Density and light come from one two-channel tile that repeats without a seam."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = generator(spec.seed, "clouds")
        self._stage = stage
        tile_ = _lit_tile(rng)
        self._tile = endless(tile_)
        self._fine = endless(tile(256, rng, (8, 4), 5, 0.6))
        low, high = _COVER[spec.weather]
        cover = float(rng.uniform(low, high))
        density = np.sort(tile_[..., 0], axis=None)
        self._threshold = float(density[int((1 - cover) * (density.size - 1))])
        self._softness = float(rng.uniform(0.14, 0.24)) + 0.2 * tones.overcast
        place, lightness = _BODY[spec.time_of_day]
        darken = 0.16 if spec.weather is Weather.RAIN else 0.05 * tones.overcast
        self._body = tones.cloud(place, lightness - darken)
        place, lightness = _LIT[spec.time_of_day]
        lit = tones.cloud(place, lightness)
        self._edge = (lit - self._body) * np.float32(1 - 0.45 * tones.overcast)
        self._lining = tones.light(0.4, 0.9 * (1 - tones.overcast))
        if tones.night:
            self._lining = self._lining * np.float32(0.15)
        self._ceiling = 0.75 * max(tones.overcast - 0.5, 0.0) * 2
        """Least cover: an overcast sky has no holes."""
        self._size = float(rng.uniform(0.75, 1.25))
        self._origin = rng.uniform(0, _TILE, 2)
        self._drift = 3.0 + 12.0 * spec.wind
        self._opacity = 0.94 if spec.weather is not Weather.CLEAR else float(rng.uniform(0.7, 0.92))

    def cover(self, dome: Floats, view: View, moment: Moment) -> Floats:
        """Lay clouds over a half-size dome, in place; its fourth channel is the sun's nearness.

        Returns the cover, (height, width), 0..1.
        """
        height, width = dome.shape[:2]
        stage = self._stage
        xs = ((np.arange(width, dtype=np.float32) * 2 + 1 - view.x) / view.scale).astype(np.float32)
        ys = ((np.arange(height, dtype=np.float32) * 2 + 1 - view.y) / view.scale).astype(
            np.float32
        )
        rise = np.maximum((stage.horizon - ys) / np.float32(stage.unit), 0).astype(np.float32)
        far = (1.0 / (rise + 0.13)).astype(np.float32)
        across = (xs - stage.sun[0]) / np.float32(stage.unit)
        size = np.float32(84.0 * self._size)
        travel = self._drift * moment.flow
        u = np.outer(far * size, across).astype(np.float32)
        u += np.float32((self._origin[0] + travel) % _TILE)
        shifted = u * np.float32(1.7) + np.float32((0.9 * travel) % _TILE)
        v = far * size * np.float32(1.5) + self._origin[1] + 0.2 * travel
        both = sample(self._tile, u, v)
        fine = sample(self._fine, shifted, v * 1.7)
        return self._blend(dome, both, fine, rise)

    def _blend(self, dome: Floats, both: Floats, fine: Floats, rise: Floats) -> Floats:
        density, light = cv.split(both)
        soft = 1 / self._softness
        shift = -(0.15 + self._threshold) * soft
        density = cv.weighted(density, soft, fine, 0.3 * soft, shift, out=density)
        light -= density * np.float32(0.22)
        cover = density.copy()
        cv.clamp(cover, 0.0, 1.0)
        cover *= cover * (np.float32(3) - cover - cover)
        if self._ceiling > 0:
            cover *= np.float32(1 - self._ceiling)
            cover += np.float32(self._ceiling)
            light += cover * np.float32(0.1)
        fade = np.clip(rise * np.float32(9.0) + np.float32(0.15), 0, 1) * np.float32(self._opacity)
        cover *= fade[:, None]
        cv.clamp(light, 0.0, 1.0)
        near = cv.channel(dome, 3)
        thin = cover * (np.float32(1.05) - cover) * near
        light *= np.float32(0.55) + near
        light *= cover
        thin *= cover
        for channel in range(3):
            plane = cv.channel(dome, channel)
            plane += cover * (self._body[channel] - plane)
            plane += cv.weighted(
                light, float(self._edge[channel]), thin, 3 * float(self._lining[channel]), 0
            )
            cv.put_channel(dome, channel, plane)
        return cover


def _lit_tile(rng: np.random.Generator) -> Floats:
    """(512, 512, 2): density 0..1, and light 0..1 that is high on the side towards the horizon."""
    density = tile(_TILE, rng, (8, 4), 6, 0.52)
    billow = 1 - np.abs(2 * tile(_TILE, rng, (16, 8), 4, 0.5) - 1)
    density = (density * np.float32(0.75) + billow * np.float32(0.25)).astype(np.float32)
    wrapped = np.pad(density, 8, mode="wrap")
    smooth = cv.blurred(wrapped, 2.0)[8:-8, 8:-8]
    slope = smooth - np.roll(smooth, (-7, 3), axis=(0, 1))
    light = np.clip(np.float32(0.45) + slope * np.float32(4.0), 0, 1)
    return np.ascontiguousarray(np.dstack([density, light]).astype(np.float32))
