"""The nine moods as styles: their chords, patterns, instruments and rooms."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kinora.model.taxonomy import Mood
from kinora.sound.harmony import (
    AEOLIAN,
    DORIAN,
    HARMONIC_MINOR,
    LYDIAN,
    MAJOR,
    PHRYGIAN,
    Chord,
)
from kinora.sound.styles import Drum, Progression, Style, Texture, Timbre


def _chords(text: str) -> Progression:
    """Read ``0:maj9 5:maj7 9:min7 7:sus4``; ``/7`` after a chord names its bass."""
    first, second, third, fourth = (_chord(word) for word in text.split())
    return first, second, third, fourth


def _chord(word: str) -> Chord:
    named, _, bass = word.partition("/")
    root, _, quality = named.partition(":")
    return Chord(int(root), quality, int(bass) if bass else None)


STYLES: Mapping[Mood, Style] = MappingProxyType(
    {
        Mood.CALM: Style(
            scale=MAJOR,
            verses=(
                _chords("0:maj9 5:maj7 0:maj9 7:sus4"),
                _chords("0:maj9 5:maj9 9:min7 7:sus4"),
                _chords("0:add9 4:min7 5:maj9 7:sus4"),
            ),
            bridge=_chords("5:maj9 4:min7 2:min9 7:sus4"),
            leading=_chord("7:sus4"),
            home=_chord("0:maj9"),
            melody=(Timbre.ELECTRIC_PIANO, Timbre.FLUTE, Timbre.PIANO),
            figure=(Timbre.HARP, Timbre.ELECTRIC_PIANO),
            pad=(Texture.SOFT, Texture.WARM),
            bass=("r...............", "r.......f......."),
            drums=(
                (
                    (Drum.KICK, "8.........5....."),
                    (Drum.BRUSH, "........6......."),
                    (Drum.SHAKER, "5.3.4.3.5.3.4.32"),
                ),
            ),
            motion=0.85,
            beat=0.7,
            wet=0.34,
            attack=0.35,
        ),
        Mood.WARM: Style(
            scale=MAJOR,
            verses=(
                _chords("0:add9 9:min7 5:maj7 7:dominant"),
                _chords("0:maj7 9:min9 2:min7 7:sus4"),
                _chords("0:six 5:add9 9:min7 7:maj/11"),
            ),
            bridge=_chords("5:maj7 7:maj 4:min7 9:min7"),
            leading=_chord("7:dominant"),
            home=_chord("0:six"),
            melody=(Timbre.PIANO, Timbre.GUITAR, Timbre.HORN),
            figure=(Timbre.GUITAR, Timbre.ELECTRIC_PIANO),
            pad=(Texture.WARM, Texture.STRINGS),
            bass=("r.....r.f.......", "r...f...r...f..."),
            drums=(
                (
                    (Drum.KICK, "9.....4.8.3....."),
                    (Drum.BRUSH, "....8.......8..3"),
                    (Drum.HAT, "5.3.6.3.5.3.6.42"),
                ),
                (
                    (Drum.KICK, "9.......7.5....."),
                    (Drum.BRUSH, "....8..2....8..."),
                    (Drum.SHAKER, "6343634363436343"),
                ),
            ),
            lift=-2,
            beat=0.8,
            wet=0.22,
            room=0.8,
            swing=0.16,
        ),
        Mood.DREAMY: Style(
            scale=LYDIAN,
            verses=(
                _chords("0:maj7 4:min7 5:maj7 5:min6"),
                _chords("0:maj9 4:min9 9:min9 5:min6"),
                _chords("0:lydian 2:add9 5:maj7 5:min6"),
            ),
            bridge=_chords("9:min9 5:maj9 0:maj7 10:maj7"),
            leading=_chord("5:min6"),
            home=_chord("0:maj9"),
            melody=(Timbre.BELL, Timbre.CELESTA, Timbre.FLUTE),
            figure=(Timbre.CELESTA, Timbre.HARP),
            pad=(Texture.CHOIR, Texture.GLASS),
            bass=("r...............", "r...........f..."),
            drums=(
                (
                    (Drum.KICK, "7..........4...."),
                    (Drum.CLAP, "........6......."),
                    (Drum.SHAKER, "4.3.5.3.4.3.5.33"),
                ),
            ),
            lift=5,
            motion=0.9,
            beat=0.65,
            wet=0.5,
            room=1.5,
            attack=0.5,
            tone=0.05,
        ),
        Mood.MELANCHOLY: Style(
            scale=AEOLIAN,
            verses=(
                _chords("0:min9 8:maj7 3:maj7 10:add9"),
                _chords("0:minadd9 5:min7 8:maj7 10:sus2"),
                _chords("0:min7 10:maj/2 8:maj7 7:min7"),
            ),
            bridge=_chords("5:min7 0:min/3 8:maj7 7:min7"),
            leading=_chord("7:min7"),
            home=_chord("0:minadd9"),
            melody=(Timbre.PIANO, Timbre.STRINGS, Timbre.FLUTE),
            figure=(Timbre.PIANO, Timbre.GUITAR),
            pad=(Texture.STRINGS, Texture.SOFT),
            bass=("r...............", "r.........f....."),
            drums=(
                (
                    (Drum.KICK, "7..............."),
                    (Drum.BRUSH, "........5......2"),
                    (Drum.SHAKER, "4...3...4...3..."),
                ),
            ),
            motion=0.75,
            beat=0.6,
            wet=0.38,
            room=1.2,
            attack=0.4,
            tone=-0.08,
        ),
        Mood.TENSE: Style(
            scale=PHRYGIAN,
            verses=(
                _chords("0:min 1:maj/0 0:min 7:dim/0"),
                _chords("0:minadd9 1:maj7/0 0:min 10:min/0"),
                _chords("0:min 6:dim/0 1:maj/0 0:min"),
            ),
            bridge=_chords("8:maj 1:maj 5:min 1:maj"),
            leading=_chord("1:maj/0"),
            home=_chord("0:min"),
            melody=(Timbre.STRINGS, Timbre.PULSE, Timbre.CELESTA),
            figure=(Timbre.PULSE,),
            pad=(Texture.HOLLOW, Texture.STRINGS),
            bass=("r.r.r.r.r.r.r.r.", "r..r..r.r..r..r."),
            drums=(
                (
                    (Drum.KICK, "9..5....8..5...."),
                    (Drum.TICK, "8.6.7.6.8.6.7.65"),
                    (Drum.TOM, "............6.44"),
                ),
                (
                    (Drum.TAIKO, "9.....6...7....."),
                    (Drum.TICK, "7565756575657565"),
                    (Drum.SNARE, "............6..."),
                ),
            ),
            lift=-3,
            motion=1.15,
            beat=0.85,
            wet=0.2,
            room=0.8,
            attack=0.12,
            tone=0.08,
        ),
        Mood.DARK: Style(
            scale=HARMONIC_MINOR,
            verses=(
                _chords("0:min 5:min 8:maj 7:maj"),
                _chords("0:minadd9 8:maj 5:min6 7:min"),
                _chords("0:min 1:maj 8:maj7 7:maj"),
            ),
            bridge=_chords("8:maj 5:min 1:maj 7:maj"),
            leading=_chord("7:maj"),
            home=_chord("0:min"),
            melody=(Timbre.HORN, Timbre.STRINGS, Timbre.PIANO),
            figure=(Timbre.PIANO, Timbre.PULSE),
            pad=(Texture.HOLLOW, Texture.CHOIR),
            bass=("r...............", "r......r........"),
            drums=(
                (
                    (Drum.TAIKO, "9.......5..6...."),
                    (Drum.TOM, "..........4...5."),
                    (Drum.TICK, "5...4...5...4.3."),
                ),
            ),
            lift=-9,
            motion=0.7,
            beat=0.85,
            wet=0.42,
            room=1.4,
            attack=0.5,
            tone=-0.18,
        ),
        Mood.UPLIFTING: Style(
            scale=MAJOR,
            verses=(
                _chords("0:add9 7:maj 9:min7 5:add9"),
                _chords("9:min7 5:maj7 0:add9 7:sus4"),
                _chords("0:maj 7:maj/11 9:min7 5:maj9"),
            ),
            bridge=_chords("5:maj9 7:maj 9:min7 7:maj/11"),
            leading=_chord("7:sus4"),
            home=_chord("0:add9"),
            melody=(Timbre.GUITAR, Timbre.BELL, Timbre.PIANO),
            figure=(Timbre.MARIMBA, Timbre.GUITAR, Timbre.PIANO),
            pad=(Texture.WARM, Texture.STRINGS),
            bass=("r.r.r.r.r.r.r.r.", "r..r..r.r..r..o."),
            drums=(
                (
                    (Drum.KICK, "9...8...9...8..."),
                    (Drum.CLAP, "....8.......8..."),
                    (Drum.HAT, "4.7.4.7.4.7.4.73"),
                ),
                (
                    (Drum.KICK, "9.....6.9.4....."),
                    (Drum.SNARE, "....8.......8..4"),
                    (Drum.HAT, "6353635363536354"),
                ),
            ),
            lift=2,
            motion=1.1,
            wet=0.22,
            attack=0.15,
            tone=0.12,
        ),
        Mood.EPIC: Style(
            scale=AEOLIAN,
            verses=(
                _chords("0:min 8:maj 3:maj 10:maj"),
                _chords("0:minadd9 10:maj 8:maj7 10:sus2"),
                _chords("0:min 3:maj 10:maj 5:min"),
            ),
            bridge=_chords("5:min 8:maj 3:maj/7 7:sus4"),
            leading=_chord("10:maj"),
            home=_chord("0:power"),
            melody=(Timbre.HORN, Timbre.STRINGS),
            figure=(Timbre.STRINGS, Timbre.MARIMBA),
            pad=(Texture.STRINGS, Texture.CHOIR),
            bass=("r...o...r...o...", "r.....r.r...o..."),
            drums=(
                (
                    (Drum.TAIKO, "9..6..8.9..6..74"),
                    (Drum.SNARE, "....6..45...6.54"),
                    (Drum.TOM, "......5.......65"),
                ),
                (
                    (Drum.TAIKO, "9...7.6.9...7.66"),
                    (Drum.SNARE, "..4...4...4...45"),
                    (Drum.KICK, "8.......8......."),
                ),
            ),
            lift=-4,
            motion=1.1,
            beat=0.9,
            wet=0.36,
            room=1.3,
            attack=0.18,
            tone=0.05,
        ),
        Mood.MYSTERIOUS: Style(
            scale=DORIAN,
            verses=(
                _chords("0:minadd9 8:min 0:min9 4:min"),
                _chords("0:lydian 8:lydian 4:lydian 2:maj"),
                _chords("0:min6 2:aug 10:aug 8:maj7"),
            ),
            bridge=_chords("0:aug 10:aug 8:lydian 6:lydian"),
            leading=_chord("8:min"),
            home=_chord("0:minadd9"),
            melody=(Timbre.CELESTA, Timbre.FLUTE, Timbre.BELL),
            figure=(Timbre.CELESTA, Timbre.HARP, Timbre.MARIMBA),
            pad=(Texture.GLASS, Texture.HOLLOW),
            bass=("r...............", "r.....f........."),
            drums=(
                (
                    (Drum.KICK, "7.....4........."),
                    (Drum.TICK, "6...5..35...6.4."),
                    (Drum.SHAKER, "..3...4...3...43"),
                ),
            ),
            lift=4,
            motion=0.8,
            beat=0.8,
            wet=0.46,
            room=1.35,
            attack=0.45,
            tone=-0.02,
        ),
    }
)
