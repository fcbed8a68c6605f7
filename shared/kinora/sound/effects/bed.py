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
        total = np.zeros((2, stop - start), dtype=np.float32)
        for looped, control in layers:
            total += cut(looped, start, stop) * _gains(control, start, stop)
        yield Placed(start, total)


def _gains(control: Control, start: int, stop: int) -> Floats:
    """(stop - start,) the control in straight lines between its values."""
    steps = -(-(stop - start) // _CONTROL_STEP)
    knots = control((start + np.arange(steps + 1) * _CONTROL_STEP) / SAMPLE_RATE)
    values = knots.astype(np.float32)
    ramp = np.linspace(0, 1, _CONTROL_STEP, endpoint=False, dtype=np.float32)
    lines: Floats = values[:-1, None] + np.diff(values)[:, None] * ramp
    return lines.reshape(-1)[: stop - start]
