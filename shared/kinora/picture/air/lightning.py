"""Lightning: forked bolts in the sky at the spec's strikes, and the glow around them.

The light that a strike throws on the whole scene is part of the finish.
"""

from __future__ import annotations

import numpy as np

from kinora.model.spec import SceneSpec, Strike
from kinora.picture.film.tempo import Moment, flicker
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Radiance
from kinora.picture.paint.noise import generator
from kinora.picture.paint.radiance import ONE
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas, Layer, inverse_map
from kinora.picture.stage import Sheet, Stage

_DEPTH = 0.05
_SEEN = 0.02
"""Brightness of a flash below which its bolt is not drawn."""
_BENDS = 6
"""Times that every stretch of a bolt is halved and its middle moved sideways."""
_ROUGH = 0.2
"""How far a middle moves, as a share of its stretch."""


def lightning(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """One layer for every strike."""
    return [Bolt(strike, stage, tones, number) for number, strike in enumerate(spec.strikes)]


class Bolt:
    """A bolt with branches, lit for a few frames."""

    def __init__(self, strike: Strike, stage: Stage, tones: Tones, number: int) -> None:
        self._strike = strike
        x = (strike.across - 0.5) * 0.8 * stage.width + stage.width / 2
        top = max(-0.1 * stage.height, stage.horizon - 1.1 * stage.unit)
        reach = 0.42 * stage.unit
        whole = stage.sheet(top, stage.horizon)
        sheet, _, _ = whole.window((x - reach, top), (x + reach, stage.horizon))
        rng = generator(stage.seed, "bolt", number)
        self._sheet = sheet
        self._light = _painted(sheet, x, stage.horizon, strike.strength, tones, rng)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        level = flicker(moment.seconds - self._strike.second)
        if level < _SEEN:
            return
        matrix = inverse_map(self._sheet, moment.pose, _DEPTH)
        size = (canvas.width, canvas.floor)
        lit = cv.warp(self._light, matrix, size, out=canvas.spare(canvas.floor, canvas.width))
        cv.scale_light(lit, (min(level, 1.0),) * 4)
        cv.add_light(canvas.pixels[: canvas.floor], lit)


def _painted(
    sheet: Sheet, x: float, foot: float, strength: float, tones: Tones, rng: np.random.Generator
) -> Radiance:
    """The bolt's light and its glow on the cloud above, with coverage 0."""
    mask = sheet.mask()
    tall = foot - sheet.top
    _fork(sheet, mask, ((x, sheet.top), (x + rng.normal(0, 0.1) * tall, foot)), 1.0, rng)
    core = cv.shares(mask)
    narrow = cv.blurred(core, max(0.006 * tall * sheet.scale, 1.0))
    wide = cv.blurred(core, max(0.05 * tall * sheet.scale, 2.0))
    across = (sheet.xs - np.float32(x))[None, :] / np.float32(0.34 * tall)
    down = (sheet.ys - np.float32(sheet.top))[:, None] / np.float32(0.4 * tall)
    cloud = np.exp(-across * across * 3 - down * down * 2).astype(np.float32)
    edge = np.clip(1.2 - np.abs(across) * np.float32(0.34 * tall / (0.42 * tall)), 0, 1)
    level = (core * 3.2 + narrow * 1.5 + wide * 1.2 + cloud * 0.22) * edge
    tone = (tones.light(0.0, 1.0) + 1) / 2 * np.float32(0.35 + 0.65 * strength)
    light = np.zeros((*core.shape, 4), np.float32)
    light[..., :3] = level[..., None] * tone * ONE
    light[[0, -1]] = 0
    light[:, [0, -1]] = 0
    return cv.fixed(light)


def _fork(
    sheet: Sheet,
    mask: Bytes,
    ends: tuple[tuple[float, float], tuple[float, float]],
    width: float,
    rng: np.random.Generator,
) -> None:
    """Draw a bolt between two stage points and its branches, each thinner than the last."""
    points = np.array(ends, np.float64)
    for _ in range(_BENDS):
        steps = np.diff(points, axis=0)
        lengths = np.hypot(steps[:, 0], steps[:, 1])
        middles = (points[:-1] + points[1:]) / 2
        middles[:, 0] += rng.normal(0, _ROUGH, len(middles)) * lengths
        joined = np.empty((len(points) + len(middles), 2))
        joined[::2], joined[1::2] = points, middles
        points = joined
    tall = sheet.bottom - sheet.top
    sheet.line(mask, points, 0.006 * tall * width, int(255 * width))
    if width < 0.45:
        return
    for _ in range(int(rng.integers(2, 5))):
        at = points[int(rng.integers(len(points) // 8, len(points) * 3 // 4))]
        reach = float(rng.uniform(0.15, 0.35)) * tall * width
        end = (at[0] + float(rng.choice([-1, 1])) * reach * 0.7, at[1] + reach)
        _fork(sheet, mask, ((at[0], at[1]), end), width * 0.5, rng)
