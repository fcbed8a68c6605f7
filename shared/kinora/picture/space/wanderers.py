"""What wanders through space: a belt of rocks, a comet, a far spiral galaxy."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kinora.picture.deep.shapes import Tint, lay_shapes
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Radiance
from kinora.picture.paint.noise import field
from kinora.picture.paint.radiance import ONE
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage


class Belt:
    """Tumbling rocks along a slanting line, the near ones large."""

    def __init__(
        self, stage: Stage, tones: Tones, light: tuple[float, float, float], count: int
    ) -> None:
        rng = stage.generator("belt")
        self._stage = stage
        self._near = np.sort(rng.uniform(0, 1, count) ** 1.8)
        self._along = rng.uniform(0, 1, count)
        self._off = rng.normal(0, 0.085, count) * (0.5 + self._near)
        self._size = stage.unit * (0.0035 + 0.034 * self._near**2.2) * rng.uniform(0.6, 1.4, count)
        self._spin = rng.normal(0, 0.6, count)
        self._phase = rng.uniform(0, math.tau, count)
        self._slope = float(rng.uniform(-0.35, 0.35))
        self._row = float(rng.uniform(0.42, 0.7)) * stage.height
        self._way = float(rng.choice([-1.0, 1.0]))
        turn = np.linspace(0, math.tau, 15, endpoint=False)
        reach = rng.uniform(0.72, 1.12, (count, 15))
        flat = rng.uniform(0.6, 1.0, (count, 1))
        self._shape = np.stack([np.cos(turn) * reach, np.sin(turn) * reach * flat], axis=2)
        bright = tones.hour.sky[0][2]
        self._lit = Tint(tones.tint(0.6, bright * 0.75) * np.float32(0.8))
        self._dark = Tint(tones.tint(0.08, tones.hour.sky[-1][2] * 0.4) * np.float32(0.6))
        self._light = np.array(light[:2])

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage, flow = self._stage, moment.flow
        track = 1.5 * stage.width
        x = (
            self._along + self._way * (0.008 + 0.02 * self._near) * flow
        ) % 1.0 * track - 0.25 * stage.width
        y = self._row + self._slope * (x - stage.width / 2) + self._off * stage.unit
        angle = self._phase + self._spin * flow
        cosine, sine = np.cos(angle)[:, None], np.sin(angle)[:, None]
        px, py = self._shape[..., 0], self._shape[..., 1]
        turned = np.stack([px * cosine - py * sine, px * sine + py * cosine], axis=2)
        far, near = moment.pose.view(0.35), moment.pose.view(0.95)
        scale = far.scale + (near.scale - far.scale) * self._near
        at = np.stack(
            [
                x * scale + far.x + (near.x - far.x) * self._near,
                y * scale + far.y + (near.y - far.y) * self._near,
            ],
            axis=1,
        )
        size = (self._size * scale)[:, None, None]
        bodies = turned * size + at[:, None, :]
        shade = turned * size * 0.93 + (at - self._light * 0.36 * size[:, 0])[:, None, :]
        strength = (130 + 125 * self._near).astype(int)
        dark = _inside(shade, bodies)
        cell = np.floor(at[:, 0] / (0.12 * canvas.width)).astype(int)
        for number in np.unique(cell):
            chosen = np.flatnonzero(cell == number)
            lay_shapes(canvas, bodies[chosen], self._lit, strength[chosen].tolist())
            fainter = (0.9 * strength[chosen]).astype(int).tolist()
            lay_shapes(canvas, dark[chosen], self._dark, fainter)


def _inside(shapes: NDArray[np.float64], bodies: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners of shapes pulled towards their bodies' middles until they lie within reach."""
    middle = bodies.mean(axis=1, keepdims=True)
    off = bodies - middle
    reach = np.sqrt((off * off).sum(axis=2)).max(axis=1)[:, None]
    off = shapes - middle
    far = np.sqrt((off * off).sum(axis=2))
    keep = np.minimum(1.0, 0.99 * reach / np.maximum(far, 1e-9))
    return np.asarray(middle + off * keep[..., None])


def add_turned(
    canvas: Canvas,
    sprite: Radiance,
    at: tuple[float, float],
    scale: float,
    angle: float,
    level: float = 1.0,
    flat: float = 1.0,
) -> None:
    """Add a sprite of light, its middle at a screen place, turned in its plane, then flattened."""
    side = sprite.shape[0]
    reach = 0.72 * side * scale
    x0, x1 = max(math.floor(at[0] - reach), 0), min(math.ceil(at[0] + reach), canvas.width)
    y0, y1 = max(math.floor(at[1] - reach), 0), min(math.ceil(at[1] + reach), canvas.floor)
    if x1 <= x0 or y1 <= y0:
        return
    a, b = math.cos(angle) / scale, math.sin(angle) / scale
    inverse = np.array([[a, b / flat], [-b, a / flat]])
    shift = inverse @ (np.array([x0, y0]) - at) + (side - 1) / 2
    matrix = np.concatenate([inverse, shift[:, None]], axis=1).astype(np.float32)
    light = cv.warp(sprite, matrix, (x1 - x0, y1 - y0), border=cv.CLEAR)
    area = canvas.pixels[y0:y1, x0:x1]
    cv.weighted(area, 1, light, level, out=area)


