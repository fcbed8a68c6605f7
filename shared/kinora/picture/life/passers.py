"""People on the pavement: small walking silhouettes, some under umbrellas."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.life.sprite import lay_sprite
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Radiance
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Sheet, Stage
from kinora.picture.town.vista import Vista

_STEPS = 8
_NEAREST, _WALK = 9.0, 22.0
"""Metres from the eye to the nearest, and from there to the farthest."""
_TALL = 2.2
"""Metres with the umbrella."""


class Passers:
    """Two or three people who walk along a street, towards the viewer or away."""

    def __init__(self, stage: Stage, tones: Tones, vista: Vista, *, umbrellas: bool) -> None:
        rng = stage.generator("passers")
        self._vista = vista
        self._metre = vista.focus / 8.0
        count = int(rng.integers(2, 5))
        self._side = rng.choice([-1.0, 1.0], count)
        self._lane = rng.uniform(0.5, 1.4, count)
        self._start = rng.uniform(9.0, 30.0, count)
        self._way = rng.choice([-1.0, 1.0], count)
        self._pace = rng.uniform(0.8, 1.25, count)
        self._bright = rng.uniform(0, 1, count) < 0.4
        self._sprites = [
            [
                self._drawn(i / _STEPS, tones, umbrella=umbrellas, bright=bright)
                for i in range(_STEPS)
            ]
            for bright in (False, True)
        ]

    def _drawn(self, phase: float, tones: Tones, *, umbrella: bool, bright: bool) -> Radiance:
        metre = self._metre
        sheet = Sheet(
            -0.65 * metre,
            -_TALL * metre - 1,
            1.0,
            math.ceil(1.3 * metre),
            math.ceil(_TALL * metre) + 2,
        )
        mask, cloth = sheet.mask(), sheet.mask()

        def p(x: float, y: float) -> tuple[float, float]:
            return x * metre, -y * metre

        swing = math.sin(2 * math.pi * phase)
        lift = 0.02 * abs(math.cos(2 * math.pi * phase))
        for way in (-1, 1):
            foot = way * swing * 0.15
            knee = foot * 0.5 + 0.02
            raised = 0.06 * max(way * math.cos(2 * math.pi * phase), 0)
            leg = [
                p(way * 0.05, 0.85 + lift),
                p(knee + way * 0.03, 0.45 + lift),
                p(foot + way * 0.05, 0.02 + raised),
            ]
            sheet.line(mask, leg, max(0.11 * metre, 1.0))
        coat = [
            p(-0.19, 0.72 + lift),
            p(-0.21, 1.2 + lift),
            p(-0.15, 1.46 + lift),
            p(0.15, 1.46 + lift),
            p(0.21, 1.2 + lift),
            p(0.19, 0.72 + lift),
        ]
        sheet.fill(mask, coat)
        sheet.disc(mask, p(0, 1.6 + lift), 0.115 * metre)
        if umbrella:
            turn = np.linspace(math.pi, 2 * math.pi, 20)
            dome = [p(0.05 + 0.56 * math.cos(a), 1.72 + lift - 0.36 * math.sin(a)) for a in turn]
            sheet.fill(cloth, dome)
            sheet.line(mask, [p(0.05, 1.15), p(0.05, 2.1)], max(0.02 * metre, 1.0))
        dark = tones.tint(0.05, 0.11) * (tones.fill * np.float32(0.5) + np.float32(0.03))
        rim = np.clip(
            cv.shares(mask) - np.roll(cv.shares(mask), max(round(0.03 * metre), 1), axis=0), 0, 1
        )
        shine = tones.light(0.5, 0.3 * tones.hour.lamps) + tones.haze * np.float32(0.1)
        colour = dark + (rim * np.float32(0.5))[..., None] * shine
        silk = tones.accent(0.5, 0.3) if bright else tones.tint(0.25, 0.26) * np.float32(0.5)
        down = np.clip((sheet.ys / np.float32(metre) + 2.1) / 0.4, 0, 1)[:, None, None]
        lit = silk * (
            tones.fill * np.float32(0.8) + shine * (np.float32(1.4) - down) + np.float32(0.1)
        )
        colour = colour + (lit - colour) * cv.shares(cloth)[..., None]
        return pack(colour.astype(np.float32), np.maximum(cv.shares(mask), cv.shares(cloth)))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        vista = self._vista
        order = []
        for i in range(len(self._side)):
            walked = self._start[i] - _NEAREST + self._way[i] * self._pace[i] * 0.9 * moment.flow
            order.append((_NEAREST + walked % _WALK, i))
        for away, i in sorted(order, reverse=True):
            step = (0.95 * self._pace[i] * moment.flow + 0.37 * i) % 1.0
            sprite = self._sprites[int(self._bright[i])][int(step * _STEPS) % _STEPS]
            across = float(self._side[i] * (vista.kerb + self._lane[i] * 0.9))
            at = vista.screen(moment.pose, across, 0.0, away)
            scale = 8.0 / away * moment.pose.view(vista.depth(away)).scale
            anchor = (sprite.shape[1] / 2, sprite.shape[0] - 1.0)
            fade = float(min((away - _NEAREST) / 1.2, (_NEAREST + _WALK - away) / 2, 1.0))
            shown = sprite if fade >= 1 else _faded(sprite, max(fade, 0.0))
            lay_sprite(canvas, shown, anchor, at, scale)


def _faded(sprite: Radiance, share: float) -> Radiance:
    return cv.weighted(sprite, share, sprite, 0.0)
