"""More small things, that a story is told around; 100 units high above the foot at (0, 0)."""

from __future__ import annotations

import math
from random import Random

from kinora.picture.pets.curves import closed, ellipse, limb, polygon, through
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.stills.growth import pumpkin as heaped


def radio(pen: Pen, colour: str, _rng: Random) -> None:
    """A wooden radio with a lit dial."""
    wood = mix("#8a5a38", colour, 0.12)
    pen.soft(0, 0, 74, 9, "#1a0f0a", opacity=0.45)
    pen.fill("M-60 0V-62Q-60 -78 -44 -78H44Q60 -78 60 -62V0Z", pen.volume(wood))
    pen.fill("M-50 -8V-58Q-50 -68 -40 -68H-2V-8Z", "#d9c49a")
    for index in range(6):
        pen.line(f"M-46 {-60 + index * 9}H-6", deepen("#d9c49a", 0.12), 2)
    with pen.on(Layer.GLINT):
        pen.fill("M6 -68h44v24h-44z", pen.radial((0, "#fff3c4"), (1, "#eeb458")))
        pen.soft(28, -56, 40, 30, "#ffd98a", opacity=0.25)
    pen.line("M12 -52h32M16 -58v8M24 -58v8M32 -58v8M40 -58v8", "#7a5630", 1.4)
    pen.line("M30 -66v20", "#c8352b", 1.8)
    for x in (16, 40):
        pen.fill(ellipse(x, -24, 9, 9), pen.volume("#3e302a"))
    pen.line("M44 -78L58 -112", "#a9a29a", 2)


def kettle(pen: Pen, colour: str, rng: Random) -> None:
    """A kettle that steams."""
    pen.soft(0, 0, 48, 8, "#1a0f0a", opacity=0.45)
    pen.line("M-24 -52C-30 -92 30 -92 24 -52", "#4a3a34", 6)
    spout = limb([(28.0, -22.0), (46, -34), (56, -52)], [8, 6, 4])
    pen.part(spout, deepen(colour, 0.03))
    pen.part(
        closed([(-38.0, -14.0), (-30, -46), (0, -56), (30, -46), (38, -14), (24, 0), (-24, 0)]),
        colour,
    )
    pen.fill(ellipse(0, -55, 17, 5), lift(colour, 0.06))
    pen.fill(ellipse(0, -61, 5, 5), pen.volume("#4a3a34"))
    for x in (0, 9):
        sway = rng.uniform(-5, 5)
        wisp = through(
            [(57 + x * 0.4, -58.0), (64 + sway, -72), (56 + x, -88), (66 + x + sway, -108)]
        )
        pen.line(wisp, "#ffffff", 6, opacity=0.45, blur=2.6)


def pumpkin(pen: Pen, _colour: str, _rng: Random) -> None:
    """A pumpkin."""
    heaped(pen, "#e08a2e")


def apple(pen: Pen, _colour: str, _rng: Random) -> None:
    """Two red apples."""
    for x, size, tone in ((-24, 1.0, "#c8352b"), (26, 0.86, "#d9593a")):
        with pen.at(x, 0, size):
            pen.soft(0, -1, 36, 7, "#1a0f0a", opacity=0.45)
            pen.part(closed([(0.0, -52.0), (22, -58), (34, -34), (20, -3), (0, -6), (-20, -3),
                             (-34, -34), (-22, -58)]), tone)  # fmt: skip
            pen.line("M0 -52Q0 -62 6 -68", "#5a4632", 3.4)
            pen.fill(ellipse(15, -66, 11, 4.6, -20), "#6f9c4a")
            pen.soft(pen.side * 13, -42, 9, 11, "#ffffff", opacity=0.5)


def paper_boat(pen: Pen, _colour: str, _rng: Random) -> None:
    """A boat folded of paper."""
    pen.soft(0, 0, 56, 7, "#1a0f0a", opacity=0.4)
    pen.fill(
        polygon([(0, -84), (-28, -26), (28, -26)]), pen.fade("#ffffff", "#e6e2d8", across=True)
    )
    pen.fill(polygon([(-66, -40), (-36, 0), (36, 0), (66, -40), (24, -22), (-24, -22)]),
             pen.fade("#fbf8f0", "#d8d2c4"))  # fmt: skip
    pen.line("M0 -84V-24M-66 -40L-24 -22M66 -40L24 -22", "#bfb8a8", 1.6)


