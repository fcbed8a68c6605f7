"""Fields of light without things: soft leaks of colour, and the moving net of caustics."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.fields.caustics import caustic_tile
from kinora.picture.fields.field import Glance
from kinora.picture.fields.weave import Warp, anywhere
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.scroll import endless
from kinora.picture.stage import Stage

_THIN = 8
_SIZE = 256


class Leaks:
    """Large soft lights that wander in from the edges over a dark ground."""

    def __init__(self, stage: Stage, ground: float, strength: float) -> None:
        """``ground`` is the light between the leaks, ``strength`` that of the leaks, 0..1."""
        rng = stage.generator("leaks")
        self._ground, self._strength = ground, strength
        self._warp = Warp(rng, cells=4, octaves=2, size=float(rng.uniform(2.2, 4.0)))
        wide = stage.width / stage.unit
        count = int(rng.integers(2, 5))
        turn = rng.uniform(0, math.tau) + np.arange(count) * math.tau / count
        self._at = np.stack([np.cos(turn) * 0.62 * wide, np.sin(turn) * 0.6], axis=1)
        self._size = rng.uniform(0.3, 0.62, count)
        self._phase = rng.uniform(0, math.tau, (2, count))
        self._tone = rng.permutation(np.linspace(0.2, 1.0, count))
        self._between = float(rng.uniform(0.0, 0.45))

    def at(self, glance: Glance) -> tuple[Floats, Floats]:
        flow = glance.moment.flow
        grid, near = glance.grid(0.1), glance.grid(0.4)
        thin, before = grid.thinned(_THIN), near.thinned(_THIN)
        noise = self._warp.at(thin.xs, thin.ys, 0.06 * flow)
        nearer = self._warp.at(before.xs, before.ys, 0.08 * flow, 1)
        light = np.full(noise.shape[:2], self._ground, np.float32)
        light += noise[..., 2] * np.float32(0.07)
        place = np.full(noise.shape[:2], self._between, np.float32)
        place += nearer[..., 2] * np.float32(0.14)
        x = before.xs[None, :] + nearer[..., 0] * np.float32(0.16)
        y = before.ys[:, None] + nearer[..., 1] * np.float32(0.16)
        for i, (at_x, at_y) in enumerate(self._at):
            swing = np.sin(self._phase[:, i] + np.array((0.32, 0.41)) * flow) * 0.2
            dx, dy = x - np.float32(at_x + swing[0]), y - np.float32(at_y + swing[1])
            fall = np.exp((dx * dx + dy * dy) * np.float32(-1 / self._size[i] ** 2))
            light += fall * np.float32(self._strength)
            place += fall * (np.float32(self._tone[i]) - place)
        return grid.spread(place, _THIN), np.clip(grid.spread(light, _THIN), 0, 1)


class Net:
    """Two nets of caustics that slide over each other, near and far, on a dark ground."""

    def __init__(self, stage: Stage, size: float, ground: float, strength: float) -> None:
        """``size`` is the length in units over which the net repeats."""
        rng = stage.generator("net")
        self._ground, self._strength = ground, strength
        self._tiles = [endless(caustic_tile(rng, 8, float(rng.uniform(0.7, 1.3)))) for _ in (0, 1)]
        self._per = _SIZE / size
        self._warp = Warp(rng, cells=4, octaves=2, size=1.3 * size)
        self._origin = rng.uniform(0, _SIZE, (2, 2))
        turn = rng.uniform(0, math.tau)
        self._way = np.array([math.cos(turn), math.sin(turn)]) * 9.0

    def at(self, glance: Glance) -> tuple[Floats, Floats]:
        flow = glance.moment.flow
        grid = glance.grid(0.55)
        thin = grid.thinned(_THIN)
        noise = self._warp.at(thin.xs, thin.ys, 0.06 * flow)
        noise = grid.spread(noise, _THIN)
        mood = cv.channel(noise, 2)
        nets = []
        for number, depth in enumerate((0.55, 0.15)):
            at = glance.grid(depth)
            per = np.float32(self._per * (1.0 if number == 0 else 1.35))
            x, y = self._origin[number] + (1 - 2 * number) * self._way * flow
            u = cv.channel(noise, 0) * np.float32(5.5) + (at.xs * per + np.float32(x % _SIZE))
            v = cv.channel(noise, 1) * np.float32(5.5)
            v += (at.ys * per + np.float32(y % _SIZE))[:, None]
            nets.append(anywhere(self._tiles[number], u, v))
        both = np.minimum(nets[0], nets[1])
        light = cv.weighted(both, 0.5 * self._strength, nets[0], 0.1, self._ground)
        light = cv.weighted(light, 1, mood, 0.12)
        place = cv.weighted(both, 0.25, mood, 0.3, 0.3)
        return place, np.clip(light, 0, 1)
