"""One large swimmer or a drift of jellyfish: what the eye finds first in open water."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kinora.picture.coarse import step_for
from kinora.picture.deep.shapes import Tint, lay_shapes, smoothed
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.radiance import ONE
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_FEW = 24
"""Outlines with fewer corners are rounded."""
Outline = NDArray[np.float64]


def mirrored(half: list[tuple[float, float]]) -> Outline:
    """A closed outline from its upper half, (along, above), nose to tail."""
    upper = np.array(half)
    lower = upper[::-1][1:-1] * (1, -1)
    return np.concatenate([upper, lower])


_WHALE = [
    (0.5, 0.0),
    (0.47, 0.05),
    (0.38, 0.085),
    (0.22, 0.105),
    (0.05, 0.105),
    (-0.12, 0.085),
    (-0.28, 0.05),
    (-0.4, 0.022),
    (-0.46, 0.016),
]
_SHARK = [
    (0.5, 0.0),
    (0.42, 0.035),
    (0.28, 0.062),
    (0.12, 0.07),
    (0.06, 0.15),
    (0.0, 0.065),
    (-0.2, 0.045),
    (-0.36, 0.022),
    (-0.42, 0.016),
]


class Swimmer:
    """Crosses the view slowly on a long wave, its body bending."""

    def __init__(
        self,
        stage: Stage,
        kind: str,
        tones: tuple[Floats, Floats],
        *,
        length: float,
        depth: float,
        row: float,
    ) -> None:
        """``kind``: whale, shark, manta or turtle; ``tones`` of its body and of its lit back.

        ``length`` in units, ``row`` of the stage.
        """
        tone, rim = tones
        rng = stage.generator("swimmer", kind)
        self._stage, self._kind, self.depth = stage, kind, depth
        self._length, self._row = length * stage.unit, row
        self._way = float(rng.choice([-1.0, 1.0]))
        self._start = float(rng.uniform(-0.1, 0.2))
        self._pace = {"whale": 0.035, "shark": 0.06, "manta": 0.05, "turtle": 0.035}[kind]
        self._phase = float(rng.uniform(0, math.tau))
        self._tint, self._lit = Tint(tone), Tint(rim)
        self._draw = {
            "whale": self._fish,
            "shark": self._fish,
            "manta": self._manta,
            "turtle": self._turtle,
        }[kind]

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage, flow = self._stage, moment.flow
        view = moment.pose.view(self.depth)
        track = stage.width + 2 * self._length
        along = (
            self._start + 0.32 + self._pace * flow * stage.unit / track
        ) % 1.0 * track - self._length
        x = along if self._way > 0 else stage.width - along
        y = self._row + 0.04 * stage.unit * math.sin(0.5 * flow + self._phase)
        pitch = 0.1 * math.cos(0.5 * flow + self._phase)
        at = view.to_screen(x, y)
        shapes = []
        for outline in self._draw(flow):
            round_ = smoothed(outline) if len(outline) < _FEW else outline
            flipped = round_ * (self._way, -1.0)
            cosine, sine = math.cos(pitch), math.sin(pitch) * self._way
            turned = flipped @ np.array([[cosine, sine], [-sine, cosine]])
            shapes.append(turned * (self._length * view.scale) + at)
        lay_shapes(canvas, shapes, self._lit, [255] * len(shapes))
        under = (0.0, 0.016 * self._length * view.scale)
        lay_shapes(canvas, [shape + under for shape in shapes], self._tint, [255] * len(shapes))

    def _fish(self, flow: float) -> list[Outline]:
        """A whale beats its fluke up and down, a shark swings its tail."""
        whale = self._kind == "whale"
        body = mirrored(_WHALE if whale else _SHARK)
        beat = (1.1 if whale else 3.2) * flow + self._phase
        if not whale:
            body[np.argmax(body[:, 1]) * 0 + 12 :, 1] *= 0.9
        bend = np.clip(0.15 - body[:, 0], 0, 1) ** 1.6
        body[:, 1] += (0.2 if whale else 0.05) * bend * math.sin(beat)
        root = 0.2 * 0.61**1.6 * math.sin(beat) if whale else 0.05 * 0.57**1.6 * math.sin(beat)
        flick = 0.05 * math.cos(beat)
        if whale:
            tail = np.array(
                [
                    (-0.36, 0.62 * root + 0.028),
                    (-0.47, root + 0.03),
                    (-0.53, root + 0.075 + flick),
                    (-0.6, root + 0.085 + flick),
                    (-0.55, root + 0.8 * flick),
                    (-0.6, root - 0.06 + flick),
                    (-0.5, root - 0.03 + flick),
                    (-0.36, 0.62 * root - 0.028),
                ]
            )
            drop = 0.02 * math.sin(0.5 * beat)
            fin = np.array([(0.24, -0.05), (0.1, -0.22 - drop), (0.03, -0.22 - drop), (0.1, -0.05)])
            back = np.array([(-0.02, 0.06), (-0.16, 0.12), (-0.2, 0.115), (-0.22, 0.04)])
            return [body, tail, fin, back]
        swing = 1 - 0.25 * math.sin(beat)
        tail = np.array(
            [
                (-0.4, root + 0.015),
                (-0.52 * swing, root + 0.15),
                (-0.46 * swing, root),
                (-0.5 * swing, root - 0.09),
                (-0.4, root - 0.015),
            ]
        )
        fin = np.array([(0.2, -0.05), (0.06, -0.17), (0.09, -0.05)])
        return [body, tail, fin]

    def _manta(self, flow: float) -> list[Outline]:
        """Wings that beat in a wave from the body to the tips."""
        beat = 1.5 * flow + self._phase
        span = np.linspace(-1, 1, 25)
        lift = 0.26 * np.abs(span) ** 1.5 * np.sin(beat - 1.1 * np.abs(span)) + 0.05 * np.abs(span)
        front = np.stack([0.52 * span, lift + 0.1 * (1 - np.abs(span)) ** 0.7], 1)
        back = np.stack([0.5 * span, lift - 0.09 * (1 - np.abs(span) ** 1.3) - 0.02], 1)[::-1]
        horns = [
            np.array([(s * 0.03, 0.08), (s * 0.06, 0.17), (s * 0.09, 0.15), (s * 0.1, 0.07)])
            for s in (-1, 1)
        ]
        tail = np.array([(-0.012, -0.08), (-0.004 + 0.05 * math.sin(beat), -0.5), (0.012, -0.08)])
        lean = np.array([[1.0, -0.22], [0.12, 1.0]])
        return [shape @ lean for shape in (np.concatenate([front, back]), *horns, tail)]

    def _turtle(self, flow: float) -> list[Outline]:
        """A shell, a head and four flippers that row."""
        beat = 1.7 * flow + self._phase
        turn = np.linspace(0, math.tau, 30, endpoint=False)
        shell = np.stack(
            [np.cos(turn) * 0.3, np.sin(turn) * np.where(np.sin(turn) > 0, 0.17, 0.085)], 1
        )
        head = np.stack([0.38 + np.cos(turn) * 0.085, 0.03 + np.sin(turn) * 0.058], 1)
        neck = np.array([(0.24, 0.08), (0.38, 0.07), (0.38, -0.01), (0.24, -0.05)])
        stroke = math.sin(beat)
        flippers = []
        for x, reach, share in ((0.17, 0.36, 1.0), (-0.2, 0.17, -0.5)):
            angle = -1.0 - 0.75 * stroke * share - (0.9 if x < 0 else 0)
            tip = np.array([math.cos(angle), math.sin(angle)]) * reach
            side = np.array([-tip[1], tip[0]]) * 0.2
            root = np.array([x, -0.02])
            bow = root + tip * 0.5 + side * 0.9 * stroke
            flippers.append(
                np.array([root + side * 0.6, bow + side, root + tip, bow - side, root - side * 0.6])
            )
        return [shell, neck, head, *flippers]


class Jellies:
    """Bells of light that pulse upwards, with trailing arms."""

    def __init__(
        self, stage: Stage, tones: tuple[Floats, Floats], *, count: int, depth: tuple[float, float]
    ) -> None:
        """``tones``: light of the bell's body and of its rim."""
        rng = stage.generator("jellies")
        self._stage, self._step = stage, step_for(stage, 300)
        self._near = np.sort(rng.uniform(0, 1, count))
        self._depth = depth[0] + (depth[1] - depth[0]) * self._near
        self._size = stage.unit * (0.035 + 0.085 * self._near**1.3) * rng.uniform(0.8, 1.2, count)
        self._x = rng.uniform(0.05, 0.95, count) * stage.width
        self._y = rng.uniform(0.1, 0.75, count) * stage.height
        self._phase = rng.uniform(0, math.tau, (3, count))
        self._arms = int(rng.integers(5, 9))
        self._tall = float(rng.uniform(0.6, 1.1))
        self._tones = tones

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        for i, depth in enumerate(self._depth):
            self._one(canvas, moment, i, float(depth))

    def _one(self, canvas: Canvas, moment: Moment, i: int, depth: float) -> None:
        stage, flow = self._stage, moment.flow
        view = moment.pose.view(depth)
        beat = 1.6 * flow + self._phase[0, i]
        size = self._size[i] * view.scale
        reach = stage.height * 1.5
        rise = self._y[i] - (0.016 * flow + 0.006 * math.sin(beat)) * stage.unit
        y = (rise + 0.25 * stage.height) % reach - 0.25 * stage.height
        x = self._x[i] + 0.05 * stage.unit * math.sin(0.3 * flow + self._phase[1, i])
        at = view.to_screen(x, y)
        lean = 0.2 * math.sin(0.3 * flow + self._phase[1, i] + 1.2)
        box = _box(canvas, at, size)
        if box is None:
            return
        x0, y0, x1, y1 = box
        step = self._step
        columns, rows = -(-(x1 - x0) // step), -(-(y1 - y0) // step)
        body = np.zeros((rows, columns), np.uint8)
        rim = np.zeros_like(body)
        size /= step
        middle = (at[0] - x0 + 0.5) / step - 0.5, (at[1] - y0 + 0.5) / step - 0.5
        self._drawn(body, rim, middle, size, beat, lean, i)
        level = (0.35 + 0.65 * self._near[i]) * moment.glow
        soft = cv.blurred(body, max(0.07 * size, 0.6)).astype(np.float32)
        fine = cv.blurred(rim, max(0.022 * size, 0.5)).astype(np.float32)
        planes = [
            cv.fixed_sum(soft, float(a) * level * ONE / 255, fine, float(b) * level * ONE / 255)
            for a, b in zip(*self._tones, strict=True)
        ]
        planes.append(np.zeros_like(planes[0]))
        wide = cv.resize(cv.merge(planes), (columns * step, rows * step))
        cv.add_light(canvas.pixels[y0:y1, x0:x1], wide[: y1 - y0, : x1 - x0])

    def _drawn(
        self,
        body: NDArray[np.uint8],
        rim: NDArray[np.uint8],
        at: tuple[float, float],
        size: float,
        beat: float,
        lean: float,
        i: int,
    ) -> None:
        """Fill the bell into ``body``, its edge and the arms into ``rim``."""
        squeeze = 0.5 + 0.5 * math.sin(beat)
        wide, tall = size * (1.0 - 0.22 * squeeze), size * self._tall * (0.85 + 0.25 * squeeze)
        turn = np.linspace(0, math.pi, 30)
        dome = np.stack([np.cos(turn) * wide, -(np.sin(turn) ** 0.8) * tall], 1)
        skirt = np.linspace(-1, 1, 19)
        hem = np.stack(
            [skirt * wide, size * (0.1 + 0.06 * np.cos(skirt * 14)) * (1 - 0.5 * squeeze)], 1
        )
        slant = np.array([[1, 0], [-lean, 1]])
        outline = _fixed(np.concatenate([dome, hem]) @ slant + at)
        cv.fill_polygon(body, outline, 130, 4)
        cv.draw_line(rim, outline, 90, max(1, round(size * 0.03)), 4)
        inner = _fixed((dome * 0.55 + (0, -0.12 * size)) @ slant + at)
        cv.fill_polygon(body, inner, 215, 4)
        for arm, points in enumerate(
            _fixed(self._arms_at(size, wide, squeeze, beat, i) @ slant + at)
        ):
            thick = max(1, round(size * 0.03)), max(1, round(size * 0.016))
            cv.draw_line(rim, points[:10], 70, thick[0], 4)
            cv.draw_line(rim, points[9:], 40 + 10 * (arm % 2), thick[1], 4)

    def _arms_at(self, size: float, wide: float, squeeze: float, beat: float, i: int) -> Outline:
        """(arms, 16, 2) places along the trailing arms."""
        arm = np.arange(self._arms)[:, None]
        steps = np.linspace(0, 1, 16)[None, :]
        root = (arm / (self._arms - 1) - 0.5) * 1.5 * wide
        long = size * np.where(arm % 2 == 1, 2.3, 1.5) * (1 - 0.1 * squeeze)
        wave = np.sin(steps * 6.0 - beat + arm * 0.9 + self._phase[2, i]) * steps * 0.16 * size
        return np.stack([root * (1 - 0.35 * steps) + wave, 0.1 * size + long * steps], axis=2)


def _fixed(points: Outline) -> NDArray[np.int32]:
    return np.round(points * 16).astype(np.int32)


def _box(canvas: Canvas, at: tuple[float, float], size: float) -> tuple[int, int, int, int] | None:
    """The pixels that a jelly can reach."""
    x0, x1 = max(int(at[0] - 1.9 * size), 0), min(math.ceil(at[0] + 1.9 * size), canvas.width)
    y0, y1 = max(int(at[1] - 1.4 * size), 0), min(math.ceil(at[1] + 2.7 * size), canvas.height)
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None
