"""The contact sheet: a whole video at a glance, from its file and its measures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import cv2
import imageio.v3 as iio
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from kinora.colour.scalar import rgb_from_hex
from kinora.loop.timeline import timeline
from kinora.media.decode import stills
from kinora.model.features import Features

Pixels = NDArray[np.uint8]

COLUMNS, ROWS = 4, 3
_THUMB, _GAP, _STRIP = 240, 8, 56
_PACKED = 4
"""PNG effort: two fifths of the usual time for a twentieth more bytes."""
_GROUND, _INK, _WAVE = (18, 18, 22), (225, 225, 230), (120, 170, 220)


def contact_sheet(
    path: Path, features: Features, envelope: NDArray[np.float32], ffmpeg: str, out: Path
) -> None:
    """Write a PNG with twelve frames, the dominant colours, the waveform and the main measures.

    Args:
        path: the video.
        features: what was measured in it.
        envelope: (n,) peaks of its sound, evenly in time; none without sound.
        ffmpeg: the program.
        out: where the picture is written.
    """
    facts = features.video
    width = _THUMB
    height = max(2, round(_THUMB * facts.height / facts.width / 2) * 2)
    count = COLUMNS * ROWS
    # A little before its time, so that rounding cannot skip a frame.
    numbers = [(facts.frames - 1) * index // (count - 1) for index in range(count)]
    end = facts.duration_seconds - 1.5 / facts.fps
    times = [min((number - 0.3) / facts.fps, end) for number in numbers]
    thumbs = stills(ffmpeg, path, times, width, height)
    wide = COLUMNS * (width + _GAP) - _GAP
    parts = [
        _grid(thumbs),
        _swatches(features, wide),
        timeline(features, wide),
        _waveform(envelope, wide),
        _caption(features, wide),
    ]
    gap = np.full((_GAP, wide, 3), _GROUND, np.uint8)
    sheet = np.concatenate([piece for part in parts for piece in (part, gap)][:-1])
    rows, columns = sheet.shape[:2]
    framed = np.full((rows + 2 * _GAP, columns + 2 * _GAP, 3), _GROUND, np.uint8)
    framed[_GAP:-_GAP, _GAP:-_GAP] = sheet
    iio.imwrite(out, framed, extension=".png", compress_level=_PACKED)


def _grid(thumbs: Sequence[Pixels]) -> Pixels:
    height, width = thumbs[0].shape[:2]
    shape = (ROWS * (height + _GAP) - _GAP, COLUMNS * (width + _GAP) - _GAP, 3)
    sheet = np.full(shape, _GROUND, np.uint8)
    for index, thumb in enumerate(thumbs):
        top = index // COLUMNS * (height + _GAP)
        left = index % COLUMNS * (width + _GAP)
        sheet[top : top + height, left : left + width] = thumb
    return sheet


def _swatches(features: Features, wide: int) -> Pixels:
    """The dominant colour of every frame, from left to right in time."""
    colours = np.array([rgb_from_hex(frame.colour.dominant) for frame in features.frames], np.uint8)
    strip = cv2.resize(colours[None], (wide, _STRIP // 2), interpolation=cv2.INTER_NEAREST)
    return np.asarray(strip, np.uint8)


def _waveform(envelope: NDArray[np.float32], wide: int) -> Pixels:
    strip = np.full((_STRIP, wide, 3), _GROUND, np.uint8)
    if not len(envelope):
        return strip
    edges = np.linspace(0, len(envelope), wide + 1).astype(int)
    peaks = [min(1.0, float(envelope[a : max(b, a + 1)].max())) for a, b in pairwise(edges)]
    for column, peak in enumerate(peaks):
        half = max(1, round(peak * (_STRIP // 2 - 2)))
        strip[_STRIP // 2 - half : _STRIP // 2 + half, column] = _WAVE
    return strip


def _caption(features: Features, wide: int) -> Pixels:
    video, whole = features.video, features.whole
    loudness = "silent" if whole.loudness_lufs is None else f"{whole.loudness_lufs:.1f} LUFS"
    tempo = f"{whole.tempo_bpm:.0f} bpm" if whole.tempo_bpm else "no beat"
    text = (
        f"{video.width}x{video.height}  {video.fps:g} fps  {video.frames} frames   "
        f"motion {whole.motion.level:.3f} {whole.motion.direction}   "
        f"light {whole.light.brightness:.2f}   {loudness}   {tempo}"
    )
    image = Image.new("RGB", (wide, 24), _GROUND)
    font = ImageFont.load_default(15)
    ImageDraw.Draw(image).text((2, 3), text, fill=_INK, font=font)
    return np.asarray(image, np.uint8)
