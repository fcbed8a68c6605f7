"""Single colours as plain tuples of floats; no numpy, so light functions start quickly.

OKLab is Björn Ottosson's (2020), with his published matrices. Linear and sRGB values are 0..1.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Oklab(NamedTuple):
    """Perceptual lightness 0..1 and the green-red and blue-yellow axes, about -0.4..0.4."""

    lightness: float
    a: float
    b: float

    @property
    def chroma(self) -> float:
        return math.hypot(self.a, self.b)

    @property
    def hue(self) -> float:
        """Degrees, 0 to 360; red is near 29, green near 142, blue near 264."""
        return math.degrees(math.atan2(self.b, self.a)) % 360.0

    @classmethod
    def polar(cls, lightness: float, chroma: float, hue: float) -> Oklab:
        """From lightness, chroma and hue in degrees."""
        angle = math.radians(hue)
        return cls(lightness, chroma * math.cos(angle), chroma * math.sin(angle))

    def mix(self, other: Oklab, share: float) -> Oklab:
        """The colour ``share`` of the way (0..1) to the other."""
        return Oklab(*(x + (y - x) * share for x, y in zip(self, other, strict=True)))

    def distance(self, other: Oklab) -> float:
        """Euclidean; about 0.02 is just noticeable."""
        return math.dist(self, other)


def linear_from_srgb(value: float) -> float:
    """IEC 61966-2-1 decoding of one channel, 0..1."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(value: float) -> float:
    """IEC 61966-2-1 encoding of one channel, 0..1 (values outside are clipped)."""
    value = min(max(value, 0.0), 1.0)
    return 12.92 * value if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


def oklab_from_linear(red: float, green: float, blue: float) -> Oklab:
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return Oklab(
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def linear_from_oklab(colour: Oklab) -> tuple[float, float, float]:
    """Linear red, green, blue; outside 0..1 where the colour is outside sRGB."""
    lightness, a, b = colour
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def rgb_from_hex(text: str) -> tuple[int, int, int]:
    """``#rrggbb`` as three values 0..255."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def oklab_from_hex(text: str) -> Oklab:
    red, green, blue = (linear_from_srgb(value / 255) for value in rgb_from_hex(text))
    return oklab_from_linear(red, green, blue)


def in_gamut(colour: Oklab) -> bool:
    """Whether sRGB can show the colour (to a tolerance of one part in ten thousand)."""
    return all(-1e-4 <= value <= 1 + 1e-4 for value in linear_from_oklab(colour))


def hex_from_oklab(colour: Oklab) -> str:
    """The nearest showable colour of the same lightness and hue: chroma gives way first."""
    lightness = min(max(colour.lightness, 0.0), 1.0)
    low, high = 0.0, 1.0
    if not in_gamut(Oklab(lightness, colour.a, colour.b)):
        for _ in range(16):
            middle = (low + high) / 2
            inside = in_gamut(Oklab(lightness, colour.a * middle, colour.b * middle))
            low, high = (middle, high) if inside else (low, middle)
    else:
        low = 1.0
    linear = linear_from_oklab(Oklab(lightness, colour.a * low, colour.b * low))
    return "#" + "".join(f"{round(srgb_from_linear(value) * 255):02x}" for value in linear)
