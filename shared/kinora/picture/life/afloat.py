"""What floats on still water: a rowing boat, with somebody in it or a lantern, and swans."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.life.sprite import lay_sprite
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Radiance
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Sheet, Stage
from kinora.picture.town.lamps import add_glow, light_sprite

_FAR = 0.08
"""Depth of the far shore."""


def mirrored(
    size: tuple[int, int], draw: Callable[[Sheet, Bytes, Bytes], None], tones: Tones
) -> Radiance:
    """A thing and its image: ``draw`` paints coverage and brightness above the last row.

    Returns:
        Pixels twice as high, with a clear border of two pixels.
    """
    width, height = size
    sheet = Sheet(-2.0, -2.0, 1.0, width + 4, height + 2)
    mask, level = sheet.mask(), sheet.mask()
    draw(sheet, mask, level)
    dark, pale = tones.tint(0.06, 0.13), tones.tint(1.0, 0.93)
    albedo = dark + (pale - dark) * cv.shares(level)[..., None]
    lit = tones.surface(
        albedo.astype(np.float32), np.float32(0.15) + cv.shares(level) * np.float32(0.6)
    )
    upper = pack(lit, cv.shares(mask))
    fade = np.linspace(0.62, 0.18, height + 2, dtype=np.float32)[:, None]
    soft = cv.blurred(cv.shares(mask)[::-1].copy(), 1.0) * fade
    lower = pack((lit[::-1] * np.float32(0.6)).astype(np.float32), soft)
    return np.ascontiguousarray(np.concatenate([upper, lower]))


class Rowboat:
    """A boat that lies on the water and drifts a little; at night a lantern hangs in it."""

    def __init__(self, stage: Stage, tones: Tones, shore: float) -> None:
        rng = stage.generator("rowboat")
        self._stage, self._shore = stage, shore
        self._fall = float(rng.uniform(0.16, 0.4))
        self._long = 0.55 * stage.unit * (self._fall + 0.06)
        side = 1.0 if stage.centre < stage.width / 2 else -1.0
        self._x = stage.centre + side * float(rng.uniform(-0.12, 0.3)) * stage.unit
        self._way = float(rng.choice([-1.0, 1.0]))
        self._rower = rng.random() < 0.65
        long = max(self._long, 8.0)
        self._pixels = mirrored((math.ceil(long), math.ceil(0.42 * long)), self._drawn, tones)
        if self._way < 0:
            self._pixels = np.ascontiguousarray(self._pixels[:, ::-1])
        self._lantern = None
        if tones.hour.lamps > 0.5:
            glow = tones.light(0.7, 1.5)
            self._lantern = light_sprite(max(0.07 * long, 2.0), glow)
            self._image = light_sprite(max(0.05 * long, 2.0), glow * np.float32(0.4))

    def _drawn(self, sheet: Sheet, mask: Bytes, level: Bytes) -> None:
        long = max(self._long, 8.0)
        foot, tall = 0.42 * long, 0.42 * long
        hull = [
            (0.0, foot - 0.115 * long), (0.2 * long, foot - 0.075 * long),
            (0.6 * long, foot - 0.07 * long), (0.97 * long, foot - 0.125 * long),
            (0.93 * long, foot - 0.04 * long), (0.84 * long, foot), (0.12 * long, foot),
        ]  # fmt: skip
        sheet.fill(mask, hull)
        sheet.line(level, hull[:4], max(0.014 * long, 1.0), 210)
        if not self._rower:
            return
        x = 0.47 * long
        body = [
            (x - 0.05 * long, foot - 0.06 * long), (x - 0.045 * long, foot - 0.21 * long),
            (x, foot - 0.25 * long), (x + 0.05 * long, foot - 0.2 * long),
            (x + 0.06 * long, foot - 0.06 * long),
        ]  # fmt: skip
        sheet.fill(mask, body)
        sheet.disc(mask, (x + 0.01 * long, foot - 0.29 * long), 0.042 * long)
        hat = [(x - 0.06 * long, foot - 0.305 * long), (x + 0.01 * long, foot - 0.37 * long)]
        sheet.fill(mask, [*hat, (x + 0.08 * long, foot - 0.3 * long)])
        sheet.line(
            mask,
            [(x, foot - 0.17 * long), (x + 0.42 * long, foot - tall * 0.98)],
            max(0.007 * long, 1.0),
        )
        sheet.line(level, body[1:3], max(0.012 * long, 1.0), 150)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage, pose = self._stage, moment.pose
        view = pose.view(_FAR + (1 - _FAR) * self._fall)
        x = self._x + self._way * 0.012 * stage.unit * moment.flow
        y = self._shore + (stage.height - self._shore) * self._fall
        at = view.to_screen(x, y + 0.0035 * self._long * math.sin(1.3 * moment.flow))
        rock = 0.018 * math.sin(0.9 * moment.flow) * (0.5 + moment.sway)
        anchor = (self._pixels.shape[1] / 2, self._pixels.shape[0] / 2)
        lay_sprite(canvas, self._pixels, anchor, at, view.scale, rock)
        if self._lantern is not None:
            reach = 0.36 * self._long * view.scale
            tip = (at[0] + self._way * reach, at[1] - 0.24 * self._long * view.scale)
            add_glow(canvas, self._lantern, *tip)
            wobble = 0.02 * self._long * math.sin(2.1 * moment.flow)
            add_glow(canvas, self._image, tip[0] + wobble, 2 * at[1] - tip[1])


class Swans:
    """A pair of swans, or ducks where the light is low, that glide across."""

    def __init__(self, stage: Stage, tones: Tones, shore: float) -> None:
        rng = stage.generator("swans")
        self._stage, self._shore = stage, shore
        self._long = max(0.055 * stage.unit, 6.0)
        self._pixels = mirrored(
            (math.ceil(self._long), math.ceil(0.75 * self._long)), self._drawn, tones
        )
        count = int(rng.integers(2, 5))
        self._way = float(rng.choice([-1.0, 1.0]))
        if self._way < 0:
            self._pixels = np.ascontiguousarray(self._pixels[:, ::-1])
        self._fall = np.sort(rng.uniform(0.1, 0.34) + rng.uniform(0, 0.06, count))
        self._x = rng.uniform(0.2, 0.8) * stage.width + rng.normal(0, 0.07, count) * stage.unit

    def _drawn(self, sheet: Sheet, mask: Bytes, level: Bytes) -> None:
        long, foot = self._long, 0.75 * self._long
        body = [
            (0.02 * long, foot - 0.3 * long), (0.2 * long, foot - 0.3 * long),
            (0.5 * long, foot - 0.32 * long), (0.78 * long, foot - 0.22 * long),
            (0.8 * long, foot - 0.06 * long), (0.66 * long, foot), (0.2 * long, foot),
        ]  # fmt: skip
        neck = [
            (0.7 * long, foot - 0.14 * long), (0.8 * long, foot - 0.36 * long),
            (0.76 * long, foot - 0.58 * long), (0.85 * long, foot - 0.66 * long),
            (0.95 * long, foot - 0.6 * long),
        ]  # fmt: skip
        for plane, value in ((mask, 255), (level, 235)):
            sheet.fill(plane, body, value)
            sheet.line(plane, neck, max(0.085 * long, 1.0), value)
        sheet.line(
            level, [(0.2 * long, foot - 0.1 * long), (0.7 * long, foot - 0.1 * long)], 1.5, 120
        )

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage = self._stage
        span = stage.width + stage.margin_x
        for i, fall in enumerate(self._fall):
            view = moment.pose.view(_FAR + (1 - _FAR) * float(fall))
            along = (self._x[i] + self._way * (0.022 + 0.004 * i) * stage.unit * moment.flow) % span
            bob = 0.002 * stage.unit * math.sin(1.7 * moment.flow + 2 * i)
            y = self._shore + (stage.height - self._shore) * float(fall) + bob
            at = view.to_screen(along - stage.margin_x / 2, y)
            anchor = (self._pixels.shape[1] / 2, self._pixels.shape[0] / 2)
            lay_sprite(canvas, self._pixels, anchor, at, view.scale * (0.5 + 2.2 * float(fall)))
