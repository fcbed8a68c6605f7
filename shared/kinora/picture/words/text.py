"""Words over the picture: a title and up to three points, set inside safe margins and animated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.model.spec import SceneSpec, TextOverlay
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.words.typeset import SMALLEST, Block, inked, shortened, total_height, wrapped

_MARGIN = 0.075
"""Safe margin as a share of the frame's shorter side."""
_POINT = 0.62
"""Size of a point against the title."""
_INDENT = 0.72
"""A point's indent against its size."""
_GAP = 0.36
"""Space between blocks against the title's size."""


@dataclass(frozen=True)
class Piece:
    """One animated block of words: cover and shadow 0..1 with its place on the frame."""

    left: int
    top: int
    cover: Floats
    shadow: Floats
    appears: float
    """Seconds from the start of the clip."""
    takes: float
    rise: float
    """Pixels it moves up while it fades in."""


class Caption:
    """All words of a clip, set once."""

    def __init__(self, text: TextOverlay, spec: SceneSpec) -> None:
        self._fps, self._length = spec.format.fps, spec.format.frames / spec.format.fps
        self._pieces = set_text(text, spec.format.width, spec.format.height, self._length)

    def draw(self, picture: Bytes, index: int) -> None:
        """Lay the words over a (height, width, 3) picture, in place."""
        seconds = (index + 1) / self._fps
        leave = (self._length - seconds) / min(0.5, 0.1 * self._length)
        for piece in self._pieces:
            part = min(max((seconds - piece.appears) / piece.takes, 0.0), 1.0)
            shown = part * part * (3 - 2 * part) * min(max(leave, 0.0), 1.0)
            if shown > 0:
                lay(picture, piece, shown, round(piece.rise * (1 - part) ** 3))


def lay(picture: Bytes, piece: Piece, shown: float, down: int) -> None:
    """Lay a piece over a picture, in place; ``shown`` 0..1, ``down`` in pixels from its place."""
    height, width = piece.cover.shape
    top = min(piece.top + down, picture.shape[0] - height)
    area = picture[top : top + height, piece.left : piece.left + width]
    cover = piece.cover * np.float32(shown)
    keep = (1 - piece.shadow * np.float32(shown)) * (1 - cover)
    dark = cv.shaded(area, cv.spread(keep, 3))
    light = cv.to_bytes(cover, 250)
    cv.add_light(dark, cv.spread(light, 3))
    area[:] = dark


def set_text(text: TextOverlay, width: int, height: int, length: float) -> list[Piece]:
    """Set text for a frame in pixels and a clip in seconds: the largest type that fits."""
    margin = max(round(min(width, height) * _MARGIN), 3)
    room_x, room_y = width - 2 * margin, height - 2 * margin
    blocks = _fitted(text, room_x, room_y)
    gap = blocks[0].size * _GAP
    spare = room_y - total_height(blocks, gap)
    y = margin + max(spare, 0) * (0.5 if len(blocks) > 1 else 0.84)
    pace = min(1.0, length / (1.6 + 1.1 * len(blocks)))
    pieces = []
    for index, block in enumerate(blocks):
        appears = 0.25 + (0.9 + 0.85 * (index - 1) if index else 0.0)
        pieces.append(set_piece(block, (width, height), (margin, y), (appears * pace, 0.7 * pace)))
        y += block.height + gap
    return pieces


def _fitted(text: TextOverlay, room_x: float, room_y: float) -> list[Block]:
    """The title's block and those of the points."""
    size = max(min(0.115 * room_x, 0.15 * room_y), SMALLEST / _POINT)
    limit = room_y * (0.84 if text.points else 0.5)
    while True:
        blocks = [wrapped(text.title, size, room_x)]
        for point in text.points:
            small = size * _POINT
            blocks.append(wrapped(point, small, room_x, small * _INDENT))
        fits = total_height(blocks, size * _GAP) <= limit
        if (fits and len(blocks[0].lines) <= 3) or size <= SMALLEST / _POINT:
            break
        size = max(size * 0.93, SMALLEST / _POINT)
    while total_height(blocks, size * _GAP) > room_y:
        longest = max(range(len(blocks)), key=lambda i: len(blocks[i].lines))
        if len(blocks[longest].lines) > 1:
            blocks[longest] = shortened(blocks[longest], room_x)
        elif len(blocks) > 1:
            blocks.pop()
        else:
            break
    return blocks


def set_piece(
    block: Block, frame: tuple[int, int], at: tuple[float, float], timing: tuple[float, float]
) -> Piece:
    """Draw a block with a soft shadow; the piece lies wholly inside the frame."""
    halo = max(round(block.size * 0.6), 2)
    left, top = max(int(at[0]) - halo, 0), max(int(at[1]) - halo, 0)
    wide = min(math.ceil(block.width) + 2 * halo, frame[0] - left)
    tall = min(math.ceil(block.height) + 2 * halo, frame[1] - top)
    place = (at[0] - left, at[1] - top)
    cover = inked(block, (tall, wide), place, dot=block.indent > 0)
    tight = cv.blurred(cover, max(block.size * 0.1, 0.6)) * np.float32(2.0)
    wash = cv.blurred(cover, max(block.size * 0.42, 1.2)) * np.float32(3.2)
    shadow = np.minimum(np.maximum(tight, wash), np.float32(0.8)) * _edge_fade(cover.shape, halo)
    return Piece(
        left, top, cover, shadow.astype(np.float32), timing[0], timing[1], block.size * 0.35
    )


def _edge_fade(shape: tuple[int, ...], reach: int) -> Floats:
    """1 inside, falling to 0 at the borders, so that a shadow never shows its box."""
    down, across = (np.minimum(np.arange(n), np.arange(n)[::-1]) / (0.7 * reach) for n in shape)
    return np.outer(np.minimum(down, 1), np.minimum(across, 1)).astype(np.float32)
