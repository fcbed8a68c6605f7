"""Lines of text, one after another at one place of the frame: what a clip says in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kinora.picture.paint.arrays import Bytes
from kinora.picture.words.text import Piece, lay, set_piece
from kinora.picture.words.typeset import SMALLEST, shortened, wrapped

_SIZE = 0.062
"""Size of the type against the frame's shorter side."""
_MARGIN = 0.08
_MOST_LINES = 3
_FADE = 0.5
"""Seconds over which a line comes and goes."""
_UNSET = re.compile(r"[^\x20-\x7e\xa0-\u024f\u2010-\u2027\u20ac]+")
"""Signs that the font which is always there does not have, such as emoji."""


class Band(StrEnum):
    """Where lines stand."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


_CENTRES = {Band.TOP: 0.17, Band.MIDDLE: 0.5, Band.BOTTOM: 0.8}
"""Height of a line's centre as a share of the frame's height."""


class Said(NamedTuple):
    """One line and when it is seen, in seconds."""

    text: str
    begins: float
    ends: float


class Lines:
    """All lines of a clip, set once, each in the middle of the frame's width.

    ``scale`` is the size of the type against its usual one.
    """

    def __init__(
        self, said: Sequence[Said], width: int, height: int, band: Band, scale: float = 1.0
    ) -> None:
        self._shown = [
            (line, _set(words, width, height, band, scale))
            for line in said
            if (words := settable(line.text))
        ]

    def draw(self, picture: Bytes, seconds: float) -> None:
        """Lay what is seen at that moment over a (height, width, 3) picture, in place."""
        for line, pieces in self._shown:
            since, left = seconds - line.begins, line.ends - seconds
            if since <= 0 or left <= 0:
                continue
            fade = min(_FADE, (line.ends - line.begins) / 3)
            part = min(since / fade, left / fade, 1.0)
            shown = part * part * (3 - 2 * part)
            rise = pieces[0].rise * max(1 - since / fade, 0.0) ** 3
            for one in pieces:
                lay(picture, one, shown, round(rise))


def settable(text: str) -> str:
    """The text without signs that cannot be set."""
    return " ".join(_UNSET.sub(" ", text).split())


def _set(text: str, width: int, height: int, band: Band, scale: float) -> list[Piece]:
    """One line, broken where it is too long: a piece for each row, so that each is centred."""
    size = max(scale * _SIZE * min(width, height), SMALLEST)
    room = width * (1 - 2 * _MARGIN)
    block = wrapped(text, size, room)
    while len(block.lines) > _MOST_LINES and size > SMALLEST:
        size = max(size * 0.9, SMALLEST)
        block = wrapped(text, size, room)
    while len(block.lines) > _MOST_LINES:
        block = shortened(block, room)
    top = height * _CENTRES[band] - block.height / 2
    rows = [wrapped(row, size, width) for row in block.lines]
    return [
        set_piece(
            row,
            (width, height),
            ((width - row.width) / 2, top + number * block.height / len(rows)),
            (0.0, _FADE),
        )
        for number, row in enumerate(rows)
    ]
