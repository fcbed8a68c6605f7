"""Steady noise under slow control: what surf, wind, rain and far traffic have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.mix import Placed
from kinora.sound.noise import cut

Floats: TypeAlias = NDArray[np.float32]
_Doubles: TypeAlias = NDArray[np.float64]
Control: TypeAlias = Callable[[_Doubles], _Doubles]
"""A gain as a function of seconds from the clip's start."""

_PIECE = 4 * SAMPLE_RATE
_CONTROL_STEP = 480


def bed(length: int, layers: Sequence[tuple[Floats, Control]]) -> Iterator[Placed]:
    """Looped noises, each under its own gain curve, summed and cut into pieces that join.

    Args:
        length: samples of the clip.
        layers: loops (2, m) and their gains over time (evaluated a hundred times a second).
    """
    for start in range(0, length, _PIECE):
        stop = min(length, start + _PIECE)
        knots = np.arange(start, stop + _CONTROL_STEP, _CONTROL_STEP)
        instants = np.arange(start, stop)
        total = np.zeros((2, stop - start), dtype=np.float32)
        for looped, control in layers:
            gains = np.interp(instants, knots, control(knots / SAMPLE_RATE))
            total += cut(looped, start, stop) * gains.astype(np.float32)
        yield Placed(start, total)
