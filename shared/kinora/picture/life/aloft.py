"""What people send into the sky: hot-air balloons, a kite on its line, an aeroplane's trail."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.deep.shapes import Tint, lay_shapes
from kinora.picture.film.tempo import Moment
from kinora.picture.life.sprite import lay_sprite
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Radiance
from kinora.picture.paint.radiance import ONE, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Sheet, Stage
from kinora.picture.town.lamps import add_glow, light_sprite

_DRAWN = 120
"""Height of a drawn balloon in pixels; the largest is shown at about this size."""


class Balloons:
    """One to five, drifting and rising a little; at night their burners glow through the silk."""

    def __init__(self, stage: Stage, tones: Tones, count: int) -> None:
        rng = stage.generator("balloons")
        self._stage, self._lamps = stage, tones.hour.lamps
        self._near = np.sort(rng.uniform(0, 1, count))
        self._near[-1] = 1.0
        self._x = stage.centre + rng.uniform(-0.36, 0.36, count) * stage.width
        self._x[-1] = stage.centre + rng.uniform(-0.12, 0.12) * stage.width
        self._y = stage.horizon - rng.uniform(0.1, 0.32, count) * stage.unit
        self._size = (0.05 + 0.13 * self._near**1.5) * stage.unit * rng.uniform(0.85, 1.15, count)
        self._way = float(rng.choice([-1.0, 1.0]))
        self._phase = rng.uniform(0, math.tau, count)
        self._pixels = [_balloon(rng, stage, tones, float(near)) for near in self._near]
        burner = tones.light(0.9, 0.5 * tones.hour.lamps)
        self._fire = [light_sprite(0.42 * float(size), burner) for size in self._size]

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage, flow = self._stage, moment.flow
        for i, near in enumerate(self._near):
            depth = 0.2 + 0.35 * float(near)
            view = moment.pose.view(depth)
            x = self._x[i] + self._way * (0.006 + 0.012 * near) * flow * stage.unit
            track = stage.width + 2 * stage.margin_x
            x = (x + stage.margin_x) % track - stage.margin_x
            y = self._y[i] - 0.012 * stage.unit * math.sin(0.35 * flow + self._phase[i])
            at = view.to_screen(float(x), float(y))
            scale = float(self._size[i]) * view.scale / _DRAWN
            swing = 0.035 * math.sin(0.8 * flow + self._phase[i])
            lay_sprite(canvas, self._pixels[i], (_DRAWN * 0.4, _DRAWN * 0.38), at, scale, swing)
            if self._lamps > 0 and math.sin(0.9 * flow + 2 * self._phase[i]) > -0.2:
                add_glow(canvas, self._fire[i], at[0], at[1] + 0.18 * float(self._size[i]))


def _balloon(rng: np.random.Generator, stage: Stage, tones: Tones, near: float) -> Radiance:
    """Striped silk lit from the sun's side, ropes and a basket."""
    wide = round(_DRAWN * 0.8)
    sheet = Sheet(0.0, 0.0, 1.0, wide, _DRAWN)
    silk, basket = sheet.mask(), sheet.mask()
    middle, radius = wide / 2, _DRAWN * 0.36
    turn = np.linspace(-0.2 * math.pi, 1.2 * math.pi, 60)
    dome = np.stack([middle + np.cos(turn) * radius, radius + 3 - np.sin(turn) * radius], 1)
    mouth = [(middle - 0.16 * radius, 2.42 * radius), (middle + 0.16 * radius, 2.42 * radius)]
    sheet.fill(silk, np.concatenate([dome, mouth]))
    foot = 2.72 * radius
    for side in (-1, 1):
        sheet.line(
            basket,
            [(middle + side * 0.15 * radius, 2.4 * radius), (middle + side * 0.11 * radius, foot)],
            1.0,
        )
    half = 0.13 * radius
    sheet.fill(
        basket,
        [
            (middle - half, foot),
            (middle + half, foot),
            (middle + 0.8 * half, foot + 1.5 * half),
            (middle - 0.8 * half, foot + 1.5 * half),
        ],
    )
    x = (sheet.xs - middle)[None, :] / np.float32(radius)
    y = (sheet.ys - radius)[:, None] / np.float32(radius)
    bulge = np.sqrt(np.clip(1.02 - np.minimum(y, 0.25) ** 2, 0.05, 1)) * np.clip(
        1.25 - 0.5 * np.maximum(y, 0), 0.2, 1
    )
    angle = np.arcsin(np.clip(x / bulge, -1, 1))
    gores = int(rng.integers(3, 7))
    stripe = (np.sin(angle * gores * 2 + rng.uniform(0, 6)) > 0).astype(np.float32)
    if rng.random() < 0.4:
        stripe = (np.sin(y * 7.5 + rng.uniform(0, 6)) > 0).astype(np.float32) * np.ones_like(x)
    sunward = math.copysign(0.75, stage.sun[0] - stage.width / 2)
    light = np.clip(0.45 + 0.5 * np.sin(angle) * sunward - 0.28 * y, 0.12, 1).astype(np.float32)
    bright = tones.hour.sky[0][2]
    one, two = tones.accent(0.72 * bright), tones.tint(0.95, 0.92 * bright)
    if rng.random() < 0.5:
        two = tones.tint(float(rng.uniform(0.1, 0.5)), 0.5 * bright)
    colour = (two + (one - two) * stripe[..., None]) * (0.25 + 1.0 * light)[..., None]
    cloth = cv.blurred(cv.shares(silk), 0.5)
    cover = np.maximum(cloth, cv.shares(basket))
    colour = (
        colour * (cv.shares(silk) > 0.02)[..., None]
        + tones.tint(0.08, 0.16) * (cv.shares(silk) <= 0.02)[..., None]
    )
    veil = np.float32(0.34 * (1 - near) + 0.06)
    colour = colour + (tones.haze - colour) * veil
    pixels = pack(np.ascontiguousarray(colour, np.float32), cover)
    pixels[0] = pixels[-1] = 0
    pixels[:, 0] = pixels[:, -1] = 0
    return pixels


