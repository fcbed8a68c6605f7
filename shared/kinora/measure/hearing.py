"""Sound around each frame's instant: level, spectrum, timbre, and the coarse kind of it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.measure.spectrum import centroid, flatness, power, split
from kinora.model.features import SoundKind, SoundMeasure, Tone

Floats: TypeAlias = NDArray[np.float32]

SILENT = 10 ** (-55 / 20)
"""RMS below which nothing is heard: room tone of -60 dBFS is silence."""
RUMBLE_HERTZ = 150.0
"""Centroid below which a sound is a rumble."""
HISS_FLATNESS = 0.5
"""Flatness from which a sound is noise: noise of any colour is near 1, music under 0.3."""
LOW_HERTZ, HIGH_HERTZ = 200.0, 2000.0
"""Centroids below are low, from there on middle, from there on high."""
INSTANT = 4096
"""Samples that an instant's sound is measured from: 85 ms."""
READINGS = 5


def readings(excerpts: Floats) -> Floats:
    """(k, 5): RMS, peak, centroid in Hz, flatness and harmonicity of each excerpt.

    RMS and peak are of full scale, about each channel's mean over the excerpt, so that a constant
    offset is no sound; RMS over both channels, the peak of either. The other three are as in
    :mod:`kinora.measure.spectrum`.

    Args:
        excerpts: (k, 2, INSTANT), centred on the instants.
    """
    moving = excerpts - excerpts.mean(axis=2, keepdims=True)
    spectra = power(excerpts)
    columns = (
        np.sqrt(np.square(moving).mean(axis=(1, 2))),
        np.abs(moving).max(axis=(1, 2)),
        centroid(spectra),
        flatness(spectra),
        split(spectra).harmonicity(),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def sound(reading: Floats) -> SoundMeasure:
    """The measure of one instant from its row of readings; silence has no timbre."""
    level, peak, hertz, noisy, harmonic = map(float, reading)
    amplitude, strength = min(1.0, level), min(1.0, peak)
    if level < SILENT:
        return SoundMeasure(
            amplitude=amplitude,
            centroid_hz=0.0,
            tone=Tone.NONE,
            flatness=0.0,
            harmonicity=0.0,
            strength=strength,
            kind=SoundKind.SILENCE,
        )
    return SoundMeasure(
        amplitude=amplitude,
        centroid_hz=hertz,
        tone=_tone(hertz),
        flatness=min(1.0, noisy),
        harmonicity=min(1.0, harmonic),
        strength=strength,
        kind=_kind(hertz, noisy),
    )


def _tone(hertz: float) -> Tone:
    if hertz < LOW_HERTZ:
        return Tone.LOW
    return Tone.MIDDLE if hertz < HIGH_HERTZ else Tone.HIGH


def _kind(hertz: float, noisy: float) -> SoundKind:
    if hertz < RUMBLE_HERTZ:
        return SoundKind.RUMBLE
    return SoundKind.HISS if noisy >= HISS_FLATNESS else SoundKind.TONE
