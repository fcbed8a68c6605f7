"""What sound is made of, eight times a second: tones, noise and the notes that sound."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.measure.spectrum import (
    GROUP_HERTZ,
    LOWEST,
    centroid,
    first_partial,
    hertz_of,
    power,
    split,
)

Floats: TypeAlias = NDArray[np.float32]

TEXTURE_RATE = 8
"""Textures a second."""
EXCERPT = 8192
"""Samples that a texture is read from: 171 ms."""
NOTES = 12
_EDGES_HERTZ = (700.0, 2500.0, 7000.0)
"""Between the bands in which tonal and noise power are kept."""
TOTAL, CENTROID = 0, 1
TONAL, NOISE, CHROMA = slice(2, 6), slice(6, 10), slice(10, 22)
COLUMNS = 22
"""What each column of a texture holds; see :func:`textures`."""
_LOWEST_NOTE, _HIGHEST_NOTE = 100.0, 2100.0
_A4 = 440.0
_WIDTH = 0.35
"""Semitones over which a partial's weight for its note falls off."""


def textures(excerpts: Floats) -> Floats:
    """(k, 22): total power, centroid in Hz, 4 tonal and 4 noise powers, 12 notes.

    The bands of tonal and noise power meet at 0.7, 2.5 and 7 kHz. The notes are chroma from C up:
    the root of the partials' power from 100 Hz to 2.1 kHz over their frequency, each bin counting
    for the notes beside it by a Gaussian of a third of a semitone, with A at 440 Hz.

    Args:
        excerpts: (k, 2, EXCERPT).
    """
    spectra = power(excerpts)
    parts = split(spectra)
    edges = np.searchsorted(np.arange(parts.noise.shape[1]) * GROUP_HERTZ + LOWEST, _EDGES_HERTZ)
    starts = np.concatenate([[0], edges])
    rows = np.empty((len(excerpts), COLUMNS), dtype=np.float32)
    rows[:, TOTAL] = parts.total
    rows[:, CENTROID] = centroid(spectra)
    rows[:, TONAL] = np.add.reduceat(parts.tonal(), starts, axis=1)
    rows[:, NOISE] = np.add.reduceat(parts.noise, starts, axis=1)
    weights = _note_weights()
    rows[:, CHROMA] = np.sqrt(parts.partials.reshape(len(rows), -1)[:, : len(weights)]) @ weights
    return rows


@lru_cache(maxsize=1)
def _note_weights() -> Floats:
    """(bins, 12) what each partial counts for each note, from the first bin of a split on."""
    hertz = hertz_of(EXCERPT)[first_partial(EXCERPT) :]
    hertz = hertz[: np.searchsorted(hertz, _HIGHEST_NOTE)]
    pitch = 69 + 12 * np.log2(hertz / _A4)
    away = (pitch[:, None] - np.arange(NOTES) + 6) % 12 - 6
    # The lower the note, the fewer bins it has.
    weights = np.exp(-0.5 * np.square(away / _WIDTH)) / hertz[:, None]
    weights[hertz < _LOWEST_NOTE] = 0.0
    return np.asarray(weights * _LOWEST_NOTE, dtype=np.float32)
