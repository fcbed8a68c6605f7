"""What grows: leaves in heaps, blossoms, pumpkins."""

from __future__ import annotations

from random import Random

from kinora.picture.pets.curves import ellipse
from kinora.picture.pets.pen import Pen
from kinora.picture.pets.tints import deepen


def foliage(
    pen: Pen,
    box: tuple[float, float, float, float],
    size: float,
    tones: tuple[str, ...],
    count: int,
    rng: Random,
) -> None:
    """Leaves strewn over an ellipse within ``box``, denser in its middle, in a few paths."""
    left, top, wide, high = box
    parts: dict[str, list[str]] = {tone: [] for tone in tones}
    for _ in range(count):
        x = left + wide * (0.5 + rng.gauss(0, 0.2))
        y = top + high * (0.5 + rng.gauss(0, 0.2))
        grown = size * rng.uniform(0.7, 1.3)
        leaf = ellipse(x, y, grown, grown * 0.55, rng.uniform(0, 180))
        parts[rng.choice(tones)].append(leaf)
    for tone, leaves in parts.items():
        pen.fill("".join(leaves), tone)


def blossom(pen: Pen, x: float, y: float, size: float, colour: str) -> None:
    """Five petals round a golden middle."""
    for index in range(5):
        with pen.at(x, y, 1.0, index * 72.0):
            pen.fill(ellipse(0, -size * 0.56, size * 0.42, size * 0.52), pen.volume(colour, 0.8))
    pen.fill(ellipse(x, y, size * 0.28, size * 0.28), "#f3c14b")


def pumpkin(pen: Pen, colour: str) -> None:
    """A pumpkin, 100 units wide on the ground at (0, 0)."""
    pen.soft(0, -2, 62, 10, "#1a0f0a", opacity=0.4)
    pen.line("M0 -70q2 -16 14 -20", "#6b7a3e", 9)
    for x, wide in ((-34, 20), (34, 20), (-18, 24), (18, 24), (0, 24)):
        pen.part(ellipse(x, -37, wide, 36), colour)
    for x in (-27, -9, 9, 27):
        pen.line(
            f"M{x * 0.5} -70Q{x * 1.3} -38 {x * 0.8} -6", deepen(colour, 0.1), 1.6, opacity=0.6
        )
