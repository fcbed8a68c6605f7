"""Axes of a codebook: each cuts one field of a measure into numbered cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Axis(Protocol):
    """One field's cells, numbered from 0 to ``cells`` - 1."""

    @property
    def field(self) -> str: ...

    @property
    def cells(self) -> int: ...

    def cell(self, value: float | str) -> int:
        """The cell that holds the value; values outside fall into the cell at the edge."""

    def centre(self, cell: int) -> float | str:
        """The value that stands for the cell."""


@dataclass(frozen=True)
class Linear:
    """Equal steps from ``low`` to ``high``; centres lie on the steps."""

    field: str
    low: float
    high: float
    step: float

    @property
    def cells(self) -> int:
        return round((self.high - self.low) / self.step) + 1

    def cell(self, value: float | str) -> int:
        place = round((float(value) - self.low) / self.step)
        return min(max(place, 0), self.cells - 1)

    def centre(self, cell: int) -> float:
        return round(self.low + cell * self.step, 6)


@dataclass(frozen=True)
class Logarithmic:
    """Equal ratios from ``low`` to ``high``, ``per_octave`` cells a doubling; cell 0 is below."""

    field: str
    low: float
    high: float
    per_octave: int

    @property
    def cells(self) -> int:
        return round(math.log2(self.high / self.low) * self.per_octave) + 2

    def cell(self, value: float | str) -> int:
        number = float(value)
        if number < self.low:
            return 0
        return min(1 + round(math.log2(number / self.low) * self.per_octave), self.cells - 1)

    def centre(self, cell: int) -> float:
        if cell == 0:
            return 0.0
        return float(f"{self.low * 2 ** ((cell - 1) / self.per_octave):.4g}")


@dataclass(frozen=True)
class Choice:
    """One of a closed list of words."""

    field: str
    values: Sequence[str]

    @property
    def cells(self) -> int:
        return len(self.values)

    def cell(self, value: float | str) -> int:
        return list(self.values).index(str(value))

    def centre(self, cell: int) -> str:
        return str(self.values[cell])
