"""What a scene sounds like: mood, tempo, presence and the effects that belong to the picture."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from kinora.model.instruction import Instruction
from kinora.model.spec import SoundSpec
from kinora.model.taxonomy import Effect, Mood, Place, Presence, TimeOfDay, Weather
from kinora.scene.learned import Learning


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
    TimeOfDay.NIGHT: (Mood.MYSTERIOUS, Mood.DARK, Mood.CALM),
}
_WEATHERS = {
    Weather.RAIN: (Mood.MELANCHOLY, Mood.TENSE),
    Weather.FOG: (Mood.MYSTERIOUS, Mood.DARK),
    Weather.SNOW: (Mood.CALM, Mood.DREAMY),
}
_DARK_HOURS = (TimeOfDay.DUSK, TimeOfDay.NIGHT)
_LEARNED_TEMPO = 0.6


def compose_mood(instruction: Instruction, time: TimeOfDay, weather: Weather, rng: Random) -> Mood:
    """The mood that the prompt asks for, or one that suits hour and weather."""
    if instruction.mood is not None:
        return instruction.mood
    fitting: list[Mood] = [*_HOURS[time], *_WEATHERS.get(weather, ())]
    allowed = [mood for mood in fitting if mood not in instruction.avoid.moods]
    others = [mood for mood in Mood if mood not in instruction.avoid.moods]
    return rng.choice(allowed or others or [Mood.CALM])


def compose_sound(
    instruction: Instruction,
    place: Place,
    time: TimeOfDay,
    weather: Weather,
    wind: float,
    mood: Mood,
    pacing: float,
    learning: Learning,
    rng: Random,
) -> SoundSpec:
    """The sound half of a spec. A learned tempo pulls the mood's own half of the way."""
    pulse = PULSES[mood]
    tempo = pulse.tempo + rng.uniform(-pulse.spread, pulse.spread) + 12.0 * (pacing - 1.0)
    if rng.random() < _LEARNED_TEMPO:
        entry = learning.pick(("audio_semantic",), "tempo", rng)
        if entry is not None and float(entry.value.get("tempo_bpm", 0.0)) >= 40.0:
            tempo += (float(entry.value["tempo_bpm"]) - tempo) * 0.5
    if instruction.tempo_bpm is not None:
        tempo = instruction.tempo_bpm
    presences = (Presence.FULL, Presence.MUSIC, Presence.AMBIENT)
    return SoundSpec(
        mood=mood,
        tempo_bpm=round(min(max(tempo, 40.0), 200.0), 1),
        presence=instruction.presence or rng.choices(presences, (7, 2, 1))[0],
        root=rng.randrange(12),
        brightness=round(min(max(pulse.brightness + rng.uniform(-0.15, 0.15), 0.0), 1.0), 3),
        density=round(min(max(0.35 + 0.3 * pacing + rng.uniform(-0.15, 0.15), 0.0), 1.0), 3),
        effects=_effects(place, time, weather, wind),
    )


def _effects(place: Place, time: TimeOfDay, weather: Weather, wind: float) -> tuple[Effect, ...]:
    dark, falling = time in _DARK_HOURS, weather in (Weather.RAIN, Weather.SNOW)
    living = Effect.CRICKETS if dark else Effect.BIRDS
    heard: list[Effect] = []
    if place is Place.SEA:
        heard.append(Effect.WAVES)
    if place is Place.CITY:
        heard.append(Effect.TRAFFIC)
    if place in (Place.FOREST, Place.MEADOW) and not falling:
        heard.append(living)
    if weather is Weather.RAIN:
        heard.append(Effect.RAIN)
    if wind > 0.45 or place in (Place.MOUNTAINS, Place.DESERT):
        heard.append(Effect.WIND)
    return tuple(heard)
