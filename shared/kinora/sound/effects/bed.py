"""Steady noise under slow control: what surf, wind, rain and far traffic have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.curves import lines
from kinora.sound.mix import Placed
from kinora.sound.noise import cut_wide

Floats: TypeAlias = NDArray[np.float32]
_Doubles: TypeAlias = NDArray[np.float64]
Control: TypeAlias = Callable[[_Doubles], _Doubles]
"""A gain as a function of seconds from the clip's start."""

_PIECE = 2 * SAMPLE_RATE
_CONTROL_STEP = 480
_SHARED = np.float32(0.2)
"""How much each side hears of the other: wide, but with a middle."""
_LEVEL = 1 / np.sqrt(1 + _SHARED**2)


def bed(length: int, layers: Sequence[tuple[Floats, Control]]) -> Iterator[Placed]:
    """Looped noises, each under its own gain curve, summed and cut into pieces that join.

    Args:
        length: samples of the clip.
        layers: loops (m,) and their gains over time (evaluated a hundred times a second).
    """
    for start in range(0, length, _PIECE):
        stop = min(length, start + _PIECE)
        total = np.zeros((2, stop - start), dtype=np.float32)
        for looped, control in layers:
            gains = _gains(control, start, stop)
            left, right = cut_wide(looped, start, stop)
            total[0] += left * gains
            total[1] += right * gains
        yield Placed(start, (total + _SHARED * total[::-1]) * _LEVEL)


def _gains(control: Control, start: int, stop: int) -> Floats:
    """(stop - start,) the control in straight lines between its values."""
    steps = -(-(stop - start) // _CONTROL_STEP)
    knots = control((start + np.arange(steps + 1) * _CONTROL_STEP) / SAMPLE_RATE)
    return lines(knots, _CONTROL_STEP)[: stop - start]
