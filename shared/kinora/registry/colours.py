"""Cells of colour: OKLab cut into cubes, of which sRGB reaches some.

A cube is reachable when at least one colour of eight bits a channel lies in it. Nearly always that
is the colour nearest to its centre; the cubes along the edge of the gamut, where it is not, have
one of their colours listed in ``colour_edges.txt``: the one nearest to the centre, and of those
equally near the one of the least value. Both follow from looking at all 16,777,216 colours, which
the tests do.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from kinora.colour.scalar import Oklab, linear_from_srgb, oklab_from_hex, rgb_from_hex
from kinora.colour.scalar import linear_from_oklab as linear
from kinora.colour.scalar import srgb_from_linear as encoded
from kinora.model.observation import Value
from kinora.registry.axes import Linear
from kinora.registry.codebook import Cell

STEP = 0.02
"""About one just-noticeable difference."""
AXES = (
    Linear("l", 0.0, 1.0, STEP),
    Linear("a", -0.24, 0.28, STEP),
    Linear("b", -0.32, 0.20, STEP),
)
REACHABLE = 8536


def colour_cell(colour: str) -> Cell:
    """The cell that ``#rrggbb`` lies in."""
    return _cell(oklab_from_hex(colour))


@lru_cache(maxsize=16_384)
def colour_of(cell: Cell) -> str | None:
    """The colour that stands for a cell and lies in it, or None if sRGB does not reach it."""
    centre = Oklab(*(axis.centre(place) for axis, place in zip(AXES, cell, strict=True)))
    values = (round(encoded(value) * 255) for value in linear(centre))
    nearest = "#" + "".join(f"{value:02x}" for value in values)
    return nearest if colour_cell(nearest) == cell else _edges().get(cell)


def reached(cell: Cell) -> bool:
    """Whether sRGB has a colour in the cell."""
    return colour_of(cell) is not None


def colour_value(cell: Cell, _: Value) -> Value:
    """The colour that stands for the cell, in the terms that palettes are made in.

    ``lightness``, ``chroma`` and ``hue`` in degrees are OKLab's, ``luminance`` linear light (BT.709
    weights), ``saturation`` the channels' spread over the largest.
    """
    colour = colour_of(cell)
    if colour is None:
        raise ValueError(f"sRGB has no colour in the cell {cell}")
    lab, channels = oklab_from_hex(colour), rgb_from_hex(colour)
    red, green, blue = (linear_from_srgb(value / 255) for value in channels)
    return {
        "colour": colour,
        "lightness": round(lab.lightness, 4),
        "chroma": round(lab.chroma, 4),
        "hue": round(lab.hue, 1) % 360.0,
        "luminance": round(0.2126 * red + 0.7152 * green + 0.0722 * blue, 4),
        "saturation": round((max(channels) - min(channels)) / max(1, *channels), 4),
    }


def _cell(lab: Oklab) -> Cell:
    return tuple(axis.cell(value) for axis, value in zip(AXES, lab, strict=True))


@cache
def _edges() -> dict[Cell, str]:
    listed = files(__package__).joinpath("colour_edges.txt").read_text().split()
    return {colour_cell(f"#{digits}"): f"#{digits}" for digits in listed}
