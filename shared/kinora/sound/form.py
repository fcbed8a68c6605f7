"""The form of a piece: how a clip's length divides into chords, sections and energy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Tension

_CHORDS_PER_SECTION = 4
_LONGEST_CHORD_SECONDS = 3.2
_SHORTEST_LAST_SECONDS = 1.5


class Section(StrEnum):
    INTRO = "intro"
    VERSE = "verse"
    VARIATION = "variation"
    BRIDGE = "bridge"
    OUTRO = "outro"


_LIVELINESS = {
    Section.INTRO: 0.7,
    Section.VERSE: 0.9,
    Section.VARIATION: 1.0,
    Section.BRIDGE: 1.05,
    Section.OUTRO: 0.6,
}


@dataclass(frozen=True, slots=True)
class Span:
    """The time of one chord.

    ``beat`` and ``beats`` in beats from the start; ``index`` counts all spans, ``place`` counts
    within the section's progression; ``energy`` 0..1 says how much is going on.
    """

    index: int
    beat: float
    beats: float
    section: Section
    place: int
    energy: float
    last: bool


def spans(spec: SceneSpec) -> tuple[Span, ...]:
    """The clip's chords in order, without gaps, to the clip's very end.

    Chords last two bars at most and half a beat at least: the piece is compressed until four
    chords fit, so that even a clip of a few seconds leaves home and comes back.
    """
    tempo = spec.sound.tempo_bpm
    seconds = spec.format.frames / spec.format.fps
    total = seconds * tempo / 60
    length = _chord_beats(total, tempo)
    count = max(1, math.floor(total / length))
    left = total - count * length
    if count > 1 and left * 60 / tempo >= _SHORTEST_LAST_SECONDS:
        count += 1
    sections = _sections(count)
    return tuple(
        Span(
            index=index,
            beat=index * length,
            beats=length if index < count - 1 else total - index * length,
            section=section,
            place=index % _CHORDS_PER_SECTION,
            energy=_energy(spec, section, index / max(1, count - 1)),
            last=index == count - 1,
        )
        for index, section in enumerate(sections)
    )


def _chord_beats(total: float, tempo: float) -> float:
    whole_bars = 8.0 if 8 * 60 / tempo <= _LONGEST_CHORD_SECONDS else 4.0
    return next((beats for beats in (whole_bars, 4.0, 2.0, 1.0) if total / beats >= 4), 1.0)


def _sections(count: int) -> list[Section]:
    """A section for each chord: intro, A, A', B, A' and so on, outro; a short clip is one A."""
    groups = math.ceil(count / _CHORDS_PER_SECTION)
    middle = (Section.VERSE, Section.VARIATION, Section.BRIDGE, Section.VARIATION)
    named = [middle[group % len(middle)] for group in range(groups)]
    if groups > len(middle):
        named = [Section.INTRO, *named[:-1]]
        named[-1] = Section.VARIATION
    sections = [named[index // _CHORDS_PER_SECTION] for index in range(count)]
    if groups <= len(middle) and count >= _CHORDS_PER_SECTION:
        sections[0] = Section.INTRO
    sections[-1] = Section.OUTRO
    return sections


def _energy(spec: SceneSpec, section: Section, position: float) -> float:
    shape = {
        Tension.FLAT: 0.75,
        Tension.RISING: 0.4 + 0.6 * position,
        Tension.ARC: 0.45 + 0.55 * math.sin(math.pi * position),
        Tension.FALLING: 1.0 - 0.6 * position,
    }[spec.tension]
    busy = (0.3 + 0.7 * spec.sound.density) * (0.7 + 0.3 * spec.pacing)
    return min(1.0, max(0.05, shape * busy * _LIVELINESS[section] * 1.25))
