"""Under the surface: shafts of light, a reef or a kelp forest, fish that turn together."""

from __future__ import annotations

import math

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.picture.deep.column import Column, Murk, water_tone
from kinora.picture.deep.floor import Floor
from kinora.picture.deep.growth import Plant, brain, fan, grass, kelp, staghorn, table, tubes
from kinora.picture.deep.reef import Reef, draw_reef
from kinora.picture.deep.school import School
from kinora.picture.deep.swimmers import Jellies, Swimmer
from kinora.picture.land.sway import Swaying
from kinora.picture.life.creatures import Motes
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer, Plate
from kinora.picture.stage import Stage

_CORALS: tuple[Plant, ...] = (staghorn, fan, tubes, brain, table)
_WORLDS = ("reef", "kelp", "open", "canyon", "meadow")


def heaven(_spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The water, lit from above."""
    return [Column(stage, tones)]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The sea floor, what grows on it, and what swims over it."""
    rng = stage.generator("underwater")
    world = _WORLDS[int(rng.integers(len(_WORLDS)))]
    if world == "open" and spec.beyond is not None:
        world = "reef"
    unit, horizon = stage.unit, stage.horizon
    floor = max(horizon + 0.12 * unit, 0.66 * stage.height)
    drawn: list[Layer] = [Murk(stage, tones, 0.72)] if spec.beyond is not None else []
    spires = float(rng.uniform(0.25, 0.45)) if world == "canyon" else 0.0
    if world != "open":
        back = Reef(floor + 0.04 * unit, 0.07, 0.12, 0.09, 0.06, 0.16, 0.8, spires=spires)
        drawn.append(_plate(stage, tones, back, "far", _kinds(world, rng)))
    drawn += _swimmer(stage, tones, rng, world)
    drawn.append(_school(stage, tones, "far", rng, 0.35))
    if world in {"reef", "canyon", "kelp"}:
        middle = Reef(
            floor + 0.1 * unit,
            0.06,
            0.2,
            0.18 if world != "kelp" else 0.5,
            0.1,
            0.4,
            0.52,
            0.14,
            spires=0.6 * spires,
        )
        drawn.append(_plate(stage, tones, middle, "middle", _kinds(world, rng)))
    if world == "open":
        drawn.append(_school(stage, tones, "middle", rng, 0.6))
    else:
        drawn.append(Floor(stage, tones, floor))
        drawn.append(_school(stage, tones, "near", rng, 0.75))
        drawn.append(_front(stage, tones, world))
    plankton = water_tone(tones, 1.0) * np.float32(0.5) + tones.light(0.2, 0.05)
    return [
        *drawn,
        Motes(stage, plankton, 70, (-0.1 * stage.height, 1.1 * stage.height), pulsing=False),
    ]


def _kinds(world: str, rng: np.random.Generator) -> list[Plant]:
    if world == "kelp":
        return [kelp]
    if world == "meadow":
        return [grass, grass, brain]
    chosen = rng.permutation(len(_CORALS))[:3]
    return [_CORALS[int(i)] for i in chosen]


def _plate(stage: Stage, tones: Tones, reef: Reef, label: str, kinds: list[Plant]) -> Layer:
    pixels, sheet = draw_reef(stage, tones, reef, label, kinds)
    return Plate(pixels, sheet, reef.depth)


def _front(stage: Stage, tones: Tones, world: str) -> Layer:
    """What stands nearest, swaying with the swell."""
    unit = stage.unit
    tall = {"kelp": 1.15, "meadow": 0.22}.get(world, 0.34)
    spacing = {"kelp": 0.16, "meadow": 0.05}.get(world, 0.14)
    opening = {"kelp": 0.26, "meadow": 0.0}.get(world, 0.3)
    foot = stage.height + 0.03 * unit
    reef = Reef(foot, 0.03, 0.12, tall, spacing, 0.95, 0.1, opening)
    kinds = (
        [kelp]
        if world == "kelp"
        else [fan, staghorn, brain, grass, grass]
        if world != "meadow"
        else [grass, grass, brain]
    )
    pixels, sheet = draw_reef(stage, tones, reef, "near", kinds)
    return Swaying(
        pixels,
        sheet,
        reef.depth,
        root=foot,
        tip=foot - tall * unit,
        reach=0.03 * unit,
        wavelength=math.tau * 0.35 * unit,
        rate=0.9,
    )


def _school(
    stage: Stage, tones: Tones, label: str, rng: np.random.Generator, depth: float
) -> Layer:
    far, near = water_tone(tones, 0.55 - 0.2 * depth), water_tone(tones, 0.15) * np.float32(0.6)
    if depth > 0.5 and rng.random() < 0.5:
        near = tones.accent(tones.hour.sky[0][2] * 0.7, 0.75)
    count = int(rng.integers(16, 44))
    return School(
        stage,
        label,
        (far, near),
        count=count,
        length=0.018 + 0.034 * depth**1.5,
        depth=depth,
        area=(0.12 * stage.height, 0.72 * stage.height),
    )


def _swimmer(stage: Stage, tones: Tones, rng: np.random.Generator, world: str) -> list[Layer]:
    """By seed a whale, a shark, a manta, a turtle, jellyfish or nobody."""
    chance = rng.random()
    row = float(rng.uniform(0.24, 0.5)) * stage.height
    haze: Floats = water_tone(tones, 0.42)
    if world == "open" and chance < 0.5:
        tone = haze * np.float32(0.55) + water_tone(tones, 0.0) * np.float32(0.3)
        dressed = tone, tone * np.float32(0.7) + water_tone(tones, 0.8) * np.float32(0.3)
        return [Swimmer(stage, "whale", dressed, length=0.72, depth=0.3, row=row)]
    tone = haze * np.float32(0.4) + water_tone(tones, 0.0) * np.float32(0.4)
    dressed = tone, tone * np.float32(0.6) + water_tone(tones, 0.8) * np.float32(0.4)
    if chance < 0.3:
        return [Swimmer(stage, "manta", dressed, length=0.4, depth=0.45, row=row)]
    if chance < 0.5:
        return [Swimmer(stage, "turtle", dressed, length=0.26, depth=0.5, row=row)]
    if chance < 0.6:
        return [Swimmer(stage, "shark", dressed, length=0.42, depth=0.4, row=row)]
    if chance < 0.9:
        bright = tones.hour.sky[0][2]
        glow = tones.accent(0.75 * bright, 0.5), tones.tint(0.95, bright) * np.float32(0.8)
        return [Jellies(stage, glow, count=int(rng.integers(3, 7)), depth=(0.3, 0.8))]
    return []
