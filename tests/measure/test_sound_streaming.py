"""However sound comes, the same is heard, and little of it is kept."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from random import Random

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE, integrated
from kinora.measure import listen
from kinora.measure.audio import Semantics
from kinora.measure.envelope import MOST_PEAKS, PeakEnvelope
from kinora.measure.heard import Heard
from kinora.model.features import SoundKind
from kinora.model.taxonomy import Presence
from tests.measure.sounding import chord, clicks, noise, sine, stereo


def cut(samples: np.ndarray, seed: int) -> list[np.ndarray]:
    chance, pieces, at = Random(seed), [], 0
    while at < len(samples):
        count = chance.choice((1, 7, 1000, 4096, 48_000, 65_536, 200_000))
        pieces.append(samples[at : at + count])
        at += count
    return pieces


def same(one: Heard, other: Heard) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in fields(Heard)
    )


@pytest.mark.parametrize("seconds", [0.01, 0.9, 1.0, 1.05, 3.3, 8.0])
def test_it_does_not_matter_how_the_sound_is_cut(seconds):
    samples = stereo(
        chord(0, 4, 7, seconds=seconds) + clicks(100, seconds), noise(seconds, level=0.05)
    )
    whole = listen([samples], 29.97)
    for seed in range(3):
        assert same(whole, listen(cut(samples, seed), 29.97))
    assert same(whole, listen(np.split(samples, [len(samples) // 3, len(samples) // 3]), 29.97))


def test_there_is_one_reading_for_each_instant_of_the_sound():
    heard = listen([stereo(sine(440, 2.5))], 30.0)
    assert len(heard.frames) == 75
    assert len(heard.textures) == 20
    assert len(heard.bands) == len(heard.levels) == 250
    assert heard.seconds == 2.5
    assert heard.loudness_lufs == integrated(stereo(sine(440, 2.5)))


def test_after_the_end_there_is_silence():
    heard = listen([stereo(sine(440, 1.0))], 24.0)
    kinds = [sound.kind for sound in heard.sounds(48)]
    assert kinds == [SoundKind.TONE] * 24 + [SoundKind.SILENCE] * 24
    later = Semantics(heard).window(1.0, 1.0)
    assert (later.presence, later.mood, later.level) == (Presence.SILENCE, None, 0.0)


def test_sound_that_outlasts_the_picture_is_left_out_of_its_frames():
    assert len(listen([stereo(sine(440, 5.0))], 24.0).sounds(48)) == 48


def test_no_pieces_and_empty_pieces_are_silence():
    empty = np.zeros((0, 2), dtype=np.float32)
    for pieces in ([], [empty], [empty, empty]):
        heard = listen(pieces, 24.0)
        assert heard.seconds == 0.0
        assert len(heard.envelope) == 0
        assert heard.loudness_lufs is None
        assert Semantics(heard).whole().presence is Presence.SILENCE
        assert [sound.amplitude for sound in heard.sounds(3)] == [0.0] * 3


@pytest.mark.parametrize("count", [1, 30, 479, 2047, 4096, 8191])
def test_very_short_sound_is_measured(count):
    samples = stereo(sine(1000, 1.0)[300 : 300 + count])
    heard = listen([samples], 24.0)
    assert np.isfinite(heard.frames).all()
    assert np.isfinite(heard.textures).all()
    whole = Semantics(heard).whole()
    assert whole.tempo_bpm == 0.0
    assert (whole.presence is Presence.SILENCE) == (whole.level < 0.002)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30])
def test_broken_samples_do_no_harm(value):
    samples = stereo(sine(440, 2.0))
    samples[48_000:48_100] = value
    heard = listen([samples], 24.0)
    for part in (heard.frames, heard.textures, heard.bands, heard.levels, heard.envelope):
        assert np.isfinite(part).all()
    assert heard.sounds(48)[6].kind is SoundKind.TONE
    assert all(0 <= sound.amplitude <= 1 for sound in heard.sounds(48))


@pytest.mark.parametrize("fps", [0.3, 1.0, 23.976, 59.94, 240.0])
def test_frames_of_any_rate_have_the_sound_of_their_time(fps):
    samples = np.concatenate([stereo(sine(3000, 2.0)), stereo(sine(300, 2.0))])
    heard = listen([samples], fps)
    sounds = heard.sounds(round(4 * fps))
    for number, sound in enumerate(sounds):
        at = number / fps
        if abs(at - 2.0) > 0.05:
            assert sound.centroid_hz == pytest.approx(3000 if at < 2 else 300, rel=0.01)


def test_the_envelope_has_the_peaks_where_they_are():
    samples = 0.1 * np.ones(3 * SAMPLE_RATE, dtype=np.float32)
    samples[SAMPLE_RATE] = -0.9
    envelope = listen([stereo(samples)], 24.0).envelope
    assert len(envelope) == 3000
    assert envelope.argmax() == 1000
    assert envelope.max() == pytest.approx(0.9)
    assert np.median(envelope) == pytest.approx(0.1)


def test_the_envelope_stays_small():
    envelope = PeakEnvelope()
    second = np.linspace(0, 1, SAMPLE_RATE, dtype=np.float32)
    for number in range(100):
        envelope.add(second * (0.5 if number != 70 else 1.0))
    peaks = envelope.peaks(100 * SAMPLE_RATE)
    assert MOST_PEAKS / 2 <= len(peaks) <= MOST_PEAKS
    assert peaks.argmax() == pytest.approx(71 / 100 * len(peaks), abs=2)
    assert np.count_nonzero(peaks > 0.6) == pytest.approx(0.4 / 100 * len(peaks), abs=3)


_FIVE_MINUTES = """
import resource, sys
import numpy as np
from kinora.measure import listen
from kinora.measure.audio import Semantics
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 2**20)
chance = np.random.default_rng(1)
piece = 0.1 * chance.standard_normal((65_536, 2), dtype=np.float32)
before = peak()
heard = listen((piece for _ in range(300 * 48_000 // 65_536)), 24.0)
semantics = Semantics(heard)
for second in range(0, 295, 7):
    semantics.window(float(second), 1.0)
semantics.whole()
print(peak() - before)
"""


def test_five_minutes_are_kept_in_little_memory():
    made = subprocess.run(
        [sys.executable, "-c", _FIVE_MINUTES],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "shared"},
    )
    assert float(made.stdout) < 20
