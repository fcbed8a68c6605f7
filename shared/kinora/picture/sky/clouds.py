"""Clouds on a plane overhead: seen in perspective, lit from the sun's side, drifting for ever."""

from __future__ import annotations

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import TimeOfDay, Weather
from kinora.picture.film.pose import View
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import generator, tile
from kinora.picture.paint.radiance import ONE, OPAQUE
from kinora.picture.paint.scroll import endless, sample
from kinora.picture.paint.tones import Tones
from kinora.picture.stage import Stage

_TILE = 512
_COVER = {
    Weather.CLEAR: (0.3, 0.44),
    Weather.CLOUDY: (0.56, 0.68),
    Weather.RAIN: (0.72, 0.85),
    Weather.STORM: (0.8, 0.92),
    Weather.SNOW: (0.66, 0.8),
    Weather.FOG: (0.5, 0.7),
}
"""Least and greatest share of the sky that is covered."""
_BODY = {
    TimeOfDay.DAWN: (0.42, 0.62),
    TimeOfDay.DAY: (0.78, 0.74),
    TimeOfDay.GOLDEN_HOUR: (0.4, 0.6),
    TimeOfDay.DUSK: (0.22, 0.36),
    TimeOfDay.MOONLIGHT: (0.25, 0.25),
    TimeOfDay.NIGHT: (0.26, 0.23),
}
"""Palette place and lightness of a cloud's shaded side."""
_LIT = {
    TimeOfDay.DAWN: (0.85, 0.9),
    TimeOfDay.DAY: (1.0, 0.98),
    TimeOfDay.GOLDEN_HOUR: (0.88, 0.92),
    TimeOfDay.DUSK: (0.68, 0.7),
    TimeOfDay.MOONLIGHT: (0.62, 0.46),
    TimeOfDay.NIGHT: (0.5, 0.36),
}

_DARKENED = {Weather.RAIN: 0.16, Weather.STORM: 0.22}
"""How much darker clouds are that bring rain."""


class Clouds:
    """Density and light come from one tile that repeats without a seam."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = generator(spec.seed, "clouds")
        self._stage = stage
        tile_ = _lit_tile(rng)
        self._tile = endless(tile_)
        self._fine = endless(tile(256, rng, (8, 4), 5, 0.6))
        low, high = _COVER[spec.weather]
        cover = float(rng.uniform(low, high))
        density = tile_[..., 0].ravel()
        rank = int((1 - cover) * (density.size - 1))
        self._threshold = float(np.partition(density, rank)[rank])
        self._softness = float(rng.uniform(0.14, 0.24)) + 0.2 * tones.overcast
        place, lightness = _BODY[spec.time_of_day]
        darken = _DARKENED.get(spec.weather, 0.05 * tones.overcast)
        self._body = tones.cloud(place, lightness - darken * min(lightness / 0.6, 1.0))
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

    def drawn(self, near: Floats, view: View, moment: Moment) -> tuple[Radiance, Floats]:
        """Clouds for every fourth column and second row of the screen, as many as ``near`` has.

        Args:
            near: nearness to the sun, 0..1.
            view: from stage to screen.
            moment: when.

        Returns:
            The clouds, premultiplied, and their cover 0..1.
        """
        height, width = near.shape
        unit = np.float32(self._stage.unit)
        xs = np.arange(width, dtype=np.float32) * 4 + np.float32(2 - view.x)
        ys = np.arange(height, dtype=np.float32) * 2 + np.float32(1 - view.y)
        across = (xs / np.float32(view.scale) - np.float32(self._stage.sun[0])) / unit
        rise = (np.float32(self._stage.horizon) - ys / np.float32(view.scale)) / unit
        rise = np.maximum(rise, 0)
        far = 1 / (rise + np.float32(0.13)) * np.float32(84.0 * self._size)
        travel = self._drift * moment.flow
        u: Floats = np.outer(far, across).astype(np.float32, copy=False)
        u += np.float32((self._origin[0] + travel) % _TILE)
        shifted = u * np.float32(1.7) + np.float32((0.9 * travel) % _TILE)
        v = far * np.float32(1.5) + self._origin[1] + 0.2 * travel
        both = sample(self._tile, u, v)
        density, light = cv.channel(both, 0), cv.channel(both, 1)
        fine = sample(self._fine, shifted, v * 1.7)
        return self._coloured(density, light, fine, near, rise)

    def _coloured(
        self, density: Floats, light: Floats, fine: Floats, near: Floats, rise: Floats
    ) -> tuple[Radiance, Floats]:
        """Shade by thickness and by light from the sun's side; thin edges shine near the sun."""
        soft = 1 / self._softness
        shift = -(0.15 + self._threshold) * soft
        density = cv.weighted(density, soft, fine, 0.3 * soft, shift, out=density)
        light -= density * np.float32(0.22)
        cover = np.clip(density, 0.0, 1.0, out=density)
        cover *= cover * (np.float32(3) - cover - cover)
        if self._ceiling > 0:
            cover *= np.float32(1 - self._ceiling)
            cover += np.float32(self._ceiling)
            light += cover * np.float32(0.1)
        fade = np.clip(rise * np.float32(9.0) + np.float32(0.15), 0, 1) * np.float32(self._opacity)
        cover *= fade[:, None]
        np.clip(light, 0.0, 1.0, out=light)
        thin = cover * (np.float32(1.05) - cover)
        thin *= near
        light *= np.float32(0.55) + near
        planes = []
        for body, edge, lining in zip(self._body, self._edge, self._lining, strict=True):
            tone = cv.weighted(light, float(edge), thin, 3 * float(lining), float(body))
            planes.append(cv.fixed_product(tone, cover, ONE))
        return cv.merge([*planes, cv.fixed(cover, OPAQUE)]), cover


def _lit_tile(rng: np.random.Generator) -> Floats:
    """(512, 512, 4): density 0..1, light 0..1 that is high on the side towards the horizon, zeros.

    Four channels are sampled faster than two.
    """
    density = tile(_TILE, rng, (8, 4), 6, 0.52)
    billow = 1 - np.abs(2 * tile(_TILE, rng, (16, 8), 4, 0.5) - 1)
    density = (density * np.float32(0.75) + billow * np.float32(0.25)).astype(np.float32)
    wrapped = np.pad(density, 8, mode="wrap")
    smooth = cv.blurred(wrapped, 2.0)[8:-8, 8:-8]
    slope = smooth - np.roll(smooth, (-7, 3), axis=(0, 1))
    light = np.clip(np.float32(0.45) + slope * np.float32(4.0), 0, 1)
    rest = np.zeros_like(density)
    return cv.merge([density, light.astype(np.float32), rest, rest])
