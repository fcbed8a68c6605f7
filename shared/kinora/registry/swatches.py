"""Coarse classes of colour, for what a whole video is painted in."""

from __future__ import annotations

from functools import cache

from kinora.colour.scalar import Oklab, hex_from_oklab, in_gamut, oklab_from_hex

_GREY_CHROMA = 0.04
_GREYS = (0.2, 0.4, 0.6, 0.8)
"""OKLab lightness between the five greys."""
_GREY_STANDS = (0.1, 0.3, 0.5, 0.7, 0.92)
_LIGHTS = (0.45, 0.7)
_LIGHT_STANDS = (0.35, 0.58, 0.82)
_HUES = (25.0, 60.0, 100.0, 145.0, 195.0, 255.0, 305.0, 350.0)
"""Degrees of OKLab: red, orange, yellow, green, teal, blue, violet, rose."""
_CHROMA = 0.13
CLASSES = len(_GREY_STANDS) + len(_HUES) * len(_LIGHT_STANDS)


def swatch(colour: str) -> int:
    """The class of ``#rrggbb``, 0 to ``CLASSES`` - 1: five greys, then each hue in three lights."""
    lab = oklab_from_hex(colour)
    if lab.chroma < _GREY_CHROMA:
        return sum(lab.lightness >= bound for bound in _GREYS)
    sector = min(range(len(_HUES)), key=lambda number: _apart(_HUES[number], lab.hue))
    light = sum(lab.lightness >= bound for bound in _LIGHTS)
    return len(_GREY_STANDS) + sector * len(_LIGHT_STANDS) + light


@cache
def colour_of_swatch(number: int) -> str:
    """The colour that stands for a class: the middle of it, as strong as sRGB allows up to 0.13."""
    if number < len(_GREY_STANDS):
        return hex_from_oklab(Oklab(_GREY_STANDS[number], 0.0, 0.0))
    sector, light = divmod(number - len(_GREY_STANDS), len(_LIGHT_STANDS))
    lightness, hue = _LIGHT_STANDS[light], _HUES[sector]
    chroma = _CHROMA
    while chroma > _GREY_CHROMA + 0.01 and not in_gamut(Oklab.polar(lightness, chroma, hue)):
        chroma -= 0.005
    return hex_from_oklab(Oklab.polar(lightness, chroma, hue))


def _apart(one: float, other: float) -> float:
    """Degrees between two hues, the shorter way."""
    return abs((one - other + 180.0) % 360.0 - 180.0)
