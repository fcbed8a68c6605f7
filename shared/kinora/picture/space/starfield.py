"""Stars of deep space at several depths, drifting, and a few with the spikes of a telescope."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.air.dots import splat
from kinora.picture.film.tempo import Moment
from kinora.picture.paint.arrays import Radiance
from kinora.picture.paint.radiance import ONE
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage
from kinora.picture.town.lamps import add_glow

_WIDER = 1.5


class Starfield:
    """Points with a steep brightness distribution; the nearer drift faster."""

    def __init__(
        self, stage: Stage, tones: Tones, *, drift: float, gathered: tuple[float, float] | None
    ) -> None:
        """``drift`` in units a second for the nearest; some stars gather about a stage place."""
        rng = stage.generator("starfield")
        self._stage = stage
        area = stage.width * stage.height / stage.unit**2
        count = int(620 * area)
        self._place = rng.uniform(0, 1, (2, count))
        if gathered is not None:
            chosen = rng.random(count) < 0.3
            middle = (np.array(gathered) / (stage.width, stage.height) - 0.5) / _WIDER + 0.5
            near = middle[:, None] + rng.normal(0, 0.1, (2, count))
            self._place = np.where(chosen, near, self._place) % 1.0
        self._near = rng.random(count) ** 3
        size = rng.random(count) ** 7
        hour = 0.55 + 0.45 * min(tones.hour.key, 1.0)
        self._power = ((0.07 + 1.9 * size) * hour).astype(np.float32)
        warm = rng.random((count, 1)).astype(np.float32)
        self._tone = 0.45 + 0.55 * (
            tones.light(0.0, 1.0) * (1 - warm) + tones.light(1.0, 1.0) * warm
        )
        self._phase = rng.uniform(0, math.tau, count).astype(np.float32)
        self._rate = rng.uniform(1.0, 4.0, count).astype(np.float32)
        turn = rng.uniform(-0.35, 0.35) + (math.pi if rng.random() < 0.5 else 0)
        self._way = np.array([math.cos(turn), math.sin(turn)]) * drift * stage.unit
        self._size = max(2, round(stage.unit / 420) + 1)
        bright = np.argsort(size)[-7:]
        self._bright = bright
        self._spikes = [
            _spiked((0.016 + 0.03 * float(size[i]) ** 3) * stage.unit, self._tone[i] * hour)
            for i in bright
        ]

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage = self._stage
        wide, tall = stage.width * _WIDER, stage.height * _WIDER
        far, near = moment.pose.view(0.02), moment.pose.view(0.5)
        scale = far.scale + (near.scale - far.scale) * self._near
        speed = (0.25 + self._near) * moment.flow
        x = self._place[0] * wide + self._way[0] * speed
        y = self._place[1] * tall + self._way[1] * speed
        x = np.mod(x * scale + far.x + (near.x - far.x) * self._near, wide) - 0.25 * stage.width
        y = np.mod(y * scale + far.y + (near.y - far.y) * self._near, tall) - 0.25 * stage.height
        at = np.stack([x, y], axis=1).astype(np.float32)
        twinkle = 0.8 + 0.2 * np.sin(self._phase + self._rate * np.float32(moment.seconds))
        light = self._tone * (self._power * twinkle)[:, None]
        splat(canvas, at, light.astype(np.float32), self._size, canvas.floor)
        for sprite, i in zip(self._spikes, self._bright, strict=True):
            if at[i, 1] < canvas.floor - 2:
                add_glow(canvas, sprite, float(at[i, 0]), float(at[i, 1]))


def _spiked(reach: float, tone: np.ndarray) -> Radiance:
    """A bright star with four spikes and a soft disc; odd sides."""
    side = max(math.ceil(reach), 3)
    at = np.arange(-side, side + 1, dtype=np.float32) / np.float32(reach)
    x, y = np.abs(at)[None, :], np.abs(at)[:, None]
    away = np.sqrt(x * x + y * y)
    fine = np.float32(2.2 / reach)
    spike = np.exp(-y / fine) * np.exp(-x * 4.2) + np.exp(-x / fine) * np.exp(-y * 4.2)
    light = 0.9 * spike + 0.5 * np.exp(-away * 9) + 1.6 * np.exp(-((away / (1.5 * fine)) ** 2))
    light *= np.clip((1 - away) * 4, 0, 1)
    sprite = np.zeros((*light.shape, 4), np.float32)
    sprite[..., :3] = light[..., None] * tone * np.float32(ONE)
    return np.clip(np.round(sprite), 0, 65535).astype(np.uint16)
