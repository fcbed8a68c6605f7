"""Hedgehogs: a cloak of spines round a pointed little face."""

from __future__ import annotations

import math
from random import Random

from kinora.picture.pets.bodies import GROUND, Seat, paw
from kinora.picture.pets.curves import closed, ellipse, polygon
from kinora.picture.pets.face import EyeStyle, blush, eyes, mouth, nose
from kinora.picture.pets.look import Coat, Look, Pose
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.pets.worn import wear

_DARK = "#3a2724"
COATS = (
    Coat("brown", "#8a6a50", "#f6e3c8", "#5a4130", "solid", (_DARK,), "#3c2a2a", "#c79a80",
         ("brown", "wild")),
    Coat("salt and pepper", "#77727a", "#f8efe2", "#45414a", "solid", (_DARK,), "#3c2f33",
         "#b89a92", ("grey", "gray", "black", "pepper")),
    Coat("cinnamon", "#c08a5e", "#fff1db", "#8d5c38", "solid", (_DARK,), "#7a4a3f", "#e0b49a",
         ("cinnamon", "golden", "orange", "ginger", "red")),
    Coat("snow", "#ded3c5", "#fffaf1", "#a99a89", "solid", ("#7a3038", _DARK), "#d58f8f",
         "#efc7b8", ("white", "cream", "albino", "snow")),
)  # fmt: skip
_PINK = "#eab6a2"
Dome = tuple[float, float, float, float]
"""Middle and half axes of the body that the spines stand on."""


def draw(pen: Pen, look: Look, rng: Random) -> Seat:
    """Draw the hedgehog; the seat of its head."""
    if look.pose is Pose.CURLED:
        return _ball(pen, look, rng)
    low = look.pose is not Pose.SITTING
    dome = (500.0, 690.0, 300.0, 262.0) if low else (500.0, 610.0, 268.0, 300.0)
    if look.pose is Pose.LYING:
        dome = (560.0, 700.0, 340.0, 252.0)
    face_x = 500.0 if look.pose is not Pose.LYING else 390.0
    seat = Seat(face_x, 700.0 if low else 560.0, 1.0, 0.0, (face_x, 800.0 if low else 690.0, 128))
    _spines(pen, look.coat, dome, (seat.x, seat.y - 10), rng)
    _belly(pen, look, seat, low)
    with pen.on(Layer.WORN):
        wear(pen, look, seat)
    with pen.on(Layer.HEAD), pen.at(seat.x, seat.y, seat.scale, look.tilt * 0.7):
        _face(pen, look)
    return seat


def _spines(
    pen: Pen, coat: Coat, dome: Dome, towards: tuple[float, float], rng: Random
) -> None:  # fmt: skip
    """Rings of spines from the rim inwards, each with a pale tip."""
    x, y, wide, high = dome
    pen.part(ellipse(x, y, wide, min(high, GROUND - y + 20)), coat.mark)
    rings = 8
    for ring in range(rings):
        share = 1 - ring / rings * 0.72
        cx = x + (towards[0] - x) * (1 - share)
        cy = y + (towards[1] - y) * (1 - share) * 0.9
        count = round(46 * share) + 6
        for index in range(count):
            angle = math.tau * (index + 0.5 * (ring % 2)) / count + rng.uniform(-0.05, 0.05)
            ax, ay = math.cos(angle), math.sin(angle)
            root = (cx + ax * wide * share * 0.9, cy + ay * high * share * 0.93)
            if root[1] > GROUND - 40:
                continue
            _spine(pen, coat, root, (ax, ay - 0.12), 60 + rng.uniform(-9, 12), share)
    pen.soft(x + pen.side * wide * 0.35, y - high * 0.55, wide * 0.55, high * 0.4,
             lift(coat.base, 0.2), opacity=0.28)  # fmt: skip


