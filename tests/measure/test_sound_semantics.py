"""Tempo, presence, key and mood of sounds with known truth."""

from __future__ import annotations

from functools import partial
from random import Random

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE
from kinora.measure import listen
from kinora.measure.audio import Semantics
from kinora.measure.mood import Character, mood
from kinora.measure.texture import CHROMA
from kinora.measure.tonality import tonality
from kinora.model.features import AudioMeasure, AudioRole
from kinora.model.taxonomy import Mood, Presence
from tests.measure.sounding import chord, clicks, noise, sine, stereo


def whole(samples: np.ndarray) -> AudioMeasure:
    return Semantics(listen([stereo(samples)], 24.0)).whole()


def speech(seconds: float, seed: int) -> np.ndarray:
    """Noise in syllables of uneven length with uneven pauses."""
    chance = Random(seed)
    loudness = np.zeros(round(seconds * SAMPLE_RATE))
    at = 0.0
    while at < seconds:
        length = chance.uniform(0.08, 0.3)
        syllable = loudness[round(at * SAMPLE_RATE) : round((at + length) * SAMPLE_RATE)]
        syllable[:] = np.hanning(len(syllable)) * chance.uniform(0.3, 1.0)
        at += length + chance.choice((0.02, 0.05, 0.1, 0.4)) * chance.uniform(0.5, 1.5)
    return loudness * noise(seconds, 0.5, seed)


@pytest.mark.parametrize("bpm", [50, 57.5, 66, 73, 84, 90, 101, 112, 120, 128, 137, 141])
def test_clicks_have_their_tempo_within_one_percent(bpm):
    semantics = Semantics(listen([stereo(clicks(bpm, 12.0))], 24.0))
    assert semantics.whole().tempo_bpm == pytest.approx(bpm, rel=0.01)
    for second in range(4, 8):
        found = semantics.window(float(second), 1.0).tempo_bpm
        # Nine seconds hold few beats of the slowest tempo.
        assert found == pytest.approx(bpm, rel=0.01) or (found == 0 and bpm < 55)


@pytest.mark.parametrize("bpm", [150, 162, 174, 181, 190])
def test_fast_clicks_are_heard_at_half_their_tempo(bpm):
    assert whole(clicks(bpm, 12.0)).tempo_bpm == pytest.approx(bpm / 2, rel=0.01)


def test_opposed_clicks_have_a_tempo():
    samples = stereo(clicks(100.0), -clicks(100.0))
    assert Semantics(listen([samples], 24.0)).whole().tempo_bpm == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize(
    "make",
    [
        lambda: noise(9.0),
        lambda: noise(9.0, 0.5),
        lambda: noise(9.0, 1.0),
        lambda: sine(220, 9.0),
        lambda: chord(0, 4, 7, seconds=9.0),
        lambda: chord(-12, -5, 0, seconds=9.0),
        lambda: chord(0, 3, 7, 10, seconds=4.0),
        *[partial(speech, 9.0, seed) for seed in range(6)],
    ],
)
def test_what_has_no_beat_has_no_tempo(make):
    assert whole(make()).tempo_bpm == 0.0


def test_a_tempo_that_changes_is_followed():
    samples = stereo(np.concatenate([clicks(80.0, 12.0), clicks(130.0, 12.0)]))
    semantics = Semantics(listen([samples], 24.0))
    assert semantics.window(4.0, 1.0).tempo_bpm == pytest.approx(80, rel=0.01)
    assert semantics.window(19.0, 1.0).tempo_bpm == pytest.approx(130, rel=0.01)