class Trail:
    """An aeroplane so high that only its trail is seen, growing, widening and fading behind it."""

    depth = 0.04

    def __init__(self, stage: Stage, tones: Tones) -> None:
        rng = stage.generator("trail")
        self._stage = stage
        self._from = (
            float(rng.uniform(0.05, 0.5)) * stage.width,
            float(rng.uniform(0.12, 0.5)) * stage.horizon,
        )
        angle = float(rng.uniform(-0.45, 0.25))
        self._way = (math.cos(angle), math.sin(angle))
        if rng.random() < 0.5:
            self._from = (stage.width - self._from[0], self._from[1])
            self._way = (-self._way[0], self._way[1])
        self._light = (
            tones.light(0.3, 0.42)
            * np.float32(0.2 if tones.night else 1)
            * np.float32(1 - 0.8 * tones.overcast)
        )
        self._lamp = light_sprite(0.006 * stage.unit, tones.light(0.2, 1.2))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage = self._stage
        view = moment.pose.view(self.depth)
        reach = (0.24 + 0.03 * moment.flow) * stage.unit
        head = (self._from[0] + self._way[0] * reach, self._from[1] + self._way[1] * reach)
        tail = (
            head[0] - self._way[0] * 0.42 * stage.unit,
            head[1] - self._way[1] * 0.42 * stage.unit,
        )
        start, end = np.array(view.to_screen(*tail)), np.array(view.to_screen(*head))
        low, high = np.minimum(start, end) - 6, np.maximum(start, end) + 6
        x0, y0 = max(int(low[0]), 0), max(int(low[1]), 0)
        x1, y1 = min(int(high[0]), canvas.width), min(int(high[1]), canvas.floor)
        if x1 <= x0 + 2 or y1 <= y0 + 2:
            return
        xs = np.arange(x0, x1, dtype=np.float32)[None, :] - np.float32(end[0])
        ys = np.arange(y0, y1, dtype=np.float32)[:, None] - np.float32(end[1])
        back = -(xs * self._way[0] + ys * self._way[1]) / np.float32(stage.unit)
        off = (ys * self._way[0] - xs * self._way[1]) / np.float32(stage.unit)
        width = 0.0012 + 0.01 * np.maximum(back, 0)
        light = (
            np.exp(-((off / width) ** 2))
            * np.clip(back * 90, 0, 1)
            * np.clip(1 - back / 0.42, 0, 1)
        )
        planes = [cv.fixed(light.astype(np.float32), float(part) * ONE) for part in self._light]
        planes.append(np.zeros_like(planes[0]))
        cv.add_light(canvas.pixels[y0:y1, x0:x1], cv.merge(planes))
        if end[1] < canvas.floor - 4:
            add_glow(canvas, self._lamp, float(end[0]), float(end[1]))


class Kite:
    """A kite with a long tail, on a line from below the frame."""

    depth = 0.6

    def __init__(self, stage: Stage, tones: Tones) -> None:
        rng = stage.generator("kite")
        self._stage = stage
        self._at = (
            stage.centre + float(rng.uniform(-0.2, 0.2)) * stage.width,
            float(rng.uniform(0.3, 0.55)) * stage.horizon,
        )
        self._size = 0.075 * stage.unit
        self._phase = rng.uniform(0, math.tau, 3)
        bright = tones.hour.sky[0][2]
        self._one = tones.accent(0.7 * bright)
        self._two = tones.tint(0.3, 0.5 * bright)
        self._line = tones.tint(0.1, 0.25)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage, flow = self._stage, moment.flow
        view = moment.pose.view(self.depth)
        p = self._phase
        x = self._at[0] + 0.07 * stage.unit * math.sin(0.9 * flow + p[0])
        y = self._at[1] + 0.03 * stage.unit * math.sin(1.7 * flow + p[1])
        angle = 0.35 + 0.3 * math.cos(0.9 * flow + p[0])
        size = self._size * view.scale
        at = np.array(view.to_screen(x, y))
        cosine, sine = math.cos(angle), math.sin(angle)
        turn = np.array([[cosine, sine], [-sine, cosine]])

        def placed(points: list[tuple[float, float]]) -> np.ndarray:
            return np.asarray(np.array(points) @ turn * size + at)

        left = placed([(0, -0.6), (-0.42, -0.1), (0, 0.75)])
        right = placed([(0, -0.6), (0.42, -0.1), (0, 0.75)])
        steps = np.linspace(0, 1, 26)
        wave = np.sin(steps * 9 - 4.5 * flow + p[2]) * steps * 0.24
        spine = np.stack([wave + 0.25 * steps, 0.75 + 2.4 * steps], 1) @ turn * size + at
        half = np.stack([np.full(26, 0.014 * size + 0.4), np.zeros(26)], 1)
        tail = np.concatenate([spine - half, (spine + half)[::-1]])
        hand = np.array(view.to_screen(self._at[0] - 0.5 * stage.unit, stage.height * 1.3))
        sag = np.linspace(0, 1, 20)[:, None]
        line = at + (hand - at) * sag + np.array([0.0, 0.16 * stage.unit]) * (sag * (1 - sag))
        thick = np.array([0.45, 0.0])
        lay_shapes(
            canvas, [np.concatenate([line - thick, (line + thick)[::-1]])], Tint(self._line), [120]
        )
        lay_shapes(canvas, [left, tail], Tint(self._one), [255, 220])
        lay_shapes(canvas, [right], Tint(self._two), [255])
