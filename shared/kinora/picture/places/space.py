"""Space: nebulae and stars, and before them a planet, its rings and moons, rocks, a comet."""

from __future__ import annotations

import math

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Place
from kinora.picture.land.mirror import mirror
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.space.nebula import Nebula
from kinora.picture.space.planet import WORLDS, Moon, Orb, Planet, rings_pair
from kinora.picture.space.starfield import Starfield
from kinora.picture.space.wanderers import Belt, Comet, Galaxy
from kinora.picture.stage import Stage

_SCENES = ("planet", "ringed", "arc", "moons", "belt", "galaxy", "comet", "twins")


def heaven(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Gas and stars; over another place also a world that has risen above its horizon."""
    gas = Nebula(spec, stage, tones)
    alone = spec.place is Place.SPACE and spec.beyond is None
    drift = 0.02 if alone else 0.004
    drawn: list[Layer] = [gas, Starfield(stage, tones, drift=drift, gathered=gas.bright)]
    if not alone:
        drawn += _risen(stage, tones)
    return drawn


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The bodies of one scene; over what another place lends it, water instead."""
    if spec.beyond is not None:
        return mirror(spec, stage, tones)
    rng = stage.generator("space")
    scene = _SCENES[int(rng.integers(len(_SCENES)))]
    light = _light(rng)
    world = WORLDS[int(rng.integers(len(WORLDS)))]
    if scene == "arc":
        return _arc(stage, tones, rng, world, light)
    x, y = _place(stage, rng)
    if scene in {"galaxy", "comet"}:
        radius = float(rng.uniform(0.1, 0.18)) * stage.unit
        at = (stage.width - 0.85 * x, 0.8 * stage.height)
        small = Planet(stage, tones, Orb(*at, radius, world, light, 0.5, 0.012, 0.9), "small")
        if scene == "comet":
            return [small, Comet(stage, tones, light)]
        return [Galaxy(stage, tones, (x, y), float(rng.uniform(0.3, 0.46)) * stage.unit), small]
    return _worlds(stage, tones, rng, scene, (x, y, world, light))


def _arc(
    stage: Stage,
    tones: Tones,
    rng: np.random.Generator,
    world: str,
    light: tuple[float, float, float],
) -> list[Layer]:
    """A world so near that only its limb is seen, and a moon above it."""
    radius = float(rng.uniform(0.95, 1.5)) * stage.unit
    rise = float(rng.uniform(0.22, 0.36)) * stage.height
    limb = Orb(
        stage.centre,
        stage.height - rise + radius,
        radius,
        world,
        (light[0], -0.62, 0.3),
        depth=0.6,
        spin=0.004,
        air=1.0,
        bottom=-1 + (rise + 1.2 * stage.margin_y) / radius,
    )
    reach = float(rng.uniform(0.2, 0.3)) * stage.unit
    middle = Orb(stage.centre, 0.3 * stage.height, reach, "rock", light, 0.3, 0, 0)
    return [Planet(stage, tones, limb, "arc"), Moon(stage, tones, middle, 0)]


def _worlds(
    stage: Stage,
    tones: Tones,
    rng: np.random.Generator,
    scene: str,
    chosen: tuple[float, float, str, tuple[float, float, float]],
) -> list[Layer]:
    """A planet with rings, moons, a companion or a belt of rocks before it."""
    x, y, world, light = chosen
    radius = float(rng.uniform(0.17, 0.3)) * stage.unit * (0.75 if scene == "ringed" else 1.0)
    spin, air = float(rng.uniform(0.008, 0.016)), float(rng.uniform(0.5, 1))
    orb = Orb(x, y, radius, world, light, 0.4, spin, air)
    planet = Planet(stage, tones, orb, "main")
    drawn: list[Layer] = [planet]
    if scene == "ringed":
        drawn = list(rings_pair(stage, tones, orb, planet))
    if scene == "belt":
        return [*drawn, Belt(stage, tones, light, 70)]
    if scene == "twins":
        at = (stage.width - 0.8 * x, y + 0.26 * stage.unit)
        kind = WORLDS[int(rng.integers(len(WORLDS)))]
        other = Orb(*at, 0.42 * radius, kind, light, 0.5, 0.014, 0.8)
        return [*drawn, Planet(stage, tones, other, "other")]
    return drawn + [Moon(stage, tones, orb, i) for i in range(3 if scene == "moons" else 1)]


def _light(rng: np.random.Generator) -> tuple[float, float, float]:
    """A direction from a side, a little from above and mostly from the front."""
    side = float(rng.choice([-1, 1]) * rng.uniform(0.55, 0.85))
    up, front = float(rng.uniform(-0.5, 0.1)), float(rng.uniform(0.05, 0.5))
    size = math.sqrt(side * side + up * up + front * front)
    return side / size, up / size, front / size


def _place(stage: Stage, rng: np.random.Generator) -> tuple[float, float]:
    """Where the main body stands: near the visual centre."""
    x = stage.centre + float(rng.uniform(-0.12, 0.12)) * stage.width * (1 - stage.symmetry)
    return x, float(rng.uniform(0.36, 0.58)) * stage.height


def _risen(stage: Stage, tones: Tones) -> list[Layer]:
    """A world in another place's sky, on some seeds with rings, on some none."""
    rng = stage.generator("risen")
    chance, light = rng.random(), _light(rng)
    world = WORLDS[int(rng.integers(len(WORLDS)))]
    radius = float(rng.uniform(0.07, 0.2)) * stage.unit
    x = stage.width * float(rng.uniform(0.2, 0.8))
    orb = Orb(
        x, stage.horizon * float(rng.uniform(0.3, 0.62)), radius, world, light, 0.05, 0.006, 0.8
    )
    if chance < 0.3:
        return [Galaxy(stage, tones, (orb.x, orb.y), 1.6 * radius)]
    planet = Planet(stage, tones, orb, "risen")
    if chance < 0.55:
        return list(rings_pair(stage, tones, orb, planet))
    return [planet]
