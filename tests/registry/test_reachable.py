"""Every picture cell that is advertised can be reached by a frame."""

import math
from bisect import bisect_right
from itertools import product

import numpy as np
import pytest

from kinora.colour.scalar import oklab_from_hex, rgb_from_hex
from kinora.measure.colour import frame_colour
from kinora.measure.composition import composition
from kinora.measure.gradient import gradient
from kinora.measure.graphics import edge_density, graphics
from kinora.measure.light import light
from kinora.measure.luma import luma_map
from kinora.registry.codebooks import CODEBOOKS
from kinora.registry.colours import colour_of
from kinora.registry.picture_books import YELLOW, most_contrast, most_saturation
from tests.registry.drawing import lab_measure, some

SIDE, BLOCKS = 160, 20

# Colours


def test_a_frame_of_a_cells_colour_falls_into_the_cell(chance):
    book = CODEBOOKS["static_colors"]
    for _ in range(200):
        cell = book.quantise(lab_measure(f"#{chance.randrange(2**24):06x}"))
        frame = np.full((16, 16, 3), rgb_from_hex(colour_of(cell))[::-1], dtype=np.uint8)
        assert book.quantise(lab_measure(frame_colour(frame).measure.dominant)) == cell


# Light


def two_levels(mean, deviation, high):
    """Two lightnesses in 0..high, and the share of the second, of that mean and deviation."""
    if deviation == 0 or mean <= 0:
        return [(mean, 1.0)]
    share = 0.5
    low_one, high_one = mean - deviation, mean + deviation
    if low_one < 0:
        low_one, high_one = 0.0, mean + deviation**2 / mean
        share = mean / high_one
    elif high_one > high:
        high_one = high
        low_one = mean - deviation**2 / (high - mean)
        share = (mean - low_one) / (high - low_one)
    return [(low_one, 1 - share), (high_one, share)]


FULL = [(0, 0, v) for v in range(256)] + [(0, v, 255) for v in range(1, 256)]
FULL = sorted(
    [rgb for rgb in FULL if rgb != (0, 255, 255)] + [(v, 255, 0) for v in range(256)],
    key=lambda rgb: oklab_from_hex(f"#{rgb[0]:02x}{rgb[1]:02x}{rgb[2]:02x}").lightness,
)
"""Colours without any white, from black to yellow."""
GREY = [(v, v, v) for v in range(256)]


def dots(levels, ladder):
    """Colours of a ladder of rising lightness that mix to those lightnesses, with their shares."""
    light_of = [oklab_from_hex(f"#{r:02x}{g:02x}{b:02x}").lightness for r, g, b in ladder]
    mixed = []
    for value, share in levels:
        above = min(max(bisect_right(light_of, value), 1), len(ladder) - 1)
        low, high = light_of[above - 1], light_of[above]
        part = min(max((value - low) / (high - low), 0.0), 1.0)
        mixed += [(ladder[above - 1], share * (1 - part)), (ladder[above], share * part)]
    return mixed


def greys(mean, deviation):
    return dots(two_levels(mean, deviation, 1.0), GREY)


def colours(mean, deviation):
    """As saturated as that mean and deviation allow: black, yellow and white where needed."""
    if mean <= YELLOW and deviation**2 <= mean * (YELLOW - mean):
        return dots(two_levels(mean, deviation, YELLOW), FULL)
    spread = mean * (1 - mean) - deviation**2
    yellow = min(max(0.0, spread) / (YELLOW * (1 - YELLOW)), (1 - mean) / (1 - YELLOW))
    white = mean - YELLOW * yellow
    return [((255, 255, 0), yellow), ((255,) * 3, white), ((0,) * 3, 1 - yellow - white)]


def painted(shares, pixels=40_000):
    """A frame of those colours, each pixel four times, so that plain sampling meets all."""
    ends = np.rint(np.cumsum([share for _, share in shares]) * pixels)
    which = np.searchsorted(ends, np.arange(pixels), side="right").clip(max=len(shares) - 1)
    palette = np.array([rgb[::-1] for rgb, _ in shares], dtype=np.uint8)
    frame = palette[which].reshape(math.isqrt(pixels), -1, 3)
    return frame.repeat(2, axis=0).repeat(2, axis=1)


