"""What stands in a room: a table, a lamp or a candle, books, plants, a chair, a cat on the sill."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.land.trees import clumps
from kinora.picture.paint.arrays import Bytes
from kinora.picture.stage import Sheet

Place = tuple[float, float]
"""The middle of a thing's foot on the stage."""


def book_row(sheet: Sheet, mask: Bytes, at: Place, size: float, rng: np.random.Generator) -> None:
    """Standing books, the last one leaning."""
    x = at[0]
    for i in range(int(rng.integers(4, 8))):
        thick, tall = size * float(rng.uniform(0.09, 0.2)), size * float(rng.uniform(0.7, 1.0))
        lean = 0.0 if i < 3 or rng.random() < 0.75 else 0.22 * size
        corners = [(x, at[1]), (x + lean, at[1] - tall), (x + lean + thick, at[1] - tall)]
        sheet.fill(mask, [*corners, (x + thick, at[1])], int(rng.integers(150, 255)))
        x += thick + lean * 0.5 + 0.01 * size


def book_stack(sheet: Sheet, mask: Bytes, at: Place, size: float, rng: np.random.Generator) -> None:
    """Books that lie on one another."""
    y = at[1]
    for _ in range(int(rng.integers(2, 5))):
        wide, thick = size * float(rng.uniform(0.7, 1.0)), size * float(rng.uniform(0.1, 0.17))
        x = at[0] + size * float(rng.uniform(-0.07, 0.07))
        corners = [(x - wide / 2, y), (x - wide / 2, y - thick), (x + wide / 2, y - thick)]
        sheet.fill(mask, [*corners, (x + wide / 2, y)], int(rng.integers(150, 255)))
        y -= thick * 1.06


def potted(
    sheet: Sheet, mask: Bytes, at: Place, size: float, rng: np.random.Generator, kinds: int = 3
) -> None:
    """A plant in a pot: of three kinds long arching leaves, round tufts and a cactus."""
    x, y = at
    pot, kind = 0.3 * size, int(rng.integers(kinds))
    rim = [(x - 0.5 * pot, y - pot), (x + 0.5 * pot, y - pot)]
    sheet.fill(mask, [(x - 0.34 * pot, y), *rim, (x + 0.34 * pot, y)])
    sheet.fill(
        mask,
        [
            (x - 0.56 * pot, y - pot),
            (x - 0.56 * pot, y - 1.2 * pot),
            (x + 0.56 * pot, y - 1.2 * pot),
            (x + 0.56 * pot, y - pot),
        ],
    )
    root = y - 1.15 * pot
    if kind == 0:
        for i in range(13):
            turn = math.pi * (0.08 + 0.84 * (i + rng.uniform(-0.3, 0.3)) / 12)
            long = size * float(rng.uniform(0.5, 0.78))
            _leaf(sheet, mask, (x, root), turn, long, 0.05 * size)
    elif kind == 1:
        chance = rng.random((34, 14))
        angle, away = chance[:, 0] * 2 * math.pi, np.sqrt(chance[:, 1]) * 0.26 * size
        middles = np.stack([x + np.cos(angle) * away, root - 0.34 * size + np.sin(angle) * away], 1)
        sheet.line(mask, [(x, root), (x, root - 0.3 * size)], 0.03 * size)
        sheet.fill_each(mask, clumps(middles, np.full(34, 0.075 * size), chance[:, 2:]))
    else:
        for dx, tall, thick in ((0.0, 0.6, 0.11), (-0.16, 0.36, 0.08), (0.15, 0.28, 0.07)):
            top = root - tall * size
            half = thick * size
            sheet.fill(
                mask,
                [
                    (x + dx * size * 0.5 - half, root),
                    (x + dx * size - half, top),
                    (x + dx * size + half, top),
                    (x + dx * size * 0.5 + half, root),
                ],
            )
            sheet.disc(mask, (x + dx * size, top), half)


def _leaf(sheet: Sheet, mask: Bytes, root: Place, turn: float, long: float, wide: float) -> None:
    """An arching pointed leaf."""
    steps = np.linspace(0, 1, 8)
    x = root[0] + math.cos(turn) * long * steps
    y = root[1] - math.sin(turn) * long * steps + 0.42 * long * abs(math.cos(turn)) * steps**2.4
    half = wide * np.sin(np.pi * steps**0.8) * 0.5
    upper, lower = np.stack([x, y - half], 1), np.stack([x, y + half], 1)
    sheet.fill(mask, np.concatenate([upper, lower[::-1]]))


