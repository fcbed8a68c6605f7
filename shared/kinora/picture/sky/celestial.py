"""Sun, moon and stars."""

from __future__ import annotations

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import TimeOfDay
from kinora.picture.film.camera import View
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import field, generator
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.sky.particles import splat
from kinora.picture.stage import Sheet, Stage

_DISC = {
    TimeOfDay.DAWN: (0.042, 3.2),
    TimeOfDay.DAY: (0.03, 3.9),
    TimeOfDay.GOLDEN_HOUR: (0.052, 3.6),
    TimeOfDay.DUSK: (0.055, 2.0),
    TimeOfDay.NIGHT: (0.05, 0.85),
}
"""Radius in units of the stage, and radiance."""


def paint_disc(dome: Floats, sheet: Sheet, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
    """Paint the sun, or at night the moon in a phase of its own, into a (rows, columns, 3) dome."""
    radius, radiance = _DISC[spec.time_of_day]
    rng = generator(spec.seed, "disc")
    radius *= stage.unit * float(rng.uniform(0.85, 1.25))
    x = (sheet.xs - stage.sun[0])[None, :] / np.float32(radius)
    y = (sheet.ys - stage.sun[1])[:, None] / np.float32(radius)
    soft = np.float32(radius * sheet.scale)
    veil = max(1 - 1.45 * tones.overcast, 0.0)
    disc = np.clip((1 - cv.root(x * x + y * y)) * soft + np.float32(0.5), 0, 1) * np.float32(veil)
    if tones.night:
        offset = float(rng.choice([-1, 1]) * rng.uniform(0.35, 2.2))
        dark = cv.root((x - np.float32(offset)) ** 2 + y * y) - np.float32(1.02)
        lit = np.clip(dark * soft * np.float32(0.3) + np.float32(0.5), 0, 1)
        spot = max(radius * sheet.scale * 0.7, 2.0)
        seas = field(disc.shape, rng, (sheet.rows / spot, sheet.columns / spot), 3)
        face = (np.float32(0.6) + np.float32(0.5) * seas) * (np.float32(0.03) + lit)
        dome += (disc * face)[..., None] * tones.light(0.3, radiance)
    else:
        glow = tones.light(0.35, radiance)
        dome += disc[..., None] * (glow - dome)


class Stars:
    """Points with a steep brightness distribution that twinkle; hidden by clouds."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = generator(spec.seed, "stars")
        share = {TimeOfDay.NIGHT: 1.0, TimeOfDay.DUSK: 0.3, TimeOfDay.DAWN: 0.14}
        clear = share.get(spec.time_of_day, 0.0) * max(1 - 1.25 * tones.overcast, 0.0)
        count = int(900 * clear)
        wide, tall = stage.width + 2 * stage.margin_x, stage.horizon + stage.margin_y
        band = rng.random(count) < 0.35
        x = rng.uniform(-stage.margin_x, wide - stage.margin_x, count)
        y = rng.uniform(-stage.margin_y, stage.horizon, count)
        lane = stage.horizon * 0.15 + (x - stage.width * rng.uniform(0.2, 0.8)) * rng.choice(
            [-0.7, 0.7]
        )
        y = np.where(band, lane + rng.normal(0, 0.09 * tall, count), y)
        self._place = np.stack([x, y], axis=1).astype(np.float32)
        size = rng.random(count) ** 6
        low = np.clip((stage.horizon - y) / stage.horizon * 2.2, 0, 1)
        self._power = ((0.05 + 1.6 * size) * np.where(band, 0.6, 1) * low * clear**0.5).astype(
            np.float32
        )
        warm = rng.random((count, 1)).astype(np.float32)
        cool, hot = tones.light(0.0, 1.0), tones.light(1.0, 1.0)
        white = np.float32(0.5)
        self._tone = (cool * (1 - warm) + hot * warm) * white + white
        self._phase = rng.uniform(0, 6.283, count).astype(np.float32)
        self._rate = rng.uniform(1.5, 5.0, count).astype(np.float32)
        self._spread = max(2, round(stage.unit / 420) + 1)

    def shine(self, canvas: Canvas, rows: int, view: View, cover: Floats, moment: Moment) -> None:
        """Add the stars to the canvas above ``rows``; ``cover`` is that of the clouds."""
        if not self._power.size:
            return
        at = self._place * np.float32(view.scale) + np.array([view.x, view.y], np.float32)
        twinkle = np.sin(self._phase + self._rate * np.float32(moment.seconds))
        power = self._power * (np.float32(0.75) + np.float32(0.25) * twinkle)
        coarse = (at * np.array([0.25, 0.5], np.float32)).astype(np.int32)
        coarse = np.clip(coarse, 0, (cover.shape[1] - 1, cover.shape[0] - 1))
        power *= 1 - cover[coarse[:, 1], coarse[:, 0]]
        splat(canvas, at, self._tone * power[:, None], self._spread, rows)
