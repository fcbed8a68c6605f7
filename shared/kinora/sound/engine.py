"""A scene's whole sound: score, players, effects, room and mastering, in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from heapq import merge
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.beats import drive
from kinora.loudness import SAMPLE_RATE
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Place, Presence, Weather
from kinora.seeding import derive
from kinora.sound import effects
from kinora.sound.master import Master, fade
from kinora.sound.mix import WINDOW, Bus, Placed, Tilt, windows
from kinora.sound.moods import STYLES
from kinora.sound.noise import band, cut_wide, loop
from kinora.sound.perform import play
from kinora.sound.score import compose
from kinora.sound.space import LONGEST, ROOMS, SHORTEST, Convolver, impulse, muffler

Floats: TypeAlias = NDArray[np.float32]

_MUSICAL = frozenset({Presence.AMBIENT, Presence.MUSIC, Presence.FULL})
_EFFECTFUL = frozenset({Presence.AMBIENT, Presence.SFX, Presence.FULL})
_EFFECT_GAIN = {Presence.FULL: 0.5, Presence.AMBIENT: 0.5, Presence.SFX: 1.0}
"""How loud effects stand beside the music."""
_EFFECTS_RISE = (0.6, 0.0)
_MUSIC_RISE = (1.2, 0.3)
"""Seconds over which each comes in, and the share of its level at which it begins."""
_LEAST_TILT, _TILT = 0.4, 1.8
"""Treble lift of the music without and for full brightness; see :class:`kinora.sound.mix.Tilt`."""
_ROOM_TONE = 10 ** (-60 / 20)
_MUFFLING = {Weather.SNOW: 0.6, Weather.FOG: 0.8}
"""Share of a room's length that is left."""
_WATER_HERTZ = 850.0
"""Above this, music does not reach an ear under water."""


class Track:
    """The sound of one clip, made once and read twice, so that nobody has to hold it whole.

    Take all of :meth:`mix`, keep it where there is room, then give it to :meth:`master`.
    """

    def __init__(self, spec: SceneSpec) -> None:
        self.length = round(spec.format.frames / spec.format.fps * SAMPLE_RATE)
        """Samples: the clip's frames times 48000 over its frame rate."""
        self._spec = spec
        self._master = None if spec.sound.presence is Presence.SILENCE else Master()

    def mix(self) -> Iterator[Floats]:
        """Everything that is heard, not yet levelled: (n, 2) float32 pieces, in order."""
        if self._master is None:
            yield from _room_tone(self._spec.seed, self.length)
            return
        for piece in _mixed(self._spec, self.length):
            self._master.hear(piece)
            yield piece

    def master(self, mix: Iterable[Floats]) -> Iterator[Floats]:
        """The finished sound of the same samples; see :func:`render`.

        However the samples are divided into pieces, the result is the same to the last bit.
        """
        return iter(mix) if self._master is None else self._master.finish(mix)


def render(spec: SceneSpec) -> Floats:
    """The sound of a whole clip at once.

    Args:
        spec: the scene; the same scene gives the same samples.

    Returns:
        (n, 2) float32, left and right, ``n`` the clip's frames times 48000 over its frame rate.
        Integrated loudness is -16 LUFS within 1 LU and true peak at most -1 dBTP, except for
        silence, which is room tone of -60 dBFS. The first and the last sample are zero.
    """
    track = Track(spec)
    return np.concatenate(list(track.master(list(track.mix()))))


def _mixed(spec: SceneSpec, length: int) -> Iterator[Floats]:
    """(n, 2) pieces of everything that is heard, in its room, not yet levelled."""
    music, sounds = _music(spec, length), windows(_effects(spec, length), length)
    room, wet = _room(spec)
    for heard, effect in zip(music, sounds, strict=True):
        _rise(effect, *_EFFECTS_RISE)
        dry = heard.dry + effect.dry
        dry += np.float32(wet) * room.answer(heard.send + effect.send)
        fade(dry, heard.start, length)
        yield np.ascontiguousarray(dry.T)


def _music(spec: SceneSpec, length: int) -> Iterator[Bus]:
    """The music's windows: its treble lifted, or muffled by the water over it.

    It begins softly, unless its first beat is an accent that the picture shows.
    """
    if spec.sound.presence not in _MUSICAL:
        yield from windows((), length)
        return
    amount = _LEAST_TILT + _TILT * spec.sound.brightness
    dry, send = Tilt(amount), Tilt(amount)
    water = muffler(_WATER_HERTZ, 3, WINDOW) if spec.place is Place.UNDERWATER else None
    accented = drive(spec.pacing) > 0
    for bus in windows(play(spec, compose(spec)), length):
        if not accented:
            _rise(bus, *_MUSIC_RISE)
        if water is None:
            dry.lift(bus.dry)
            send.lift(bus.send)
        else:
            muffled = water.answer(np.concatenate([bus.dry, bus.send[None]]))
            bus.dry[:], bus.send[:] = muffled[:2], muffled[2]
        yield bus


def _effects(spec: SceneSpec, length: int) -> Iterator[Placed]:
    presence, wanted = spec.sound.presence, spec.sound.effects
    if presence not in _EFFECTFUL:
        return
    alone = presence is Presence.SFX
    if not wanted and alone:
        wanted = effects.natural(spec)
    parts = [effects.make(effect, spec, length) for effect in dict.fromkeys(wanted)]
    if not parts and alone:
        parts = [effects.drone(spec, length)]
    gain = _EFFECT_GAIN[presence]
    for sound in merge(*parts, key=lambda placed: placed.start):
        yield replace(sound, gain=sound.gain * gain)


def _rise(bus: Bus, seconds: float, least: float) -> None:
    """Bring a clip's first seconds in softly, in place."""
    rise = round(seconds * SAMPLE_RATE)
    here = np.arange(bus.start, min(bus.start + bus.send.size, rise), dtype=np.float32)
    gains = np.float32(least) + np.float32(1 - least) * np.sin(here * np.float32(np.pi / 2 / rise))
    bus.dry[:, : len(gains)] *= gains
    bus.send[: len(gains)] *= gains


def _room(spec: SceneSpec) -> tuple[Convolver, float]:
    """The scene's room, and how much of it is heard."""
    room = ROOMS[spec.place]
    seconds = room.seconds * _MUFFLING.get(spec.weather, 1.0)
    if spec.sound.presence in _MUSICAL:
        seconds *= STYLES[spec.sound.mood].room
    seconds = round(min(LONGEST, max(SHORTEST, seconds)), 2)
    return Convolver(impulse(seconds, room.brightness), WINDOW), room.wet


def _room_tone(seed: int, length: int) -> Iterator[Floats]:
    """Pinkish noise at -60 dBFS, without a beginning or an end that could be heard."""
    chance = np.random.Generator(np.random.PCG64(derive(seed, "sound", "room tone")))
    looped = loop(length, band(40, 6000, 0.5), chance) * np.float32(_ROOM_TONE)
    for start in range(0, length, WINDOW):
        piece = np.stack(cut_wide(looped, start, min(length, start + WINDOW)))
        fade(piece, start, length)
        yield np.ascontiguousarray(piece.T)
