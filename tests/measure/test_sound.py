from __future__ import annotations

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE
from kinora.measure import listen, measure
from kinora.measure.tempo import ONSET_RATE, onsets, tempo
from kinora.model.features import AudioRole, SoundKind
from tests.measure.sounding import clicks, noise, sine, stereo


@pytest.fixture
def heard(facts):
    def of(samples: np.ndarray):
        count = round(len(samples) / SAMPLE_RATE * 24)
        frame = np.zeros((16, 160, 3), dtype=np.uint8)
        return measure(facts(count, has_audio=True), (frame for _ in range(count)), [samples])

    return of


@pytest.mark.parametrize("hertz", [440.0, 3000.0, 9000.0])
def test_a_tone_is_a_tone_at_its_frequency(heard, hertz):
    sound = heard(stereo(sine(hertz))).frames[24].sound
    assert sound.kind is SoundKind.TONE
    assert sound.centroid_hz == pytest.approx(hertz, rel=0.01)
    assert sound.flatness < 0.05
    assert sound.amplitude == pytest.approx(0.3 / np.sqrt(2), rel=0.02)
    assert sound.strength == pytest.approx(0.3, rel=0.02)


def test_stereo_is_two_channels_and_nothing_cancels(heard):
    opposed = heard(stereo(sine(3000), -sine(3000))).frames[24].sound
    assert opposed.kind is SoundKind.TONE
    assert opposed.centroid_hz == pytest.approx(3000, rel=0.01)
    apart = heard(stereo(sine(1000), sine(3000))).frames[24].sound
    assert apart.centroid_hz == pytest.approx(2000, rel=0.02)


@pytest.mark.parametrize("slope", [0.0, 0.5])
def test_noise_of_any_colour_is_a_hiss(heard, slope):
    features = heard(stereo(noise(slope=slope), noise(slope=slope, seed=2)))
    inside = features.frames[3:-3]
    assert all(frame.sound.kind is SoundKind.HISS for frame in inside)
    assert all(frame.sound.flatness > 0.8 for frame in inside)
    assert features.windows[0].audio.role is AudioRole.EFFECTS


def test_a_low_hum_is_a_rumble(heard):
    sound = heard(stereo(sine(60))).frames[24].sound
    assert sound.kind is SoundKind.RUMBLE
    assert sound.centroid_hz == pytest.approx(60, abs=3)


@pytest.mark.parametrize("level", [0.0, 0.0005])
def test_next_to_nothing_is_silence(heard, level):
    features = heard(level * stereo(noise()) * 10)
    assert all(frame.sound.kind is SoundKind.SILENCE for frame in features.frames)
    assert all(window.audio.role is AudioRole.SILENCE for window in features.windows)
    assert features.whole.tempo_bpm == 0.0


def test_no_sound_at_all(facts, no_sound):
    features = measure(facts(30), [np.zeros((16, 160, 3), dtype=np.uint8)] * 30, no_sound)
    assert features.frames[7].sound.kind is SoundKind.SILENCE
    assert features.windows[0].audio.level == 0.0
    assert features.whole.loudness_lufs is None


def test_levels_and_loudness(heard):
    features = heard(stereo(sine(997, 3.0, level=0.1)))
    assert features.windows[1].audio.level == pytest.approx(0.1 / np.sqrt(2), rel=0.01)
    assert features.whole.loudness_lufs == pytest.approx(-20.0, abs=0.1)


def test_sound_belongs_to_its_instant(heard):
    features = heard(np.concatenate([stereo(sine(3000, 1.0)), stereo(sine(300, 1.0))]))
    assert features.frames[12].sound.centroid_hz == pytest.approx(3000, rel=0.01)
    assert features.frames[36].sound.centroid_hz == pytest.approx(300, rel=0.05)
    assert features.frames[12].at == 0.5


@pytest.mark.parametrize("bpm", [60.0, 90.0, 97.3, 120.0, 174.0])
def test_clicks_have_their_tempo(heard, bpm):
    features = heard(stereo(clicks(bpm)))
    ratio = features.whole.tempo_bpm / bpm
    assert min(abs(ratio / octave - 1) for octave in (0.5, 1, 2)) < 0.02
    assert all(window.audio.tempo_bpm > 0 for window in features.windows)


def test_120_bpm_is_120(heard):
    assert heard(stereo(clicks(120.0))).whole.tempo_bpm == pytest.approx(120, abs=1)


@pytest.mark.parametrize(
    "samples", [stereo(noise(6.0)), stereo(sine(440, 6.0)), stereo(noise(6.0, slope=1.0))]
)
def test_what_does_not_repeat_has_no_tempo(samples):
    assert tempo(onsets(listen([samples], 24.0).bands)) == 0.0


def test_onsets_stand_where_the_clicks_are():
    strength = onsets(listen([stereo(clicks(60.0, 4.0))], 24.0).bands)
    assert len(strength) == 4 * ONSET_RATE
    strongest = np.sort(np.argsort(strength[50:])[-3:] + 50)
    assert np.abs(strongest - [100, 200, 300]).max() <= 3


def test_a_chord_that_is_held_is_ambient_and_one_with_a_beat_is_music(heard):
    chord = sum(sine(hertz, 6.0, 0.08) for hertz in (220.0, 277.2, 329.6))
    assert {w.audio.role for w in heard(stereo(chord)).windows} == {AudioRole.AMBIENT}
    played = heard(stereo(chord + clicks(100.0, 6.0)))
    assert {w.audio.role for w in played.windows} == {AudioRole.MUSIC}
