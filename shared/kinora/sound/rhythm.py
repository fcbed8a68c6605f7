"""The parts that keep time: drums, bass and the broken chords of the accompaniment."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from kinora.beats import BEATS_PER_BAR, accent
from kinora.sound.events import Note, Stroke
from kinora.sound.form import Section, Span
from kinora.sound.harmony import Chord
from kinora.sound.styles import Drum, DrumPattern

STEPS_PER_BEAT = 4
_STEPS_PER_BAR = STEPS_PER_BEAT * BEATS_PER_BAR
_LOOSENESS = 0.003
"""Standard deviation of the hand, seconds; strokes on a beat are exact."""
_BASS_FLOOR = 31
"""G below the lowest E of a bass guitar's second octave: 49 Hz."""
_FIGURES = (
    (0, 1, 2, 3),
    (0, 1, 2, 3, 2, 1),
    (0, 2, 1, 2),
    (0, 2, 1, 3),
    (0, 3, 2, 1),
    (0, 2, 3, 2, 1, 2),
)
_ACCENTS = (Drum.CRASH, Drum.HAT, Drum.CLAP, Drum.HAT)
"""What joins the low drum on each beat of a bar, when beats are accented."""
_ON_THE_BEAT = 0.01
"""Beats that a stroke may be off and still be the one that an accent replaces."""
_WEIGHT = {1: "9", 2: "96", 4: "9475"}
"""How much each division of a beat matters, for one, two and four notes a beat."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The grid of time: exact tempo, and how late the off-beat sixteenths come."""

    tempo_bpm: float
    swing: float = 0.0

    def seconds(self, beats: float) -> float:
        return beats * 60.0 / self.tempo_bpm

    def step(self, step: int) -> float:
        """The time of a sixteenth, swung."""
        late = self.swing if step % 2 else 0.0
        return self.seconds((step + late) / STEPS_PER_BEAT)


def drums(
    spans: Sequence[Span], pattern: DrumPattern, pulse: Pulse, chance: Random
) -> Iterator[Stroke]:
    """Strokes of the pattern as far as each moment's energy lets them through.

    The kit changes a little every two bars, fills before a new section, and falls silent after
    the first stroke of the last chord.
    """
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        fill = following is not None and following.section is not span.section
        steps = range(_step(span.beat), _step(span.beat + span.beats))
        shift = chance.uniform(-0.7, 0.7)
        for step in steps[:1] if span.last else steps:
            if step % (2 * _STEPS_PER_BAR) == 0:
                shift = chance.uniform(-0.7, 0.7)
            filling = fill and step >= steps.stop - STEPS_PER_BEAT
            needed = 9.0 - 7.5 * span.energy + shift - (2.5 if filling else 0.0)
            if span.section is Section.INTRO:
                needed += 1.0
            for drum, strokes in pattern:
                weight = int(strokes[step % _STEPS_PER_BAR].replace(".", "0"))
                if weight and weight >= min(needed, 9.0):
                    late = 0.0 if step % STEPS_PER_BEAT == 0 else abs(chance.gauss(0, _LOOSENESS))
                    level = (0.25 + 0.75 * weight / 9) * chance.uniform(0.9, 1.0)
                    yield Stroke(pulse.step(step) + late, drum, level)


def accented(
    strokes: Sequence[Stroke], tempo_bpm: float, pacing: float, seconds: float
) -> tuple[Stroke, ...]:
    """The strokes, and over them every beat as hard as the picture moves to it.

    Below the pacing at which beats are accented nothing changes. Above it the first beat of each
    bar has the low drum and a crash, whatever the pattern leaves out; the third has the low drum
    and a clap.
    """
    low = Drum.TAIKO if any(stroke.drum is Drum.TAIKO for stroke in strokes) else Drum.KICK
    added: dict[tuple[Drum, int], Stroke] = {}
    for beat in range(math.ceil(seconds * tempo_bpm / 60)):
        at = beat * 60.0 / tempo_bpm
        level = accent(at, tempo_bpm, pacing)
        if level > 0:
            place = beat % BEATS_PER_BAR
            drums = (low, _ACCENTS[place]) if place % 2 == 0 else (_ACCENTS[place],)
            added |= {(drum, beat): Stroke(at, drum, 0.4 + 0.6 * level) for drum in drums}

    def replaced(stroke: Stroke) -> bool:
        beats = stroke.at * tempo_bpm / 60
        return abs(beats - round(beats)) < _ON_THE_BEAT and (stroke.drum, round(beats)) in added

    kept = [stroke for stroke in strokes if not replaced(stroke)]
    return tuple(sorted([*kept, *added.values()], key=lambda stroke: stroke.at))


