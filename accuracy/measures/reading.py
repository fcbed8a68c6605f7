"""What is promised of a measure, and one comparison of it with what is true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median as middle
from typing import TypeAlias

from accuracy.measures.film import Measured

Value: TypeAlias = float | str


@dataclass(frozen=True)
class Measure:
    """One figure or name, and how far off it may be.

    A figure has limits to its median and its worst error, a name to the share of right ones. One
    without any limit is only told: how another tool fares with the same films.
    """

    name: str
    says: str
    unit: str
    oracle: str
    films: int
    """Fewer films than this prove nothing: the promise counts as broken."""
    median: float | None = None
    worst: float | None = None
    right: float | None = None
    named: bool = False
    """Whether it is a name, one of a few."""

    @property
    def promised(self) -> bool:
        return not (self.median is None and self.worst is None and self.right is None)


@dataclass(frozen=True)
class Reading:
    """One value of one film or moment, what it should be, and how far apart they are."""

    measure: str
    film: str
    error: float
    measured: Value
    expected: Value


@dataclass(frozen=True)
class Judge:
    """One file's measures and how they are read off a film."""

    measures: tuple[Measure, ...]
    read: Callable[[Measured], Iterator[Reading]]


@dataclass(frozen=True)
class Account:
    """All readings of one measure."""

    measure: Measure
    readings: tuple[Reading, ...]

    @property
    def films(self) -> int:
        return len({reading.film for reading in self.readings})

    @property
    def median(self) -> float:
        return middle(reading.error for reading in self.readings) if self.readings else 0.0

    @property
    def worst(self) -> Reading | None:
        return max(self.readings, key=lambda reading: reading.error, default=None)

    @property
    def right(self) -> float:
        """The share of names that are right."""
        hits = sum(reading.error == 0 for reading in self.readings)
        return hits / max(1, len(self.readings))

    @property
    def blind(self) -> float | None:
        """What one would achieve who always gives the commonest answer: a median error or a share.

        None where no figure is expected in all cases.
        """
        expected = [reading.expected for reading in self.readings]
        if self.measure.named:
            counts = [expected.count(name) for name in set(expected)]
            return max(counts, default=0) / max(1, len(expected))
        figures = [value for value in expected if isinstance(value, float)]
        if not figures or len(figures) < len(expected):
            return None
        usual = middle(figures)
        return middle(abs(value - usual) for value in figures)

    @property
    def kept(self) -> bool:
        measure, worst = self.measure, self.worst
        if not measure.promised:
            return True
        return (
            self.films >= measure.films
            and worst is not None
            and (measure.right is None or self.right >= measure.right)
            and (measure.median is None or self.median <= measure.median)
            and (measure.worst is None or worst.error <= measure.worst)
        )


def apart(measure: Measure, film: Measured, measured: float, expected: float) -> Reading:
    """A figure's plain distance from what it should be."""
    return Reading(
        measure.name, film.name, abs(measured - expected), float(measured), float(expected)
    )


def relative(measure: Measure, film: Measured, measured: float, expected: float) -> Reading:
    """A figure's distance in percent of what it should be."""
    error = abs(measured / expected - 1) * 100
    return Reading(measure.name, film.name, error, float(measured), float(expected))


def named(measure: Measure, film: Measured, measured: str | None, expected: str | None) -> Reading:
    """Whether a name is the right one."""
    return Reading(
        measure.name, film.name, float(measured != expected), str(measured), str(expected)
    )
