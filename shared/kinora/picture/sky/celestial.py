"""Sun, moon and stars."""

from __future__ import annotations

import math

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import TimeOfDay
from kinora.picture.air.dots import splat
from kinora.picture.film.pose import View
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import field, generator
from kinora.picture.paint.radiance import ONE, OPAQUE, lay_over, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Sheet, Stage

_DISC = {
    TimeOfDay.DAWN: (0.042, 3.2),
    TimeOfDay.DAY: (0.03, 3.9),
    TimeOfDay.GOLDEN_HOUR: (0.052, 3.6),
    TimeOfDay.DUSK: (0.055, 2.0),
    TimeOfDay.MOONLIGHT: (0.085, 1.5),
    TimeOfDay.NIGHT: (0.04, 0.85),
}
"""Radius in units of the stage, and radiance."""


class Disc:
    """The sun, or by night the moon in a phase of its own."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = generator(spec.seed, "disc")
        radius = disc_radius(spec, stage) * float(rng.uniform(0.85, 1.25))
        x, y = stage.sun
        scale = min(stage.scale_at(0.0), 2.0)
        side = 2 * math.ceil(radius * scale) + 6
        self._sheet = Sheet(x - side / 2 / scale, y - side / 2 / scale, scale, side, side)
        self._pixels = self._painted(radius, spec, stage, tones, rng)

    def _painted(
        self, radius: float, spec: SceneSpec, stage: Stage, tones: Tones, rng: np.random.Generator
    ) -> Radiance:
        sheet, radiance = self._sheet, _DISC[spec.time_of_day][1]
        x = (sheet.xs - stage.sun[0])[None, :] / np.float32(radius)
        y = (sheet.ys - stage.sun[1])[:, None] / np.float32(radius)
        soft = np.float32(radius * sheet.scale)
        veil = np.float32(max(1 - 1.45 * tones.overcast, 0.0))
        disc = np.clip((1 - cv.root(x * x + y * y)) * soft + np.float32(0.5), 0, 1) * veil
        if not tones.night:
            shape = (*disc.shape, 3)
            return pack(np.broadcast_to(tones.light(0.35, radiance), shape).copy(), disc)
        full = spec.time_of_day is TimeOfDay.MOONLIGHT
        offset = float(rng.choice([-1, 1]) * rng.uniform(*((1.7, 2.6) if full else (0.3, 0.8))))
        dark = cv.root((x - np.float32(offset)) ** 2 + y * y) - np.float32(1.02)
        lit = np.clip(dark * soft * np.float32(0.3) + np.float32(0.5), 0, 1)
        spot = max(radius * sheet.scale * 0.7, 2.0)
        seas = field(disc.shape, rng, (sheet.rows / spot, sheet.columns / spot), 3)
        face = (np.float32(0.6) + np.float32(0.5) * seas) * (np.float32(0.03) + lit)
        light = np.zeros((*disc.shape, 4), np.float32)
        light[..., :3] = (disc * face)[..., None] * tones.light(0.3, radiance) * ONE
        return cv.fixed(light)

    def shine(self, canvas: Canvas, bottom: int, view: View, cover: Floats) -> None:
        """Lay the disc over the sky above the row ``bottom``, behind clouds of ``cover``."""
        sheet = self._sheet
        left, top = view.to_screen(sheet.left, sheet.top)
        right, low = view.to_screen(sheet.right, sheet.bottom)
        x0, y0 = max(math.floor(left), 0), max(math.floor(top), 0)
        x1, y1 = min(math.ceil(right), canvas.width), min(math.ceil(low), bottom)
        if x0 >= x1 or y0 >= y1:
            return
        zoom = sheet.scale / view.scale
        across = (x0 + 0.5 - left) * zoom - 0.5
        down = (y0 + 0.5 - top) * zoom - 0.5
        matrix = np.array([[zoom, 0, across], [0, zoom, down]], np.float32)
        shown = cv.warp(self._pixels, matrix, (x1 - x0, y1 - y0), border=cv.CLEAR)
        grid = np.array([[0.25, 0, x0 / 4 - 0.375], [0, 0.5, y0 / 2 - 0.25]], np.float32)
        clear = cv.fixed(1 - cv.warp(cover, grid, (x1 - x0, y1 - y0)), OPAQUE)
        cv.scale_light(shown, cv.spread(clear, 4), OPAQUE)
        lay_over(canvas.pixels[y0:y1, x0:x1], shown)


def disc_radius(spec: SceneSpec, stage: Stage) -> float:
    """The usual radius of sun or moon in stage pixels."""
    return _DISC[spec.time_of_day][0] * stage.unit


class Stars:
    """Points with a steep brightness distribution that twinkle; hidden by clouds."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = generator(spec.seed, "stars")
        share = {
            TimeOfDay.NIGHT: 1.0,
            TimeOfDay.MOONLIGHT: 0.4,
            TimeOfDay.DUSK: 0.3,
            TimeOfDay.DAWN: 0.14,
        }
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
        away = np.hypot(x - stage.sun[0], y - stage.sun[1]) > 1.3 * disc_radius(spec, stage)
        low = np.clip((stage.horizon - y) / stage.horizon * 2.2, 0, 1)
        self._power = (
            (0.05 + 1.6 * size) * np.where(band, 0.6, 1) * low * away * clear**0.5
        ).astype(np.float32)
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
