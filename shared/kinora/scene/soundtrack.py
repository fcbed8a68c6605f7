"""What a scene sounds like: mood, tempo, presence and the effects that belong to the picture."""

from __future__ import annotations

from collections.abc import Iterator
from math import log2
from random import Random
from typing import NamedTuple

from kinora.model.instruction import Instruction
from kinora.model.knowledge import Entry
from kinora.model.spec import SoundSpec
from kinora.model.taxonomy import (
    AIRLESS,
    DARK_HOURS,
    SHELTERED,
    WET,
    Effect,
    Mood,
    Particles,
    Place,
    Presence,
    TimeOfDay,
    Weather,
)
from kinora.scene.learned import BLENDS, Learning, has, member, number
from kinora.scene.setting import Setting


class Pulse(NamedTuple):
    """A mood's usual tempo in beats per minute, its spread, and its brightness 0..1."""

    tempo: float
    spread: float
    brightness: float


PULSES = {
    Mood.CALM: Pulse(72.0, 8.0, 0.40),
    Mood.WARM: Pulse(84.0, 8.0, 0.55),
    Mood.DREAMY: Pulse(76.0, 8.0, 0.60),
    Mood.MELANCHOLY: Pulse(66.0, 6.0, 0.35),
    Mood.TENSE: Pulse(112.0, 12.0, 0.45),
    Mood.DARK: Pulse(70.0, 8.0, 0.20),
    Mood.UPLIFTING: Pulse(116.0, 10.0, 0.80),
    Mood.EPIC: Pulse(96.0, 10.0, 0.60),
    Mood.MYSTERIOUS: Pulse(80.0, 8.0, 0.45),
}
_HOURS = {
    TimeOfDay.DAWN: (Mood.CALM, Mood.DREAMY, Mood.UPLIFTING),
    TimeOfDay.DAY: (Mood.UPLIFTING, Mood.WARM, Mood.CALM),
    TimeOfDay.GOLDEN_HOUR: (Mood.WARM, Mood.EPIC, Mood.DREAMY),
    TimeOfDay.DUSK: (Mood.MELANCHOLY, Mood.DREAMY, Mood.MYSTERIOUS),
    TimeOfDay.MOONLIGHT: (Mood.DREAMY, Mood.MYSTERIOUS, Mood.CALM),
    TimeOfDay.NIGHT: (Mood.MYSTERIOUS, Mood.DARK, Mood.CALM),
}
_WEATHERS = {
    Weather.RAIN: (Mood.MELANCHOLY, Mood.TENSE),
    Weather.STORM: (Mood.TENSE, Mood.DARK, Mood.EPIC),
    Weather.FOG: (Mood.MYSTERIOUS, Mood.DARK),
    Weather.SNOW: (Mood.CALM, Mood.DREAMY),
}
_SURROUNDINGS = {
    Place.SEA: Effect.WAVES,
    Place.LAKE: Effect.STREAM,
    Place.MOUNTAINS: Effect.WIND,
    Place.DESERT: Effect.WIND,
    Place.SNOWFIELD: Effect.WIND,
    Place.CITY: Effect.TRAFFIC,
    Place.STREET: Effect.TRAFFIC,
    Place.SKY: Effect.WIND,
    Place.AURORA: Effect.WIND,
    Place.UNDERWATER: Effect.UNDERWATER,
    Place.CAVE: Effect.STREAM,
}
"""What a place sounds like at any hour; those left out are silent or are heard by what lives."""
_INHABITED = (Place.FOREST, Place.MEADOW, Place.LAKE)
_GUSTY = 0.45
_MOST_EFFECTS = 4

_LEARNED_TEMPO, _LEARNED_COLOUR, _LEARNED_DENSITY = 0.75, 0.75, 0.6
_LEARNED_MOOD, _LEARNED_PRESENCE = 0.5, 0.3
"""How often an entry is drawn upon for each, where the prompt leaves it open."""
_PULL = 0.5
"""How far of the way to the learned value."""
_SOUNDS = ("audio_semantic", BLENDS)
_BEATLESS = 40.0
_DULLEST_HERTZ, _BRIGHTEST_HERTZ = 120.0, 2400.0
_BUSIEST_FLATNESS = 0.6
_ROLES = {
    "silence": Presence.AMBIENT,
    "ambient": Presence.AMBIENT,
    "music": Presence.FULL,
    "effects": Presence.SFX,
}


def compose_mood(
    instruction: Instruction,
    time: TimeOfDay,
    weather: Weather,
    rng: Random,
    learning: Learning | None = None,
) -> Mood:
    """The mood that the prompt asks for, or one that suits hour and weather.

    A learned sound sometimes decides among the suitable ones: by its own mood where that is one of
    them, else the mood whose tempo is nearest.
    """
    if instruction.mood is not None:
        return instruction.mood
    fitting: list[Mood] = [*_HOURS[time], *_WEATHERS.get(weather, ())]
    allowed = [mood for mood in fitting if mood not in instruction.avoid.moods]
    others = [mood for mood in Mood if mood not in instruction.avoid.moods]
    choice = allowed or others or [Mood.CALM]
    mood = rng.choice(choice)
    if learning is None:
        return mood
    entry = learning.draw(_LEARNED_MOOD, _SOUNDS, "mood", learning.chance(rng), _telling)
    if entry is None:
        return mood
    learned, tempo = member(entry, "mood", Mood), learning.tempo(entry, _SOUNDS)
    if learned is not None and learned in choice:
        return learned
    return mood if tempo is None else min(choice, key=lambda k: abs(PULSES[k].tempo - tempo))