class Galaxy:
    """A spiral seen at a slant, turning slowly."""

    def __init__(self, stage: Stage, tones: Tones, at: tuple[float, float], size: float) -> None:
        rng = stage.generator("galaxy")
        self._at, self._size = at, size
        self._pixels = _spiral(rng, tones)
        self._flat = float(rng.uniform(0.35, 0.8))
        self._lean = float(rng.uniform(-0.8, 0.8))
        self._rate = float(rng.choice([-1, 1])) * 0.05
        self.depth = 0.1

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self.depth)
        scale = 2 * self._size * view.scale / self._pixels.shape[0]
        add_turned(
            canvas,
            self._pixels,
            view.to_screen(*self._at),
            scale,
            self._lean + self._rate * moment.flow,
            moment.glow,
            self._flat,
        )


def _spiral(rng: np.random.Generator, tones: Tones) -> Radiance:
    """(321, 321) of light with coverage 0."""
    side = 321
    at = np.linspace(-1, 1, side, dtype=np.float32)
    x, y = np.meshgrid(at, at)
    away = np.hypot(x, y) + 1e-3
    wind = float(rng.uniform(3.0, 5.5)) * rng.choice([-1, 1])
    arms = int(rng.integers(2, 5))
    rough = field((side, side), rng, (9, 9), 5, 0.6)
    angle = np.arctan2(y, x) + wind * np.log(away + 0.06) + (rough - 0.5) * 1.3
    arm = (0.5 + 0.5 * np.cos(angle * arms)) ** 2.2
    dust = (0.5 + 0.5 * np.cos(angle * arms + 0.9)) ** 5
    disc = np.exp(-away * 3.4) * np.clip((1 - away) * 3, 0, 1)
    light = disc * (0.12 + 1.5 * arm * (0.4 + rough)) * (1 - 0.6 * dust)
    sparks = (rng.random((side, side)) > 0.985) * arm * disc * rng.random((side, side)) * 4
    core = np.exp(-((away / 0.1) ** 1.1))
    bright = tones.hour.sky[0][2]
    outer, inner = tones.tint(0.5, bright * 0.9), tones.tint(0.9, bright)
    blend = np.clip(away * 2.2, 0, 1)[..., None]
    colour = (inner + (outer - inner) * blend) * (light * 1.5 + sparks)[..., None]
    colour = colour + core[..., None] * (tones.light(0.4, 1.3) * np.float32(bright))
    sprite = np.zeros((side, side, 4), np.float32)
    sprite[..., :3] = cv.blurred(colour.astype(np.float32), 0.6) * np.float32(ONE)
    return np.clip(np.round(sprite), 0, 65535).astype(np.uint16)


class Comet:
    """A bright head with a tail that streams away from the light, wavering."""

    def __init__(self, stage: Stage, tones: Tones, light: tuple[float, float, float]) -> None:
        rng = stage.generator("comet")
        self._stage = stage
        self._angle = math.atan2(-light[1], -light[0])
        self._from = (
            float(rng.uniform(0.25, 0.75)) * stage.width,
            float(rng.uniform(0.15, 0.5)) * stage.height,
        )
        self._size = float(rng.uniform(0.45, 0.75)) * stage.unit
        self._tails = [_tail(rng, tones, wide) for wide in (0.2, 0.09)]
        self.depth = 0.3
        across = float(rng.choice([-1, 1]))
        self._way = (0.24 * across * stage.unit, 0.1 * stage.unit)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view, flow = moment.pose.view(self.depth), moment.flow
        swing = math.sin(0.05 * flow)
        at = view.to_screen(
            self._from[0] + self._way[0] * swing, self._from[1] + self._way[1] * swing
        )
        for i, tail in enumerate(self._tails):
            sway = 0.02 * math.sin(0.8 * flow + i) + 0.16 * (i - 0.5)
            level = (0.85 + 0.15 * math.sin(3.1 * flow + 2 * i)) * moment.glow
            scale = 2 * self._size * view.scale / tail.shape[0]
            add_turned(canvas, tail, at, scale, self._angle + sway, level)


def _tail(rng: np.random.Generator, tones: Tones, wide: float) -> Radiance:
    """(361, 361) of light: the head in the middle, the tail to the right."""
    side = 361
    at = np.linspace(-1, 1, side, dtype=np.float32)
    x, y = np.meshgrid(at, at)
    back = np.maximum(x, 0)
    streaks = field((side, side), rng, (26, 3), 3)
    spread = 0.012 + wide * back**0.8
    tail = (
        np.exp(-((y / spread) ** 2))
        * np.exp(-back * 3.2)
        * (x > -0.02)
        * np.clip((0.97 - back) * 4, 0, 1)
    )
    tail = tail * (0.35 + 1.1 * streaks) * 0.012 / spread * 3.2
    away = np.hypot(x, y)
    head = 1.8 * np.exp(-((away / 0.014) ** 2)) + 0.45 * np.exp(-away / 0.03)
    bright = tones.hour.sky[0][2]
    colour = (
        tones.tint(0.7, bright) * np.float32(0.9) * tail[..., None]
        + tones.light(0.2, bright) * head[..., None]
    )
    sprite = np.zeros((side, side, 4), np.float32)
    sprite[..., :3] = colour * ONE * np.clip((1 - away) * 12, 0, 1)[..., None]
    return np.clip(np.round(sprite), 0, 65535).astype(np.uint16)
