"""Rows of reef on plates: rock with what grows on it, lit from above and sunk in the water."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.deep.column import water_tone
from kinora.picture.deep.growth import Plant
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import field, profile, smoothstep
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.stage import Sheet, Stage

_ROCK = Oklab.polar(0.4, 0.04, 320)


@dataclass(frozen=True)
class Reef:
    """One row; lengths in stage units except ``foot``, a stage row."""

    foot: float
    relief: float
    """How far the rock rises and falls."""
    sides: float
    """How much higher it stands at the frame's sides."""
    growth: float
    """Height of what grows."""
    spacing: float
    depth: float
    haze: float
    """Share of water over it, 0..1."""
    opening: float = 0.0
    """Half-width of a gap in the growth around the visual centre."""
    spires: float = 0.0
    """Height of towers of rock."""


def draw_reef(
    stage: Stage, tones: Tones, reef: Reef, label: str, kinds: Sequence[Plant]
) -> tuple[Radiance, Sheet]:
    """The pixels of a row, and the sheet that they lie on."""
    rng = stage.generator("reef", label)
    unit = stage.unit
    highest = reef.relief + reef.sides + reef.spires + reef.growth * 1.2
    sheet = stage.sheet(reef.foot - highest * unit, stage.height + stage.margin_y)
    line = _line(stage, reef, label, sheet.xs)
    mask = sheet.mask()
    _plant(stage, reef, rng, sheet, mask, kinds, (sheet.xs, line))
    rock = sheet.below(line)
    cover = np.maximum(cv.shares(mask), rock)
    return pack(_coloured(stage, tones, reef, rng, sheet, cover, rock), cover), sheet


def _line(stage: Stage, reef: Reef, label: str, xs: Floats) -> Floats:
    """Stage y of the rock."""
    unit, rng = stage.unit, stage.generator("reef line", label)
    across = np.abs(xs - np.float32(stage.centre)) / np.float32(0.6 * stage.width)
    rise = profile(xs, rng, 0.5 * unit, 5, 0.55) * np.float32(reef.relief)
    rise += np.float32(reef.sides) * np.clip(across, 0, 1.3) ** 1.8
    if reef.spires > 0:
        tower = profile(xs, rng, 0.33 * unit, 2)
        rise += smoothstep(0.02, 0.5, tower) * np.float32(reef.spires) * (0.35 + across)
    return (np.float32(reef.foot) - rise * np.float32(unit)).astype(np.float32)


def _plant(
    stage: Stage,
    reef: Reef,
    rng: np.random.Generator,
    sheet: Sheet,
    mask: np.ndarray,
    kinds: Sequence[Plant],
    line: tuple[Floats, Floats],
) -> None:
    if not kinds:
        return
    unit = stage.unit
    x = sheet.left
    while x < sheet.right:
        x += float(rng.uniform(0.3, 1.7)) * reef.spacing * unit
        tall = float(rng.uniform(0.45, 1.1)) * reef.growth * unit
        kind = kinds[int(rng.integers(len(kinds)))]
        grown = np.random.Generator(np.random.PCG64(int(rng.integers(1 << 40))))
        if abs(x - stage.centre) < reef.opening * unit:
            continue
        kind(sheet, mask, grown, x, float(np.interp(x, *line)) + 0.02 * tall, tall)


def _coloured(
    stage: Stage,
    tones: Tones,
    reef: Reef,
    rng: np.random.Generator,
    sheet: Sheet,
    cover: Floats,
    rock: Floats,
) -> Floats:
    """Light from above on upper edges, colour in patches, and the water before it."""
    shape = cover.shape
    unit = stage.unit * sheet.scale
    reach = max(round(0.022 * unit), 1)
    soft = cv.box_blurred(cover, 2 * reach + 1)
    above = np.zeros_like(soft)
    above[reach:] = soft[:-reach]
    rim = np.clip((cover - above) * np.float32(1.3), 0, 1)
    patch = field(shape, rng, (shape[0] / (0.14 * unit), shape[1] / (0.2 * unit)), 3)
    grain = field(shape, rng, (shape[0] / (0.022 * unit), shape[1] / (0.022 * unit)), 2)
    light = (0.1 + 0.95 * rim) * (0.45 + 0.8 * grain)
    sky = tones.hour.sky
    bright = sky[0][2] * 0.62
    stone = tones.tint(0.24, bright * 0.8, _ROCK, 0.3)
    bloom = tones.tint(0.62, bright, Oklab.polar(0.6, 0.12, 20), 0.2)
    vivid = tones.accent(bright * 1.05)
    key = 0.28 + 0.5 * min(tones.hour.key, 1.25) * (1 - 0.5 * tones.overcast)
    share = smoothstep(0.42, 0.72, patch)[..., None]
    albedo = stone + (bloom - stone) * share
    extra = smoothstep(0.35, 0.2, patch)[..., None] * (1 - 0.6 * rock[..., None])
    albedo = albedo + (vivid - albedo) * (extra * np.float32(0.7))
    colour = albedo * (light * np.float32(key))[..., None]
    height = np.clip(1 - sheet.ys / np.float32(stage.height), 0, 1) ** np.float32(0.7)
    steps = np.linspace(0, 1, 33)
    ramp = np.array([water_tone(tones, float(h)) for h in steps])
    water = np.stack([np.interp(height, steps, ramp[:, c]) for c in range(3)], axis=1)
    veil = np.float32(reef.haze)
    sunk = colour * (1 - veil) + water[:, None, :].astype(np.float32) * veil
    return np.asarray(sunk, np.float32)
