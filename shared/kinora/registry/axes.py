"""Axes of a codebook: each cuts one field of a measure into numbered cells."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol


class Axis(Protocol):
    """One field's cells, numbered from 0 to ``cells`` - 1."""

    @property
    def field(self) -> str: ...

    @property
    def cells(self) -> int: ...

    @property
    def radix(self) -> int:
        """What a digit of this axis counts to in a cell's number: ``cells`` or more, for ever."""

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

    @cached_property
    def cells(self) -> int:
        return round((self.high - self.low) / self.step) + 1

    @property
    def radix(self) -> int:
        return self.cells

    def cell(self, value: float | str) -> int:
        place = round((float(value) - self.low) / self.step)
        return min(max(place, 0), self.cells - 1)

    def centre(self, cell: int) -> float:
        return round(self.low + cell * self.step, 6)

    def bounds(self, cell: int) -> tuple[float, float]:
        """The least and the largest value of the cell, within ``low`` to ``high``."""
        centre = self.low + cell * self.step
        return max(self.low, centre - self.step / 2), min(self.high, centre + self.step / 2)


@dataclass(frozen=True)
class Bands:
    """Neighbouring bands between stated edges: the first is below ``edges[0]``.

    ``stands`` has one value more than there are edges: what stands for each band.
    """

    field: str
    edges: tuple[float, ...]
    stands: tuple[float, ...]

    @property
    def cells(self) -> int:
        return len(self.edges) + 1

    @property
    def radix(self) -> int:
        return self.cells

    def cell(self, value: float | str) -> int:
        return bisect_right(self.edges, float(value))

    def centre(self, cell: int) -> float:
        return self.stands[cell]

    @classmethod
    def even(cls, field: str, low: float, high: float, count: int) -> Bands:
        """``count`` bands of one width from ``low`` to ``high``, each stood for by its middle."""
        width = (high - low) / count
        edges = tuple(round(low + width * number, 6) for number in range(1, count))
        return cls(field, edges, tuple(round(low + width * (n + 0.5), 6) for n in range(count)))

    def bounds(self, cell: int, low: float = 0.0, high: float = 1.0) -> tuple[float, float]:
        """The least and the largest value of the band, within ``low`` to ``high``."""
        return (
            self.edges[cell - 1] if cell else low,
            self.edges[cell] if cell < len(self.edges) else high,
        )


@dataclass(frozen=True)
class Logarithmic:
    """Equal ratios from ``low`` to ``high``, ``per_octave`` cells a doubling.

    Cell 0 is all below ``low`` and stands for 0; cell k holds the k-th ratio above it, the last
    one also all from ``high`` on.
    """

    field: str
    low: float
    high: float
    per_octave: float

    @cached_property
    def cells(self) -> int:
        return round(math.log2(self.high / self.low) * self.per_octave) + 1

    @property
    def radix(self) -> int:
        return self.cells

    def cell(self, value: float | str) -> int:
        number = float(value)
        if number < self.low:
            return 0
        place = math.floor(math.log2(number / self.low) * self.per_octave + 1e-9)
        return min(1 + place, self.cells - 1)

    def centre(self, cell: int) -> float:
        if cell == 0:
            return 0.0
        return float(f"{self.low * 2 ** ((cell - 0.5) / self.per_octave):.4g}")


@dataclass(frozen=True)
class Choice:
    """One of a closed list of words, which may only grow at its end."""

    field: str
    values: tuple[str, ...]

    @property
    def cells(self) -> int:
        return len(self.values)

    @property
    def radix(self) -> int:
        """A power of two above ``cells``, so that words can be added at the end of the list."""
        return 1 << self.cells.bit_length()

    def cell(self, value: float | str) -> int:
        return self.values.index(str(value))

    def centre(self, cell: int) -> str:
        return str(self.values[cell])