def lit(brightness, contrast, saturation):
    """A frame of that light: saturated pixels and greys of the same light, mixed by bisection.

    Where it is all but black, saturation is measured against a single level of eight bits.
    """
    if brightness < 0.025 and contrast < 0.05:
        return painted([((0, 0, 20), saturation / 20), ((0, 0, 0), 1 - saturation / 20)])
    grey, strong = greys(brightness, contrast / 2), colours(brightness, contrast / 2)
    low, high = 0.0, 1.0
    for _ in range(12):
        share = (low + high) / 2
        mixed = [(rgb, part * share) for rgb, part in strong]
        mixed += [(rgb, part * (1 - share)) for rgb, part in grey]
        largest = sum(max(rgb) * part for rgb, part in mixed)
        spread = sum((max(rgb) - min(rgb)) * part for rgb, part in mixed)
        low, high = (share, high) if spread < saturation * max(largest, 1e-9) else (low, share)
    return painted(mixed)


def light_targets(book, cell):
    """Points of the cell, those first that stand deepest inside of what is possible."""
    bounds = [axis.bounds(place) for axis, place in zip(book.axes, cell, strict=True)]
    found = []
    for point in product(*(np.linspace(*pair, 9) for pair in bounds)):
        b, c, s = map(float, point)
        inside = min(room(value, *pair) for value, pair in zip(point, bounds, strict=True))
        stark = most_contrast(b) - c if c else 1.0
        strong = most_saturation(b, c)
        possible = 1.0 if s == 0 or (s < 1 and strong == 1.0) else strong - s
        found.append((min(inside, stark, possible), (b, c, s)))
    return [point for depth, point in sorted(found, reverse=True) if depth > 0.002]


def room(value, low, high):
    """How far a value is from the cell's next edge; the ends of the scale are no edges."""
    return min(value - low if low > 0 else 1.0, high - value if high < 1 else 1.0)


def test_light_of_every_kind_can_be_painted():
    """But for slivers along the bounds that no point stands inside of."""
    book, chosen = some("lighting", 120)
    tried = 0
    for cell in chosen:
        targets = light_targets(book, cell)
        tried += bool(targets)
        assert not targets or any(falls(book, point) == cell for point in targets[:60]), cell
    assert tried > 0.97 * len(chosen)


def falls(book, point):
    return book.quantise(light([frame_colour(lit(*point)).measure]).model_dump())


def test_no_mixture_of_colours_is_brighter_starker_and_more_saturated_than_possible(chance):
    book = CODEBOOKS["lighting"]
    corners = [(0, 0, 0), (255, 255, 255), (255, 255, 0), (0, 255, 255), (0, 0, 255), (255, 0, 0)]
    for _ in range(300):
        palette = [*chance.sample(corners, 3), tuple(chance.choices(range(256), k=3))]
        weights = [chance.random() ** chance.choice((1, 4, 9)) for _ in palette]
        shares = [(rgb, w / sum(weights)) for rgb, w in zip(palette, weights, strict=True)]
        measured = light([frame_colour(painted(shares, 6400)).measure])
        assert book.reachable(book.quantise(measured.model_dump())), (shares, measured)


# Composition


def test_light_can_lie_wherever_it_is_said_to():
    book, chosen = some("composition", 150)
    for cell in chosen:
        frame = balanced(*composition_target(book, cell))
        measured = composition(luma_map(frame))
        assert book.quantise(measured.model_dump()) == cell, (cell, measured)


def composition_target(book, cell):
    """The point of the cell that stands deepest inside of what is possible."""
    (x0, x1), (y0, y1), (b0, b1) = (
        axis.bounds(place, *(() if axis.field != "balance" else (-1.0, 1.0)))
        for axis, place in zip(book.axes, cell, strict=True)
    )
    x0, x1, y0, y1 = max(x0, 0.025), min(x1, 0.975), max(y0, 0.025), min(y1, 0.975)
    points = [
        (x, b, min((x - x0) * 4, (x1 - x) * 4, b - b0, b1 - b, 4 * x - 1.1 - b, b - 4 * x + 2.9))
        for x in np.linspace(x0, x1, 41)
        for b in np.linspace(b0, b1, 41)
    ]
    x, b, room = max(points, key=lambda point: point[2])
    assert room >= 0
    return x, (y0 + y1) / 2, b


def balanced(x, y, balance):
    """A grey frame whose light has that centre and balance: a row with one light in each half."""
    right = (1 + balance) / 2
    low = 0.025 + right * 0.5
    reach = min(max((x - low) / 0.45, 0.0), 1.0)
    columns = np.zeros(BLOCKS)
    for place, mass in ((0.025 + reach * 0.45, 1 - right), (0.525 + reach * 0.45, right)):
        spread(columns, place, mass, half=slice(0, 10) if place < 0.5 else slice(10, 20))
    rows = np.zeros(BLOCKS)
    spread(rows, y, 1.0, half=slice(0, BLOCKS))
    return dithered(np.outer(rows, columns) / (rows.max() * columns.max()))


