"""Readings of a power spectrum: centroid, flatness, and what of it is tonal and what is noise."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE

Floats: TypeAlias = NDArray[np.float32]

LOWEST, HIGHEST = 20.0, 20_000.0
"""Hertz between which spectra are looked at: a constant offset is not heard."""
GROUP_HERTZ = 234.375
"""Width of the bands within which peaks are told from noise."""
_NOISE = 0.6
"""Flatness within a group of Gaussian noise of one channel through a Hann window."""
_QUARTER = 0.3
"""Lower quartile over mean of the same noise's power: between one channel's and two's."""
_ABOVE_NOISE = 8.0
"""Power over the noise from which a bin belongs to a partial: noise gets there in 1 bin of 1000."""
_STEEPEST = 3.0
"""Noise falls off by at most frequency to this power."""
_FLOOR = np.float32(1e-12)


class Split(NamedTuple):
    """Power of each spectrum, and of its parts in bands of ``GROUP_HERTZ`` from 23 Hz up.

    ``total`` (k,); ``partials`` (k, bands, bins), what stands out of the noise, 0 elsewhere;
    ``noise`` (k, bands), what lies under and between the partials.
    """

    total: Floats
    partials: Floats
    noise: Floats

    def tonal(self) -> Floats:
        """(k, bands) power of the partials."""
        return np.asarray(self.partials.sum(axis=2))

    def harmonicity(self) -> Floats:
        """(k,) share of tonal power, 0..1."""
        share: Floats = self.partials.sum(axis=(1, 2)) / (self.total + _FLOOR)
        return np.minimum(np.float32(1.0), share)


def power(excerpts: Floats) -> Floats:
    """(k, n / 2 + 1) power through a periodic Hann window, summed over channels.

    Added as power, so that nothing cancels; the window leaves nothing of an offset from the third
    bin on.

    Args:
        excerpts: (k, channels, n).
    """
    spectra = np.fft.rfft(excerpts * _hann(excerpts.shape[-1]), axis=-1)
    summed: Floats = (np.square(spectra.real) + np.square(spectra.imag)).sum(axis=1)
    return summed


def hertz_of(size: int) -> Floats:
    """Frequencies of the bins of a spectrum of ``size`` samples."""
    return np.fft.rfftfreq(size, 1 / SAMPLE_RATE).astype(np.float32)


def centroid(spectra: Floats) -> Floats:
    """(k,) mean frequency in Hz, weighted by power, from 20 Hz to 20 kHz."""
    hertz = hertz_of(2 * (spectra.shape[1] - 1))
    heard = slice(*np.searchsorted(hertz, (LOWEST, HIGHEST)))
    part = spectra[:, heard]
    mean: Floats = part @ hertz[heard] / (part.sum(axis=1) + _FLOOR)
    return mean


def flatness(spectra: Floats) -> Floats:
    """(k,) geometric over arithmetic mean of power, 0 tonal to 1 noise.

    Taken within bands of 234 Hz from 23 Hz to 20 kHz after their tilt is taken out (see
    :func:`split`), averaged by the bands' power and divided by what Gaussian noise reaches (0.6),
    at most 1: looked at band by band, a rumbling wind is as noisy as a hiss, which one flatness
    over all bands would miss.
    """
    groups = _grouped(spectra) + _FLOOR
    weights = groups.mean(axis=2)
    levelled = groups / _tilt(groups)
    local = np.exp(np.log(levelled).mean(axis=2)) / levelled.mean(axis=2)
    weighted: Floats = (local * weights).sum(axis=1) / weights.sum(axis=1)
    return np.asarray(np.minimum(np.float32(1.0), weighted / np.float32(_NOISE)))


def split(spectra: Floats) -> Split:
    """Divide power into partials and noise (the deterministic and the stochastic part).

    In each band of 234 Hz from 23 Hz up, the noise is a line in log power over log frequency (by
    least squares, falling by frequency**-3 at most and never rising) through the lower quartile of
    the bins about it, raised to a mean. Bins eight times above it are partials; what they hold
    above the noise is tonal. After Serra and Smith (1990), Spectral modeling synthesis, and
    Peeters (2004), A large set of audio features, "noisiness". A pitch that moves by more than some
    bins within the excerpt counts as noise.
    """
    groups = _grouped(spectra) + _FLOOR
    tilt = _tilt(groups)
    levelled = groups / tilt
    quarter = levelled.shape[2] // 4
    noise = np.partition(levelled, quarter, axis=2)[..., quarter, None] / np.float32(_QUARTER)
    above: Floats = np.where(levelled > _ABOVE_NOISE * noise, (levelled - noise) * tilt, 0.0)
    total = groups.sum(axis=2)
    under = np.minimum((noise * tilt).sum(axis=2), total)
    return Split(total.sum(axis=1), above, under)


def _tilt(groups: Floats) -> Floats:
    """(k, bands, bins) factors by which power falls off about each band's middle."""
    logs = np.log(groups)
    logs -= logs.mean(axis=2, keepdims=True)
    steps = _log_steps(_size_of(groups))
    slopes = (logs * steps).sum(axis=2) / np.square(steps).sum(axis=1)
    return np.asarray(np.exp(np.clip(slopes, -_STEEPEST, 0.0)[..., None] * steps))


def _grouped(spectra: Floats) -> Floats:
    """(k, bands, bins) of the spectra from 20 Hz to 20 kHz, whole bands only."""
    size = 2 * (spectra.shape[1] - 1)
    width = round(GROUP_HERTZ * size / SAMPLE_RATE)
    first, stop = np.searchsorted(hertz_of(size), (LOWEST, HIGHEST))
    bands = (stop - first) // width
    return spectra[:, first : first + bands * width].reshape(len(spectra), bands, width)


def first_partial(size: int) -> int:
    """The bin of a spectrum of ``size`` samples that a split's first partial stands for."""
    return int(np.searchsorted(hertz_of(size), LOWEST))


def _size_of(groups: Floats) -> int:
    """Samples of the excerpt that bands of power come from."""
    size: int = round(groups.shape[2] * SAMPLE_RATE / GROUP_HERTZ)
    return size


@lru_cache(maxsize=4)
def _log_steps(size: int) -> Floats:
    """(bands, bins) log frequency about each band's mean."""
    logs = np.log(np.maximum(hertz_of(size), 1.0))[None].astype(np.float32)
    steps = _grouped(logs)[0]
    return np.asarray(steps - steps.mean(axis=1, keepdims=True))


@lru_cache(maxsize=4)
def _hann(size: int) -> Floats:
    window: NDArray[np.float64] = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
    return window.astype(np.float32)
