"""Lightning: flashes at the strikes' times, and thunder after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import librosa
import numpy as np

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen

_BRIGHTER = 1.12
"""Luma over its median within a second either way that counts as a flash."""
_ONE_FLASH = 0.5
"""Seconds within which strokes belong to one flash: lightning flickers."""
_HOP_SECONDS, _PATIENCE, _DROWNED = 0.05, 3.0, 2.0
_FLASH = Promise(
    "flash", "the picture flashes at each strike: frames from strike to flash",
    "OpenCV luma against its median", "frames", 9, most=2.0,
)  # fmt: skip
_NO_OTHER = Promise(
    "no other flash", "nothing else flashes: flashes without a strike",
    "OpenCV luma against its median", "", 3, most=0.0,
)  # fmt: skip
_THUNDER = Promise(
    "thunder",
    "thunder follows within three seconds: rise of the level from 25 to 160 Hz (only strikes "
    "more than two seconds behind another, which drowns them, and three before the end)",
    "librosa.stft", "dB", 6, least=6.0,
)  # fmt: skip


def _measure(film: Film, note: Note) -> Measures:
    luma = film.greys.reshape(len(film.greys), -1).mean(axis=1)
    around = round(film.fps)
    usual = [np.median(luma[max(0, at - around) : at + around + 1]) for at in range(len(luma))]
    bright = np.flatnonzero(luma > _BRIGHTER * np.array(usual)) / film.fps
    starts = [float(bright[0])] if len(bright) else []
    starts += [float(at) for before, at in pairwise(bright) if at - before > _ONE_FLASH]
    return {
        "flashes": starts,
        "rises": [_rise(film, strike["second"]) for strike in note.spec["strikes"]],
        "fps": film.fps,
        "seconds": len(luma) / film.fps,
    }


def _rise(film: Film, second: float) -> float:
    """The steepest climb of the low notes' level after the instant, in decibels."""
    samples, rate = film.mono
    hop = round(rate * _HOP_SECONDS)
    power = np.abs(librosa.stft(samples, n_fft=4096, hop_length=hop)) ** 2
    pitch = librosa.fft_frequencies(sr=rate, n_fft=4096)
    low = power[(pitch >= 25) & (pitch < 160)].sum(axis=0)
    level = 10 * np.log10(np.convolve(low, np.ones(5) / 5, "same") + 1e-9)
    first, last = (round(at / _HOP_SECONDS) for at in (second, second + _PATIENCE))
    after = level[first:last]
    lowest = np.minimum.accumulate(after)
    return float((after - lowest).max()) if len(after) else 0.0


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for one in seen:
        clip = (one.note.name,)
        strikes: list[dict[str, Any]] = one.note.spec["strikes"]
        flashes = list(one.measures["flashes"])
        saw = "flashes at " + ", ".join(f"{at:.2f} s" for at in flashes)
        before = -np.inf
        for strike, rise in zip(strikes, one.measures["rises"], strict=True):
            at = strike["second"]
            alone, before = at - before > _DROWNED, at
            nearest = min((abs(flash - at) for flash in flashes), default=np.inf)
            yield Figure(_FLASH, clip, nearest * one.measures["fps"], f"strike at {at} s, {saw}")
            if alone and at + _PATIENCE <= one.measures["seconds"]:
                yield Figure(_THUNDER, clip, rise, f"strike at {at} s")
        others = [at for at in flashes if min(abs(at - s["second"]) for s in strikes) > _ONE_FLASH]
        yield Figure(_NO_OTHER, clip, len(others), saw)


CHECK = Check("lightning", (_FLASH, _NO_OTHER, _THUNDER), _measure, _judge)
