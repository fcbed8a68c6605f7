"""The melody: a motif that is stated, moved, turned and brought home, phrase by phrase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from kinora.beats import BEATS_PER_BAR
from kinora.sound.events import Note
from kinora.sound.form import Section, Span
from kinora.sound.harmony import Chord, Scale, nearest_of, scale_over
from kinora.sound.rhythm import Pulse

_CENTRE = 74
"""D above the treble clef's middle: where melodies lie before a mood's lift."""
_COMPASS = 10
_LEAP = 5
_RHYTHMS = (
    ((2, 2), (3, 1), (2, 1, 1), (1, 3)),
    ((1, 1, 2), (1.5, 0.5, 2), (1, 0.5, 0.5, 2), (1, 2, 1)),
    ((0.5, 0.5, 1, 2), (1.5, 0.5, 1, 1), (1, 0.5, 0.5, 1, 1), (0.75, 0.75, 0.5, 2)),
    ((0.5, 0.5, 0.5, 0.5, 2), (0.75, 0.75, 0.5, 1, 1), (0.5, 1, 0.5, 1, 1)),
)
"""Note lengths of a motif over four beats, from calm to busy."""
_CONTOURS = (
    (0, 1, 2, 1, 0),
    (0, 2, 1, -1, 0),
    (0, -1, -2, 1, 0),
    (0, 1, -1, 2, 1),
    (0, 3, 2, 1, 2),
    (0, -2, 1, 2, 1),
    (0, 4, 3, 1, 2),
    (0, 1, 3, 2, 4),
)
"""Scale steps from a motif's first note."""


@dataclass(frozen=True, slots=True)
class Motif:
    """A rhythm over four beats and the scale steps that go with it."""

    lengths: tuple[float, ...]
    contour: tuple[int, ...]

    def inverted(self) -> Motif:
        return Motif(self.lengths, tuple(-step for step in self.contour))

    def ornamented(self) -> Motif:
        """The longest note gives half its length to its upper neighbour."""
        longest = max(range(len(self.lengths)), key=lambda at: self.lengths[at])
        half = self.lengths[longest] / 2
        lengths = (*self.lengths[:longest], half, half, *self.lengths[longest + 1 :])
        step = self.contour[longest]
        contour = (*self.contour[: longest + 1], step + 1, *self.contour[longest + 1 :])
        return Motif(lengths, contour)

    def closing(self) -> Motif:
        """The first half of the motif, then one long note."""
        return Motif((self.lengths[0], BEATS_PER_BAR - self.lengths[0]), (self.contour[1], 0))


def melody(
    spans: Sequence[Span],
    chords: Sequence[Chord],
    tonic: int,
    *,
    scale: Scale,
    lift: int,
    pulse: Pulse,
    chance: Random,
) -> Iterator[Note]:
    """The tune over the chords; the last chord holds the tonic.

    Strong beats take chord tones, the notes between take the scale, and a leap is answered by a
    step the other way.
    """
    energy = sum(span.energy for span in spans) / len(spans)
    motif = _motif(energy, chance)
    answer = _motif(energy, chance)
    centre = _CENTRE + lift
    singer = _Singer(tonic, centre, float(centre + chance.choice((-3, 0, 2))))
    for span, chord in zip(spans, chords, strict=True):
        if span.last:
            pitch = nearest_of((tonic + chord.root,), singer.pitch)
            yield Note(pulse.seconds(span.beat), pulse.seconds(span.beats), pitch, 0.7)
            return
        rests = span.section is Section.INTRO and (span.place == 0 or len(spans) > 8)
        if rests or chance.random() < 0.22 * (1 - span.energy) * (span.place % 2):
            continue
        shape = _shape(span, motif, answer)
        yield from singer.sing(span, shape, chord, scale_over(chord, scale), pulse)


def _motif(energy: float, chance: Random) -> Motif:
    drawer = min(len(_RHYTHMS) - 1, max(0, round(energy * 3.2 - 0.2 + chance.uniform(-0.4, 0.4))))
    lengths = chance.choice(_RHYTHMS[drawer])
    return Motif(tuple(float(part) for part in lengths), chance.choice(_CONTOURS))


def _shape(span: Span, motif: Motif, answer: Motif) -> Motif:
    """Which form of which motif a span sings: statement, sequence, turn, close."""
    theme = answer.inverted() if span.section is Section.BRIDGE else motif
    if span.section is Section.VARIATION and span.place in {0, 1}:
        theme = theme.ornamented()
    return (theme, theme, theme.inverted(), theme.closing())[span.place]


@dataclass(slots=True)
class _Singer:
    """Where the voice is, and how it gets to the next note."""

    tonic: int
    centre: int
    pitch: float
    moved: int = 0

    def sing(
        self, span: Span, motif: Motif, chord: Chord, scale: Scale, pulse: Pulse
    ) -> Iterator[Note]:
        """One motif, squeezed or repeated to fill the span."""
        tones = [self.tonic + tone for tone in chord.tones]
        steps = [self.tonic + step for step in scale]
        squeeze = min(1.0, span.beats / BEATS_PER_BAR)
        lift = {Section.BRIDGE: 4, Section.VARIATION: 1}.get(span.section, 0)
        anchor = nearest_of(tones, (self.pitch + self.centre + lift) / 2)
        beat = 0.0
        for step, length in zip(motif.contour, motif.lengths, strict=False):
            strong = beat == int(beat) and int(beat) % 2 == 0
            aim = _along(anchor, step, steps)
            pitch = self._next(nearest_of(tones, aim) if strong else aim, steps)
            loud = 0.62 + 0.2 * span.energy + (0.12 if strong else 0.0)
            at = pulse.seconds(span.beat + beat * squeeze)
            yield Note(at, pulse.seconds(length * squeeze) * 0.97, pitch, min(1.0, loud))
            beat += length

    def _next(self, aim: int, steps: Sequence[int]) -> int:
        """The aim, unless it lies outside the compass or a leap still waits for its answer."""
        if abs(self.moved) > _LEAP and (aim - self.pitch) * self.moved > 0:
            aim = _along(round(self.pitch), -1 if self.moved > 0 else 1, steps)
        while aim > self.centre + _COMPASS:
            aim -= 12
        while aim < self.centre - _COMPASS:
            aim += 12
        self.moved = aim - round(self.pitch)
        self.pitch = aim
        return aim


def _along(pitch: int, count: int, steps: Sequence[int]) -> int:
    """The pitch ``count`` scale steps above (below, when negative)."""
    ladder = sorted({(step - pitch) % 12 for step in steps} | {0})
    octaves, rung = divmod(count, len(ladder))
    return pitch + 12 * octaves + ladder[rung]
