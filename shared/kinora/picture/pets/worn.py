"""Collars, bandanas, bows and knitted scarves."""

from __future__ import annotations

from kinora.picture.pets.bodies import GROUND, Seat
from kinora.picture.pets.curves import closed, ellipse, through
from kinora.picture.pets.look import Look, Worn
from kinora.picture.pets.pen import Pen
from kinora.picture.pets.tints import deepen, lift


def wear(pen: Pen, look: Look, seat: Seat) -> None:
    """Draw what the look wears round the neck of a seat."""
    if look.worn is None:
        return
    x, y, half = seat.neck
    scale = half / 130
    if look.worn is Worn.BOW:
        scale = min(scale, (GROUND - y) / 108)
    room = (GROUND - y) / scale
    with pen.at(x, y, scale):
        if look.worn is Worn.COLLAR:
            _collar(pen, look.worn_colour)
        elif look.worn is Worn.BANDANA:
            _bandana(pen, look.worn_colour, min(176.0, room - 16))
        elif look.worn is Worn.BOW:
            _bow(pen, look.worn_colour)
        else:
            _scarf(pen, look.worn_colour, min(214.0, room - 22))


def _band(high: float, sag: float) -> str:
    top = [(-150.0, -34.0), (-80, sag * 0.7 - 8), (0, sag), (80, sag * 0.7 - 8), (150, -34)]
    low = [(150.0, high - 30), (82, sag * 0.7 + high), (0, sag + high)]
    low += [(-82, sag * 0.7 + high), (-150, high - 30)]
    return closed([*top, *low])


def _collar(pen: Pen, colour: str) -> None:
    band = _band(26, 34)
    pen.soft(0, 50, 150, 46, "#20120c", opacity=0.3)
    pen.fill(band, pen.volume(colour))
    pen.line(through([(-120, -12), (-70, 26), (0, 42), (70, 26), (120, -12)]), lift(colour, 0.2),
             3.5, opacity=0.6)  # fmt: skip
    pen.fill(ellipse(0, 82, 27, 27), pen.radial((0, "#fff1b0"), (0.5, "#eebb44"), (1, "#a86d18"),
             x=0.5 + 0.18 * pen.side, y=0.3))  # fmt: skip
    pen.line("M-16 88H16", "#7a4c10", 4.5)
    pen.fill(ellipse(0, 92, 5, 5), "#7a4c10")


def _bandana(pen: Pen, colour: str, drop: float) -> None:
    pen.soft(0, 40, 140, min(80.0, drop * 0.5), "#20120c", opacity=0.28)
    cloth = [(-146.0, -20.0), (0, 44), (146, -20), (120, 40), (40, drop * 0.8), (0, drop)]
    cloth += [(-40, drop * 0.8)]
    inside = pen.part(closed([*cloth, (-120, 40)]), colour)
    for row in range(5):
        for column in range(-3, 4):
            dot = ellipse(column * 42 + (row % 2) * 21, 10 + row * 36, 7, 7)
            pen.fill(dot, lift(colour, 0.35), inside=inside, opacity=0.85)
    pen.line(through([(-140, -12), (0, 52), (140, -12)]), deepen(colour, 0.12), 7, inside=inside)


def _bow(pen: Pen, colour: str) -> None:
    pen.fill(_band(20, 30), pen.volume(deepen(colour, 0.05)))
    pen.soft(0, 76, 110, 50, "#20120c", opacity=0.3)
    for side in (-1, 1):
        wing = [(0.0, 52.0), (side * 50.0, 14.0), (side * 104.0, 8.0), (side * 112.0, 58.0)]
        wing += [(side * 100.0, 106.0), (side * 46.0, 88.0)]
        pen.part(closed(wing), colour)
        for bend in (-14, 12):
            fold = [(side * 16.0, 55.0), (side * 60.0, 54 + bend), (side * 84.0, 54 + bend * 1.9)]
            pen.line(through(fold), deepen(colour, 0.13), 5, opacity=0.7)
    pen.part(ellipse(0, 56, 26, 30), lift(colour, 0.04))


def _scarf(pen: Pen, colour: str, drop: float) -> None:
    pen.soft(10, 50, 140, min(80.0, drop * 0.5), "#20120c", opacity=0.3)
    end = closed([(46.0, 40.0), (112, 30), (128, drop * 0.56), (124, drop), (62, drop + 4),
                  (58, drop * 0.56)])  # fmt: skip
    _knit(pen, pen.part(end, colour), colour, (40, 30, 140, 220))
    for index in range(6):
        x = 66.0 + index * 11
        pen.line(f"M{x} {drop - 2:.1f}v{16 + index % 2 * 5}", deepen(colour, 0.05), 6)
    band = _band(74, 14)
    _knit(pen, pen.part(band, colour), colour, (-160, -40, 160, 110))


def _knit(pen: Pen, inside: str, colour: str, box: tuple[int, int, int, int]) -> None:
    """Rows of little slanted stitches, and two pale stripes."""
    left, top, right, bottom = box
    for row, y in enumerate(range(top, bottom, 15)):
        tone = lift(colour, 0.22) if row % 5 == 2 else deepen(colour, 0.1)
        stitches = "".join(f"M{x} {y}l7 9M{x + 14} {y}l-7 9" for x in range(left, right, 19))
        pen.line(stitches, tone, 4.2, inside=inside, opacity=0.75)
