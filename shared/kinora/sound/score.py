"""From a scene to a score: every note and stroke, before any sound is made."""

from __future__ import annotations

from dataclasses import dataclass

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Presence
from kinora.seeding import stream
from kinora.sound import melody, rhythm
from kinora.sound.events import Score, Sonority
from kinora.sound.form import Section, Span, spans
from kinora.sound.harmony import Chord, voice_lead
from kinora.sound.moods import STYLES
from kinora.sound.styles import Progression, Style, Texture, Timbre

_SPREAD = (-2, 0, 2, 4)


@dataclass(frozen=True, slots=True)
class Casting:
    """The instruments chosen for a piece."""

    melody: Timbre
    figure: Timbre
    pad: Texture


def cast(spec: SceneSpec) -> Casting:
    """The instruments of the mood that this seed takes."""
    style, chance = STYLES[spec.sound.mood], stream(spec.seed, "sound", "casting")
    return Casting(
        chance.choice(style.melody), chance.choice(style.figure), chance.choice(style.pad)
    )


def compose(spec: SceneSpec) -> Score:
    """The piece for a scene.

    An ambient presence is the held chords alone; the other musical presences are the whole piece.
    """
    style, sound = STYLES[spec.sound.mood], spec.sound
    pulse = rhythm.Pulse(sound.tempo_bpm, style.swing)
    times = spans(spec)
    chance = stream(spec.seed, "sound", "harmony")
    harmony = _harmony(times, style, chance.choice(style.verses))
    voicings = _voicings(harmony, sound.root, chance.choice(_SPREAD))
    chords = tuple(
        Sonority(pulse.seconds(span.beat), pulse.seconds(span.beats), voicing, span.energy)
        for span, voicing in zip(times, voicings, strict=True)
    )
    if sound.presence is Presence.AMBIENT:
        return Score(chords)
    bass = chance.choice(style.bass)
    drums = chance.choice(style.drums)
    return Score(
        chords,
        tuple(rhythm.bass(times, harmony, sound.root, bass, pulse)),
        tuple(
            rhythm.figure(
                times, voicings, pulse, style.motion, stream(spec.seed, "sound", "figure")
            )
        ),
        tuple(
            melody.melody(
                times,
                harmony,
                sound.root,
                scale=style.scale,
                lift=style.lift,
                pulse=pulse,
                chance=stream(spec.seed, "sound", "melody"),
            )
        ),
        rhythm.accented(
            tuple(rhythm.drums(times, drums, pulse, stream(spec.seed, "sound", "drums"))),
            sound.tempo_bpm,
            spec.pacing,
            spec.format.frames / spec.format.fps,
        ),
    )


def _harmony(times: tuple[Span, ...], style: Style, verse: Progression) -> list[Chord]:
    """The chord of every span: the verse or the bridge in turn, a cadence, home."""
    chords = [
        (style.bridge if span.section is Section.BRIDGE else verse)[span.place] for span in times
    ]
    chords[-1] = style.home
    if len(chords) > 2:
        chords[-2] = style.leading
    return chords


def _voicings(harmony: list[Chord], tonic: int, spread: int) -> list[tuple[int, ...]]:
    voicings: list[tuple[int, ...]] = []
    before: tuple[int, ...] | None = None
    for chord in harmony:
        before = voice_lead(chord, tonic, before, spread)
        voicings.append(before)
    return voicings
