"""Curves of soft bodies as SVG path data."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]


def closed(points: Sequence[Point]) -> str:
    """A smooth closed curve through points (Catmull-Rom as cubic Béziers)."""
    count = len(points)
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for index in range(count):
        before, start = points[index - 1], points[index]
        end, after = points[(index + 1) % count], points[(index + 2) % count]
        parts.append(_bend(before, start, end, after))
    return "".join(parts) + "Z"


def through(points: Sequence[Point]) -> str:
    """A smooth open curve through points."""
    padded = [points[0], *points, points[-1]]
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    parts += [_bend(*padded[index : index + 4]) for index in range(len(points) - 1)]
    return "".join(parts)


def _bend(before: Point, start: Point, end: Point, after: Point) -> str:
    one = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
    two = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
    return f"C{one[0]:.1f} {one[1]:.1f} {two[0]:.1f} {two[1]:.1f} {end[0]:.1f} {end[1]:.1f}"


def polygon(points: Sequence[Point]) -> str:
    """Straight edges from point to point, closed."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def mirrored(right: Sequence[Point]) -> str:
    """A closed curve that is its own mirror image about x = 0.

    ``right`` runs from the top to the bottom; points on the axis count once.
    """
    left = [(-x, y) for x, y in reversed(right) if x]
    return closed([*right, *left])


def ellipse(x: float, y: float, wide: float, high: float, turn: float = 0.0) -> str:
    """An ellipse by its centre and half axes, turned clockwise by degrees."""
    dx, dy = wide * math.cos(math.radians(turn)), wide * math.sin(math.radians(turn))
    half = f"A{wide:.1f} {high:.1f} {turn:.1f} 0 1"
    return (
        f"M{x - dx:.1f} {y - dy:.1f}{half} {x + dx:.1f} {y + dy:.1f}"
        f"{half} {x - dx:.1f} {y - dy:.1f}Z"
    )


def limb(spine: Sequence[Point], widths: Sequence[float]) -> str:
    """A rounded limb: a curve along ``spine`` with a half width at each of its points."""
    left: list[Point] = []
    right: list[Point] = []
    for index, ((x, y), wide) in enumerate(zip(spine, widths, strict=True)):
        x0, y0 = spine[max(index - 1, 0)]
        x1, y1 = spine[min(index + 1, len(spine) - 1)]
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        nx, ny = (y0 - y1) / length * wide, (x1 - x0) / length * wide
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    (x0, y0), (x1, y1) = spine[-2], spine[-1]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    reach = widths[-1] * 0.95
    tip = (x1 + (x1 - x0) / length * reach, y1 + (y1 - y0) / length * reach)
    return closed([*left, tip, *reversed(right)])


def spikes(
    x: float, y: float, radii: tuple[float, float], span: tuple[float, float], count: int,
    length: float, lean: float = 0.0,
) -> str:  # fmt: skip
    """A fan of pointed tufts round an ellipse, from one angle to another in degrees.

    ``lean`` turns the tips along the edge, in tuft widths.
    """
    first, last = (math.radians(angle) for angle in span)
    step = (last - first) / count
    points: list[Point] = []
    for index in range(count):
        low = first + index * step
        middle = low + step * (0.5 + lean)
        long = length * (0.75 + 0.25 * math.sin(index * 2.4))
        points.append((x + radii[0] * math.cos(low), y + radii[1] * math.sin(low)))
        wide, high = radii[0] + long, radii[1] + long
        points.append((x + wide * math.cos(middle), y + high * math.sin(middle)))
    points.append((x + radii[0] * math.cos(last), y + radii[1] * math.sin(last)))
    points.append((x, y))
    return polygon(points)
