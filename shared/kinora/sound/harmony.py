"""Chords, scales and voice leading: pitch as whole semitones (MIDI numbers, 69 is A at 440 Hz)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from types import MappingProxyType
from typing import TypeAlias

Scale: TypeAlias = tuple[int, ...]
"""Semitones above the tonic, ascending, starting at 0."""

MAJOR: Scale = (0, 2, 4, 5, 7, 9, 11)
LYDIAN: Scale = (0, 2, 4, 6, 7, 9, 11)
DORIAN: Scale = (0, 2, 3, 5, 7, 9, 10)
AEOLIAN: Scale = (0, 2, 3, 5, 7, 8, 10)
PHRYGIAN: Scale = (0, 1, 3, 5, 7, 8, 10)
HARMONIC_MINOR: Scale = (0, 2, 3, 5, 7, 8, 11)

QUALITIES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "maj": (0, 4, 7),
        "maj7": (0, 4, 7, 11),
        "maj9": (0, 4, 11, 14),
        "add9": (0, 4, 7, 14),
        "six": (0, 4, 7, 9),
        "lydian": (0, 4, 11, 18),
        "dominant": (0, 4, 7, 10),
        "sus2": (0, 2, 7),
        "sus4": (0, 5, 7, 10),
        "min": (0, 3, 7),
        "min6": (0, 3, 7, 9),
        "min7": (0, 3, 7, 10),
        "min9": (0, 3, 10, 14),
        "minadd9": (0, 3, 7, 14),
        "minmaj7": (0, 3, 7, 11),
        "dim": (0, 3, 6),
        "aug": (0, 4, 8),
        "power": (0, 7),
    }
)
"""Intervals above the chord's root."""

LOWEST, HIGHEST = 51, 77
"""The register of the inner voices: E flat below middle C to the F at the top of the stave."""
VOICES = 4
_CENTRE = 62
_CROWDED = 3
_CROWDED_COST = 4
_OUTSIDE_COST = 6


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord relative to the tonic.

    ``root`` in semitones above it, ``quality`` one of ``QUALITIES``, ``bass`` the lowest note in
    semitones above the tonic where it is not the root (a pedal or an inversion).
    """

    root: int
    quality: str
    bass: int | None = None

    @property
    def tones(self) -> tuple[int, ...]:
        """Pitch classes above the tonic, the root first."""
        return tuple((self.root + interval) % 12 for interval in QUALITIES[self.quality])

    @property
    def lowest(self) -> int:
        """Pitch class above the tonic that the bass plays."""
        return (self.root if self.bass is None else self.bass) % 12


def voice_lead(
    chord: Chord, tonic: int, before: Sequence[int] | None, spread: int = 0
) -> tuple[int, ...]:
    """The chord in four voices, as near as possible to the voices before.

    Args:
        chord: what to voice; chords of fewer tones double their first ones.
        tonic: pitch class of the tonic, 0 for C.
        before: the voices of the last chord, or None at the start.
        spread: moves the first voicing up (semitones).

    Returns:
        Four ascending pitches.
    """
    wanted = [(tonic + tone) % 12 for tone in chord.tones]
    wanted += wanted[: VOICES - len(wanted)]
    wanted += wanted[: VOICES - len(wanted)]
    if before is None:
        before = [_CENTRE + spread + step for step in (-7, -2, 3, 8)]
    candidates = (
        tuple(sorted(_nearest(pitch, old) for pitch, old in zip(order, before, strict=True)))
        for order in set(permutations(wanted[:VOICES]))
    )
    return min(candidates, key=lambda voices: (_cost(voices, before), voices))


def scale_over(chord: Chord, scale: Scale) -> Scale:
    """The scale with the chord's own tones in place of the neighbours they clash with."""
    tones = set(chord.tones)
    kept = {
        step
        for step in scale
        if step in tones or not {(step - 1) % 12, (step + 1) % 12} & (tones - set(scale))
    }
    return tuple(sorted(kept | tones))


def nearest_of(pitch_classes: Sequence[int], pitch: float) -> int:
    """The pitch nearest to ``pitch`` whose class is one of those given; the lower one of two."""
    return min(
        (_nearest(wanted % 12, pitch) for wanted in pitch_classes),
        key=lambda found: (abs(found - pitch), found),
    )


def frequency(pitch: float) -> float:
    """Hertz, in equal temperament."""
    return float(440.0 * 2 ** ((pitch - 69) / 12))


def _nearest(pitch_class: int, pitch: float) -> int:
    below = round(pitch) - (round(pitch) - pitch_class) % 12
    return below if pitch - below <= below + 12 - pitch else below + 12


def _cost(voices: Sequence[int], before: Sequence[int]) -> float:
    """Semitones moved, plus penalties for crowding, unisons and leaving the register."""
    moved = sum(abs(new - old) for new, old in zip(voices, sorted(before), strict=True))
    gaps = [high - low for low, high in pairwise(voices)]
    crowded = sum(gap < _CROWDED for gap in gaps) + 3 * sum(gap == 0 for gap in gaps)
    outside = max(0, LOWEST - voices[0]) + max(0, voices[-1] - HIGHEST)
    drift = abs(sum(voices) / VOICES - _CENTRE) / 4
    return moved + _CROWDED_COST * crowded + _OUTSIDE_COST * outside + drift
