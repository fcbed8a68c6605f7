"""Open sea, islands or a bay; sails, birds, and palms on some shores."""

from __future__ import annotations

import math

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.air.mist import Band, Mist
from kinora.picture.land.relief import alpine, rolling
from kinora.picture.land.sway import Swaying
from kinora.picture.land.terrain import Ground, Range, march
from kinora.picture.land.trees import Tree, palm
from kinora.picture.land.water import Water, WaterLook
from kinora.picture.life.creatures import Birds, Boats
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Stage


def far(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Islands, the mountains of a bay, or the bare horizon."""
    coast, _, _ = stage.generator("sea").random(3)
    return _land(spec, stage, tones, bay=coast > 0.68) if coast > 0.3 else []


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The water and what lives on and beside it."""
    _, palms, boats = stage.generator("sea").random(3)
    drawn: list[Layer] = []
    if spec.weather in {Weather.CLEAR, Weather.CLOUDY} and not tones.night:
        drawn.append(Birds(stage, tones))
    if boats > 0.35 and spec.weather is not Weather.FOG:
        drawn.append(Boats(stage, tones, 1 + int(boats * 4)))
    drawn.append(Water(stage, _surface(spec, tones), stage.horizon))
    if palms > 0.62 and spec.weather is not Weather.SNOW:
        drawn.append(_palms(stage, tones))
    return drawn


def _surface(spec: SceneSpec, tones: Tones) -> WaterLook:
    green = Oklab.polar(0.5, 0.08, 215)
    clear = 1 - 0.95 * tones.overcast
    return WaterLook(
        chop=0.3 + 0.75 * spec.wind + 0.25 * tones.wet,
        detail=1.0,
        deep=tones.surface(tones.tint(0.18, 0.36, green), 0.35),
        glitter=tones.light(0.5, 2.6 * clear * (0.22 if tones.night else 1)),
        foam=tones.surface(tones.tint(1.0, 0.9), 0.5),
        whitecaps=max(0.0, spec.wind * 1.4 - 0.5),
    )


def _land(spec: SceneSpec, stage: Stage, tones: Tones, *, bay: bool) -> list[Layer]:
    """Islands, or the mountains of a bay that open towards the visual centre."""
    rng = stage.generator("coast")
    relief = alpine(rng) if rng.random() < 0.5 else rolling(rng)
    rock = tones.tint(0.3, 0.46, Oklab.polar(0.5, 0.03, 80))
    green = tones.tint(0.2, 0.4, Oklab.polar(0.45, 0.08, 140))

    def albedo(ground: Ground) -> Floats:
        share = np.clip(ground.rough + ground.steep - 0.5, 0, 1)[..., None]
        tone: Floats = green + (rock - green) * share
        return tone

    def open_middle(
        xs: Floats,
    ) -> Floats:
        away = np.abs(xs - np.float32(stage.centre)) / np.float32(0.5 * stage.unit)
        lift: Floats = np.clip(0.25 + away * 0.9, 0, 1.1)
        return lift

    tall = float(rng.uniform(0.8, 1.25))
    far = Range(
        near=11,
        far=19,
        relief=(2.1 if bay else 1.25) * tall,
        base=-0.62,
        grain=17,
        depth=0.09,
        veil=0.78,
        flat=open_middle if bay else None,
        hidden=stage.horizon + 2,
    )
    near = Range(
        near=5,
        far=9.5,
        relief=(1.0 if bay else 0.62) * tall,
        base=-0.36,
        grain=9,
        depth=0.14,
        veil=0.5,
        flat=open_middle,
        hidden=stage.horizon + 2,
    )
    unit = stage.unit
    veil = Mist(
        stage,
        "coast",
        Band(middle=stage.horizon, reach=0.07 * unit, fall=0.03 * unit, density=0.42, depth=0.12),
        tones.haze,
        1 + 2 * spec.wind,
    )
    return [
        march(stage, tones, relief, far, albedo, "far", 120),
        veil,
        march(stage, tones, relief, near, albedo, "near", 120),
    ]


def _palms(stage: Stage, tones: Tones) -> Layer:
    """Two or three palms on a bank at one side of the frame."""
    rng = stage.generator("palms")
    unit = stage.unit
    side = 1.0 if stage.centre < stage.width / 2 else -1.0
    edge = stage.width / 2 + side * stage.width * 0.5
    sheet = stage.sheet(stage.height - 0.95 * unit, stage.height + stage.margin_y, 0.97)
    mask = sheet.mask()
    for _ in range(int(rng.integers(2, 4))):
        x = edge - side * float(rng.uniform(-0.05, 0.26)) * unit
        tall = float(rng.uniform(0.5, 0.78)) * unit
        palm(sheet, mask, Tree(x, stage.height * 1.02, tall, int(rng.integers(1 << 40))))
    inward = (edge - sheet.xs) * side / np.float32(unit)
    bank = np.float32(stage.height) - np.float32(0.13 * unit) * np.exp(
        -(np.maximum(inward + 0.3, 0) ** 2) * 4.5
    )
    bank += np.float32(0.02 * unit)
    cover = np.maximum(cv.shares(mask), sheet.below(bank.astype(np.float32)))
    rim = np.clip(1 - (sheet.ys[:, None] - bank[None, :]) / np.float32(0.02 * unit), 0, 1) * (
        mask < 128
    )
    dark = tones.tint(0.08, 0.2, Oklab.polar(0.3, 0.05, 120))
    colour = tones.surface(
        np.broadcast_to(dark, (*cover.shape, 3)).astype(np.float32), 0.12 + 0.5 * rim
    )
    return Swaying(
        pack(colour, cover),
        sheet,
        0.97,
        root=stage.height * 0.97,
        tip=stage.height - 0.75 * unit,
        reach=0.028 * unit,
        wavelength=math.tau * 0.3 * unit,
        rate=1.2,
    )
