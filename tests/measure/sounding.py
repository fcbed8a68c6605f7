"""Sounds with known truth."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from kinora.loudness import SAMPLE_RATE


def stereo(left: np.ndarray, right: np.ndarray | None = None) -> np.ndarray:
    return np.stack([left, left if right is None else right], axis=1).astype(np.float32)


def seconds_of(seconds: float) -> np.ndarray:
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def sine(hertz: float, seconds: float = 2.0, level: float = 0.3) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * seconds_of(seconds))


@lru_cache(maxsize=64)
def saw(hertz: float, seconds: float = 2.0, level: float = 0.2) -> np.ndarray:
    """Band-limited: all overtones up to 16 kHz, added up as a polynomial in the first."""
    turning = np.exp(2j * np.pi * hertz * seconds_of(seconds))
    total = np.zeros_like(turning)
    for number in range(int(16_000 / hertz), 0, -1):
        total += 1 / number
        total *= turning
    wave = level * total.imag
    wave.setflags(write=False)
    return wave


def chord(*semitones: float, seconds: float = 2.0, level: float = 0.08) -> np.ndarray:
    """Saws at semitones above C3 (130.8 Hz)."""
    return sum(saw(130.813 * 2 ** (step / 12), seconds, level) for step in semitones)


def noise(
    seconds: float = 2.0, slope: float = 0.0, seed: int = 1, level: float = 0.1
) -> np.ndarray:
    """Amplitude falling as frequency**-slope above 30 Hz: 0 white, 0.5 pink, 1 brown."""
    chance = np.random.default_rng(seed)
    count = round(seconds * SAMPLE_RATE)
    spectrum = np.fft.rfft(chance.standard_normal(count))
    hertz = np.maximum(np.fft.rfftfreq(count, 1 / SAMPLE_RATE), 30)
    values = np.fft.irfft(spectrum / hertz**slope, count)
    return level * values / values.std()


def clicks(bpm: float, seconds: float = 8.0, level: float = 0.6) -> np.ndarray:
    track = np.zeros(round(seconds * SAMPLE_RATE))
    tick = np.exp(-np.arange(2400) / 300) * np.sin(np.arange(2400) * 0.2)
    at = 0.0
    while at < seconds - 0.06:
        first = round(at * SAMPLE_RATE)
        track[first : first + len(tick)] += level * tick
        at += 60 / bpm
    return track
