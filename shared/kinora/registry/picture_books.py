"""Codebooks of what stands in the picture: light, its place and fall-off, texture, depth."""

from __future__ import annotations

import math

from kinora.model.observation import Registry, Value
from kinora.model.taxonomy import GradientKind
from kinora.registry.axes import Bands, Choice, Linear
from kinora.registry.codebook import Cell, Codebook
from kinora.registry.colours import AXES, REACHABLE, colour_value, reached
from kinora.registry.families import INFINITE, banded, colour_family

_D = Registry.DYNAMIC
_COLOUR_REASON = (
    "OKLab in steps of 0.02, about one just-noticeable difference, so that two colours of one cell "
    "look alike. How opaque a frame is does not belong to its colour."
)


def colours(registry: Registry, category: str) -> Codebook:
    """A codebook of colours; only those that sRGB can show are reachable."""
    return Codebook(
        registry,
        category,
        _COLOUR_REASON,
        AXES,
        colour_family,
        colour_value,
        possible=reached,
        counted=REACHABLE,
    )


YELLOW = 0.96798
"""OKLab lightness of the lightest colour of full saturation in sRGB."""
_BRIGHTNESS = Linear("brightness", 0.0, 1.0, 0.05)
_CONTRAST = Linear("contrast", 0.0, 1.0, 0.1)
_SATURATION = Linear("saturation", 0.0, 1.0, 0.1)


def most_contrast(brightness: float) -> float:
    """Twice the largest deviation of values in 0..1 with that mean (Bhatia and Davis 2000)."""
    return 2 * math.sqrt(max(0.0, brightness * (1 - brightness)))


def most_saturation(brightness: float, contrast: float) -> float:
    """How saturated frames of that brightness and at least that contrast can be.

    Black and colours as light as yellow are all saturated; brighter or starker frames need white.
    What white there must be follows from the mean and the mean square of lightness.
    """
    spread = brightness * (1 - brightness) - contrast**2 / 4
    dark = (1 - YELLOW) * YELLOW
    yellow = min(brightness / YELLOW, (1 - brightness) / (1 - YELLOW), max(0.0, spread) / dark)
    white = brightness - YELLOW * yellow
    return 1.0 if white < 1e-9 else yellow / (yellow + white)


def _possible_light(cell: Cell) -> bool:
    low, high = _BRIGHTNESS.bounds(cell[0])
    least_contrast, _ = _CONTRAST.bounds(cell[1])
    least_saturation, _ = _SATURATION.bounds(cell[2])
    kindest = min(max(0.5, low), high)
    if least_contrast > 0 and most_contrast(kindest) <= least_contrast:
        return False
    kindest = min(max(YELLOW / 2, low), high)
    return least_saturation <= 0 or most_saturation(kindest, least_contrast) > least_saturation


_CENTRE_X = Bands.even("centre_x", 0.0, 1.0, 20)
_CENTRE_Y = Bands.even("centre_y", 0.0, 1.0, 20)
_BALANCE = Bands.even("balance", -1.0, 1.0, 10)
_FIRST_MIDDLE = 0.025
"""The middle of the first of twenty blocks: no centre of light lies nearer to the frame's edge."""


def _possible_composition(cell: Cell) -> bool:
    """Light on the right moves the centre: by at least a half of the right's surplus."""
    left, right = _CENTRE_X.bounds(cell[0])
    left, right = max(left, _FIRST_MIDDLE), min(right, 1 - _FIRST_MIDDLE)
    low, high = _BALANCE.bounds(cell[2], -1.0, 1.0)
    return low < 4 * right - 1 - 4 * _FIRST_MIDDLE and high > 4 * left - 3 + 4 * _FIRST_MIDDLE


def _settled_gradient(cell: Cell) -> Cell:
    """What does not fall off falls off in no direction."""
    return cell if cell[1] else (0, 0)


def _gradient_family(value: Value) -> str:
    return str(value["kind"]) if float(value["strength"]) > 0 else "even"


def _settled_depth(cell: Cell) -> Cell:
    """A single layer shows no parallax, and without parallax there is one layer."""
    return cell if cell[0] and cell[1] else (0, 0)


def _possible_depth(cell: Cell) -> bool:
    """Four layers or more that are told apart lie at least half of the mean speed apart."""
    return cell[1] < _FOURTH or cell[0] >= _PARALLAX.cell(0.5)


_PARALLAX = Bands("parallax", (0.2, 0.5, 0.75, 1.0, 1.4), (0.0, 0.37, 0.62, 0.87, 1.2, 1.7))
_LAYERS = Linear("layers", 1.0, 5.0, 1.0)
_FOURTH = _LAYERS.cell(4)


_DEPTH_BANDS = banded("parallax", (0.1, "plane"), (0.6, "shallow"), (INFINITE, "deep"))

STATIC_COLORS = colours(Registry.STATIC, "static_colors")
LEARNED_COLORS = colours(_D, "learned_colors")
LIGHTING = Codebook(
    _D,
    "lighting",
    "Means over a second: 5 % of lightness is seen side by side, and 10 % of contrast or "
    "saturation.",
    (_BRIGHTNESS, _CONTRAST, _SATURATION),
    banded("brightness", (0.15, "dark"), (0.35, "dim"), (0.6, "soft"), (INFINITE, "bright")),
    possible=_possible_light,
)
GRADIENT = Codebook(
    _D,
    "gradient",
    "5 % of the range of luma over the whole frame is the least fall-off that a slow ramp shows.",
    (Choice("kind", tuple(GradientKind)), Linear("strength", 0.0, 1.0, 0.05)),
    _gradient_family,
    settle=_settled_gradient,
)
COMPOSITION = Codebook(
    _D,
    "composition",
    "A twentieth of the frame, the blocks that light is summed over; a tenth of the range from "
    "all light left to all light right.",
    (_CENTRE_X, _CENTRE_Y, _BALANCE),
    banded("centre_x", (0.46, "left"), (0.54, "centre"), (INFINITE, "right")),
    possible=_possible_composition,
)
GRAPHICS = Codebook(
    _D,
    "graphics",
    "Texture is seen by ratio: each band is about twice the one before. The last bands are open, "
    "since the strongest textures bound one another.",
    (
        Bands("edge_density", (0.01, 0.02, 0.05, 0.1, 0.2), (0.005, 0.015, 0.035, 0.07, 0.14, 0.3)),
        Bands(
            "spatial_variance", (0.05, 0.1, 0.2, 0.35, 0.5), (0.025, 0.07, 0.14, 0.26, 0.42, 0.6)
        ),
        Bands("busyness", (0.05, 0.1, 0.2, 0.35), (0.025, 0.07, 0.14, 0.26, 0.45)),
    ),
    banded("busyness", (0.05, "smooth"), (0.2, "fine"), (INFINITE, "rich")),
)
DEPTH = Codebook(
    _D,
    "depth",
    "A quarter of the mean speed between near and far is seen as depth; the layers are counted.",
    (_PARALLAX, _LAYERS),
    _DEPTH_BANDS,
    settle=_settled_depth,
    possible=_possible_depth,
)
