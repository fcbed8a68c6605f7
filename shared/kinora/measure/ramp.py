"""When a change began and how long it took, from how far it had come at each instant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.measure.strip import Doubles

_STEPS = 17
_ROUNDS = 3
_GAMMA = 2.2
_PLAIN, _CLEARLY = 2, 0.7
"""The first shapes are taken as they are; a curved one must fit clearly better than these."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """A change from 0 to 1: its begin and end in seconds; ``error`` RMS of the fit."""

    begin: float
    end: float
    error: float


def ramp(times: Doubles, shares: Doubles, *, darkening: bool = False) -> Ramp:
    """Fit a straight and a smooth ramp by least squares and take the better one.

    Changes that are mixed in linear light look otherwise in the file's own scale; where light
    comes from or goes to black (``darkening``) that is a power law, and is tried as well.

    Args:
        times: (n,) seconds, increasing.
        shares: (n,) how far the change has come: about 0 first, about 1 last.
        darkening: whether the shares are losses of light.
    """
    span = float(times[-1] - times[0])
    middle = float(np.interp(0.5, np.maximum.accumulate(shares), times))
    length = max(span / 2, 1e-6)
    reach_middle, reach_length = span / 4, span / 2
    best = Ramp(float(times[0]), float(times[-1]), np.inf)
    for _ in range(_ROUNDS):
        middles = middle + np.linspace(-reach_middle, reach_middle, _STEPS)
        lengths = np.maximum(length + np.linspace(-reach_length, reach_length, _STEPS), span / 100)
        starts = middles[:, None, None] - lengths[None, :, None] / 2
        part = np.clip((times - starts) / lengths[None, :, None], 0, 1)
        for number, shape in enumerate(_shapes(part, darkening=darkening)):
            errors = np.square(shape - shares).mean(axis=-1)
            row, column = np.unravel_index(int(errors.argmin()), errors.shape)
            error = float(np.sqrt(errors[row, column]))
            if error < best.error * (1.0 if number < _PLAIN else _CLEARLY):
                middle, length = float(middles[row]), float(lengths[column])
                best = Ramp(middle - length / 2, middle + length / 2, error)
        middle, length = (best.begin + best.end) / 2, best.end - best.begin
        reach_middle, reach_length = reach_middle / 4, reach_length / 4
    return best


def _shapes(part: Doubles, *, darkening: bool) -> list[Doubles]:
    """Shares of each shape; easing out of a shot alone is the first half of the smooth one."""
    smooth = part * part * (3 - 2 * part)
    if not darkening:
        return [part, smooth]
    eased = part * part * (1.5 - 0.5 * part)
    straight = [part, smooth, eased]
    return [*straight, *(1 - (1 - shape) ** (1 / _GAMMA) for shape in straight)]