def spread(masses, place, mass, half):
    """Put a mass between the two blocks whose middles it lies between."""
    position = min(max(place * BLOCKS - 0.5, half.start), half.stop - 1)
    first = min(int(position), half.stop - 2)
    masses[first] += mass * (first + 1 - position)
    masses[first + 1] += mass * (position - first)


def dithered(blocks):
    """Blocks of 8x8 pixels of those mean lumas (0..1), each black, white and one grey between."""
    total = np.rint(blocks * 64 * 255).astype(int)
    order = np.arange(64).reshape(8, 8)
    pixels = np.clip(total[:, None, :, None] - 255 * order[None, :, None, :], 0, 255)
    return pixels.reshape(SIDE, SIDE).astype(np.uint8)


# Gradient


@pytest.mark.parametrize("cell", some("gradient", 99)[1])
def test_light_can_fall_off_in_every_way(cell):
    book = CODEBOOKS["gradient"]
    target = book.centre(cell)
    low, high = 0.0, 6.0
    for _ in range(24):
        gain = (low + high) / 2
        measured = gradient(luma_map(falling(target["kind"], gain)))
        low, high = (gain, high) if measured.strength < target["strength"] else (low, gain)
    assert book.quantise(measured.model_dump()) == cell


def falling(kind, gain):
    across = (np.arange(SIDE) + 0.5) / SIDE - 0.5
    x, y = np.meshgrid(across, across)
    slope = {"vertical": y, "horizontal": x, "angled": (x + y) / 2, "radial": np.hypot(x, y) - 0.38}
    return (np.clip(0.5 + gain * slope[kind], 0, 1) * 255).astype(np.uint8)


# Graphics


def test_textures_of_every_kind_can_be_drawn(chance):
    """Halves of two greys, ramps within blocks, steps in some of them, fine stripes in others."""
    book, every = some("graphics", 999)
    found = set()
    for _ in range(15_000):
        found.add(book.quantise(textured(chance).model_dump()))
        if len(found) == len(every):
            break
    assert found == set(every)


def textured(chance):
    rows = 16
    halves = chance.choice((0.0, 0.05, 0.15, 0.25, 0.4, 0.6)) * chance.uniform(0.6, 1.2)
    ramp = chance.choice((0.0, 0.1, 0.3, 0.55, 1.0)) * chance.uniform(0.5, 1.0)
    stripes = chance.choice((0.0, 0.0, 0.02, 0.06, 0.1, 0.26, 0.4)) * chance.uniform(0.75, 1.0)
    strength = chance.choice((0.085, 0.085, 0.3, 1.0))
    steps = chance.choice((0.0, 0.0, 0.15, 0.5, 1.0)) * chance.random()
    column = np.clip((np.arange(rows) - 7.5) * min(0.074, ramp / 8), -ramp / 2, ramp / 2)
    frame = np.full((BLOCKS * rows, SIDE), 0.5)
    for block in range(BLOCKS):
        part = slice(block * rows, (block + 1) * rows)
        frame[part] += (column if block % 2 else -column)[:, None]
    frame[: len(frame) // 2] -= halves / 2
    frame[len(frame) // 2 :] += halves / 2
    if chance.random() < 0.5:  # a soft border between the halves
        soft = np.clip((np.arange(len(frame)) - len(frame) / 2) * 0.074, -halves / 2, halves / 2)
        frame += (soft - np.sign(soft) * halves / 2)[:, None]
    draws = np.array([chance.random() for _ in range(BLOCKS * BLOCKS)]).reshape(BLOCKS, BLOCKS)
    draws = draws[:, None, :, None]
    lined = strength * np.tile([-1, -1, 1, 1], 2)
    stepped = np.where(np.arange(rows) < 8, -0.5, 0.5)[:, None, None]
    blocks = frame.reshape(BLOCKS, rows, BLOCKS, SIDE // BLOCKS)
    blocks += np.where(draws < stripes, lined, np.where(draws < stripes + steps, stepped, 0.0))
    grey = (np.clip(frame, 0, 1) * 255).astype(np.uint8)
    return graphics(edge_density(grey), luma_map(grey))
