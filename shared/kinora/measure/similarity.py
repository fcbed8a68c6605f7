"""What a plane's picture does at first order: shift, growth and turn, fitted to flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Doubles: TypeAlias = NDArray[np.float64]

_ROUNDS = 4
_TOLERANCE = 0.002
"""Frame widths: a block further from the model than this, and than a third of the mean motion,
moves by itself."""
_TOLERANCE_SHARE = 0.33


@dataclass(frozen=True, slots=True)
class Similarity:
    """Shift in widths, growth of scale and turn in radians clockwise, about the frame's centre.

    ``away`` (n,): how far each block is from it, in widths; ``tolerance`` how far it may be.
    """

    x: float
    y: float
    zoom: float
    roll: float
    away: Doubles
    tolerance: float


def similarity(
    places: tuple[Doubles, Doubles], vectors: tuple[Doubles, Doubles], weights: Doubles
) -> Similarity:
    """Fit by reweighted least squares, so that what moves by itself does not count.

    Args:
        places: (n,) across and down from the frame's centre, in widths.
        vectors: (n,) displacements across and down, in widths.
        weights: (n,) how far to believe them; at least one is above 0.
    """
    (across, down), (u, v) = places, vectors
    speed = float(np.hypot(u, v)[weights > 0].mean())
    tolerance = max(_TOLERANCE, _TOLERANCE_SHARE * speed)
    away, robust = np.zeros_like(u), weights
    x = y = zoom = roll = 0.0
    for _ in range(_ROUNDS):
        x, y, zoom, roll = _least_squares(across, down, u, v, robust)
        away = np.hypot(
            u - (x + zoom * across - roll * down), v - (y + zoom * down + roll * across)
        )
        robust = weights / (1 + (away / tolerance) ** 2) ** 2
    return Similarity(x, y, zoom, roll, away, tolerance)


def centres(rows: int, columns: int) -> tuple[Doubles, Doubles]:
    """Blocks' places relative to the frame's centre, in frame widths, flattened."""
    across, down = np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5)
    return (across / columns - 0.5).reshape(-1), ((down - rows / 2) / columns).reshape(-1)


def _least_squares(
    across: Doubles, down: Doubles, u: Doubles, v: Doubles, weights: Doubles, /
) -> tuple[float, float, float, float]:
    """Shift x, shift y, zoom and roll of the weighted best fit, by its normal equations."""
    total = float(weights.sum()) + 1e-12
    x0, y0 = float(weights @ across) / total, float(weights @ down) / total
    u0, v0 = float(weights @ u) / total, float(weights @ v) / total
    x, y = across - x0, down - y0
    spread = float(weights @ (x * x + y * y)) + 1e-12
    zoom = float(weights @ (x * u + y * v)) / spread
    roll = float(weights @ (x * v - y * u)) / spread
    return u0 - zoom * x0 + roll * y0, v0 - zoom * y0 - roll * x0, zoom, roll
