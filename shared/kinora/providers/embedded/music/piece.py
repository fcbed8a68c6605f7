"""From a direction to samples: a scene that is only heard, its cast chosen, its end faded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE, integrated, true_peak
from kinora.model.format import VideoFormat
from kinora.model.spec import SceneSpec, Shot, SoundSpec
from kinora.model.taxonomy import Place, Presence, Tension, TimeOfDay, Weather
from kinora.providers.embedded.music.direction import Direction
from kinora.seeding import derive
from kinora.sound.engine import Track
from kinora.sound.harmony import AEOLIAN, DORIAN, HARMONIC_MINOR, LYDIAN, MAJOR, PHRYGIAN
from kinora.sound.moods import STYLES
from kinora.sound.score import cast, compose

Floats: TypeAlias = NDArray[np.float32]

_FPS = 25
_SIDE = 64
_CASTINGS = 64
"""Seeds that are tried for the instruments that were asked for."""
_PALETTE = ("#202028", "#50505c", "#9090a0", "#e0e0e8")
"""A spec has colours; nobody sees these."""
_FADE_SHARE, _LONGEST_FADE = 0.2, 3.0
_HIGHEST_PEAK = -2.0
"""In dBTP: AAC may put more than a decibel on top."""
_MIXED, _MASTERED = 0.75, 0.95
"""Shares of the work that are done when the mix and the master are."""
_NOTES = ("C", "D flat", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
_SCALES = {
    MAJOR: "major",
    LYDIAN: "lydian",
    DORIAN: "dorian",
    AEOLIAN: "minor",
    PHRYGIAN: "phrygian",
    HARMONIC_MINOR: "minor",
}


def spec_of(wanted: Direction, seed: int) -> SceneSpec:
    """A scene that sounds as directed, by the seed whose cast has most of the wanted players."""
    form = VideoFormat(width=_SIDE, height=_SIDE, fps=_FPS, duration_seconds=wanted.seconds)
    spec = SceneSpec(
        prompt="music for a quiet film",
        seed=_seed(seed, 0),
        format=form,
        place=Place.ROOM,
        time_of_day=TimeOfDay.DAY,
        weather=Weather.CLEAR,
        palette=_PALETTE,
        accent=_PALETTE[-1],
        pacing=wanted.pacing,
        tension=Tension.ARC,
        shots=(Shot(first_frame=0, frames=form.frames),),
        sound=SoundSpec(
            mood=wanted.mood,
            tempo_bpm=wanted.tempo_bpm,
            presence=wanted.presence,
            root=wanted.root,
            brightness=wanted.brightness,
            density=wanted.density,
            effects=wanted.effects,
        ),
    )
    tried = (spec.model_copy(update={"seed": _seed(seed, number)}) for number in range(_CASTINGS))
    return max(tried, key=lambda each: _matches(each, wanted))


def samples_of(spec: SceneSpec, progress: Callable[[float], None]) -> Floats:
    """(n, 2) float32 at 48 kHz, about -16 LUFS, the last seconds faded to nothing."""
    track = Track(spec)
    mix = list(_counted(track.mix(), track.length, progress, (0.0, _MIXED)))
    made = np.concatenate(
        list(_counted(track.master(mix), track.length, progress, (_MIXED, _MASTERED)))
    )
    seconds = min(_LONGEST_FADE, len(made) / SAMPLE_RATE * _FADE_SHARE)
    count = round(seconds * SAMPLE_RATE)
    fade = np.cos(np.linspace(0.0, np.pi / 2, count, dtype=np.float32)) ** 2
    made[len(made) - count :] *= fade[:, None]
    over = max(0.0, true_peak(made) - _HIGHEST_PEAK)
    made *= np.float32(10 ** (-over / 20))
    return made


def note_of(spec: SceneSpec, samples: Floats) -> Mapping[str, Any]:
    """What was played, for people and for a piece that is to be like it."""
    sound, casting = spec.sound, cast(spec)
    players = [f"{casting.pad.value} pad"]
    if sound.presence is not Presence.AMBIENT:
        score = compose(spec)
        players = [casting.melody.value, casting.figure.value, *players]
        players += ["bass"] * bool(score.bass) + ["drums"] * bool(score.drums)
    level = integrated(samples)
    return {
        "mood": sound.mood.value,
        "tempo_bpm": sound.tempo_bpm,
        "key": f"{_NOTES[sound.root]} {_SCALES[STYLES[sound.mood].scale]}",
        "root": sound.root,
        "instruments": list(dict.fromkeys(players)),
        "sounds": [effect.value for effect in sound.effects],
        "brightness": sound.brightness,
        "density": sound.density,
        "seconds": round(len(samples) / SAMPLE_RATE, 3),
        "loudness_lufs": None if level is None else round(level, 1),
    }


def _matches(spec: SceneSpec, wanted: Direction) -> int:
    casting = cast(spec)
    covered = {casting.melody, casting.figure} & wanted.players
    return 4 * len(covered) + 2 * (casting.melody in covered) + (casting.pad in wanted.textures)


def _seed(seed: int, number: int) -> int:
    return derive(seed, "music", "casting", number) % 2**53


def _counted(
    pieces: Iterable[Floats],
    length: int,
    progress: Callable[[float], None],
    share: tuple[float, float],
) -> Iterator[Floats]:
    """The pieces, telling after each how far it is."""
    done, (first, last) = 0, share
    for piece in pieces:
        done += len(piece)
        progress(first + (last - first) * min(1.0, done / max(1, length)))
        yield piece
