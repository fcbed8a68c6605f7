"""Bodies of four-footed pets in each pose, seen from the front, around a head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kinora.picture.pets.curves import closed, ellipse, limb, through
from kinora.picture.pets.look import Coat, Pose
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift

GROUND = 930.0
"""Drawing row of the ground; the middle is column 500."""


@dataclass(frozen=True)
class Seat:
    """Where the head goes, and the neck under it."""

    x: float
    y: float
    scale: float
    turn: float = 0.0
    neck: tuple[float, float, float] = (500.0, 560.0, 130.0)
    """Middle and half width of what is worn there."""


@dataclass(frozen=True)
class Build:
    """Measures of a species, in drawing units."""

    hips: float = 235.0
    shoulders: float = 150.0
    shoulder_y: float = 520.0
    head: float = 1.24
    head_y: float = 395.0
    paw: float = 54.0
    leg: float = 46.0
    feet: str = ""
    """Colour of the paws; empty: that of the coat."""
    low_head: float = 0.0
    """How much lower the head is when it lies."""
    bulk: float = 1.0
    """Width of the lying body."""


Part = Callable[[Seat], None]
Marks = Callable[[Pen, str], None]
"""Draws markings into the clip of the body."""


def no_marks(_pen: Pen, _inside: str) -> None:
    """A coat without markings on the body."""


@dataclass(frozen=True)
class Hung:
    """What a species hangs on a body."""

    head: Part
    tail: Callable[[Pen, Pose], None]
    worn: Part
    marks: Marks = no_marks


def paw(pen: Pen, x: float, y: float, wide: float, colour: str, toes: bool = True) -> None:
    """A round paw that stands at ``y``, with the lines between its toes."""
    high = wide * 0.72
    pen.fill(ellipse(x, y - high * 0.94, wide * 1.06, high * 1.0), deepen(colour, 0.2),
             opacity=0.3)  # fmt: skip
    pen.part(ellipse(x, y - high, wide, high), colour)
    if toes:
        for side in (-0.36, 0.36):
            line = [(x + side * wide, y - high * 0.75), (x + side * wide * 1.12, y - high * 0.16)]
            pen.line(through(line), deepen(colour, 0.2), 4.5, opacity=0.75)


def draw_body(pen: Pen, pose: Pose, build: Build, coat: Coat, hung: Hung) -> Seat:
    """Tail, body, what is worn, head and paws, in their order; the seat that the head got."""
    draw = {
        Pose.SITTING: _sitting, Pose.LOAF: _loaf, Pose.LYING: _lying, Pose.CURLED: _curled,
    }[pose]  # fmt: skip
    return draw(pen, build, coat, hung)


def _head_on(pen: Pen, hung: Hung, seat: Seat) -> None:
    with pen.on(Layer.WORN):
        hung.worn(seat)
    with pen.on(Layer.HEAD):
        hung.head(seat)


def _sitting(pen: Pen, build: Build, coat: Coat, hung: Hung) -> Seat:
    hips, wide, top = build.hips, build.shoulders, build.shoulder_y
    seat = Seat(500, build.head_y, build.head, 0.0, (500, top + 30, wide * 0.92))
    feet = build.feet or coat.base
    hung.tail(pen, Pose.SITTING)
    middle = (top + GROUND) / 2
    right = [(500.0, top - 70), (500 + wide * 0.8, top - 14), (500 + wide * 1.08, top + 100)]
    right += [(500 + hips * 0.96, middle + 90), (500 + hips, GROUND - 80)]
    right += [(500 + hips * 0.72, GROUND - 12), (500.0, GROUND - 6)]
    left = [(1000 - x, y) for x, y in reversed(right[1:-1])]
    inside = pen.part(closed([*right, *left]), coat.base)
    hung.marks(pen, inside)
    for side in (-1, 1):
        x = 500 + side * hips * 0.66
        pen.soft(x - side * 14, GROUND - 120, hips * 0.62, 165, deepen(coat.base, 0.22),
                 opacity=0.34, inside=inside)  # fmt: skip
        haunch = ellipse(x + side * 12, GROUND - 108, hips * 0.44, 118)
        pen.fill(haunch, pen.volume(coat.base, 0.7), inside=inside, opacity=0.9)
        paw(pen, 500 + side * hips * 0.72, GROUND, build.paw * 1.05, feet)
    chest = [(500.0, top - 30), (500 + wide * 0.72, top + 40), (500 + wide * 0.6, top + 190)]
    chest += [(500.0, GROUND - 90), (500 - wide * 0.6, top + 190), (500 - wide * 0.72, top + 40)]
    pen.fill(closed(chest), pen.volume(coat.belly, 0.5), inside=inside)
    for side in (-1, 1):
        _front_leg(pen, build, coat, side, top + 120, feet)
    pen.soft(500, top + 20, wide * 1.15, 120, deepen(coat.base, 0.3), opacity=0.5, inside=inside)
    _head_on(pen, hung, seat)
    return seat


def _front_leg(pen: Pen, build: Build, coat: Coat, side: int, top: float, feet: str) -> None:
    x = 500 + side * build.paw * 1.12
    spine = [(x + side * 6, top), (x + side * 4, (top + GROUND) / 2), (x, GROUND - 40)]
    leg = limb(spine, [build.leg * 0.9, build.leg, build.leg * 0.95])
    pen.soft(x, GROUND - 150, build.leg * 1.5, 140, deepen(coat.base, 0.25), opacity=0.4)
    colour = lift(coat.base, 0.015)
    inside = pen.part(leg, colour)
    pen.fill(leg, pen.clear(coat.belly, 0.85, 0.0), inside=inside)
    paw(pen, x, GROUND + 6, build.paw, feet)


def _dome(left: float, right: float, top: float) -> str:
    """A body that lies on the ground between two columns."""
    middle, half = (left + right) / 2, (right - left) / 2
    points = [(middle, top), (middle + half * 0.62, top + 40), (right - 8, GROUND - 150)]
    points += [(right - 6, GROUND - 50), (middle + half * 0.6, GROUND - 4), (middle, GROUND)]
    points += [(middle - half * 0.6, GROUND - 4), (left + 6, GROUND - 50)]
    points += [(left + 8, GROUND - 150), (middle - half * 0.62, top + 40)]
    return closed(points)


def _loaf(pen: Pen, build: Build, coat: Coat, hung: Hung) -> Seat:
    half = 270 * build.bulk
    head_y = 600.0 + build.low_head
    seat = Seat(500, head_y, build.head, 0.0, (500, head_y + 150 * build.head, 150 * build.head))
    hung.tail(pen, Pose.LOAF)
    inside = pen.part(_dome(500 - half, 500 + half, head_y - 20), coat.base)
    hung.marks(pen, inside)
    pen.soft(500, GROUND - 30, half * 0.62, 130, coat.belly, opacity=0.95, inside=inside, core=0.45)
    for side in (-1, 1):
        pen.soft(500 + side * half * 0.82, GROUND - 40, half * 0.3, 120, deepen(coat.base, 0.2),
                 opacity=0.35, inside=inside)  # fmt: skip
    pen.soft(500, head_y + 130 * build.head, 190 * build.head, 95, deepen(coat.base, 0.32),
             opacity=0.5, inside=inside)  # fmt: skip
    feet = build.feet or coat.base
    for side in (-1, 1):
        paw(pen, 500 + side * build.paw * 1.25, GROUND + 6, build.paw, feet)
    _head_on(pen, hung, seat)
    return seat


def _lying(pen: Pen, build: Build, coat: Coat, hung: Hung) -> Seat:
    reach = 330 * build.bulk
    head_y = 590.0 + build.low_head
    x = 330.0
    seat = Seat(x, head_y, build.head, 0.0, (x + 18, head_y + 145 * build.head, 128 * build.head))
    feet = build.feet or coat.base
    hung.tail(pen, Pose.LYING)
    right = x + 60 + reach * 1.55
    body = [(x + 20, head_y + 20), (x + 150, head_y - 5), (x + reach * 0.9, head_y + 15)]
    body += [(right - 80, head_y + 50), (right, GROUND - 150), (right - 30, GROUND - 26)]
    body += [(x + reach * 0.8, GROUND), (x, GROUND - 4), (x - 118, GROUND - 40)]
    body += [(x - 105, head_y + 160)]
    inside = pen.part(closed(body), coat.base)
    hung.marks(pen, inside)
    pen.soft(right - 140, GROUND - 90, 200, 190, deepen(coat.base, 0.22), opacity=0.4,
             inside=inside)  # fmt: skip
    pen.fill(ellipse(right - 122, GROUND - 112, 132, 118, -14), pen.volume(coat.base, 0.8),
             inside=inside)  # fmt: skip
    paw(pen, right - 220, GROUND + 2, build.paw * 1.2, feet)
    pen.soft(x, GROUND - 60, 130, 190, coat.belly, opacity=0.95, inside=inside, core=0.3)
    pen.soft(x + 10, head_y + 130 * build.head, 190 * build.head, 110, deepen(coat.base, 0.32),
             opacity=0.5, inside=inside)  # fmt: skip
    for shift in (105.0, -35.0):
        start = (x + shift * 0.7 + 30, GROUND - 110)
        arm = limb([start, (x + shift * 0.9, GROUND - 50), (x + shift - 60, GROUND - 26)],
                   [build.leg * 0.95, build.leg * 0.95, build.leg * 0.86])  # fmt: skip
        pen.soft(x + shift - 20, GROUND - 60, 130, 55, deepen(coat.base, 0.26), opacity=0.35,
                 inside=inside)  # fmt: skip
        pen.part(arm, lift(coat.base, 0.01))
        paw(pen, x + shift - 82, GROUND + 10, build.paw, feet)
    _head_on(pen, hung, seat)
    return seat


def _curled(pen: Pen, build: Build, coat: Coat, hung: Hung) -> Seat:
    wide = 350 * build.bulk
    top = GROUND - 370 * min(build.bulk, 1.1)
    scale = build.head * 0.92
    x, y = 500 - wide * 0.42, GROUND - 148 * scale
    seat = Seat(x, y, scale, -9.0, (x + 90, y + 100, 120.0))
    body = [(500.0, top), (500 + wide * 0.55, top + 42), (500 + wide * 0.95, GROUND - 190)]
    body += [(500 + wide * 0.97, GROUND - 80), (500 + wide * 0.6, GROUND - 6), (500.0, GROUND)]
    body += [(500 - wide * 0.62, GROUND - 8), (500 - wide, GROUND - 90)]
    body += [(500 - wide * 0.94, GROUND - 210), (500 - wide * 0.5, top + 50)]
    inside = pen.part(closed(body), coat.base)
    hung.marks(pen, inside)
    haunch = ellipse(500 + wide * 0.5, GROUND - 130, wide * 0.42, 138, -12)
    pen.soft(500 + wide * 0.42, GROUND - 150, wide * 0.54, 190, deepen(coat.base, 0.25),
             opacity=0.45, inside=inside)  # fmt: skip
    pen.fill(haunch, pen.volume(coat.base, 0.8), inside=inside)
    pen.soft(x + 20, y + 20, 250 * scale, 210 * scale, deepen(coat.base, 0.32), opacity=0.5,
             inside=inside)  # fmt: skip
    paw(pen, 500 + wide * 0.3, GROUND + 2, build.paw * 1.05, build.feet or coat.base)
    _head_on(pen, hung, seat)
    with pen.on(Layer.HEAD):
        hung.tail(pen, Pose.CURLED)
        paw(pen, x + 40, GROUND + 8, build.paw * 0.95, build.feet or coat.base)
    return seat
