"""Sounds that belong to the picture. Each effect yields placed sounds for a clip's whole length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Effect, Place, TimeOfDay, Weather
from kinora.seeding import derive
from kinora.sound.effects.animals import birds, crickets
from kinora.sound.effects.town import traffic
from kinora.sound.effects.weather import rain, waves, wind
from kinora.sound.mix import Placed

_Maker: TypeAlias = Callable[[int, np.random.Generator], Iterator[Placed]]

_MAKERS: Mapping[Effect, _Maker] = MappingProxyType(
    {
        Effect.WAVES: waves,
        Effect.RAIN: rain,
        Effect.WIND: wind,
        Effect.BIRDS: birds,
        Effect.CRICKETS: crickets,
        Effect.TRAFFIC: traffic,
    }
)


def make(effect: Effect, seed: int, length: int) -> Iterator[Placed]:
    """The sounds of one effect, in ``length`` samples; their own order and levels."""
    chance = np.random.Generator(np.random.PCG64(derive(seed, "sound", "effect", effect)))
    return _MAKERS[effect](length, chance)


def natural(spec: SceneSpec) -> tuple[Effect, ...]:
    """What is heard in a place by itself: for scenes that want effects and name none."""
    if spec.weather is Weather.RAIN:
        return (Effect.RAIN,)
    night = spec.time_of_day is TimeOfDay.NIGHT
    living = Effect.CRICKETS if night else Effect.BIRDS
    return {
        Place.SEA: (Effect.WAVES,),
        Place.FOREST: (living, Effect.WIND),
        Place.MEADOW: (living,),
        Place.CITY: (Effect.TRAFFIC,),
        Place.MOUNTAINS: (Effect.WIND,),
        Place.DESERT: (Effect.WIND,),
    }[spec.place]
