"""Primitives: the origins that every entry is traced to, and how much of which a value holds.

They are data (``primitives.toml``, the named colours, the narrative origins). The same scales that
list them give the shares, so an entry never breaks down into something that is not listed.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

from kinora.colour.named import NAMED
from kinora.model.narrative import ORIGINS
from kinora.model.observation import Registry, Value

Shares = dict[str, float]
BLENDS = "learned_blends"
UNINTERRUPTED, UNTOLD = "uninterrupted", "untold"
"""What a video without transitions, or without a story, is made of."""


class Primitive(NamedTuple):
    """One origin: its category, its name, unique there, and the value that it stands for."""

    registry: Registry
    category: str
    name: str
    value: Value


class Point(NamedTuple):
    """A named place on a scale. ``value`` is the field's; ``ends``: no further scales matter."""

    word: str
    value: float | str
    ends: bool


class Scale(NamedTuple):
    """The points of one field, in order: numbers to measure between, or words to be one of.

    Numbers are a share of the field ``relative`` where it is given.
    """

    field: str
    points: tuple[Point, ...]
    log: bool
    relative: str

    def shares(self, value: Value) -> list[tuple[Point, float]]:
        """The points that the value lies at or between, with shares that add up to 1."""
        own = value[self.field]
        if isinstance(self.points[0].value, str):
            return [(next(point for point in self.points if point.value == own), 1.0)]
        number = float(own) / (float(value[self.relative]) if self.relative else 1.0)
        return _between(self._place(number), [(p, self._place(p.value)) for p in self.points])

    def number(self, point: Point, value: Value) -> float | str:
        """The field's value at a point, for a value that has the field it is relative to."""
        if not self.relative or isinstance(point.value, str):
            return point.value
        return round(point.value * float(value[self.relative]))

    def _place(self, number: float | str) -> float:
        return math.log(max(float(number), 1e-9)) if self.log else float(number)


class Scales(NamedTuple):
    """A category's scales. ``apart``: each for itself, rather than combined."""

    scales: tuple[Scale, ...]
    apart: bool


@cache
def primitives() -> tuple[Primitive, ...]:
    """All of them, in a fixed order; no two of a category have the same name or value."""
    colours = (
        Primitive(Registry.STATIC, "static_colors", name, {"colour": colour})
        for name, colour in NAMED.items()
    )
    measured = (
        Primitive(Registry(registry), category, name, value)
        for registry, categories in _data().items()
        for category in categories
        for name, value in _named(scales(category)).items()
    )
    told = (
        Primitive(Registry.NARRATIVE, str(category), str(origin), {"text": str(origin)})
        for category, origins in ORIGINS.items()
        for origin in origins
    )
    blended = (
        Primitive(Registry.DYNAMIC, BLENDS, UNINTERRUPTED, {"kind": "none"}),
        Primitive(Registry.DYNAMIC, BLENDS, UNTOLD, {"settings": "none"}),
    )
    return (*colours, *measured, *blended, *told)


@cache
def scales(category: str) -> Scales:
    """The scales of a measured category that is not a colour."""
    data = next(part[category] for part in _data().values() if category in part)
    return Scales(tuple(map(_scale, data["scales"])), data.get("apart", False))


def combined(measure: Scales, value: Value) -> Shares:
    """How much of which primitive the value holds; the shares add up to 1."""
    if not measure.apart:
        return _chained(measure.scales, value, "", 1.0)
    asked = measure.scales
    first = asked[0].shares(value)
    if any(point.ends for point, _ in first):
        asked = asked[:1]
    total: Shares = {}
    for scale in asked:
        for point, share in scale.shares(value):
            total[point.word] = total.get(point.word, 0.0) + share / len(asked)
    return total


def _chained(left: tuple[Scale, ...], value: Value, name: str, weight: float) -> Shares:
    """Shares of the scales that are left, each point's followed by those of the next scale."""
    if not left:
        return {name: weight}
    total: Shares = {}
    for point, share in left[0].shares(value):
        word = " ".join(filter(None, (name, point.word)))
        further = () if point.ends else left[1:]
        for key, part in _chained(further, value, word, weight * share).items():
            total[key] = total.get(key, 0.0) + part
    return total


def _named(measure: Scales) -> dict[str, Value]:
    """Every primitive of the scales by name, with its value."""
    if measure.apart:
        return {
            point.word: {scale.field: point.value}
            for scale in measure.scales
            for point in scale.points
        }
    found: dict[str, Value] = {}
    ways: list[tuple[str, Value, bool]] = [("", {}, False)]
    for scale in measure.scales:
        longer: list[tuple[str, Value, bool]] = []
        for name, value, ended in ways:
            if ended:
                longer.append((name, value, ended))
                continue
            for point in scale.points:
                word = " ".join(filter(None, (name, point.word)))
                longer.append(
                    (word, {**value, scale.field: scale.number(point, value)}, point.ends)
                )
        ways = longer
    for name, value, _ in ways:
        found.setdefault(name, value)
    return found


def _between(place: float, points: list[tuple[Point, float]]) -> list[tuple[Point, float]]:
    """Shares of the two points around the place; beyond the ends, the whole of the last one."""
    if place <= points[0][1]:
        return [(points[0][0], 1.0)]
    for (one, low), (other, high) in pairwise(points):
        if place < high:
            share = (place - low) / (high - low)
            return [(one, 1.0 - share), (other, share)]
    return [(points[-1][0], 1.0)]


def _scale(data: dict[str, Any]) -> Scale:
    ends = set(data.get("ends", ()))
    pairs = (
        data["points"].items()
        if "points" in data
        else ((word, value) for value, word in data["words"].items())
    )
    points = tuple(Point(word, value, word in ends) for word, value in pairs)
    return Scale(data["field"], points, data.get("log", False), data.get("relative", ""))


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("primitives.toml").read_text())
