from __future__ import annotations

from itertools import pairwise

import pytest

from kinora.model.taxonomy import Mood
from kinora.sound.harmony import (
    MAJOR,
    QUALITIES,
    Chord,
    frequency,
    nearest_of,
    scale_over,
    voice_lead,
)
from kinora.sound.moods import STYLES


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize("tonic", range(12))
def test_voicings_hold_exactly_the_chord_in_register(quality, tonic):
    chord = Chord(5, quality)
    voices = voice_lead(chord, tonic, None)
    assert len(voices) == 4
    assert list(voices) == sorted(voices)
    assert {pitch % 12 for pitch in voices} == {(tonic + tone) % 12 for tone in chord.tones}
    assert voices[0] >= 45
    assert voices[-1] <= 84


def test_common_tones_stay():
    first = voice_lead(Chord(0, "maj7"), 0, None)
    second = voice_lead(Chord(9, "min7"), 0, first)
    shared = {0, 4, 7}
    assert {p for p in first if p % 12 in shared} == {p for p in second if p % 12 in shared}


@pytest.mark.parametrize("mood", Mood)
def test_voices_move_little_through_a_mood_and_back_again(mood):
    style = STYLES[mood]
    for verse in style.verses:
        voices = voice_lead(verse[0], 0, None)
        for chord in [*verse[1:], *style.bridge, *verse, style.leading, style.home] * 3:
            following = voice_lead(chord, 0, voices)
            assert sum(abs(a - b) for a, b in zip(voices, following, strict=True)) <= 20
            assert 45 <= following[0] <= following[-1] <= 84
            voices = following


@pytest.mark.parametrize("mood", Mood)
def test_every_mood_knows_its_chords_and_patterns(mood):
    style = STYLES[mood]
    chords = [*(chord for verse in style.verses for chord in verse), *style.bridge]
    assert all(chord.quality in QUALITIES for chord in [*chords, style.leading, style.home])
    assert style.home.root == 0
    assert all(len(pattern) == 16 for pattern in style.bass)
    for pattern in style.drums:
        assert all(len(strokes) == 16 for _, strokes in pattern)


def test_a_borrowed_chord_bends_the_scale():
    assert scale_over(Chord(5, "min6"), MAJOR) == (0, 2, 4, 5, 8, 11)
    assert scale_over(Chord(0, "maj7"), MAJOR) == MAJOR


def test_nearest_pitch_of_a_class():
    assert nearest_of((0,), 65) == 60
    assert nearest_of((0,), 67) == 72
    assert nearest_of((0, 7), 66) == 67


def test_concert_pitch():
    assert frequency(69) == 440.0
    assert frequency(57) == 220.0
    assert all(b > a for a, b in pairwise(frequency(pitch) for pitch in range(128)))
