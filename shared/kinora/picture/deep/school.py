"""Schools of fish that turn together: one path, followed by each fish a moment later."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kinora.picture.deep.shapes import Tint, lay_shapes
from kinora.picture.film.tempo import Moment
from kinora.picture.paint.arrays import Floats
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_SIDE = np.array([0.5, 0.42, 0.25, 0.0, -0.22, -0.36, -0.56, -0.44], np.float64)
_BACK = np.array([0.0, 0.07, 0.13, 0.15, 0.08, 0.035, 0.16, 0.0], np.float64)
"""Half a fish from nose to tail: along, and above the spine, in lengths."""


class School:
    """Some dozens of fish at one depth."""

    def __init__(
        self,
        stage: Stage,
        label: str,
        tones: tuple[Floats, Floats],
        *,
        count: int,
        length: float,
        depth: float,
        area: tuple[float, float],
    ) -> None:
        """``tones`` of the far and the near fish; ``length`` in units; ``area`` stage rows."""
        rng = stage.generator("school", label)
        self._stage, self.depth = stage, depth
        self._near = np.sort(rng.uniform(0, 1, count))
        self._size = (
            length * stage.unit * (0.6 + 0.55 * self._near) * rng.uniform(0.85, 1.15, count)
        )
        spread = 0.014 * count**0.5 * length / 0.03
        self._offset = rng.normal(0, 1, (count, 3)) * (1.25 * spread, 0.55 * spread, 1.0)
        self._late = rng.uniform(0, 0.5, count) + 0.5 * np.abs(self._offset[:, 0])
        self._beat = rng.uniform(0, math.tau, count)
        middle = (area[0] + area[1]) / 2 / stage.unit
        self._path = (
            (stage.centre / stage.unit, float(rng.uniform(0.3, 0.5)) * stage.width / stage.unit),
            (middle, (area[1] - area[0]) / 2.6 / stage.unit),
        )
        self._rate = float(rng.uniform(0.2, 0.34))
        self._phase = rng.uniform(0, math.tau, 4)
        self._plump = float(rng.uniform(0.7, 1.5))
        self._tints = [Tint(tones[0] + (tones[1] - tones[0]) * np.float32(t)) for t in (0, 1)]

    def _at(self, time: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) units: the way the school goes."""
        (x, wide), (y, tall) = self._path
        p, r = self._phase, self._rate
        return np.stack(
            [
                x + wide * np.sin(r * time + p[0]) + 0.16 * wide * np.sin(2.7 * r * time + p[1]),
                y
                + tall * np.sin(1.6 * r * time + p[2])
                + 0.2 * tall * np.sin(3.7 * r * time + p[3]),
            ],
            axis=1,
        )

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        flow, unit = moment.flow, self._stage.unit
        time = flow - self._late
        place, ahead = self._at(time), self._at(time + 0.15)
        way = ahead - place
        speed = np.hypot(way[:, 0], way[:, 1]) + 1e-6
        turn = 0.9 * self._rate * time + self._phase[1]
        swirl = np.stack(
            [
                self._offset[:, 0] * np.cos(turn) - 0.4 * self._offset[:, 2] * 0.1 * np.sin(turn),
                self._offset[:, 1] + 0.25 * self._offset[:, 0] * np.sin(turn),
            ],
            axis=1,
        )
        wobble = 0.004 * np.sin(self._beat[:, None] + flow * np.array([1.3, 1.7]))
        at = (place + swirl + wobble) * unit
        face = np.clip(way[:, 0] / speed * 1.6, -1, 1)
        face = np.where(np.abs(face) < 0.28, np.copysign(0.28, face), face)
        pitch = np.arctan2(way[:, 1], np.abs(way[:, 0]) + 0.02) * 0.75
        view = moment.pose.view(self.depth)
        shapes = self._shapes(flow, face, pitch)
        shapes = shapes * (self._size * view.scale)[:, None, None]
        shapes += (at * view.scale + (view.x, view.y))[:, None, :]
        half = len(shapes) // 2
        strength = (150 + 105 * self._near).astype(int)
        for tint, part in zip(self._tints, (slice(0, half), slice(half, None)), strict=True):
            lay_shapes(canvas, shapes[part], tint, strength[part].tolist())

    def _shapes(
        self, flow: float, face: NDArray[np.float64], pitch: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """(n, corners, 2) outlines of length 1 about the origin, tails beating."""
        along = np.concatenate([_SIDE, _SIDE[::-1][1:-1]])
        rise = np.concatenate([_BACK, -_BACK[::-1][1:-1]]) * self._plump
        rise = np.where(along < -0.4, rise / self._plump, rise)
        beat = np.sin(self._beat + 9.0 * flow)[:, None]
        bend = np.clip(0.1 - along, 0, 1)[None, :] ** 1.5
        x = along[None, :] * face[:, None] + bend * beat * 0.16 * np.sign(face)[:, None] * (
            1 - np.abs(face[:, None]) * 0.6
        )
        y = rise[None, :] * np.ones_like(x) + 0.05 * bend * beat
        cosine, sine = np.cos(pitch)[:, None], (np.sin(pitch) * np.sign(face))[:, None]
        return np.stack([x * cosine - y * sine, x * sine + y * cosine], axis=2)
