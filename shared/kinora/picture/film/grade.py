"""The finish: bloom, vignette, filmic curve, sRGB and grain; linear fixed point to 8-bit BGR."""

from __future__ import annotations

import math

import numpy as np

from kinora.colour.arrays import srgb_from_linear
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import NIGHTS, Lighting
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Radiance
from kinora.picture.paint.noise import generator
from kinora.picture.paint.radiance import ONE
from kinora.picture.plate import Canvas
from kinora.seeding import derive

_SPREAD = 96
"""The grain sheet is this much larger than the frame, and is cut at another place every frame."""
_FLASH = 1.4
"""How much the exposure of the whole picture rises under a stroke of lightning nearby."""
_STOPS = (-0.22, 0.3)
"""How far clips differ in exposure, in stops."""
_GRAIN = 0.005
_BIAS = 2048
"""Added below the black level, so that grain can be negative in unsigned arithmetic."""
_CONTRAST = {
    Lighting.NEUTRAL: (1.0, 1.04, 0.0),
    Lighting.NOIR: (1.0, 1.42, 0.0),
    Lighting.GOLDEN_HOUR: (1.04, 1.04, 0.004),
    Lighting.NEON: (1.0, 1.16, 0.0),
    Lighting.DOCUMENTARY: (1.0, 0.94, 0.008),
    Lighting.MOODY: (0.8, 1.14, 0.004),
}
"""Exposure, contrast about middle grey, and lift of black."""
_VIGNETTE = {Lighting.NOIR: 0.5, Lighting.MOODY: 0.42, Lighting.DOCUMENTARY: 0.14}


class Finish:
    """Built once per clip; ``develop`` is applied to every frame."""

    def __init__(self, spec: SceneSpec, width: int, height: int) -> None:
        self._seed = derive(spec.seed, "grain")
        self._exposure = 2 ** float(generator(spec.seed, "exposure").uniform(*_STOPS))
        self._curve = tone_curve(spec.lighting, dark=spec.time_of_day in NIGHTS)
        self._vignette = _vignette(width, height, _VIGNETTE.get(spec.lighting, 0.26))
        self._grain = _grain(generator(spec.seed, "grain"), width, height)
        self._seen = np.empty((height, width, 3), np.uint16)
        self._film = np.empty_like(self._seen)
        self._bloom = 0.85 if spec.lighting is Lighting.NEON else 0.6

    def develop(self, canvas: Canvas, moment: Moment) -> Bytes:
        """The canvas's linear light, which is overwritten, to a new (height, width, 3) BGR."""
        light, height, width = canvas.pixels, canvas.height, canvas.width
        bloom = self._bloomed(light, moment.glow)
        if bloom is not None:
            wide = canvas.spare(height, width)
            cv.add_light(light, cv.resize(bloom, (width, height), out=wide))
        seen = cv.without_coverage(light, out=self._seen)
        exposure = self._exposure * (1 + _FLASH * moment.flash)
        cv.scale_light(seen, self._vignette, 65535 / exposure)
        film = cv.looked_up(seen, self._curve, out=self._film)
        chance = derive(self._seed, moment.frame)
        x, y = chance % _SPREAD, (chance // _SPREAD) % _SPREAD
        cv.add_light(film, self._grain[y : y + height, x : x + width])
        return cv.to_bytes(film, 1 / 240, -2 * _BIAS / 240)

    def _bloomed(self, light: Radiance, glow: float) -> Radiance | None:
        """What bright places throw on their surroundings, much smaller; None if nothing does."""
        height, width = light.shape[:2]
        small, part = light, 1
        while part < 8 or max(width, height) > 120 * part:
            part *= 2
            small = cv.resize(small, (max(width // part, 1), max(height // part, 1)))
        excess = cv.take_light(cv.without_coverage(small), (0.62 * ONE,) * 3)
        if not excess.any():
            return None
        bright = excess.astype(np.float32)
        size = (bright.shape[1], bright.shape[0])
        reach = max(width, height) / part
        narrow = cv.blurred(bright, reach / 65)
        tiny = cv.resize(bright, (max(size[0] // 2, 1), max(size[1] // 2, 1)))
        wide = cv.resize(cv.blurred(tiny, reach / 41), size)
        strength = self._bloom * glow
        both = cv.fixed(cv.weighted(narrow, 0.42 * strength, wide, 0.75 * strength))
        return cv.with_coverage(both)


def tone_curve(lighting: Lighting, *, dark: bool = False) -> Radiance:
    """65536 values: fixed-point linear light to biased 16-bit sRGB.

    In a dark scene contrast is gentler and exposure longer: night is to be seen.

    Filmic: Narkowicz (2015), "ACES Filmic Tone Mapping Curve".
    """
    exposure, contrast, lift = _CONTRAST[lighting]
    if dark:
        exposure, contrast = 1.05 * exposure, 1 + 0.4 * (contrast - 1)
    x = np.arange(65536, dtype=np.float32) / np.float32(ONE) * np.float32(0.72 * exposure)
    x = np.float32(0.18) * (x / np.float32(0.18)) ** np.float32(contrast)
    film = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14)
    shown = srgb_from_linear(film.astype(np.float32)) * (1 - lift) + lift
    return np.round(shown * (255 * 240) + _BIAS).astype(np.uint16)


def _vignette(width: int, height: int, strength: float) -> Radiance:
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    radius = np.clip((x * x + y * y) * np.float32(0.5), 0, 1)
    shade = 1 - np.float32(strength) * radius**1.4
    return cv.spread(np.round(shade * 65535).astype(np.uint16), 3)


def _grain(rng: np.random.Generator, width: int, height: int) -> Radiance:
    """Monochrome grain plus an even dither of its own in every channel, biased.

    The grain is a sum of four even chances: near enough to a normal distribution.
    """
    rows, columns = height + _SPREAD, width + _SPREAD
    chances = np.frombuffer(rng.bytes(7 * rows * columns), np.uint8)
    even = chances[: 4 * rows * columns].reshape(4, rows, columns).sum(axis=0, dtype=np.uint16)
    deviation = math.sqrt(4 * (256**2 - 1) / 12)
    level = np.float32(_GRAIN * 255 * 240 / deviation)
    grain = (even.astype(np.float32) - np.float32(510)) * level + np.float32(_BIAS)
    total: Radiance = cv.spread(np.clip(grain, 0, 4 * _BIAS).astype(np.uint16), 3)
    dither = chances[4 * rows * columns :].reshape(rows, columns, 3)
    cv.add_light(total, (dither.astype(np.uint16) * 15) >> 4)
    return total
