"""Sounds that belong to the picture. Each effect yields placed sounds for a clip's whole length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import (
    DARK_HOURS,
    SHELTERED,
    Effect,
    Particles,
    Place,
    Weather,
)
from kinora.seeding import derive
from kinora.sound.effects.animals import birds, crickets
from kinora.sound.effects.fire import fire
from kinora.sound.effects.storm import thunder
from kinora.sound.effects.town import traffic
from kinora.sound.effects.water import stream, underwater, waves
from kinora.sound.effects.weather import air, rain, wind
from kinora.sound.mix import Placed

_Maker: TypeAlias = Callable[[SceneSpec, int, np.random.Generator], Iterator[Placed]]

_MAKERS: Mapping[Effect, _Maker] = MappingProxyType(
    {
        Effect.WAVES: waves,
        Effect.STREAM: stream,
        Effect.UNDERWATER: underwater,
        Effect.RAIN: rain,
        Effect.THUNDER: thunder,
        Effect.WIND: wind,
        Effect.FIRE: fire,
        Effect.BIRDS: birds,
        Effect.CRICKETS: crickets,
        Effect.TRAFFIC: traffic,
    }
)
_PLACES: Mapping[Place, Effect] = MappingProxyType(
    {
        Place.SEA: Effect.WAVES,
        Place.LAKE: Effect.STREAM,
        Place.CAVE: Effect.STREAM,
        Place.UNDERWATER: Effect.UNDERWATER,
        Place.CITY: Effect.TRAFFIC,
        Place.STREET: Effect.TRAFFIC,
        Place.MOUNTAINS: Effect.WIND,
        Place.DESERT: Effect.WIND,
        Place.SNOWFIELD: Effect.WIND,
        Place.SKY: Effect.WIND,
        Place.AURORA: Effect.WIND,
    }
)
_INHABITED = frozenset({Place.FOREST, Place.MEADOW})
_WET = MappingProxyType(
    {Weather.RAIN: (Effect.RAIN,), Weather.STORM: (Effect.THUNDER, Effect.RAIN)}
)


def make(effect: Effect, spec: SceneSpec, length: int) -> Iterator[Placed]:
    """The sounds of one effect in a clip of ``length`` samples, in ascending order of start."""
    chance = np.random.Generator(np.random.PCG64(derive(spec.seed, "sound", "effect", effect)))
    return _MAKERS[effect](spec, length, chance)


def drone(spec: SceneSpec, length: int) -> Iterator[Placed]:
    """What is heard where nothing is, such as in space; in ascending order of start."""
    return air(
        spec, length, np.random.Generator(np.random.PCG64(derive(spec.seed, "sound", "air")))
    )


def natural(spec: SceneSpec) -> tuple[Effect, ...]:
    """What is heard in a place by itself, for scenes that want effects and name none.

    In a room it is the fire, or else what is outside; space and the abstract fields are silent.
    """
    weather = () if spec.place in SHELTERED else _WET.get(spec.weather, ())
    if weather:
        return weather
    dark = spec.time_of_day in DARK_HOURS
    if spec.place is Place.ROOM:
        if dark or Particles.EMBERS in spec.particles or spec.beyond is None:
            return (Effect.FIRE,)
        return _outdoors(spec.beyond, dark=dark) or (Effect.FIRE,)
    return _outdoors(spec.place, dark=dark)


def _outdoors(place: Place, *, dark: bool) -> tuple[Effect, ...]:
    if place in _INHABITED:
        return (Effect.CRICKETS if dark else Effect.BIRDS, Effect.WIND)
    return (_PLACES[place],) if place in _PLACES else ()
