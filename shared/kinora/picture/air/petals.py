"""Petals or leaves on the wind, tumbling as they fall."""

from __future__ import annotations

import math

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.picture.film.tempo import Moment
from kinora.picture.life.sprite import lay_sprite, silhouette
from kinora.picture.paint.arrays import Bytes, Floats, Radiance
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Sheet, Stage

_TURNS = 6
"""Drawn views of a petal, from flat to edge-on."""
_WIDER = 1.25


class Petals:
    """A few dozen, the near ones large."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = stage.generator("petals")
        self._stage, self._wind = stage, 0.03 + 0.22 * spec.wind
        self._size = max(0.02 * stage.unit, 4.0)
        lit = tones.surface(tones.accent(0.8), 0.6) + tones.light(0.3, 0.08)
        shaded = tones.surface(tones.accent(0.62), 0.25)
        self._views = [self._drawn(i / (_TURNS - 1), lit, shaded) for i in range(_TURNS)]
        area = stage.width * stage.height / stage.unit**2
        count = int((24 + 30 * spec.motion.amount) * area)
        self._near = np.sort(rng.uniform(0, 1, count) ** 1.6)
        self._start = rng.uniform(0, 1, (2, count))
        self._pace = rng.uniform(0.7, 1.3, (3, count))
        self._phase = rng.uniform(0, math.tau, (2, count))

    def _drawn(self, open_: float, lit: Floats, shaded: Floats) -> Radiance:
        size = self._size
        half = size * (0.08 + 0.22 * open_)

        def draw(sheet: Sheet, mask: Bytes) -> None:
            turn = np.linspace(0, math.tau, 24, endpoint=False)
            round_ = np.stack([np.cos(turn), np.sin(turn)], axis=1)
            shape = round_ * (size * 0.48, half) * (1, 1) + (size / 2, size / 2)
            shape[:, 1] += np.sin(turn * 0.5) * half * 0.25
            sheet.fill(mask, shape)

        return silhouette(
            (math.ceil(size), math.ceil(size)), draw, shaded + (lit - shaded) * np.float32(open_)
        )

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage, time = self._stage, moment.flow
        width, height = stage.width * _WIDER, stage.height * _WIDER
        for i, near in enumerate(self._near):
            depth = 0.5 + 0.5 * near
            view = moment.pose.view(depth)
            speed = stage.unit * (0.4 + near)
            swing = math.sin(self._phase[0, i] + 1.6 * self._pace[1, i] * time)
            x = self._start[0, i] * width + speed * (
                self._wind * self._pace[0, i] * time + 0.05 * swing
            )
            y = self._start[1, i] * height + speed * 0.09 * self._pace[1, i] * time
            x, y = (
                (x + view.x) % width - 0.12 * stage.width,
                (y + view.y) % height - 0.12 * stage.height,
            )
            spin = self._phase[1, i] + 2.2 * self._pace[2, i] * time
            facing = abs(math.sin(0.7 * spin))
            pixels = self._views[round(facing * (_TURNS - 1))]
            middle = self._size / 2 + 2
            lay_sprite(canvas, pixels, (middle, middle), (x, y), 0.35 + 0.9 * near, spin)
