"""Tone, harmonicity, flatness and kind of sounds with known truth."""

from __future__ import annotations

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE
from kinora.measure import listen
from kinora.model.features import SoundKind, SoundMeasure, Tone
from tests.measure.sounding import chord, clicks, noise, saw, seconds_of, sine, stereo


def sounds(samples: np.ndarray) -> list[SoundMeasure]:
    """All frames at 24 a second."""
    return list(listen([samples], 24.0).sounds(len(samples) * 24 // SAMPLE_RATE))


@pytest.mark.parametrize("hertz", [30.0, 55.0, 100.0, 440.0, 997.0, 4321.0, 12_000.0, 19_000.0])
def test_a_sine_is_all_pitch_at_its_frequency(hertz):
    for sound in sounds(stereo(sine(hertz))):
        assert sound.centroid_hz == pytest.approx(hertz, abs=0.5)
        assert sound.harmonicity > 0.99
        assert sound.flatness < 0.05
        assert sound.amplitude == pytest.approx(0.3 / np.sqrt(2), rel=0.1 if hertz < 60 else 0.02)


@pytest.mark.parametrize(
    ("hertz", "tone", "kind"),
    [
        (60.0, Tone.LOW, SoundKind.RUMBLE),
        (140.0, Tone.LOW, SoundKind.RUMBLE),
        (190.0, Tone.LOW, SoundKind.TONE),
        (210.0, Tone.MIDDLE, SoundKind.TONE),
        (1990.0, Tone.MIDDLE, SoundKind.TONE),
        (2010.0, Tone.HIGH, SoundKind.TONE),
        (9000.0, Tone.HIGH, SoundKind.TONE),
    ],
)
def test_bands_of_tone(hertz, tone, kind):
    assert {(s.tone, s.kind) for s in sounds(stereo(sine(hertz)))} == {(tone, kind)}


@pytest.mark.parametrize("samples", [saw(65.4), saw(110), saw(440), saw(2000)])
def test_a_rich_tone_is_all_pitch(samples):
    assert min(sound.harmonicity for sound in sounds(stereo(samples))) > 0.9


@pytest.mark.parametrize("steps", [(0, 4, 7), (0, 3, 7), (0, 4, 7, 11, 14), (-12, 0, 7, 12)])
def test_a_chord_is_all_pitch(steps):
    assert np.median([sound.harmonicity for sound in sounds(stereo(chord(*steps)))]) > 0.95


@pytest.mark.parametrize("apart", [True, False])
@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0])
def test_noise_of_any_colour_has_no_pitch(slope, apart):
    heard = sounds(stereo(noise(slope=slope), noise(slope=slope, seed=2) if apart else None))
    assert np.mean([sound.harmonicity for sound in heard]) < 0.03
    assert max(sound.harmonicity for sound in heard) < 0.25
    assert np.median([sound.flatness for sound in heard]) > 0.7


def test_white_noise_has_its_centroid_in_the_middle():
    heard = sounds(stereo(noise(4.0)))
    middle = (20 + 20_000) / 2
    assert np.mean([sound.centroid_hz for sound in heard]) == pytest.approx(middle, rel=0.02)
    assert {sound.tone for sound in heard} == {Tone.HIGH}


@pytest.mark.parametrize("decibels", [20, 10, 3, 0, -3, -10])
def test_harmonicity_is_the_share_of_tonal_power(decibels):
    """White noise reaches up to 24 kHz, of which 20 are looked at."""
    tone = sine(880, 4.0)
    hiss = noise(4.0, level=tone.std() * 10 ** (-decibels / 20))
    found = np.median([sound.harmonicity for sound in sounds(stereo(tone + hiss))])
    ratio = 10 ** (decibels / 10) * 24 / 20
    assert found == pytest.approx(ratio / (1 + ratio), abs=0.04)


def test_more_noise_is_less_harmonic():
    heard = [
        np.median([s.harmonicity for s in sounds(stereo(chord(0, 4, 7) + noise(level=level)))])
        for level in (0.0, 0.03, 0.1, 0.3, 1.0)
    ]
    assert heard == sorted(heard, reverse=True)
    assert heard[0] > 0.95
    assert heard[-1] < 0.1


def test_a_click_is_no_pitch():
    track = np.zeros(2 * SAMPLE_RATE)
    track[SAMPLE_RATE] = 0.9
    sound = sounds(stereo(track))[24]
    assert sound.kind is SoundKind.HISS
    assert sound.harmonicity < 0.05
    assert sound.strength == pytest.approx(0.9, abs=0.01)


def test_a_slow_sweep_is_followed():
    t = seconds_of(8.0)
    swept = stereo(0.3 * np.sin(2 * np.pi * (200 * t + 112.5 * t * t)))
    for number, sound in enumerate(sounds(swept)[1:-1], 1):
        assert sound.centroid_hz == pytest.approx(200 + 225 * number / 24, abs=2)
        assert sound.harmonicity > 0.98


def test_a_tone_that_is_switched_on_between_frames():
    """At 24 frames a second a frame's 85 ms reach 43 ms to either side of it."""
    start = 1.02
    track = sine(1000, 2.0)
    track[: round(start * SAMPLE_RATE)] = 0.0
    heard = sounds(stereo(track))
    assert {sound.kind for sound in heard[:24]} == {SoundKind.SILENCE}
    assert {sound.kind for sound in heard[26:]} == {SoundKind.TONE}
    inside = np.clip((24 / 24 + 2048 / SAMPLE_RATE - start) / (4096 / SAMPLE_RATE), 0, 1)
    assert heard[24].amplitude == pytest.approx(0.3 * np.sqrt(inside / 2), rel=0.03)


def test_the_first_and_the_last_frame_are_as_loud_as_the_others():
    heard = sounds(stereo(sine(440, 2.0)))
    assert heard[0].amplitude == pytest.approx(heard[20].amplitude, rel=0.01)
    assert heard[-1].amplitude == pytest.approx(heard[20].amplitude, rel=0.01)
    assert heard[0].centroid_hz == pytest.approx(440, abs=0.5)


def test_opposed_channels_do_not_cancel():
    together, opposed = chord(0, 4, 7), -chord(0, 4, 7)
    for one, other in zip(sounds(stereo(together)), sounds(stereo(together, opposed)), strict=True):
        assert one.centroid_hz == pytest.approx(other.centroid_hz, rel=1e-4)
        assert one.harmonicity == pytest.approx(other.harmonicity, abs=1e-3)


def test_a_constant_offset_is_no_sound():
    held = sounds(stereo(np.full(2 * SAMPLE_RATE, 0.4)))
    assert {sound.kind for sound in held} == {SoundKind.SILENCE}
    for sound in sounds(stereo(sine(440) + 0.4)):
        assert sound.kind is SoundKind.TONE
        assert sound.centroid_hz == pytest.approx(440, abs=0.5)
        assert sound.amplitude == pytest.approx(0.3 / np.sqrt(2), rel=0.02)
        assert sound.strength == pytest.approx(0.3, abs=0.01)


def test_clipping_is_a_full_scale_of_overtones():
    for sound in sounds(stereo(np.clip(10 * sine(440), -1, 1))):
        assert sound.strength == pytest.approx(1.0, abs=0.01)
        assert sound.amplitude <= 1.0
        assert sound.harmonicity > 0.99
        assert sound.centroid_hz > 440


def test_silence_has_no_timbre():
    quiet = {
        (s.tone, s.flatness, s.harmonicity, s.centroid_hz)
        for s in sounds(stereo(1e-3 * clicks(100)))
    }
    assert quiet == {(Tone.NONE, 0.0, 0.0, 0.0)}
