"""What falls and drifts between the viewer and the scene: rain, snow, fog."""

from __future__ import annotations

import math

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.air.dots import splat
from kinora.picture.air.mist import Band, Mist
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.radiance import ONE
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas, Layer
from kinora.picture.stage import Stage
from kinora.picture.town.lamps import add_glow, light_sprite


def in_front(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The layers that the weather puts before everything else."""
    match spec.weather:
        case Weather.RAIN | Weather.STORM:
            return [Rain(spec, stage, tones)]
        case Weather.SNOW:
            return [Snow(spec, stage, tones)]
        case Weather.FOG:
            low = Mist(
                stage,
                "fog low",
                Band(
                    middle=stage.height * 0.95,
                    reach=stage.height * 0.75,
                    fall=stage.height * 0.4,
                    density=0.5,
                    depth=0.9,
                ),
                tones.haze,
                5 + 5 * spec.wind,
            )
            return [low]
        case Weather.CLEAR | Weather.CLOUDY:
            return []


_SHEETS = (
    (0.53, 0.035, 1.5, 300, 0.35),
    (0.71, 0.06, 2.2, 150, 0.6),
    (0.87, 0.11, 3.2, 56, 0.9),
)
"""Far to near: size of the sheet against the frame, length and speed of a streak in stage units (a
second), streaks per square unit, brightness."""


class Rain:
    """Three sheets of streaks, far to near, that fall along their own slant and repeat unseen."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = stage.generator("rain")
        unit = stage.unit
        slant = (spec.wind - 0.05) * 0.5
        tone = tones.haze * np.float32(0.2) + tones.fill * np.float32(0.12) + np.float32(0.015)
        self._sheets: list[tuple[Radiance, float, float]] = []
        for share, length, speed, count, level in _SHEETS:
            size = (round(min(stage.width, 900) * share), round(min(stage.height, 900) * share))
            amount = int(count * (0.5 + spec.motion.amount) * size[0] * size[1] / unit**2)
            light = tone * np.float32(level)
            sheet = _streaks(rng, size, amount, (slant * length * unit, length * unit), light, unit)
            self._sheets.append((sheet, slant * speed * unit, speed * unit))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        for sheet, across, down in self._sheets:
            x, y = across * moment.seconds, down * moment.seconds
            add_repeated(canvas, sheet, round(x), round(y))


def _streaks(
    rng: np.random.Generator,
    size: tuple[int, int],
    count: int,
    step: tuple[float, float],
    light: Floats,
    unit: float,
) -> Radiance:
    """A sheet of streaks that repeats in both directions."""
    width, height = size
    mask = np.zeros((height, width), np.uint8)
    for _ in range(count):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        value = int(rng.integers(60, 230))
        for dx in (-width, 0, width):
            for dy in (-height, 0):
                ends = np.array([(x + dx, y + dy), (x + dx + step[0], y + dy + step[1])]) * 16
                cv.draw_line(mask, ends.astype(np.int32), value, max(1, round(unit / 700)), 4)
    level = cv.shares(mask)
    sheet = np.zeros((height, width, 4), np.uint16)
    sheet[..., :3] = np.round(level[..., None] * light * ONE)
    return sheet


def add_repeated(canvas: Canvas, sheet: Radiance, x: int, y: int) -> None:
    """Add a repeating sheet whose origin stands at screen (x, y)."""
    height, width = sheet.shape[:2]
    top = y % height - height
    while top < canvas.height:
        left = x % width - width
        while left < canvas.width:
            x0, y0 = max(left, 0), max(top, 0)
            x1, y1 = min(left + width, canvas.width), min(top + height, canvas.height)
            if x1 > x0 and y1 > y0:
                area = canvas.pixels[y0:y1, x0:x1]
                cv.add_light(area, sheet[y0 - top : y1 - top, x0 - left : x1 - left])
            left += width
        top += height


class Snow:
    """Flakes that fall slowly and waver; the near ones large and blurred."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = stage.generator("snow")
        self._size = (stage.width * 1.1, stage.height * 1.1)
        self._unit = stage.unit
        area = stage.width * stage.height / stage.unit**2
        white = tones.fill * np.float32(0.9) + tones.key * np.float32(0.25) + np.float32(0.02)
        white = white + tones.light(0.3, 0.14 * tones.hour.lamps)
        drift = 0.02 + 0.16 * spec.wind
        self._groups = []
        for share, speed, count, level in ((0.002, 0.07, 330, 0.8), (0.0044, 0.11, 150, 0.85)):
            amount = int(count * area * (0.5 + spec.motion.amount))
            size = max(2, round(share * stage.unit) + 1)
            self._groups.append(
                (_Flakes(rng, amount, speed, drift), size, white * np.float32(level))
            )
        self._near = _Flakes(rng, int(18 * area), 0.2, drift * 1.6)
        self._sprites = [
            light_sprite(r * stage.unit, white * np.float32(0.4)) for r in (0.009, 0.014, 0.021)
        ]

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        for flakes, size, light in self._groups:
            at = flakes.at(moment, self._size, self._unit)
            splat(canvas, at, flakes.level[:, None] * light, size)
        for i, (x, y) in enumerate(self._near.at(moment, self._size, self._unit)):
            add_glow(canvas, self._sprites[i % 3], float(x), float(y))


class _Flakes:
    """Places of falling flakes at any moment."""

    def __init__(self, rng: np.random.Generator, count: int, speed: float, drift: float) -> None:
        self._start = rng.uniform(0, 1, (count, 2)).astype(np.float32)
        self._fall = (rng.uniform(0.75, 1.3, count) * speed).astype(np.float32)
        self._drift = (rng.uniform(0.6, 1.4, count) * drift).astype(np.float32)
        self._phase = rng.uniform(0, 2 * math.pi, count).astype(np.float32)
        self.level = rng.uniform(0.4, 1.0, count).astype(np.float32)

    def at(self, moment: Moment, size: tuple[float, float], unit: float) -> Floats:
        """(n, 2) screen places."""
        time = np.float32(moment.seconds)
        waver = np.sin(self._phase + time * np.float32(1.3)) * np.float32(0.012)
        x = self._start[:, 0] * size[0] + (self._drift * time + waver) * np.float32(unit)
        y = self._start[:, 1] * size[1] + self._fall * time * np.float32(unit)
        x, y = np.mod(x, size[0]) - size[0] * 0.05, np.mod(y, size[1]) - size[1] * 0.05
        return np.stack([x, y], axis=1).astype(np.float32)
