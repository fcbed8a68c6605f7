"""Cars on a street: they come with headlights, go with tail lights, or stand at the kerb."""

from __future__ import annotations

import math

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.film.tempo import Moment
from kinora.picture.life.sprite import lay_sprite
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.radiance import ONE, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Sheet, Stage
from kinora.picture.town.lamps import add_glow, light_sprite
from kinora.picture.town.vista import Vista

_WIDE = 1.85
"""Metres."""
_SIZES = 5
_FIRST, _LAST = 3.4, 64.0
"""Metres from the eye between which cars run."""


def _body(metre: float, tones: Tones, hue: Floats, *, front: bool) -> Radiance:
    """A car from before or behind, its foot in the last row; ``metre`` in pixels."""
    wide, tall = math.ceil(_WIDE * metre) + 4, math.ceil(1.5 * metre) + 4
    sheet = Sheet(-_WIDE * metre / 2 - 2, -1.5 * metre - 2, 1.0, wide, tall)
    mask, glass, level = sheet.mask(), sheet.mask(), sheet.mask()

    def scaled(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        half = [(x * metre, -y * metre) for x, y in points]
        return half + [(-x, y) for x, y in reversed(half)]

    sheet.fill(
        mask, scaled([(-0.9, 0.22), (-0.92, 0.62), (-0.84, 0.86), (-0.64, 1.38), (-0.5, 1.46)])
    )
    for side in (-1, 1):
        wheel = [(side * 0.86, 0.3), (side * 0.86, 0.0), (side * 0.6, 0.0), (side * 0.6, 0.3)]
        sheet.fill(mask, [(x * metre, -y * metre) for x, y in wheel])
    sheet.fill(glass, scaled([(-0.7, 0.9), (-0.56, 1.34)]))
    sheet.fill(level, scaled([(-0.88, 0.66), (-0.8, 0.84), (-0.66, 0.88)]), 150)
    sheet.fill(level, scaled([(-0.6, 1.38), (-0.5, 1.45)]), 255)
    paint = hue * (tones.fill * np.float32(0.5) + tones.light(0.5, 0.06 * tones.hour.lamps))
    shine = tones.haze * np.float32(0.3) + tones.light(0.4, 0.12 * tones.hour.lamps)
    colour = paint + cv.shares(level)[..., None] * shine
    pane = tones.sky_colour(0.4) * np.float32(0.3 if front else 0.2)
    colour = colour + (pane - colour) * cv.shares(glass)[..., None]
    return pack(colour.astype(np.float32), cv.shares(mask))


def streak(wide: float, tall: float, tone: Floats) -> Radiance:
    """The mirror image of a light on wet ground: a column that fades downwards."""
    across = np.arange(-math.ceil(wide), math.ceil(wide) + 1, dtype=np.float32) / np.float32(wide)
    down = np.linspace(0, 1, max(math.ceil(tall), 3), dtype=np.float32)
    shape = (
        np.exp(-(across[None] ** 2) * 3) * (np.exp(-down * 3) * np.minimum(down * 12, 1))[:, None]
    )
    sprite = np.zeros((*shape.shape, 4), np.float32)
    sprite[..., :3] = shape[..., None] * tone * ONE
    return np.clip(np.round(sprite), 0, 65535).astype(np.uint16)


class Cars:
    """Moving and parked cars of one street."""

    def __init__(self, stage: Stage, tones: Tones, vista: Vista, wet: float) -> None:
        rng = stage.generator("cars")
        self._vista, self._lamps = vista, 0.15 + 0.85 * tones.hour.lamps
        self._metres = [vista.focus / z for z in np.geomspace(5.0, 34.0, _SIZES)]
        hues = [tones.tint(float(p), float(v)) for p, v in ((0.1, 0.14), (0.5, 0.36), (0.9, 0.6))]
        kinds = [(hue, front) for hue in hues for front in (True, False)]
        self._bodies = [
            [_body(max(m, 3.0), tones, hue, front=front) for m in self._metres]
            for hue, front in kinds
        ]
        white = tones.light(0.25, 2.8 * self._lamps)
        red = tones.tint(0.5, 0.58, Oklab.polar(0.6, 0.2, 25), 0.75) * np.float32(1.9 * self._lamps)
        self._lights = [self._sized(tone, size) for tone, size in ((white, 0.34), (red, 0.22))]
        self._streaks = [self._mirrored(tone, wet) for tone in (white, red)]
        moving, parked = int(rng.integers(2, 5)), int(rng.integers(0, 4))
        self._moving = [
            (
                float(way),
                float(rng.uniform(0, 1)),
                int(rng.integers(3)),
                float(rng.uniform(0.85, 1.2)),
            )
            for way in rng.permutation([1, -1, 1, -1])[:moving]
        ]
        self._parked = [
            (
                float(rng.choice([-1.0, 1.0])),
                float(math.exp(rng.uniform(2.5, 3.6))),
                int(rng.integers(3)),
            )
            for _ in range(parked)
        ]
        self._lane = min(0.5 * vista.kerb, 1.45)

    def _sized(self, tone: Floats, size: float) -> list[Radiance]:
        return [light_sprite(max(size * m, 1.5), tone) for m in self._metres]

    def _mirrored(self, tone: Floats, wet: float) -> list[Radiance]:
        part = tone * np.float32(0.12 + 0.2 * wet)
        return [streak(max(0.17 * m, 1.0), max(1.9 * m, 3.0), part) for m in self._metres]

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        cars = []
        span = math.log(_LAST / _FIRST)
        for way, start, hue, pace in self._moving:
            along = (start + 0.075 * pace * moment.flow) % 1.0
            away = _FIRST * math.exp(span * (along if way > 0 else 1 - along))
            cars.append(
                (away, way * self._lane, hue, way < 0, min(1.0, 12 * (1 - along), 12 * along))
            )
        for side, away, hue in self._parked:
            cars.append((away, side * (self._vista.kerb - 0.95), hue, side < 0, 0.0))
        for away, across, hue, front, lit in sorted(cars, reverse=True):
            self._car(canvas, moment, away, across, hue, lit, front=front)

    def _car(
        self,
        canvas: Canvas,
        moment: Moment,
        away: float,
        across: float,
        hue: int,
        lit: float,
        *,
        front: bool,
    ) -> None:
        vista, pose = self._vista, moment.pose
        view = pose.view(vista.depth(away))
        metre = vista.focus / away * view.scale
        size = min(range(_SIZES), key=lambda i: abs(math.log(self._metres[i] / metre)))
        body = self._bodies[2 * hue + (not front)][size]
        at = vista.screen(pose, across, 0.0, away)
        if metre > 1.2:
            anchor = (body.shape[1] / 2, body.shape[0] - 2.0)
            lay_sprite(canvas, body, anchor, at, metre / self._metres[size])
        if lit <= 0.02:
            return
        kind = 0 if front else 1
        for side in (-1, 1):
            x, y = vista.screen(pose, across + side * 0.68, 0.7, away)
            add_glow(canvas, self._lights[kind][size], x, y)
            image = self._streaks[kind][size]
            add_glow(canvas, image, x, 2 * at[1] - y + image.shape[0] * 0.42)
