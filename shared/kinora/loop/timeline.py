"""The measures of a video along its time: motion and light as curves, camera and sound in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from kinora.model.features import Features, WindowMeasure

Pixels = NDArray[np.uint8]

_TALL, _LANE, _CURVES = 112, 20, 72
_GROUND, _BED = (18, 18, 22), (30, 30, 36)
_INK, _MOTION, _LIGHT, _CHANGE = (225, 225, 230), (86, 156, 120), (236, 200, 110), (200, 110, 150)
_FULL_MOTION = 0.05
"""Frame widths a second at which the motion curve reaches the top, unless something is faster."""


def timeline(features: Features, wide: int) -> Pixels:
    """A strip (112, ``wide``, 3), RGB: what the camera does, curves, what the sound does.

    Motion is a filled curve, brightness a line from 0 to 1; a change of shot is a band as long as
    it lasts. Words stand where they have room.
    """
    image = Image.new("RGB", (wide, _TALL), _GROUND)
    draw = ImageDraw.Draw(image)
    length = max(features.video.frames / features.video.fps, 1e-6)
    draw.rectangle((0, _LANE, wide, _LANE + _CURVES), fill=_BED)
    _changes(draw, features, wide / length)
    _curves(draw, features.windows, wide / length)
    _words(draw, features.windows, wide / length, 0, _camera)
    _words(draw, features.windows, wide / length, _LANE + _CURVES, _sound)
    return np.asarray(image, np.uint8)


def _curves(draw: ImageDraw.ImageDraw, windows: tuple[WindowMeasure, ...], scale: float) -> None:
    full = max([_FULL_MOTION, *(window.motion.level for window in windows)])
    floor = _LANE + _CURVES
    for window in windows:
        left, right = window.start * scale, (window.start + window.duration) * scale - 1
        top = floor - window.motion.level / full * (_CURVES - 4)
        draw.rectangle((left, min(top, floor - 1), right, floor), fill=_MOTION)
    points = [
        (
            (window.start + window.duration / 2) * scale,
            floor - window.light.brightness * (_CURVES - 4),
        )
        for window in windows
    ]
    points = [(0.0, points[0][1]), *points, (windows[-1].start * scale + scale, points[-1][1])]
    draw.line(points, fill=_LIGHT, width=2)


def _changes(draw: ImageDraw.ImageDraw, features: Features, scale: float) -> None:
    for change in features.whole.transitions:
        left = change.at * scale
        right = max(left + 2, left + change.duration * scale)
        draw.rectangle((left, _LANE, right, _LANE + _CURVES), fill=_CHANGE)
        draw.text((right + 4, _LANE + 2), change.kind, fill=_CHANGE, font=_font())


def _words(
    draw: ImageDraw.ImageDraw,
    windows: tuple[WindowMeasure, ...],
    scale: float,
    top: int,
    of: Callable[[WindowMeasure], str],
) -> None:
    """Write what neighbouring windows share once, at its beginning, if it fits."""
    for text, stretch in _stretches(windows, of):
        left = stretch[0].start * scale
        right = (stretch[-1].start + stretch[-1].duration) * scale
        if draw.textlength(text, font=_font()) < right - left - 6:
            draw.line((left, top + 3, left, top + _LANE - 3), fill=_INK)
            draw.text((left + 5, top + 2), text, fill=_INK, font=_font())


def _stretches(
    windows: tuple[WindowMeasure, ...], of: Callable[[WindowMeasure], str]
) -> Iterator[tuple[str, list[WindowMeasure]]]:
    return ((text, list(same)) for text, same in groupby(windows, key=of))


def _camera(window: WindowMeasure) -> str:
    return f"{window.camera.kind} camera".replace("_", " ")


def _sound(window: WindowMeasure) -> str:
    audio = window.audio
    mood = f", {audio.mood}" if audio.mood else ""
    return f"{audio.role}{mood}"


def _font() -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(13)
