from __future__ import annotations

import math

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE, LoudnessMeter, PeakMeter, integrated, true_peak


def sine(hertz: float, seconds: float, decibels: float, phase: float = 0.0) -> np.ndarray:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    tone = 10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * time + phase)
    return np.stack([tone, tone], axis=1).astype(np.float32)


def slow_loudness(samples: np.ndarray) -> float:
    """BS.1770-4 sample by sample, as the standard writes it."""
    sections = (
        (
            (1.53512485958697, -2.69169618940638, 1.19839281085285),
            (-1.69065929318241, 0.73248077421585),
        ),
        ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
    )
    weighted = []
    for channel in samples.T.astype(float):
        values = channel.tolist()
        for (b0, b1, b2), (a1, a2) in sections:
            x1 = x2 = y1 = y2 = 0.0
            out = []
            for x in values:
                y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
                x1, x2, y1, y2 = x, x1, y, y1
                out.append(y)
            values = out
        weighted.append(values)
    squares = np.square(np.array(weighted))
    size, step = SAMPLE_RATE * 4 // 10, SAMPLE_RATE // 10
    starts = range(0, len(samples) - size + 1, step)
    blocks = np.array([squares[:, s : s + size].mean(axis=1).sum() for s in starts])
    blocks = blocks[-0.691 + 10 * np.log10(blocks + 1e-30) > -70]
    gate = -0.691 + 10 * np.log10(blocks.mean()) - 10
    blocks = blocks[-0.691 + 10 * np.log10(blocks) > gate]
    return float(-0.691 + 10 * np.log10(blocks.mean()))


def test_a_full_scale_997_hz_tone_in_one_channel_is_minus_3_01():
    tone = sine(997, 2.0, 0.0)
    tone[:, 0] = 0.0
    assert integrated(tone) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize("decibels", [-6.0, -23.0, -33.0])
def test_a_stereo_tone_reads_as_its_level(decibels):
    assert integrated(sine(1000, 5.0, decibels)) == pytest.approx(decibels, abs=0.1)


def test_quiet_parts_are_gated_out():
    """The pattern of EBU Tech 3341's third case: -36, -23, -36 dBFS reads -23 LUFS."""
    parts = [sine(1000, s, d) for s, d in ((3.0, -36.0), (18.0, -23.0), (3.0, -36.0))]
    assert integrated(np.concatenate(parts)) == pytest.approx(-23.0, abs=0.1)


def test_agrees_with_the_standard_written_out():
    chance = np.random.default_rng(3)
    noise = chance.standard_normal((SAMPLE_RATE * 2, 2)) * chance.uniform(0.01, 0.2)
    noise += np.sin(np.arange(len(noise)) * 0.01)[:, None] * 0.1
    noise[: SAMPLE_RATE // 2] *= 0.05
    samples = noise.astype(np.float32)
    assert integrated(samples) == pytest.approx(slow_loudness(samples), abs=0.005)


@pytest.mark.parametrize("seconds", [0.0, 0.2, 3.0])
def test_silence_has_no_loudness(seconds):
    assert integrated(np.zeros((round(seconds * SAMPLE_RATE), 2), dtype=np.float32)) is None


def test_less_than_a_gating_block_has_no_loudness():
    assert integrated(sine(1000, 0.39, -10.0)) is None
    assert integrated(sine(1000, 0.41, -10.0)) is not None


def test_true_peak_finds_what_lies_between_samples():
    tone = sine(SAMPLE_RATE / 4, 0.5, -6.0, phase=math.pi / 4)
    tone *= np.hanning(len(tone))[:, None].astype(np.float32)
    sample_peak = 20 * math.log10(float(np.abs(tone).max()))
    assert sample_peak == pytest.approx(-9.01, abs=0.05)
    assert true_peak(tone) == pytest.approx(-6.0, abs=0.2)


def test_true_peak_of_digital_silence_is_minus_infinity():
    assert true_peak(np.zeros((1000, 2), dtype=np.float32)) == -math.inf
    assert true_peak(np.zeros((0, 2), dtype=np.float32)) == -math.inf


def peaks_of(samples: np.ndarray) -> np.ndarray:
    meter = PeakMeter()
    meter.add(samples)
    return meter.peaks()


def test_peaks_cover_every_sample_of_both_channels():
    samples = np.zeros((1000, 2), dtype=np.float32)
    samples[999, 1] = -0.5
    samples[40, 0] = 0.25
    peaks = peaks_of(samples)
    assert peaks.shape == (32,)
    assert peaks[31] == pytest.approx(0.5, abs=0.01)
    assert peaks[1] == pytest.approx(0.25, abs=0.01)
    assert peaks[20] == 0.0


def test_long_sound_is_read_without_seams():
    tone = sine(440, 31.0, -20.0)
    peaks = peaks_of(tone)[10:-10]
    assert float(peaks.max()) == pytest.approx(0.1, rel=0.01)
    assert float(peaks.min()) == pytest.approx(0.1, rel=0.25)
    assert integrated(tone) == pytest.approx(integrated(tone[: 10 * SAMPLE_RATE]), abs=0.01)


@pytest.mark.parametrize("size", [1, 4_097, 60_000])
def test_the_size_of_the_pieces_changes_nothing(size):
    chance = np.random.default_rng(size)
    samples = chance.standard_normal((70_001, 2)).astype(np.float32) * np.float32(0.1)
    if size == 1:
        samples = samples[:5_000]
    loudness, peaks = LoudnessMeter(), PeakMeter()
    for start in range(0, len(samples), size):
        piece = samples[start : start + size]
        loudness.add(piece)
        peaks.add(piece)
    whole = LoudnessMeter()
    whole.add(samples)
    assert loudness.energies().tobytes() == whole.energies().tobytes()
    assert peaks.peaks().tobytes() == peaks_of(samples).tobytes()
    assert loudness.integrated() == integrated(samples)
