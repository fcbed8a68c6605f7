"""The air of a scene: wind, lightning, and what drifts in it."""

from __future__ import annotations

from random import Random

from kinora.model.instruction import Instruction
from kinora.model.spec import Strike
from kinora.model.taxonomy import Particles, Place, TimeOfDay, Weather

_WINDS = {Weather.RAIN: 0.55, Weather.STORM: 0.85, Weather.SNOW: 0.35, Weather.FOG: 0.1}
_FIRST_STRIKE, _LAST_STRIKE = 0.5, 1.2
"""Seconds after the start, and before the end, between which lightning strikes."""
_BETWEEN_STRIKES = 2.6
_LEAST_APART = 1.1
"""Flashes in quick succession are unpleasant, and for some people dangerous."""
_BY_ITSELF = 0.3
"""How often a fitting place has particles that nobody asked for."""


def compose_wind(instruction: Instruction, weather: Weather, rng: Random) -> float:
    """0..1: what was asked for, or what suits the weather."""
    if instruction.wind is not None:
        return instruction.wind
    return round(min(1.0, max(0.0, _WINDS.get(weather, 0.25) + rng.uniform(-0.1, 0.25))), 3)


def compose_strikes(weather: Weather, seconds: float, rng: Random) -> tuple[Strike, ...]:
    """Lightning at random moments of a storm, in order; at least one, in any clip."""
    if weather is not Weather.STORM:
        return ()
    at = min(rng.uniform(_FIRST_STRIKE, 1.6), 0.4 * seconds)
    strikes: list[Strike] = []
    while not strikes or at < seconds - _LAST_STRIKE:
        strength, across = rng.uniform(0.35, 1.0), rng.uniform(0.08, 0.92)
        strikes.append(
            Strike(second=round(at, 3), strength=round(strength, 3), across=round(across, 3))
        )
        at += _LEAST_APART + rng.expovariate(1 / _BETWEEN_STRIKES)
    return tuple(strikes)


def compose_particles(
    instruction: Instruction, place: Place, time: TimeOfDay, weather: Weather, rng: Random
) -> tuple[Particles, ...]:
    """What was asked for; else now and then what is at home in the place."""
    if instruction.particles:
        return instruction.particles[:2]
    fitting = _at_home(place, time, weather)
    chance = rng.random()
    if fitting is None or fitting in instruction.avoid.particles or chance > _BY_ITSELF:
        return ()
    return (fitting,)


def _at_home(place: Place, time: TimeOfDay, weather: Weather) -> Particles | None:
    dry = weather in {Weather.CLEAR, Weather.CLOUDY}
    match place:
        case Place.UNDERWATER:
            return Particles.BUBBLES
        case Place.ROOM | Place.CAVE | Place.DESERT:
            return Particles.DUST
        case Place.MEADOW | Place.LAKE if dry and time is TimeOfDay.DAY:
            return Particles.PETALS
    return None
