"""The mood of sound: nine profiles in how glad, how roused and how coloured it sounds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.measure.presence import Beat
from kinora.measure.tempo import DEEP_BANDS
from kinora.measure.texture import CHROMA, NOISE, TONAL, TOTAL
from kinora.measure.tonality import tonality
from kinora.model.taxonomy import Mood

Floats: TypeAlias = NDArray[np.float32]

_LEAST_TONAL = 0.05
"""Share of tonal power under which there is no key to speak of."""
_FAINT = 1e-6
_FAINTEST = 1e-4
"""Share of power, -40 dB, from which a colour is as good as absent."""
_FARTHEST = 3.0
"""Deviations beyond which a reading is merely far off, so that none decides alone."""


class Character(NamedTuple):
    """The readings that a mood is told from; NaN where there is nothing to read.

    Valence: ``major``, how much better the best major key fits than the best minor one (chroma
    with every texture counting alike), and ``clarity``, how well the best key fits (loud textures
    counting more): both correlations.

    Arousal: ``pace``, log2 of the tempo; ``struck``, strong onsets a second; ``dynamics``, level
    between its 20th and its 95th percentile over hundredths of a second, in dB.

    Colour: ``deep``, the share of energy below 164 Hz; ``dark``, ``body`` and ``bright``, the
    shares of tonal power below 0.7 kHz, from there to 2.5 kHz and from there to 7 kHz; ``airy``,
    that of noise above 7 kHz: all in dB of the whole power, not below -40.
    """

    major: float
    clarity: float
    pace: float
    struck: float
    dynamics: float
    deep: float
    dark: float
    body: float
    bright: float
    airy: float


_PROFILES: Mapping[Mood, Character] = MappingProxyType(
    {
        Mood.CALM: Character(
            major=0.20,
            clarity=0.82,
            pace=6.5,
            struck=2.6,
            dynamics=6.2,
            deep=-7.8,
            dark=-1.3,
            body=-10.0,
            bright=-26.0,
            airy=-28.0,
        ),
        Mood.WARM: Character(
            major=0.15,
            clarity=0.84,
            pace=6.5,
            struck=2.7,
            dynamics=6.7,
            deep=-6.2,
            dark=-2.4,
            body=-8.4,
            bright=-19.3,
            airy=-23.4,
        ),
        Mood.DREAMY: Character(
            major=0.12,
            clarity=0.65,
            pace=6.4,
            struck=2.2,
            dynamics=6.2,
            deep=-9.3,
            dark=-2.6,
            body=-6.4,
            bright=-23.5,
            airy=-28.6,
        ),
        Mood.MELANCHOLY: Character(
            major=-0.07,
            clarity=0.81,
            pace=6.7,
            struck=2.0,
            dynamics=6.2,
            deep=-8.8,
            dark=-1.3,
            body=-10.2,
            bright=-25.7,
            airy=-32.8,
        ),
        Mood.TENSE: Character(
            major=-0.10,
            clarity=0.61,
            pace=6.8,
            struck=5.1,
            dynamics=8.1,
            deep=-3.7,
            dark=-1.3,
            body=-13.7,
            bright=-24.1,
            airy=-26.6,
        ),
        Mood.DARK: Character(
            major=-0.18,
            clarity=0.71,
            pace=6.4,
            struck=2.4,
            dynamics=7.4,
            deep=-6.0,
            dark=-0.68,
            body=-14.1,
            bright=-33.6,
            airy=-32.7,
        ),
        Mood.UPLIFTING: Character(
            major=0.29,
            clarity=0.88,
            pace=6.8,
            struck=3.7,
            dynamics=8.9,
            deep=-4.2,
            dark=-3.0,
            body=-8.9,
            bright=-16.5,
            airy=-18.1,
        ),
        Mood.EPIC: Character(
            major=-0.01,
            clarity=0.82,
            pace=6.6,
            struck=2.7,
            dynamics=6.8,
            deep=-5.8,
            dark=-1.5,
            body=-10.4,
            bright=-21.7,
            airy=-23.9,
        ),
        Mood.MYSTERIOUS: Character(
            major=-0.07,
            clarity=0.60,
            pace=6.4,
            struck=2.0,
            dynamics=6.9,
            deep=-7.5,
            dark=-1.9,
            body=-7.7,
            bright=-28.2,
            airy=-28.6,
        ),
    }
)
"""What moods sound like: means over music that was asked for each."""
_DEVIATIONS = Character(
    major=0.12,
    clarity=0.09,
    pace=0.26,
    struck=1.34,
    dynamics=1.64,
    deep=4.45,
    dark=0.94,
    body=2.95,
    bright=5.03,
    airy=5.68,
)
"""How far music of one mood strays from its profile, for each reading."""


def mood(heard: Character) -> Mood:
    """The mood whose profile is nearest.

    Differences are taken in units of the readings' deviations within a mood, at most three each,
    and squared; readings that are not there do not count. Of music composed for a mood, 7 pieces in
    10 are told right as a whole, 6 in 10 from nine seconds, and half when tempo and brightness are
    drawn without regard to the mood (1 in 9 would be by chance). Calm is taken for warm, melancholy
    for epic and dreamy for mysterious more than others for one another.
    """
    return min(_PROFILES, key=lambda kind: _distance(heard, _PROFILES[kind]))


def character(textures: Floats, bands: Floats, decibels: Floats, beat: Beat) -> Character:
    """Read the character of a stretch of sound that is not silent.

    Args:
        textures: (k, 22), see :func:`kinora.measure.texture.textures`.
        bands: (n, BANDS), see :func:`kinora.measure.tempo.band_energies`.
        decibels: (n,) level of every hundredth of a second.
        beat: tempo and onsets of the stretch.
    """
    total = float(textures[:, TOTAL].sum(dtype=np.float64))
    tonal = textures[:, TONAL].sum(axis=0, dtype=np.float64) / max(total, _FAINT)
    noise = textures[:, NOISE].sum(axis=0, dtype=np.float64) / max(total, _FAINT)
    major, clarity = _key(textures[:, CHROMA]) if tonal.sum() >= _LEAST_TONAL else _NO_KEY
    energies = bands.sum(axis=0, dtype=np.float64)
    low, high = np.percentile(decibels, (20, 95)) if len(decibels) else (0.0, 0.0)
    return Character(
        major=major,
        clarity=clarity,
        pace=math.log2(beat.tempo_bpm) if beat.tempo_bpm > 0 else math.nan,
        struck=beat.struck,
        dynamics=float(high - low),
        deep=_decibels(energies[:DEEP_BANDS].sum() / max(energies.sum(), _FAINT)),
        dark=_decibels(tonal[0]),
        body=_decibels(tonal[1]),
        bright=_decibels(tonal[2]),
        airy=_decibels(noise[3]),
    )


_NO_KEY = (math.nan, math.nan)


def _key(chroma: Floats) -> tuple[float, float]:
    """``major`` and ``clarity``, see :class:`Character`."""
    rows = chroma.astype(np.float64)
    alike = rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-9)
    return tonality(alike.sum(axis=0)).brightness, tonality(rows.sum(axis=0)).clarity


def _distance(heard: Character, profile: Character) -> float:
    differences = (
        abs(reading - usual) / deviation
        for reading, usual, deviation in zip(heard, profile, _DEVIATIONS, strict=True)
    )
    return sum(min(steps, _FARTHEST) ** 2 for steps in differences if not math.isnan(steps))


def _decibels(share: float) -> float:
    return 10 * math.log10(max(float(share), _FAINTEST))
