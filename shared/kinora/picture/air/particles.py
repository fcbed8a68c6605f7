"""What drifts before the scene: embers, dust, bubbles, petals, fireflies, at several depths.

Every speck runs along a closed path of its own through a box somewhat larger than the frame, so any
moment can be drawn alone and none ever ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Particles
from kinora.picture.air.dots import splat
from kinora.picture.air.petals import Petals
from kinora.picture.film.tempo import Moment
from kinora.picture.life.creatures import Motes
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.radiance import ONE
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas, Layer
from kinora.picture.stage import Stage
from kinora.picture.town.lamps import add_glow, light_sprite

_WIDER = 1.3
"""Size of the box against the frame."""
_SPRITES_FROM = 0.3
"""Nearness from which specks are drawn one by one, each at its size."""
_SIZES, _LEVELS = 4, 6


@dataclass(frozen=True)
class Habit:
    """How one kind of speck moves and shines. Lengths in stage units, rates in units a second."""

    count: int
    size: float
    rise: float
    """Upwards speed; negative falls."""
    drift: float
    """Sideways speed in still air."""
    waver: float
    """Sideways swing."""
    flicker: float
    """Share of the brightness that comes and goes."""
    hollow: bool = False
    """Rings rather than dots."""


_HABITS = {
    Particles.EMBERS: Habit(130, 0.0055, 0.16, 0.02, 0.035, 0.7),
    Particles.DUST: Habit(120, 0.005, 0.012, 0.014, 0.05, 0.35),
    Particles.BUBBLES: Habit(70, 0.016, 0.11, 0.0, 0.014, 0.15, hollow=True),
}
_FLAME = Oklab.polar(0.8, 0.17, 58)


def drifting(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """A layer for each kind of particles that the spec asks for."""
    return [_layer(kind, spec, stage, tones) for kind in spec.particles]


def _layer(kind: Particles, spec: SceneSpec, stage: Stage, tones: Tones) -> Layer:
    match kind:
        case Particles.FIREFLIES:
            area = (0.35 * stage.height, stage.height)
            return Motes(stage, tones.accent(0.88, 2.6), 90, area, pulsing=True)
        case Particles.PETALS:
            return Petals(spec, stage, tones)
        case Particles.EMBERS:
            glow = tones.tint(0.9, 0.8, _FLAME, 0.75) * np.float32(2.6)
        case Particles.DUST:
            glow = tones.light(0.4, 0.2 + 0.35 * min(tones.hour.key, 1.0))
        case Particles.BUBBLES:
            glow = tones.light(0.1, 0.5) + tones.fill * np.float32(0.3)
    return Specks(kind, _HABITS[kind], spec, stage, glow)


class Specks:
    """Many small lights; the near ones larger, faster and softer."""

    def __init__(
        self, kind: Particles, habit: Habit, spec: SceneSpec, stage: Stage, tone: Floats
    ) -> None:
        """``tone`` is the (3,) linear BGR of the brightest."""
        rng = stage.generator("particles", kind)
        self._stage, self._habit, self._tone = stage, habit, tone
        area = stage.width * stage.height / stage.unit**2
        count = int(habit.count * area * (0.6 + 0.8 * spec.motion.amount))
        self._near = np.sort(rng.uniform(0, 1, count).astype(np.float32) ** 2)
        self._start = rng.uniform(0, 1, (2, count)).astype(np.float32)
        self._pace = rng.uniform(0.6, 1.4, (2, count)).astype(np.float32)
        self._phase = rng.uniform(0, 2 * np.pi, (3, count)).astype(np.float32)
        self._level = rng.uniform(0.35, 1.0, count).astype(np.float32)
        self._wind = habit.drift + 0.14 * spec.wind * (not habit.hollow)
        self._far = int(np.searchsorted(self._near, _SPRITES_FROM))
        self._radius = habit.size * stage.unit
        self._dot = max(round(self._radius), 2)
        self._sprites = [
            [self._drawn(near / (_SIZES - 1), level / _LEVELS) for level in range(1, _LEVELS + 1)]
            for near in range(_SIZES)
        ]

    def _drawn(self, near: float, level: float) -> Radiance:
        """A speck near the viewer as light: a soft dot, or the rim of a bubble and its glint."""
        radius = max(self._radius * (0.5 + 0.75 * near), 1.5)
        tone = self._tone * np.float32(level)
        if not self._habit.hollow:
            return light_sprite(radius, tone)
        reach = math.ceil(radius) + 1
        at = np.arange(-reach, reach + 1, dtype=np.float32)
        away = np.hypot(at[:, None], at[None, :]) / np.float32(radius)
        rim = np.exp(-(((away - 0.82) * np.float32(5.5)) ** 2))
        glint = np.exp(
            -(
                ((at[:, None] + radius * 0.35) ** 2 + (at[None, :] + radius * 0.3) ** 2)
                * np.float32(14 / radius**2)
            )
        )
        light = np.zeros((*away.shape, 4), np.float32)
        light[..., :3] = (rim * 0.7 + glint)[..., None] * tone * ONE
        return cv.fixed(light)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        at, level = self._at(moment), self._shining(moment)
        far = slice(None, self._far)
        splat(canvas, at[far], np.outer(level[far], self._tone).astype(np.float32), self._dot)
        steps = np.clip(np.round(level * _LEVELS).astype(int), 0, _LEVELS)
        sizes = np.round((self._near - _SPRITES_FROM) / (1 - _SPRITES_FROM) * (_SIZES - 1))
        for i in range(self._far, len(at)):
            if steps[i]:
                sprite = self._sprites[int(sizes[i])][steps[i] - 1]
                add_glow(canvas, sprite, float(at[i, 0]), float(at[i, 1]))

    def _shining(self, moment: Moment) -> Floats:
        turn = np.sin(self._phase[2] + np.float32(moment.seconds * 5) * self._pace[0])
        share = np.float32(self._habit.flicker)
        level: Floats = self._level * (1 - share * (0.5 - 0.5 * turn)) * np.float32(moment.glow)
        return level * (1 - np.float32(0.5) * self._near)

    def _at(self, moment: Moment) -> Floats:
        """(n, 2) screen places."""
        stage, time = self._stage, np.float32(moment.flow)
        unit, speed = np.float32(stage.unit), 0.5 + self._near
        width, height = stage.width * _WIDER, stage.height * _WIDER
        swing = np.sin(self._phase[0] + time * self._pace[1] * np.float32(1.7))
        x = self._start[0] * width + unit * speed * (
            np.float32(self._wind) * time * self._pace[0] + np.float32(self._habit.waver) * swing
        )
        y = (
            self._start[1] * height
            - unit * speed * np.float32(self._habit.rise) * time * self._pace[1]
        )
        far, near = moment.pose.view(0.4), moment.pose.view(1.0)
        x += far.x + (near.x - far.x) * self._near
        y += far.y + (near.y - far.y) * self._near
        x, y = np.mod(x, width) - 0.15 * stage.width, np.mod(y, height) - 0.15 * stage.height
        return np.stack([x, y], axis=1).astype(np.float32)
