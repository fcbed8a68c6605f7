"""The events of a score: pure data, in seconds from the start of the clip."""

from __future__ import annotations

from dataclasses import dataclass

from kinora.sound.styles import Drum


@dataclass(frozen=True, slots=True)
class Note:
    """One pitch of one instrument. ``level`` 0..1 is how hard it is played."""

    at: float
    seconds: float
    pitch: int
    level: float


@dataclass(frozen=True, slots=True)
class Sonority:
    """A held chord: ascending ``pitches``, and the ``energy`` of its moment, 0..1."""

    at: float
    seconds: float
    pitches: tuple[int, ...]
    energy: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """One hit of a drum. ``level`` 0..1."""

    at: float
    drum: Drum
    level: float


@dataclass(frozen=True, slots=True)
class Score:
    """A whole piece, each part in order of time."""

    chords: tuple[Sonority, ...]
    bass: tuple[Note, ...] = ()
    figure: tuple[Note, ...] = ()
    melody: tuple[Note, ...] = ()
    drums: tuple[Stroke, ...] = ()
