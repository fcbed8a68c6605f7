"""What is kept of a whole sound: compact readings in time, from which everything is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.measure.hearing import READINGS, sound
from kinora.measure.tempo import ONSET_RATE
from kinora.model.features import SoundMeasure

Floats: TypeAlias = NDArray[np.float32]

LEVEL_COLUMNS = 4
"""Sums of both channels' samples, then of their squares, over a hundredth of a second."""
_SAMPLES = SAMPLE_RATE // ONSET_RATE
_FAINTEST = 1e-8


@dataclass(frozen=True, slots=True)
class Heard:
    """Readings of a sound.

    ``frames`` (k, 5) for the frames that fall into the sound, see
    :func:`kinora.measure.hearing.readings`; ``textures`` (8 a second, 22), see
    :func:`kinora.measure.texture.textures`; ``bands`` (100 a second, BANDS), see
    :func:`kinora.measure.tempo.band_energies`; ``levels`` (100 a second, 4), see
    ``LEVEL_COLUMNS``; ``envelope`` (at most 8192,) peaks, each of equally many samples.
    """

    seconds: float
    frames: Floats
    textures: Floats
    bands: Floats
    levels: Floats
    loudness_lufs: float | None
    envelope: Floats

    def sounds(self, count: int) -> Sequence[SoundMeasure]:
        """The sound at each of the picture's ``count`` frames; silence after the sound's end."""
        rows = self.frames[:count]
        silence = sound(np.zeros(READINGS, dtype=np.float32))
        return [*map(sound, rows), *[silence] * (count - len(rows))]

    def level(self, start: float, stop: float) -> float:
        """RMS of full scale from ``start`` to ``stop`` seconds, to the nearest hundredth.

        Each channel is taken about its mean, so that a constant offset is no sound; where there is
        no sound any more, there is silence.
        """
        first, last = round(start * ONSET_RATE), round(stop * ONSET_RATE)
        rows = self.levels[first:last].astype(np.float64)
        if not len(rows):
            return 0.0
        samples = len(rows) * _SAMPLES
        means = rows[:, :2].sum(axis=0) / samples
        squares = rows[:, 2:].sum(axis=0) / samples
        share = len(rows) / max(last - first, 1)
        return float(np.sqrt(np.maximum(squares - means**2, 0.0).mean() * share))

    def decibels(self, start: float, stop: float) -> Floats:
        """Level of each hundredth of a second of a stretch, in dB of full scale, not below -80.

        About the stretch's mean, as for :meth:`level`.
        """
        rows = self.levels[round(start * ONSET_RATE) : round(stop * ONSET_RATE)].astype(np.float64)
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        rows /= _SAMPLES
        means = rows[:, :2].mean(axis=0)
        about = rows[:, 2:] - 2 * means * rows[:, :2] + means**2
        powers: Floats = np.maximum(about.mean(axis=1), _FAINTEST).astype(np.float32)
        return 10 * np.log10(powers)