def compose_sound(
    instruction: Instruction,
    setting: Setting,
    mood: Mood,
    pacing: float,
    learning: Learning,
    rng: Random,
) -> SoundSpec:
    """The sound half of a spec.

    Learned sounds pull tempo, brightness and density half of the way to their own, and sometimes
    decide the presence that the prompt leaves open.
    """
    pulse, chance = PULSES[mood], learning.chance(rng)
    brightness = pulse.brightness + rng.uniform(-0.15, 0.15)
    density = 0.35 + 0.3 * pacing + rng.uniform(-0.15, 0.15)
    return SoundSpec(
        mood=mood,
        tempo_bpm=_tempo(instruction, pulse, pacing, learning, chance, rng),
        presence=_presence(instruction, learning, chance, rng),
        root=rng.randrange(12),
        brightness=_unit(_brightness(brightness, learning, chance)),
        density=_unit(_density(density, learning, chance)),
        effects=_effects(setting),
    )


def _tempo(
    instruction: Instruction,
    pulse: Pulse,
    pacing: float,
    learning: Learning,
    chance: Random,
    rng: Random,
) -> float:
    """The prompt's tempo, or the mood's; a learned sound without a beat slows it down."""
    tempo = pulse.tempo + rng.uniform(-pulse.spread, pulse.spread) + 12.0 * (pacing - 1.0)
    if instruction.tempo_bpm is not None:
        return instruction.tempo_bpm
    entry = learning.draw(_LEARNED_TEMPO, _SOUNDS, "tempo", chance, has("tempo_bpm"))
    if entry is not None:
        learned = learning.tempo(entry, _SOUNDS) or 0.0
        goal = learned if learned >= _BEATLESS else pulse.tempo - 2 * pulse.spread
        tempo += (goal - tempo) * _PULL
    return round(min(max(tempo, 40.0), 200.0), 1)


def _presence(
    instruction: Instruction, learning: Learning, chance: Random, rng: Random
) -> Presence:
    """What was asked for, or what was heard; silence is never learned."""
    presences = (Presence.FULL, Presence.MUSIC, Presence.AMBIENT)
    presence = rng.choices(presences, (7, 2, 1))[0]
    if instruction.presence is not None:
        return instruction.presence
    entry = learning.draw(_LEARNED_PRESENCE, ("audio_semantic",), "presence", chance, _heard)
    if entry is None:
        return presence
    measured = member(entry, "presence", Presence)
    if measured not in (None, Presence.SILENCE):
        return measured
    return _ROLES[str(entry.value["role"])]


def _heard(entry: Entry) -> bool:
    return entry.value.get("role") in _ROLES


def _telling(entry: Entry) -> bool:
    """Whether the entry says something of a mood, by itself or by its tempo."""
    return member(entry, "mood", Mood) is not None or number(entry, "tempo_bpm") is not None


def _brightness(brightness: float, learning: Learning, chance: Random) -> float:
    """Pulled to a learned sound's spectral centroid, octave by octave."""
    fits = has("centroid_hz")
    entry = learning.draw(_LEARNED_COLOUR, ("static_sound",), "brightness", chance, fits)
    if entry is not None:
        hertz = max(number(entry, "centroid_hz") or 0.0, 1.0)
        octaves = log2(hertz / _DULLEST_HERTZ)
        learned = _unit(octaves / log2(_BRIGHTEST_HERTZ / _DULLEST_HERTZ))
        brightness += (learned - brightness) * _PULL
    return brightness


def _density(density: float, learning: Learning, chance: Random) -> float:
    """Pulled to a learned sound's flatness: held tones are sparse, struck and rustling is busy."""
    fits = has("flatness")
    entry = learning.draw(_LEARNED_DENSITY, ("static_sound",), "density", chance, fits)
    if entry is not None:
        learned = _unit((number(entry, "flatness") or 0.0) / _BUSIEST_FLATNESS)
        density += (learned - density) * _PULL
    return density


def _unit(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 3)


def _effects(setting: Setting) -> tuple[Effect, ...]:
    """What is heard, most telling first: weather, the place itself, what lives there, the wind."""
    place, weather = setting.place, setting.weather
    heard = [*_weather(place, weather), *_surroundings(setting)]
    if place in _INHABITED and weather not in (*WET, Weather.SNOW):
        heard.append(Effect.CRICKETS if setting.time in DARK_HOURS else Effect.BIRDS)
    stormy = setting.wind > _GUSTY or weather is Weather.STORM
    if stormy and place not in (*SHELTERED, Place.ROOM):
        heard.append(Effect.WIND)
    return tuple(dict.fromkeys(heard))[:_MOST_EFFECTS]


def _weather(place: Place, weather: Weather) -> Iterator[Effect]:
    if weather is Weather.STORM:
        yield Effect.THUNDER
    if weather in WET and place not in SHELTERED:
        yield Effect.RAIN


def _surroundings(setting: Setting) -> Iterator[Effect]:
    place, beyond = setting.place, setting.beyond
    hearth = place is Place.ROOM and setting.time in DARK_HOURS
    if hearth or (Particles.EMBERS in setting.particles and place not in AIRLESS):
        yield Effect.FIRE
    if place in _SURROUNDINGS:
        yield _SURROUNDINGS[place]
    if beyond in _SURROUNDINGS and place not in AIRLESS and beyond is not Place.UNDERWATER:
        yield _SURROUNDINGS[beyond]
