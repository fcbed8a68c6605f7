"""Colours on a terminal: a block in the colour itself where the terminal can, and its code."""

from __future__ import annotations

import sys

from kinora.colour.scalar import rgb_from_hex


def swatch(colour: str) -> str:
    """A block of the colour and its hex code; only the code where output is not a terminal."""
    if not sys.stdout.isatty():
        return colour
    red, green, blue = rgb_from_hex(colour)
    return f"\x1b[48;2;{red};{green};{blue}m    \x1b[0m {colour}"
