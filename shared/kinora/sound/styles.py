"""What makes up a style: harmony, patterns, instruments and room, as data.

Patterns run over one bar of sixteen steps. In drum patterns a digit is both how hard a stroke is
and how much it matters: the calmer the moment, the higher a digit must be to be played. In bass
patterns ``r`` is the chord's lowest note, ``f`` the fifth above, ``o`` the octave, ``.`` a rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from kinora.sound.harmony import Chord, Scale

Progression: TypeAlias = tuple[Chord, Chord, Chord, Chord]
DrumPattern: TypeAlias = tuple[tuple["Drum", str], ...]


class Drum(StrEnum):
    KICK = "kick"
    SNARE = "snare"
    BRUSH = "brush"
    CLAP = "clap"
    HAT = "hat"
    SHAKER = "shaker"
    TICK = "tick"
    TAIKO = "taiko"
    TOM = "tom"
    CRASH = "crash"


class Timbre(StrEnum):
    """The instruments that play single notes."""

    HARP = "harp"
    GUITAR = "guitar"
    PIANO = "piano"
    ELECTRIC_PIANO = "electric_piano"
    BELL = "bell"
    CELESTA = "celesta"
    MARIMBA = "marimba"
    PULSE = "pulse"
    STRINGS = "strings"
    FLUTE = "flute"
    HORN = "horn"


class Texture(StrEnum):
    """The instruments that hold chords."""

    SOFT = "soft"
    WARM = "warm"
    CHOIR = "choir"
    STRINGS = "strings"
    HOLLOW = "hollow"
    GLASS = "glass"


@dataclass(frozen=True, slots=True)
class Style:
    """One mood.

    ``verses``, instruments and patterns are alternatives of which a piece takes one each; ``home``
    is the last chord and ``leading`` the one before it. ``lift`` moves the melody's register
    (semitones), ``motion`` scales how much of the accompaniment is played and ``beat`` how loud
    the drums are, ``wet`` is the reverb's share and ``room`` scales its length, ``swing`` delays
    off-beats (share of a sixteenth), ``attack`` is the pads' (seconds), ``tone`` is added to the
    brightness.
    """

    scale: Scale
    verses: tuple[Progression, ...]
    bridge: Progression
    leading: Chord
    home: Chord
    melody: tuple[Timbre, ...]
    figure: tuple[Timbre, ...]
    pad: tuple[Texture, ...]
    bass: tuple[str, ...]
    drums: tuple[DrumPattern, ...]
    lift: int = 0
    motion: float = 1.0
    beat: float = 1.0
    wet: float = 0.3
    room: float = 1.0
    swing: float = 0.0
    attack: float = 0.25
    tone: float = 0.0
