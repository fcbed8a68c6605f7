"""Turtles and tortoises under their shells."""

from __future__ import annotations

from random import Random

from kinora.picture.pets.bodies import GROUND, Seat
from kinora.picture.pets.curves import closed, ellipse, limb
from kinora.picture.pets.face import EyeStyle, blush, eyes, mouth
from kinora.picture.pets.look import Coat, Look, Pose
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.pets.worn import wear

_DARK, _AMBER = "#3a2a20", "#b7842e"
COATS = (
    Coat("green", "#8fbf5f", "#d8e6a0", "#5f7a3a", "scutes", (_DARK, _AMBER), "#6f9448", "#8a9a4a",
         ("green", "olive")),
    Coat("tortoise", "#b8a066", "#e9d9a8", "#7a5a34", "scutes", (_DARK,), "#9a8050", "#c99a4e",
         ("tortoise", "brown", "yellow", "golden", "sandy")),
    Coat("sea", "#6fb3a4", "#d6efe0", "#3f7078", "scutes", (_DARK,), "#548f84", "#6f9f8a",
         ("sea", "blue", "teal", "turquoise")),
    Coat("red-eared", "#7fae58", "#f0e69a", "#4d6a3c", "eared", (_DARK,), "#5f8a42", "#7d8c48",
         ("slider", "red-eared", "red", "striped")),
)  # fmt: skip


def draw(pen: Pen, look: Look, rng: Random) -> Seat:
    """Draw the turtle; the seat of its head. ``coat.ear`` is the shell's middle colour."""
    coat = look.coat
    low = 0.0 if look.pose is Pose.SITTING else 34.0
    sunk = look.pose in {Pose.LOAF, Pose.CURLED}
    seat = Seat(300.0, 660.0 + low, 1.0, 0.0, (330.0, 775.0 + low, 92))
    if sunk:
        seat = Seat(340.0, 770.0, 0.92, -4.0, (352.0, 868.0, 88))
    _legs(pen, coat, low, sunk)
    if not sunk:
        neck = limb([(430.0, 800.0 + low * 0.5), (370, 770 + low), (310, 700 + low)], [76, 70, 72])
        inside = pen.part(neck, coat.base)
        pen.soft(320, 800 + low, 80, 70, deepen(coat.base, 0.2), inside=inside, opacity=0.6)
    _shell(pen, coat, low, rng)
    with pen.on(Layer.WORN):
        wear(pen, look, seat)
    with pen.on(Layer.HEAD), pen.at(seat.x, seat.y, seat.scale, look.tilt):
        _head(pen, look)
    return seat


def _legs(pen: Pen, coat: Coat, low: float, sunk: bool) -> None:
    tail = [(840.0, 850.0), (900, 872), (940, 900), (880, 906), (820, 896)]
    pen.part(closed(tail), coat.base)
    for x, back in ((460.0, True), (740.0, True), (400.0, False), (790.0, False)):
        reach = -24 if x < 600 else 20
        foot = GROUND - (20 if not back else 32)
        top = 800 + low
        if sunk:
            top, reach = 870, reach // 2
        leg = limb([(x, top), (x + reach * 0.6, (top + foot) / 2), (x + reach, foot - 20)],
                   [54, 56, 50])  # fmt: skip
        tone = deepen(coat.base, 0.09) if back else coat.base
        inside = pen.part(leg, tone)
        for dx, dy, size in ((-14, -70, 15), (14, -48, 13), (-6, -30, 11), (20, -88, 12)):
            spot = ellipse(x + reach * 0.7 + dx, foot + dy, size, size * 0.8)
            pen.fill(spot, deepen(coat.nose, 0.02), inside=inside, opacity=0.6)
        for toe in (-26, 0, 26):
            pen.part(ellipse(x + reach + toe, foot + 8, 13, 11), lift(coat.belly, 0.02))


