"""Setting type: line breaks and sizes for a frame, with the one font that is always there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats

SMALLEST = 5.0
"""Type is never set smaller than this many pixels; words give way instead."""
LEADING = 1.22
_ELLIPSIS = "..."
_RULER = 64
"""Widths are measured at this size and scaled, so that breaks do not depend on hinting."""


@dataclass(frozen=True)
class Block:
    """Lines of one size in pixels, indented by ``indent`` pixels."""

    lines: tuple[str, ...]
    size: float
    indent: float = 0.0

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING

    @property
    def width(self) -> float:
        return self.indent + max(width(line, self.size) for line in self.lines)


def width(text: str, size: float) -> float:
    """The width of one line in pixels."""
    return float(_font(_RULER).getlength(text)) * size / _RULER


def wrapped(text: str, size: float, room: float, indent: float = 0.0) -> Block:
    """Break text at spaces; a word wider than the room is broken between letters."""
    free = room - indent
    lines: list[str] = []
    line = ""
    for word in text.split():
        whole = f"{line} {word}".strip()
        if width(whole, size) <= free:
            line = whole
            continue
        if line:
            lines.append(line)
        line = word
        while width(line, size) > free and len(line) > 1:
            fits = next(
                n for n in range(len(line) - 1, 0, -1) if n == 1 or width(line[:n], size) <= free
            )
            lines.append(line[:fits])
            line = line[fits:]
    if line:
        lines.append(line)
    return Block(tuple(lines or [" "]), size, indent)


def shortened(block: Block, room: float) -> Block:
    """The block without its last line; the line before ends in an ellipsis."""
    last = block.lines[-2].removesuffix(_ELLIPSIS)
    while last and block.indent + width(last + _ELLIPSIS, block.size) > room:
        last = last[:-1]
    return Block((*block.lines[:-2], last.rstrip() + _ELLIPSIS), block.size, block.indent)


def inked(block: Block, shape: tuple[int, int], at: tuple[float, float], *, dot: bool) -> Floats:
    """Draw a block with its top left at ``at`` in a picture of ``shape`` (height, width).

    Small type is drawn larger and averaged, which spaces letters evenly. ``dot`` puts a bullet into
    the indent.

    Returns:
        Coverage 0..1.
    """
    fine = max(1, math.ceil(48 / block.size)) if block.size < 40 else 1
    image = Image.new("L", (shape[1] * fine, shape[0] * fine))
    pen = ImageDraw.Draw(image)
    font = _font(block.size * fine)
    for row, line in enumerate(block.lines):
        place = ((at[0] + block.indent) * fine, (at[1] + row * block.size * LEADING) * fine)
        pen.text(place, line, font=font, fill=255)
    if dot:
        radius, x, y = (
            value * fine
            for value in (block.size * 0.13, at[0] + block.size * 0.22, at[1] + block.size * 0.62)
        )
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    ink = cv.shares(np.asarray(image, np.uint8))
    if fine > 1:
        ink = np.asarray(cv.resize(ink, (shape[1], shape[0]), how=cv.AREA), np.float32)
    return ink


def total_height(blocks: Sequence[Block], gap: float) -> float:
    """Height of blocks one under another, ``gap`` pixels apart."""
    return sum(block.height for block in blocks) + gap * (len(blocks) - 1)


@lru_cache(maxsize=16)
def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
