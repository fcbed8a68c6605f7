"""Which effects a composed scene asks for."""

from __future__ import annotations

from random import Random

import pytest

from kinora.model.instruction import Instruction
from kinora.model.knowledge import Snapshot
from kinora.model.taxonomy import Effect, Lighting, Mood, Particles, Place, TimeOfDay, Weather
from kinora.scene.learned import Learning
from kinora.scene.setting import Setting
from kinora.scene.soundtrack import compose_sound


def heard(
    place: Place,
    time: TimeOfDay = TimeOfDay.DAY,
    weather: Weather = Weather.CLEAR,
    wind: float = 0.2,
    beyond: Place | None = None,
    particles: tuple[Particles, ...] = (),
) -> tuple[Effect, ...]:
    setting = Setting(place, beyond, time, weather, Lighting.NEUTRAL, wind, particles)
    sound = compose_sound(
        Instruction(prompt="x"), setting, Mood.CALM, 1.0, Learning(Snapshot()), Random(1)
    )
    return sound.effects


@pytest.mark.parametrize("time", TimeOfDay)
@pytest.mark.parametrize("place", Place)
def test_weather_is_heard_where_it_reaches(place, time):
    for weather in Weather:
        effects = heard(place, time, weather, beyond=Place.SEA, particles=(Particles.EMBERS,))
        assert len(effects) == len(set(effects)) <= 4
        assert (Effect.THUNDER in effects) == (weather is Weather.STORM)
        reached = place not in {Place.CAVE, Place.UNDERWATER, Place.SPACE}
        assert (Effect.RAIN in effects) == (reached and weather in {Weather.RAIN, Weather.STORM})


@pytest.mark.parametrize(
    ("scene", "effects"),
    [
        ((Place.SEA,), (Effect.WAVES,)),
        ((Place.LAKE, TimeOfDay.DAY), (Effect.STREAM, Effect.BIRDS)),
        ((Place.LAKE, TimeOfDay.MOONLIGHT), (Effect.STREAM, Effect.CRICKETS)),
        ((Place.FOREST, TimeOfDay.DAY, Weather.SNOW), ()),
        ((Place.MEADOW, TimeOfDay.NIGHT, Weather.CLEAR, 0.7), (Effect.CRICKETS, Effect.WIND)),
        ((Place.STREET, TimeOfDay.NIGHT, Weather.RAIN), (Effect.RAIN, Effect.TRAFFIC)),
        (
            (Place.SEA, TimeOfDay.DUSK, Weather.STORM),
            (
                Effect.THUNDER,
                Effect.RAIN,
                Effect.WAVES,
                Effect.WIND,
            ),
        ),
        ((Place.UNDERWATER, TimeOfDay.DAY, Weather.RAIN, 0.9), (Effect.UNDERWATER,)),
        ((Place.ROOM, TimeOfDay.DAY), ()),
        ((Place.ROOM, TimeOfDay.NIGHT, Weather.CLEAR, 0.9), (Effect.FIRE,)),
        ((Place.SPACE, TimeOfDay.NIGHT, Weather.RAIN, 0.9), ()),
        ((Place.INK,), ()),
    ],
)
def test_places_sound_like_themselves(scene, effects):
    assert heard(*scene) == effects


def test_what_lies_beyond_and_what_burns_is_heard():
    assert heard(Place.ROOM, beyond=Place.CITY) == (Effect.TRAFFIC,)
    assert heard(Place.CITY, beyond=Place.SEA) == (Effect.TRAFFIC, Effect.WAVES)
    assert heard(Place.DESERT, particles=(Particles.EMBERS,)) == (Effect.FIRE, Effect.WIND)
    assert heard(Place.UNDERWATER, beyond=Place.CITY, particles=(Particles.EMBERS,)) == (
        Effect.UNDERWATER,
    )
