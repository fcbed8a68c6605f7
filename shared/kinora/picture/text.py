"""Words over the picture: a title and up to three points, set inside safe margins and animated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kinora.model.spec import SceneSpec, TextOverlay
from kinora.picture.arrays import Bytes, Floats

_MARGIN = 0.075
_SMALLEST = 5.0
_LEADING = 1.22
_POINT = 0.62
"""Size of a point against the title."""
_BULLET = "\N{BULLET} "

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


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

    def __init__(self, spec: SceneSpec) -> None:
        """Set the spec's text; the spec must have one."""
        if spec.text is None:
            raise ValueError("a caption needs text")
        self._fps, self._length = spec.format.fps, spec.format.frames / spec.format.fps
        self._pieces = set_text(spec.text, spec.format.width, spec.format.height, self._length)

    def draw(self, picture: Bytes, index: int) -> None:
        """Lay the words over a (height, width, 3) picture, in place."""
        seconds = (index + 1) / self._fps
        leave = min(max((self._length - seconds) / min(0.5, 0.1 * self._length), 0.0), 1.0)
        for piece in self._pieces:
            part = min(max((seconds - piece.appears) / piece.takes, 0.0), 1.0)
            shown = part * part * (3 - 2 * part) * leave
            if shown > 0:
                _lay(picture, piece, shown, round(piece.rise * (1 - part) ** 3))


def _lay(picture: Bytes, piece: Piece, shown: float, down: int) -> None:
    height, width = piece.cover.shape
    top = min(piece.top + down, picture.shape[0] - height)
    area = picture[top : top + height, piece.left : piece.left + width]
    keep = 1 - piece.shadow * np.float32(shown)
    cover = piece.cover * np.float32(shown)
    keep *= 1 - cover
    dark = cv2.multiply(area, cv2.merge((keep, keep, keep)), dtype=cv2.CV_8U)
    light = cv2.convertScaleAbs(cover, alpha=250)
    cv2.add(dark, cv2.merge((light, light, light)), dst=area)


def set_text(text: TextOverlay, width: int, height: int, length: float) -> list[Piece]:
    """Choose the largest type that fits the safe area, and lay out the lines."""
    margin = max(round(min(width, height) * _MARGIN), 3)
    room_x, room_y = width - 2 * margin, height - 2 * margin
    size = max(min(0.1 * width, 0.13 * height), _SMALLEST)
    limit = 0.8 if text.points else 0.5
    while True:
        blocks = [_wrapped(text.title, size, room_x)]
        blocks += [_wrapped(_BULLET + p, size * _POINT, room_x) for p in text.points]
        tall = _height(blocks, size)
        if (tall <= room_y * limit and len(blocks[0]) <= 3) or size <= _SMALLEST / _POINT:
            break
        size = max(size * 0.92, _SMALLEST / _POINT)
    blocks = _shortened(blocks, size, room_x, room_y)
    tall = _height(blocks, size)
    top = margin + (room_y - tall) * (0.5 if text.points else 0.86)
    return _placed(blocks, size, (width, height), (margin, max(top, margin)), length)


def _placed(
    blocks: list[list[str]], size: float, frame: tuple[int, int], start: tuple[int, float], length: float
) -> list[Piece]:
    pieces = []
    pace = min(1.0, length / (1.6 + 1.1 * len(blocks)))
    left, y = start
    for index, lines in enumerate(blocks):
        type_size = size if index == 0 else size * _POINT
        appears = (0.25 + (0.9 + 0.85 * (index - 1) if index else 0.0)) * pace
        pieces.append(_piece(lines, type_size, frame, (left, y), (appears, 0.7 * pace)))
        y += len(lines) * type_size * _LEADING + (0.35 * size if index == 0 else 0.22 * size)
    return pieces


def _piece(
    lines: list[str], size: float, frame: tuple[int, int], at: tuple[float, float], timing: tuple[float, float]
) -> Piece:
    """Draw lines with a soft shadow; the piece lies wholly inside the frame."""
    font = _font(size)
    halo = max(round(size * 0.5), 2)
    wide = max(math.ceil(font.getlength(line)) for line in lines) + 2 * halo
    tall = math.ceil(len(lines) * size * _LEADING) + 2 * halo
    left, top = max(round(at[0]) - halo, 0), max(round(at[1]) - halo, 0)
    wide, tall = min(wide, frame[0] - left), min(tall, frame[1] - top)
    image = Image.new("L", (wide, tall))
    pen = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        pen.text((round(at[0]) - left, round(at[1] + row * size * _LEADING) - top), line, font=font, fill=255)
    cover = np.asarray(image, np.float32) / np.float32(255)
    soft = cv2.GaussianBlur(cover, (0, 0), max(size * 0.16, 0.8)) * np.float32(1.3)
    wash = cv2.GaussianBlur(cover, (0, 0), max(size * 0.4, 1.2)) * np.float32(0.9)
    shadow = np.clip(np.maximum(soft, wash), 0, 0.72) * _edge_fade(cover.shape, halo)
    return Piece(left, top, cover, shadow.astype(np.float32), timing[0], timing[1], size * 0.35)


def _edge_fade(shape: tuple[int, ...], reach: int) -> Floats:
    """1 inside, falling to 0 at the borders, so a shadow never shows its box."""
    down = np.minimum(np.arange(shape[0]), np.arange(shape[0])[::-1]) / max(reach * 0.6, 1)
    across = np.minimum(np.arange(shape[1]), np.arange(shape[1])[::-1]) / max(reach * 0.6, 1)
    return np.minimum(np.outer(np.minimum(down, 1), np.minimum(across, 1)), 1).astype(np.float32)


def _height(blocks: list[list[str]], size: float) -> float:
    tall = len(blocks[0]) * size * _LEADING + (0.35 * size if len(blocks) > 1 else 0)
    return tall + sum(len(b) * size * _POINT * _LEADING + 0.22 * size for b in blocks[1:])


def _shortened(blocks: list[list[str]], size: float, room_x: float, room_y: float) -> list[list[str]]:
    """Drop lines from the longest blocks, with an ellipsis, until everything fits."""
    kept = [list(block) for block in blocks]
    while _height(kept, size) > room_y:
        longest = max(range(len(kept)), key=lambda i: len(kept[i]))
        if len(kept[longest]) == 1:
            if len(kept) == 1:
                break
            kept.pop()
            continue
        kept[longest].pop()
        font = _font(size if longest == 0 else size * _POINT)
        last = kept[longest][-1].rstrip("\N{HORIZONTAL ELLIPSIS}")
        while last and font.getlength(last + "\N{HORIZONTAL ELLIPSIS}") > room_x:
            last = last[:-1]
        kept[longest][-1] = last + "\N{HORIZONTAL ELLIPSIS}"
    return kept


def _wrapped(text: str, size: float, room: float) -> list[str]:
    """Break at spaces; a word wider than the room is broken between letters."""
    font = _font(size)
    lines: list[str] = []
    line = ""
    for word in text.split():
        whole = f"{line} {word}".strip()
        if font.getlength(whole) <= room:
            line = whole
            continue
        if line:
            lines.append(line)
        line = word
        while font.getlength(line) > room and len(line) > 1:
            fits = next(n for n in range(len(line) - 1, 0, -1) if font.getlength(line[:n]) <= room or n == 1)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines or [text[:1]]


def _font(size: float) -> Font:
    return ImageFont.load_default(max(size, 1.0))
