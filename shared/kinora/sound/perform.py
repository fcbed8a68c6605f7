"""Players: a score and a style become sounds placed on the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from heapq import merge
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.model.spec import SceneSpec
from kinora.seeding import derive
from kinora.sound import kit, pads, struck, sustained
from kinora.sound.events import Note, Score, Sonority
from kinora.sound.mix import Placed, duck
from kinora.sound.moods import STYLES
from kinora.sound.rhythm import kicks
from kinora.sound.score import cast
from kinora.sound.styles import Drum, Style, Timbre

Floats: TypeAlias = NDArray[np.float32]
_Instrument: TypeAlias = Callable[[int, float, bool], Floats]

_PAD, _MELODY, _FIGURE, _BASS = 0.064, 0.13, 0.08, 0.11
"""RMS of each part at full level."""
_HELD = 0.7
"""Share of that for instruments that do not die away."""
_DRUMS = {
    Drum.KICK: 0.72,
    Drum.SNARE: 0.28,
    Drum.BRUSH: 0.18,
    Drum.CLAP: 0.22,
    Drum.HAT: 0.08,
    Drum.SHAKER: 0.09,
    Drum.TICK: 0.16,
    Drum.TAIKO: 0.7,
    Drum.TOM: 0.48,
    Drum.CRASH: 0.2,
}
"""Peak of each drum at full level."""
_ACCENT = 0.8
"""Level from which a note is played more brightly."""
_RING = {
    Timbre.HARP: 1.6,
    Timbre.GUITAR: 1.2,
    Timbre.PIANO: 1.4,
    Timbre.ELECTRIC_PIANO: 1.4,
    Timbre.BELL: 2.4,
    Timbre.CELESTA: 1.5,
    Timbre.MARIMBA: 0.7,
    Timbre.PULSE: 0.4,
}
"""Seconds for which the struck instruments are left to ring."""
_REMEMBERED = 20
"""Notes of one instrument that are kept, for when they come again."""
_CHORDS_REMEMBERED = 5
_LETTING_GO = 0.3, 1.2
"""How soon before the end the last chord is let go: a share of its length, and seconds at most."""


def play(spec: SceneSpec, score: Score) -> Iterator[Placed]:
    """Every sound of the music, in ascending order of start."""
    style, casting = STYLES[spec.sound.mood], cast(spec)
    brightness = min(1.0, max(0.0, spec.sound.brightness + style.tone))
    kicked = kicks(score.drums)
    accompany = _instrument(casting.figure, brightness * 0.9)
    sing = _instrument(casting.melody, brightness)
    return merge(
        _pads(spec, score.chords, style, brightness=brightness, kicked=kicked),
        _bass(score.bass, brightness, kicked),
        _line(score.figure, accompany, _FIGURE, (-0.45, 0.45), style.wet),
        _line(score.melody, sing, _MELODY, (-0.08, 0.08), style.wet * 1.1),
        _drums(spec, score, style, brightness),
        key=lambda sound: sound.start,
    )


def _pads(
    spec: SceneSpec,
    chords: Sequence[Sonority],
    style: Style,
    *,
    brightness: float,
    kicked: tuple[float, ...],
) -> Iterator[Placed]:
    texture = cast(spec).pad
    chance = np.random.Generator(np.random.PCG64(derive(spec.seed, "sound", "pads")))
    longest = max(held.seconds for held in chords) + pads.release(style.attack)

    @lru_cache(maxsize=_CHORDS_REMEMBERED)
    def ensemble(pitches: tuple[int, ...]) -> Floats:
        return pads.chord(texture, pitches, brightness, chance, longest)

    for held in chords:
        looped = ensemble(held.pitches)
        begin = int(chance.integers(looped.shape[-1]))
        seconds = held.seconds
        if held is chords[-1]:
            seconds -= min(_LETTING_GO[0] * seconds, _LETTING_GO[1])
        sound = pads.sweep(looped, begin, seconds, style.attack, held.energy)
        start = round(held.at * SAMPLE_RATE)
        if kicked:
            sound *= duck(start, sound.shape[1], kicked, 0.22)
        yield Placed(start, sound, _PAD, send=0.5 * style.wet)


def _bass(notes: Iterable[Note], brightness: float, kicked: tuple[float, ...]) -> Iterator[Placed]:
    @lru_cache(maxsize=_REMEMBERED)
    def voice(pitch: int, milliseconds: int) -> Floats:
        return sustained.bass(pitch, milliseconds / 1000, brightness)

    for note in notes:
        start = round(note.at * SAMPLE_RATE)
        sound = voice(note.pitch, round(note.seconds * 920))
        if kicked:
            sound = sound * duck(start, len(sound), kicked, 0.5)
        yield Placed(start, sound, _BASS * note.level)


def _instrument(timbre: Timbre, brightness: float) -> _Instrument:
    """Notes of one timbre by pitch, seconds and accent; recent ones are remembered."""

    @lru_cache(maxsize=_REMEMBERED)
    def voice(pitch: int, milliseconds: int, accent: bool) -> Floats:
        bright = min(1.0, brightness + (0.12 if accent else 0.0))
        if timbre in sustained.SUSTAINED:
            return _HELD * sustained.hold(timbre, pitch, milliseconds / 1000, bright)
        return struck.strike(timbre, pitch, milliseconds / 1000, bright)

    def play_note(pitch: int, seconds: float, accent: bool) -> Floats:
        held = seconds if timbre in sustained.SUSTAINED else max(seconds, _RING[timbre])
        return voice(pitch, round(held * 1000), accent)

    return play_note


def _line(
    notes: Iterable[Note],
    voice: _Instrument,
    gain: float,
    sides: tuple[float, float],
    send: float,
) -> Iterator[Placed]:
    """One part, its notes alternating between two places in the stereo picture."""
    for count, note in enumerate(notes):
        sound = voice(note.pitch, note.seconds, note.level >= _ACCENT)
        start = round(note.at * SAMPLE_RATE)
        yield Placed(start, sound, gain * note.level, sides[count % 2], send)


def _drums(spec: SceneSpec, score: Score, style: Style, brightness: float) -> Iterator[Placed]:
    @cache
    def sample(drum: Drum, take: int) -> Floats:
        seed = derive(spec.seed, "sound", "kit", drum, take)
        return kit.hit(drum, brightness, np.random.Generator(np.random.PCG64(seed)))

    for count, stroke in enumerate(sorted(score.drums, key=lambda stroke: stroke.at)):
        low = stroke.drum in {Drum.KICK, Drum.TAIKO}
        sound = sample(stroke.drum, 0 if low else count % 2)
        gain = _DRUMS[stroke.drum] * stroke.level * style.beat
        send = style.wet * (0.12 if stroke.drum is Drum.KICK else 0.5)
        start = round(stroke.at * SAMPLE_RATE)
        yield Placed(start, sound, gain, kit.PANS[stroke.drum], send)
