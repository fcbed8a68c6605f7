"""A codebook: how one category's measures become cells, and which cells there can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import TypeAlias

from kinora.model.observation import Registry, Value
from kinora.registry.axes import Axis

Cell: TypeAlias = tuple[int, ...]
Measure: TypeAlias = Mapping[str, float | int | str]


def as_it_is(cell: Cell) -> Cell:
    """No axis makes another meaningless."""
    return cell


def always(_: Cell) -> bool:
    """Every cell can be reached."""
    return True


def _centre(_: Cell, value: Value) -> Value:
    return value


@dataclass(frozen=True)
class Codebook:
    """A category's quantiser.

    ``reason`` says why it steps as it does. ``family`` gives a stored value's family of names.
    ``settle`` moves a cell to the one that it means: where one axis makes another meaningless
    (a still picture moves in no direction), the other stands at its first cell. ``possible``
    tells which settled cells a video can reach. ``decode`` makes the stored value from the cell
    and its axes' centres. ``domain`` is set for the blends, many codebooks of one category.
    """

    registry: Registry
    category: str
    reason: str
    axes: tuple[Axis, ...]
    family: Callable[[Value], str]
    decode: Callable[[Cell, Value], Value] = _centre
    settle: Callable[[Cell], Cell] = as_it_is
    possible: Callable[[Cell], bool] = always
    domain: str = ""
    counted: int | None = field(default=None, kw_only=True)
    """The number of reachable cells where it is known without looking at each."""

    @cached_property
    def cells(self) -> int:
        """How many cells the axes span."""
        return prod(axis.cells for axis in self.axes)

    @cached_property
    def reachable_cells(self) -> int:
        """How many cells a video can reach: what coverage is a share of."""
        if self.counted is not None:
            return self.counted
        every = product(*(range(axis.cells) for axis in self.axes))
        return sum(self.settle(cell) == cell and self.possible(cell) for cell in every)

    def reachable(self, cell: Cell) -> bool:
        """Whether some video falls into the cell."""
        inside = all(0 <= place < axis.cells for axis, place in zip(self.axes, cell, strict=True))
        return inside and self.settle(cell) == cell and self.possible(cell)

    def quantise(self, measure: Measure) -> Cell:
        """The cell that the measure falls into, one number an axis."""
        return self.settle(tuple(axis.cell(measure[axis.field]) for axis in self.axes))

    def key(self, cell: Cell) -> str:
        """The cell as the key of its entry."""
        numbers = "-".join(map(str, cell))
        return f"{self.domain}:{numbers}" if self.domain else numbers

    def index(self, cell: Cell) -> int:
        """The cell's number in the mixed radix of its axes: injective, 0 and above."""
        number = 0
        for axis, place in zip(self.axes, cell, strict=True):
            number = number * axis.radix + place
        return number

    def cell_of(self, index: int) -> Cell:
        """The cell of that number: :meth:`index` undone."""
        places: list[int] = []
        for axis in reversed(self.axes):
            index, place = divmod(index, axis.radix)
            places.insert(0, place)
        return tuple(places)

    def centre(self, cell: Cell) -> Value:
        """The value that stands for the cell."""
        pairs = zip(self.axes, cell, strict=True)
        return self.decode(cell, {axis.field: axis.centre(place) for axis, place in pairs})