def teddy(pen: Pen, colour: str, _rng: Random) -> None:
    """A teddy that sits."""
    fur = "#b98a5a"
    pen.soft(0, 0, 52, 8, "#1a0f0a", opacity=0.45)
    for side in (-1, 1):
        pen.part(ellipse(side * 27, -9, 17, 12, side * 14), fur)
        pen.part(ellipse(side * 22, -90, 10, 10), fur)
        pen.part(ellipse(side * 31, -37, 10, 19, side * -28), fur)
    pen.part(ellipse(0, -31, 28, 31), fur)
    pen.fill(ellipse(0, -29, 16, 19), lift(fur, 0.09))
    pen.part(ellipse(0, -74, 27, 24), fur)
    pen.fill(ellipse(0, -67, 12, 9), lift(fur, 0.12))
    for side in (-1, 1):
        pen.fill(ellipse(side * 10, -78, 3, 3.4), "#2a1e1a")
    pen.fill(ellipse(0, -71, 4, 3), "#3a2620")
    pen.fill("M-15 -56L0 -51L-15 -46ZM15 -56L0 -51L15 -46Z", colour)


def clock(pen: Pen, colour: str, _rng: Random) -> None:
    """An alarm clock with two bells."""
    pen.soft(0, 0, 40, 7, "#1a0f0a", opacity=0.45)
    for side in (-1, 1):
        pen.line(f"M{side * 20} -12L{side * 28} 0", "#5a4a44", 6)
        pen.part(ellipse(side * 24, -82, 15, 11, side * 32), "#d9b35e")
    pen.part(ellipse(0, -46, 42, 42), colour)
    pen.fill(ellipse(0, -46, 33, 33), "#fbf6ea")
    for hour in range(12):
        angle = hour * math.tau / 12
        x, y = 27 * math.sin(angle), -46 - 27 * math.cos(angle)
        pen.fill(ellipse(x, y, 2, 2), "#4a3a34")
    pen.line("M0 -46V-68M0 -46L14 -38", "#3a2c28", 3.2)


def cake(pen: Pen, colour: str, _rng: Random) -> None:
    """A small cake with one candle that burns."""
    pen.soft(0, 0, 64, 9, "#1a0f0a", opacity=0.45)
    pen.fill(ellipse(0, -3, 60, 9), pen.volume("#f2ede4"))
    pen.fill("M-44 -50V-8Q0 6 44 -8V-50Z", pen.volume("#e6bf8e"))
    pen.fill("M-44 -50V-34q9 10 18 0q9 12 18 0q9 10 18 0q9 12 18 0q8 8 16 0V-50Z", "#fff1f3")
    pen.fill(ellipse(0, -50, 44, 9), "#fff8f6")
    for x in (-28, -10, 10, 28):
        pen.fill(ellipse(x, -51, 4.5, 4), "#d9483b")
    pen.fill("M-3.5 -78h7v26h-7z", pen.fade(lift(colour, 0.1), colour))
    with pen.on(Layer.GLINT):
        pen.soft(0, -88, 34, 34, "#ffc766", opacity=0.5)
        pen.fill(
            closed([(0.0, -102), (6, -88), (0, -78), (-6, -88)]), pen.fade("#fff3c4", "#ff9c34")
        )


def parcel(pen: Pen, _colour: str, _rng: Random) -> None:
    """An open cardboard box."""
    card = "#c39a6b"
    pen.soft(0, 0, 74, 9, "#1a0f0a", opacity=0.45)
    pen.fill("M-52 -58h104v14h-104z", deepen(card, 0.18))
    pen.fill("M-58 0V-52H58V0Z", pen.fade(lift(card, 0.03), deepen(card, 0.04)))
    pen.fill("M-58 -52L-84 -70L-60 -74L-50 -58Z", lift(card, 0.06))
    pen.fill("M58 -52L84 -70L60 -74L50 -58Z", lift(card, 0.04))
    pen.fill("M-9 -52h18v52h-18z", lift(card, 0.08), opacity=0.7)


def letter(pen: Pen, _colour: str, _rng: Random) -> None:
    """An envelope that lies, with a red seal."""
    pen.soft(0, 0, 62, 7, "#1a0f0a", opacity=0.4)
    with pen.at(0, -14, 1.0, -6):
        pen.fill("M-52 -22h104l10 32h-124z", pen.fade("#fffaf0", "#e6dcc8"))
        pen.line("M-52 -22L0 2L52 -22", "#c9bca4", 2)
        pen.fill(ellipse(0, 1, 9, 5), "#b8352b")
