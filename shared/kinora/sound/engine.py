"""A scene's whole sound: score, players, effects, room and mastering in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Presence, Weather
from kinora.seeding import derive
from kinora.sound import effects, master
from kinora.sound.mix import Desk, Placed, tilt
from kinora.sound.moods import STYLES
from kinora.sound.noise import band, cut, loop
from kinora.sound.perform import play
from kinora.sound.score import compose
from kinora.sound.space import ROOMS, convolve, impulse

Floats: TypeAlias = NDArray[np.float32]

_MUSICAL = frozenset({Presence.AMBIENT, Presence.MUSIC, Presence.FULL})
_EFFECTFUL = frozenset({Presence.AMBIENT, Presence.SFX, Presence.FULL})
_EFFECT_GAIN = {Presence.FULL: 0.6, Presence.AMBIENT: 0.5, Presence.SFX: 1.0}
"""How loud effects stand beside the music."""
_LEAST_TILT, _TILT = 0.4, 1.8
"""Treble lift of the music without and for full brightness; see :func:`kinora.sound.mix.tilt`."""
_ROOM_TONE = 10 ** (-60 / 20)
_MUFFLING = {Weather.SNOW: 0.6, Weather.FOG: 0.8}
"""Share of a room's length that is left."""


def render(spec: SceneSpec) -> Floats:
    """The sound of a whole clip.

    Args:
        spec: the scene; the same scene gives the same samples.

    Returns:
        (n, 2) float32, left and right, ``n`` the clip's frames times 48000 over its frame rate.
        Integrated loudness is -16 LUFS within 1 LU and true peak at most -1 dBTP, except for
        silence, which is room tone of -60 dBFS. The first and the last sample are zero.
    """
    length = round(spec.format.frames / spec.format.fps * SAMPLE_RATE)
    if spec.sound.presence is Presence.SILENCE:
        return _room_tone(spec.seed, length)
    mixed = _mixed(spec, length)
    master.fade(mixed)
    return master.level(mixed)


def _mixed(spec: SceneSpec, length: int) -> Floats:
    """(2, length) everything that is heard, in its room, not yet levelled."""
    desk = Desk(length)
    for sound in _music(spec):
        desk.add(sound)
    amount = _LEAST_TILT + _TILT * spec.sound.brightness
    tilt(desk.dry, amount)
    tilt(desk.send, amount)
    for sound in _effects(spec, length):
        desk.add(sound)
    convolve(desk.send, _room(spec), desk.dry)
    return desk.dry


def _music(spec: SceneSpec) -> Iterator[Placed]:
    if spec.sound.presence in _MUSICAL:
        yield from play(spec, compose(spec))


def _effects(spec: SceneSpec, length: int) -> Iterator[Placed]:
    presence, wanted = spec.sound.presence, spec.sound.effects
    if presence not in _EFFECTFUL:
        return
    if not wanted and presence is Presence.SFX:
        wanted = effects.natural(spec)
    gain = _EFFECT_GAIN[presence]
    for effect in dict.fromkeys(wanted):
        for sound in effects.make(effect, spec.seed, length):
            yield replace(sound, gain=sound.gain * gain)


def _room(spec: SceneSpec) -> Floats:
    seconds, brightness = ROOMS[spec.place]
    seconds *= _MUFFLING.get(spec.weather, 1.0)
    if spec.sound.presence in _MUSICAL:
        seconds *= STYLES[spec.sound.mood].room
    return impulse(round(min(3.2, max(0.8, seconds)), 2), brightness)


def _room_tone(seed: int, length: int) -> Floats:
    """Pinkish noise at -60 dBFS, without a beginning or an end that could be heard."""
    chance = np.random.Generator(np.random.PCG64(derive(seed, "sound", "room tone")))
    looped = loop(length, band(40, 6000, 0.5), chance) * np.float32(_ROOM_TONE)
    sound = np.array(cut(looped, 0, length), dtype=np.float32)
    master.fade(sound)
    return np.ascontiguousarray(sound.T)