@pytest.mark.parametrize(
    ("make", "presence", "role"),
    [
        (lambda: 0 * sine(440), Presence.SILENCE, AudioRole.SILENCE),
        (lambda: noise(8.0), Presence.SFX, AudioRole.EFFECTS),
        (lambda: speech(8.0, 1), Presence.SFX, AudioRole.EFFECTS),
        (lambda: sine(6000, 8.0), Presence.SFX, AudioRole.EFFECTS),
        (lambda: noise(8.0, level=0.005), Presence.AMBIENT, AudioRole.AMBIENT),
        (lambda: chord(0, 4, 7, seconds=8.0), Presence.AMBIENT, AudioRole.AMBIENT),
        (
            lambda: chord(0, 4, 7, seconds=8.0) + noise(8.0, level=0.05),
            Presence.AMBIENT,
            AudioRole.AMBIENT,
        ),
        (lambda: clicks(100.0), Presence.MUSIC, AudioRole.MUSIC),
        (lambda: chord(0, 4, 7, seconds=8.0) + clicks(100.0), Presence.MUSIC, AudioRole.MUSIC),
        (
            lambda: chord(0, 4, 7, seconds=8.0) + clicks(100.0, level=0.9) + noise(8.0, level=0.04),
            Presence.FULL,
            AudioRole.MUSIC,
        ),
    ],
)
def test_presence_by_tones_noise_and_beat(make, presence, role):
    found = whole(make())
    assert (found.presence, found.role) == (presence, role)
    assert (found.mood is None) == (presence is Presence.SILENCE)


def test_a_window_is_what_is_heard_in_it():
    """Silence, then noise, then a held chord, four seconds each."""
    parts = [np.zeros(4 * SAMPLE_RATE), noise(4.0), chord(0, 4, 7, seconds=4.0)]
    semantics = Semantics(listen([stereo(np.concatenate(parts))], 24.0))
    found = [semantics.window(float(second), 1.0).presence for second in range(12)]
    assert found == [Presence.SILENCE] * 4 + [Presence.SFX] * 4 + [Presence.AMBIENT] * 4


def test_levels_are_those_of_the_window():
    semantics = Semantics(
        listen([stereo(np.concatenate([sine(440, 1.0, 0.1), sine(440, 1.5, 0.4)]))], 24.0)
    )
    assert semantics.window(0.0, 1.0).level == pytest.approx(0.1 / 2**0.5, rel=1e-3)
    assert semantics.window(1.0, 1.0).level == pytest.approx(0.4 / 2**0.5, rel=1e-3)
    assert semantics.window(2.0, 0.5).level == pytest.approx(0.4 / 2**0.5, rel=1e-3)
    # Half of this window lies after the sound.
    assert semantics.window(2.0, 1.0).level == pytest.approx(0.4 / 2, rel=1e-3)


@pytest.mark.parametrize("root", range(12))
@pytest.mark.parametrize("minor", [False, True])
def test_the_key_of_a_cadence(root, minor):
    third = 3 if minor else 4
    triads = [(0, third, 7), (5, 5 + third, 12), (7, 11, 14), (0, third, 7)]
    played = np.concatenate(
        [chord(*(root + step for step in triad), seconds=1.0) for triad in triads]
    )
    chroma = listen([stereo(played)], 24.0).textures[:, CHROMA].sum(axis=0, dtype=np.float64)
    found = tonality(chroma)
    assert (found.tonic, found.minor) == (root, minor)
    assert found.clarity > 0.75
    assert (found.brightness < 0) == minor


def test_without_notes_there_is_no_key():
    assert tonality(np.zeros(12)).clarity == 0.0
    assert tonality(np.ones(12)).brightness == 0.0


def test_what_cannot_be_read_does_not_decide():
    nan = float("nan")
    known = Character(
        major=0.3, clarity=0.9, pace=6.9, struck=3.7, dynamics=9.0,
        deep=-4.0, dark=-3.0, body=-9.0, bright=-16.0, airy=-18.0,
    )  # fmt: skip
    assert mood(known) is Mood.UPLIFTING
    assert mood(known._replace(pace=nan, major=nan, clarity=nan)) is Mood.UPLIFTING
    assert mood(known._replace(deep=-1e9)) is Mood.UPLIFTING


def test_darker_and_slower_is_darker():
    bright = (
        chord(0, 4, 7, 12, seconds=10.0)
        + clicks(120.0, 10.0)
        + 0.3 * noise(10.0) * (clicks(240.0, 10.0) != 0)
    )
    dark = sum(sine(hertz, 10.0, 0.1) for hertz in (65.4, 77.8, 98.0, 130.8)) + clicks(
        65.0, 10.0, 0.3
    )
    assert whole(bright).mood in {Mood.UPLIFTING, Mood.WARM, Mood.EPIC}
    assert whole(dark).mood in {Mood.DARK, Mood.MELANCHOLY, Mood.TENSE, Mood.MYSTERIOUS}