def kicks(strokes: Sequence[Stroke]) -> tuple[float, ...]:
    """When the low drums sound: the moments at which the others make room."""
    return tuple(stroke.at for stroke in strokes if stroke.drum in {Drum.KICK, Drum.TAIKO})


def bass(
    spans: Sequence[Span], chords: Sequence[Chord], tonic: int, pattern: str, pulse: Pulse
) -> Iterator[Note]:
    """The bass line: the chord's lowest note where it changes, the pattern in between."""
    for span, chord in zip(spans, chords, strict=True):
        first, stop = _step(span.beat), _step(span.beat + span.beats)
        root = _BASS_FLOOR + (tonic + chord.lowest - _BASS_FLOOR) % 12
        busy = span.energy >= 0.3 and not span.last
        wanted = {
            step: pattern[step % _STEPS_PER_BAR]
            for step in range(first, stop)
            if busy and pattern[step % _STEPS_PER_BAR] != "."
        }
        wanted[first] = "r"
        starts = sorted(wanted)
        ends = [*starts[1:], stop]
        for step, end in zip(starts, ends, strict=True):
            length = pulse.seconds((end - step) / STEPS_PER_BEAT)
            if span.last:
                length = pulse.seconds(span.beats)
            rise = {"r": 0, "f": 7, "o": 12}[wanted[step]]
            level = 0.9 if step == first else 0.75
            yield Note(pulse.step(step), length, root + rise, level)


def figure(
    spans: Sequence[Span],
    voicings: Sequence[Sequence[int]],
    pulse: Pulse,
    motion: float,
    chance: Random,
) -> Iterator[Note]:
    """Broken chords on the grid; ``motion`` scales how many of the notes are played."""
    shapes = chance.sample(_FIGURES, 3)
    for span, voicing in zip(spans, voicings, strict=True):
        divisions = _divisions(pulse.tempo_bpm, span.energy * motion)
        shape = shapes[{Section.BRIDGE: 1, Section.VARIATION: 2}.get(span.section, 0)]
        width = STEPS_PER_BEAT // divisions
        steps = range(_step(span.beat), _step(span.beat + span.beats), width)
        needed = 9.0 - 8.0 * min(1.0, span.energy * motion + 0.15)
        ladder = [*voicing, voicing[0] + 12]
        for count, step in enumerate(steps[: len(shape)] if span.last else steps):
            weight = int(_WEIGHT[divisions][step % STEPS_PER_BEAT // width])
            if weight < needed and count:
                continue
            pitch = ladder[shape[count % len(shape)] % len(ladder)]
            level = 0.45 + 0.4 * weight / 9 + (0.15 if step % _STEPS_PER_BAR == 0 else 0.0)
            ring = pulse.seconds(max(1.0, width / STEPS_PER_BEAT) * 1.5)
            yield Note(pulse.step(step), ring, pitch, level * chance.uniform(0.9, 1.0))


def _divisions(tempo_bpm: float, energy: float) -> int:
    """Notes a beat, so that about one to seven notes a second are played."""
    wanted = 1.0 + 6.5 * min(1.0, energy)
    return min((1, 2, 4), key=lambda parts: abs(parts * tempo_bpm / 60 - wanted))


def _step(beat: float) -> int:
    return round(beat * STEPS_PER_BEAT)