def table(sheet: Sheet, mask: Bytes, at: Place, wide: float, tall: float) -> None:
    """A round table on one leg; ``at`` is the middle of its top's front edge."""
    x, y = at
    turn = np.linspace(0, 2 * math.pi, 60, endpoint=False)
    top = np.stack([x + wide / 2 * np.cos(turn), y + 0.09 * wide * np.sin(turn)], 1)
    sheet.fill(mask, top)
    sheet.fill(mask, top + np.array([0, 0.025 * wide]))
    leg = [(x - 0.05 * wide, y), (x - 0.03 * wide, y + 0.5 * tall), (x - 0.07 * wide, y + tall)]
    other = [(2 * x - a, b) for a, b in reversed(leg)]
    sheet.fill(mask, [*leg, *other])


def chair(sheet: Sheet, mask: Bytes, at: Place, size: float, way: float) -> None:
    """An armchair seen from the side and behind; ``way`` -1 or 1 is where it looks."""
    x, y = at

    def p(a: float, b: float) -> Place:
        return x + way * a * size, y - b * size

    back = [
        p(-0.46, 0.1),
        p(-0.52, 0.62),
        p(-0.5, 0.95),
        p(-0.42, 1.03),
        p(-0.28, 1.02),
        p(-0.22, 0.9),
        p(-0.14, 0.46),
        p(-0.14, 0.1),
    ]
    seat = [p(-0.42, 0.1), p(-0.42, 0.42), p(0.34, 0.42), p(0.4, 0.36), p(0.4, 0.12), p(0.36, 0.1)]
    arm = [p(-0.34, 0.3), p(-0.36, 0.6), p(0.3, 0.62), p(0.42, 0.6), p(0.45, 0.53), p(0.42, 0.3)]
    for part, value in ((back, 200), (seat, 225), (arm, 255)):
        sheet.fill(mask, part, value)
    for a in (-0.36, 0.32):
        sheet.fill(
            mask, [p(a - 0.03, 0.12), p(a - 0.045, -0.02), p(a - 0.005, -0.02), p(a + 0.03, 0.12)]
        )


def sitting_cat(sheet: Sheet, mask: Bytes, at: Place, size: float) -> None:
    """A cat that sits and looks out of the window, seen from behind; its tail is drawn apart."""
    x, y = at
    body = [
        (-0.2, 0.0),
        (-0.235, 0.12),
        (-0.2, 0.3),
        (-0.13, 0.46),
        (-0.1, 0.56),
        (0.1, 0.56),
        (0.13, 0.46),
        (0.2, 0.3),
        (0.235, 0.12),
        (0.2, 0.0),
    ]
    sheet.fill(mask, [(x + a * size, y - b * size) for a, b in body])
    sheet.disc(mask, (x, y - 0.66 * size), 0.148 * size)
    for side in (-1, 1):
        ear = [(0.03, 0.77), (0.115, 0.92), (0.15, 0.68)]
        sheet.fill(mask, [(x + side * a * size, y - b * size) for a, b in ear])
    sheet.disc(mask, (x, y - 0.13 * size), 0.21 * size)


def sleeping_cat(sheet: Sheet, mask: Bytes, at: Place, size: float) -> None:
    """A cat curled up, its head on its paws."""
    x, y = at
    turn = np.linspace(math.pi, 2 * math.pi, 24)
    arch = [(x + 0.42 * size * math.cos(a), y + 0.34 * size * math.sin(a)) for a in turn]
    sheet.fill(mask, [*arch, (x + 0.42 * size, y), (x - 0.42 * size, y)])
    head = (x + 0.4 * size, y - 0.13 * size)
    sheet.disc(mask, head, 0.135 * size)
    for a, b in ((-0.09, 0.05), (0.05, 0.06)):
        ear = [(a - 0.05, b + 0.02), (a, b + 0.16), (a + 0.07, b + 0.02)]
        sheet.fill(mask, [(head[0] + s * size, head[1] - t * size) for s, t in ear])


def lampshade(sheet: Sheet, shade: Bytes, stand: Bytes, at: Place, size: float) -> Place:
    """A table lamp; returns the middle of its shade."""
    x, y = at
    sheet.fill(
        stand,
        [
            (x - 0.2 * size, y),
            (x - 0.05 * size, y - 0.07 * size),
            (x + 0.05 * size, y - 0.07 * size),
            (x + 0.2 * size, y),
        ],
    )
    sheet.fill(
        stand,
        [
            (x - 0.025 * size, y),
            (x - 0.025 * size, y - 0.6 * size),
            (x + 0.025 * size, y - 0.6 * size),
            (x + 0.025 * size, y),
        ],
    )
    sheet.fill(
        shade,
        [
            (x - 0.34 * size, y - 0.5 * size),
            (x - 0.18 * size, y - size),
            (x + 0.18 * size, y - size),
            (x + 0.34 * size, y - 0.5 * size),
        ],
    )
    return x, y - 0.75 * size
