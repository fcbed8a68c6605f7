"""What grows on the sea floor, as silhouettes: kelp, grass, fans, tubes, staghorns, boulders."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from kinora.picture.paint.arrays import Bytes
from kinora.picture.stage import Sheet

_BLADE = np.linspace(0, 1, 7)
Plant = Callable[[Sheet, Bytes, np.random.Generator, float, float, float], None]
"""Draws one at stage x and foot row, of a height in stage pixels."""


def kelp(
    sheet: Sheet, mask: Bytes, rng: np.random.Generator, x: float, foot: float, tall: float
) -> None:
    """A long stem with blades on both sides."""
    count = max(int(tall * sheet.scale / 8), 8)
    steps = np.linspace(0, 1, count)
    bend = rng.uniform(0.02, 0.06) * tall
    phase, waves = rng.uniform(0, math.tau), rng.uniform(4, 8)
    stem_x = (
        x + bend * np.sin(steps * waves + phase) * steps + rng.uniform(-0.1, 0.1) * tall * steps**2
    )
    stem_y = foot - tall * steps
    sheet.line(mask, np.stack([stem_x, stem_y], 1), max(0.006 * tall, 1.0))
    blade = rng.uniform(0.06, 0.1) * tall
    shapes = []
    for i in range(1, count):
        for side in (-1, 1):
            if rng.random() < 0.2:
                continue
            reach = blade * rng.uniform(0.6, 1.2) * (1.1 - 0.4 * steps[i])
            lift = reach * rng.uniform(0.1, 0.8)
            wide, droop = 0.1 * reach, rng.uniform(-0.1, 0.5) * reach
            spine = np.stack(
                [stem_x[i] + side * reach * _BLADE, stem_y[i] - lift * _BLADE + droop * _BLADE**2],
                1,
            )
            half = np.stack([0 * _BLADE, wide * np.sin(math.pi * _BLADE**0.7)], 1)
            shapes.append(np.concatenate([spine - half, (spine + half)[::-1]]))
    if shapes:
        sheet.fill_each(mask, np.array(shapes))


def grass(
    sheet: Sheet, mask: Bytes, rng: np.random.Generator, x: float, foot: float, tall: float
) -> None:
    """A tuft of blades."""
    for _ in range(int(rng.integers(7, 13))):
        root = x + rng.normal(0, 0.1) * tall
        height, lean = tall * rng.uniform(0.5, 1.0), rng.normal(0, 0.18) * tall
        wide = tall * rng.uniform(0.018, 0.035)
        steps = np.linspace(0, 1, 7)
        spine = np.stack([root + lean * steps**2, foot - height * steps], 1)
        half = np.stack([wide * (1 - steps) ** 0.6, 0 * steps], 1)
        sheet.fill(mask, np.concatenate([spine - half, (spine + half)[::-1]]))


def staghorn(
    sheet: Sheet, mask: Bytes, rng: np.random.Generator, x: float, foot: float, tall: float
) -> None:
    """A bush of thick branches with round tips."""
    limbs: list[tuple[float, float, float, float, float]] = []

    def grow(at_x: float, at_y: float, angle: float, length: float, wide: float, left: int) -> None:
        end_x, end_y = at_x + math.cos(angle) * length, at_y - math.sin(angle) * length
        limbs.append((at_x, at_y, end_x, end_y, wide))
        if left:
            for turn in (-1, 1) if rng.random() < 0.75 else (-1, 0, 1):
                grow(
                    end_x,
                    end_y,
                    angle + turn * rng.uniform(0.25, 0.6),
                    length * rng.uniform(0.62, 0.85),
                    wide * 0.78,
                    left - 1,
                )

    for _ in range(int(rng.integers(2, 5))):
        grow(
            x + rng.normal(0, 0.08) * tall,
            foot,
            math.pi / 2 + rng.normal(0, 0.4),
            tall * 0.32,
            tall * 0.075,
            3,
        )
    for at_x, at_y, end_x, end_y, wide in limbs:
        sheet.line(mask, [(at_x, at_y), (end_x, end_y)], wide)
        sheet.disc(mask, (end_x, end_y), wide * 0.55)


def fan(
    sheet: Sheet, mask: Bytes, rng: np.random.Generator, x: float, foot: float, tall: float
) -> None:
    """A sea fan: a flat lace of fine branches."""

    def grow(at_x: float, at_y: float, angle: float, length: float, left: int) -> None:
        end_x, end_y = at_x + math.cos(angle) * length, at_y - math.sin(angle) * length
        sheet.line(mask, [(at_x, at_y), (end_x, end_y)], tall * 0.008 * (left + 1))
        if left:
            for turn in (-1, 1):
                grow(
                    end_x,
                    end_y,
                    angle + turn * rng.uniform(0.12, 0.42),
                    length * rng.uniform(0.7, 0.95),
                    left - 1,
                )

    lean = rng.normal(0, 0.15)
    grow(x, foot, math.pi / 2 + lean, tall * 0.2, 6)


def tubes(
    sheet: Sheet, mask: Bytes, rng: np.random.Generator, x: float, foot: float, tall: float
) -> None:
    """Tube sponges that lean apart."""
    count = int(rng.integers(3, 7))
    for i in range(count):
        lean = (i - (count - 1) / 2) * 0.14 + rng.normal(0, 0.05)
        height, wide = tall * rng.uniform(0.5, 1.0), tall * rng.uniform(0.06, 0.1)
        base, top = (
            x + (i - count / 2) * 0.08 * tall,
            x + (i - count / 2) * 0.08 * tall + lean * height,
        )
        sheet.fill(
            mask,
            [
                (base - wide * 0.6, foot),
                (top - wide, foot - height),
                (top + wide, foot - height),
                (base + wide * 0.6, foot),
            ],
        )


def brain(
    sheet: Sheet, mask: Bytes, rng: np.random.Generator, x: float, foot: float, tall: float
) -> None:
    """A mound of stone or brain coral, often of several domes."""
    for _ in range(int(rng.integers(1, 4))):
        wide, high = tall * rng.uniform(0.45, 0.9), tall * rng.uniform(0.3, 0.6)
        middle = x + rng.normal(0, 0.4) * tall
        turn = np.linspace(0, math.pi, 26)
        lumps = 1 + 0.06 * np.sin(turn * rng.integers(5, 12) + rng.uniform(0, 6))
        dome = np.stack(
            [
                middle + np.cos(turn) * wide * lumps,
                foot + 0.1 * tall - np.sin(turn) * high * 1.3 * lumps,
            ],
            1,
        )
        base = [(middle - wide, foot + tall), (middle + wide, foot + tall)]
        sheet.fill(mask, np.concatenate([dome, base]))


def table(
    sheet: Sheet, mask: Bytes, rng: np.random.Generator, x: float, foot: float, tall: float
) -> None:
    """A table coral: a flat crown on a short stem."""
    high, wide = tall * rng.uniform(0.5, 0.8), tall * rng.uniform(0.6, 1.0)
    stem = [(x - 0.14 * tall, foot + tall), (x - 0.06 * tall, foot - high)]
    sheet.fill(mask, [*stem, (x + 0.06 * tall, foot - high), (x + 0.14 * tall, foot + tall)])
    turn = np.linspace(0, math.tau, 40, endpoint=False)
    ragged = 1 + 0.12 * rng.random(40)
    rim = np.stack(
        [
            x + np.cos(turn) * wide * ragged,
            foot - high - np.maximum(np.sin(turn), -0.35) * 0.12 * tall * ragged,
        ],
        1,
    )
    sheet.fill(mask, rim)
