"""Where, when and in what air a scene is set."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from kinora.model.instruction import Instruction
from kinora.model.taxonomy import DARK_HOURS, Lighting, Particles, Place, TimeOfDay, Weather
from kinora.scene.air import compose_particles, compose_wind
from kinora.scene.choice import choose
from kinora.scene.places import FIELDS, compose_places

_WEATHERS = (12, 6, 2, 1, 2, 2)
_LIGHTINGS = (7, 1, 2, 1, 2, 2)
"""How often each is taken where the prompt leaves it open, in the order of the taxonomy."""
_GREYING = frozenset({Lighting.NOIR, Lighting.DOCUMENTARY, Lighting.MOODY})
"""Not taken by chance where the prompt names colours."""


class Setting(NamedTuple):
    """The outer circumstances of a scene."""

    place: Place
    beyond: Place | None
    time: TimeOfDay
    weather: Weather
    lighting: Lighting
    wind: float
    particles: tuple[Particles, ...]


def compose_setting(instruction: Instruction, words: Random, rng: Random) -> Setting:
    """What was asked for, and seeded choices for the rest; ``words`` follows unknown words."""
    avoid = instruction.avoid
    place, beyond = compose_places(instruction, words)
    hours = DARK_HOURS if Place.AURORA in (place, beyond) else TimeOfDay
    time = choose(instruction.time_of_day, hours, avoid.times, words)
    dry = (Weather.STORM,) if Weather.RAIN in avoid.weathers else ()
    unwanted = (*avoid.weathers, *dry)
    weather = choose(instruction.weather, Weather, unwanted, words, _WEATHERS)
    if instruction.weather is None and place in (*FIELDS, Place.SPACE):
        weather = Weather.CLEAR
    weights = [
        weight * (light not in _GREYING or not instruction.colours)
        for light, weight in zip(Lighting, _LIGHTINGS, strict=True)
    ]
    lighting = choose(instruction.lighting, Lighting, avoid.lightings, rng, weights)
    wind = compose_wind(instruction, weather, rng)
    particles = compose_particles(instruction, place, time, weather, rng)
    return Setting(place, beyond, time, weather, lighting, wind, particles)