def _shell(pen: Pen, coat: Coat, low: float, rng: Random) -> None:
    top = 470 + low
    edge = 850 + low * 0.6
    rim = [(350.0, edge - 30), (400, edge - 96), (620, edge - 120), (850, edge - 90)]
    rim += [(902, edge - 26), (860, edge + 20), (620, edge + 46), (390, edge + 22)]
    dome = [(372.0, edge - 24), (400, edge - 170), (490, top + 60), (620, top), (760, top + 60)]
    dome += [(850, edge - 170), (876, edge - 24), (740, edge + 10), (500, edge + 10)]
    pen.part(closed(rim), mix(coat.belly, coat.ear, 0.35))
    inside = pen.part(closed(dome), coat.mark)
    middle = (top + edge) / 2 - 14
    plates = [(620.0, top + 62, 92.0, 62.0), (620, middle + 50, 106, 84)]
    for side in (-1, 1):
        plates += [
            (620 + side * 166, middle - 30, 72, 76),
            (620 + side * 196, middle + 110, 74, 64),
        ]
        plates.append((620 + side * 84.0, edge - 20, 66.0, 50.0))
    for x, y, wide, high in plates:
        grow = rng.uniform(0.94, 1.04)
        plate = _hexagon(x, y, wide * grow, high * grow)
        pen.fill(plate, pen.volume(coat.ear, 1.0), inside=inside)
        pen.fill(_hexagon(x, y - 2, wide * 0.62, high * 0.62), lift(coat.ear, 0.07), inside=inside,
                 opacity=0.8)  # fmt: skip
        pen.fill(_hexagon(x, y - 3, wide * 0.28, high * 0.28), deepen(coat.ear, 0.08),
                 inside=inside, opacity=0.7)  # fmt: skip
    pen.soft(620 - pen.side * 170, edge - 60, 190, 230, deepen(coat.mark, 0.2), inside=inside,
             opacity=0.45)  # fmt: skip
    pen.soft(620 + pen.side * 100, top + 90, 130, 70, "#ffffff", inside=inside, opacity=0.4)
    for index in range(9):
        x = 400 + index * 56
        drop = 30 - abs(index - 4) ** 2 * 1.6
        seam = f"M{x} {edge + drop - 22:.1f}l4 30"
        pen.line(seam, deepen(coat.ear, 0.14), 5, opacity=0.6)


def _hexagon(x: float, y: float, wide: float, high: float) -> str:
    return closed([
        (x - wide * 0.52, y - high * 0.86), (x, y - high), (x + wide * 0.52, y - high * 0.86),
        (x + wide, y), (x + wide * 0.52, y + high * 0.86), (x, y + high),
        (x - wide * 0.52, y + high * 0.86), (x - wide, y),
    ])  # fmt: skip


def _head(pen: Pen, look: Look) -> None:
    coat = look.coat
    fx, fy = look.gaze[0] * 20 - 6, look.gaze[1] * 12
    right = [(0.0, -146.0), (78, -126), (138, -54), (150, 28), (118, 96), (60, 126)]
    left = [(-x, y) for x, y in reversed(right[1:])]
    inside = pen.part(closed([*right, (0.0, 132.0), *left]), coat.base)
    for dx, dy, size in ((-40, -104, 17), (6, -116, 20), (50, -98, 15), (-8, -82, 12)):
        pen.fill(ellipse(dx + fx * 0.6, dy, size, size * 0.74), coat.nose, inside=inside,
                 opacity=0.5)  # fmt: skip
    if coat.pattern == "eared":
        for side in (-1, 1):
            pen.fill(ellipse(side * 138 + fx * 0.4, 18, 26, 40, side * -12), "#d9503c",
                     inside=inside)  # fmt: skip
    pen.soft(fx, 92 + fy, 110, 66, coat.belly, inside=inside, core=0.3)
    blush(pen, fx, 100, 56 + fy, inside, 0.55)
    eyes(pen, look, 72, -10 + fy, EyeStyle(40, 45, 0.78, 1.05, lash=False), coat.base, fx)
    with pen.on(Layer.TRIM):
        for side in (-1, 1):
            pen.fill(ellipse(fx * 1.3 + side * 13, 46 + fy, 4.5, 6), deepen(coat.base, 0.35))
    mouth(pen, look, fx * 1.3, 66 + fy, 46, 0)