def _spine(
    pen: Pen, coat: Coat, root: tuple[float, float], way: tuple[float, float], long: float,
    share: float,
) -> None:  # fmt: skip
    x, y = root
    dx, dy = way[0] * long, way[1] * long
    nx, ny = -way[1] * 9.5, way[0] * 9.5
    lit = 0.06 * (way[0] * pen.side - way[1])
    tone = mix(coat.base, coat.mark, 0.15 + 0.5 * (1 - share))
    tone = lift(tone, lit) if lit > 0 else deepen(tone, -lit)
    pen.fill(polygon([(x + nx, y + ny), (x + dx, y + dy), (x - nx, y - ny)]), tone)
    half = (x + dx * 0.55, y + dy * 0.55)
    tip = [(half[0] + nx * 0.45, half[1] + ny * 0.45), (x + dx, y + dy)]
    tip.append((half[0] - nx * 0.45, half[1] - ny * 0.45))
    pen.fill(polygon(tip), mix(coat.belly, tone, 0.25))


def _belly(pen: Pen, look: Look, seat: Seat, low: bool) -> None:
    coat = look.coat
    x = seat.x
    if low:
        shape = [(x, 640.0), (x + 150, 720), (x + 190, 860), (x + 120, 922), (x, 928)]
    else:
        shape = [(x, 560.0), (x + 130, 650), (x + 172, 780), (x + 128, 908), (x, 926)]
    left = [(2 * x - a, b) for a, b in reversed(shape[1:-1])]
    inside = pen.part(closed([*shape, *left]), coat.belly)
    pen.soft(x, seat.y + 120, 190, 80, deepen(coat.belly, 0.3), inside=inside, opacity=0.4)
    for side in (-1, 1):
        paw(pen, x + side * (104 if low else 96), GROUND + 4, 46, _PINK)
        if not low:
            arm = ellipse(x + side * 78, 760, 32, 52, side * 32)
            pen.fill(ellipse(x + side * 80, 768, 36, 56, side * 32), deepen(coat.belly, 0.22),
                     opacity=0.35)  # fmt: skip
            pen.part(arm, deepen(coat.belly, 0.02))
            pen.part(ellipse(x + side * 54, 792, 22, 19, side * 24), _PINK)


def _face(pen: Pen, look: Look) -> None:
    coat = look.coat
    fx, fy = look.gaze[0] * 18, look.gaze[1] * 11
    for side in (-1, 1):
        with pen.at(side * 122 - fx * 0.4, -96, 1.0, side * 20):
            pen.part(ellipse(0, 0, 44, 46), mix(coat.base, coat.ear, 0.5))
            pen.part(ellipse(0, 7, 29, 31), coat.ear)
    right = [(0.0, -84.0), (52, -128), (118, -92), (158, -10), (150, 66), (92, 118)]
    left = [(-x, y) for x, y in reversed(right[1:])]
    inside = pen.part(closed([*right, (0.0, 134.0), *left]), coat.belly)
    for side in (-1, 1):
        pen.soft(fx + side * 76, -14 + fy, 72, 78, mix(coat.base, coat.belly, 0.35),
                 inside=inside, opacity=0.6)  # fmt: skip
    pen.fill(ellipse(fx * 1.2, 66 + fy, 58, 48), pen.volume(lift(coat.belly, 0.02), 0.8),
             inside=inside)  # fmt: skip
    blush(pen, fx, 104, 62 + fy, inside, 0.6)
    style = EyeStyle(36, 41, 0.86, 1.05, dark=True, lash=False)
    eyes(pen, look, 70, -4 + fy, style, coat.belly, fx)
    nose(pen, fx * 1.7, 44 + fy * 1.5, 28, coat.nose)
    mouth(pen, look, fx * 1.4, 62 + fy * 1.3, 30, 14)


def _ball(pen: Pen, look: Look, rng: Random) -> Seat:
    """Rolled up, with the face just showing."""
    dome = (500.0, 700.0, 300.0, 250.0)
    seat = Seat(440.0, 795.0, 0.86, -8.0, (440.0, 880.0, 100))
    _spines(pen, look.coat, dome, (seat.x, seat.y - 30), rng)
    with pen.on(Layer.HEAD), pen.at(seat.x, seat.y, seat.scale, seat.turn):
        _face(pen, look)
        paw(pen, -70, 150, 44, _PINK)
        paw(pen, 62, 152, 44, _PINK)
    return seat
