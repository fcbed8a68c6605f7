"""The picture of the finished video: the clip again and again, words over it, a title before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.cc.assembly.timing import Timing
from kinora.media import decode
from kinora.media.encode import VideoEncoder
from kinora.model.format import VideoFormat
from kinora.picture.paint import cv
from kinora.picture.words.lines import Band, Lines, Said

Picture: TypeAlias = NDArray[np.uint8]

_SEAM = 3.0
"""Mean difference of the first frame from the last, in levels of 255, that is a loop anyway."""
_DISSOLVE = 0.5
"""Seconds over which a clip that is no loop leads into itself again."""
_CARD_DARK = 0.45
"""What is left of the picture's light behind a title."""
_CARD_FADE = 0.6
_FADE_OUT = 0.7
"""Seconds in which the end goes dark."""


@dataclass(frozen=True)
class Look:
    """How the words stand, and how the film ends."""

    title: str
    band: Band = Band.BOTTOM
    scale: float = 1.0
    fade_out: bool = True


def draw(
    ffmpeg: str,
    clip: Path,
    form: VideoFormat,
    timing: Timing,
    look: Look,
    out: Path,
) -> None:
    """Encode the whole picture, without sound.

    Raises:
        UnreadableMedia: the clip cannot be decoded.
        EncoderFailed, StorageFull: as ffmpeg says.
    """
    lines = Lines(timing.words, form.width, form.height, look.band, look.scale)
    card = Lines([Said(look.title, 0.15, timing.card)], form.width, form.height, Band.MIDDLE, 1.3)
    with VideoEncoder(ffmpeg, out, form) as encoder:
        frames = looped(ffmpeg, clip, form)
        for index in range(form.frames):
            picture, seconds = next(frames), index / form.fps
            dark = _card_dark(timing.card, seconds)
            if look.fade_out:
                dark *= min((timing.seconds - seconds) / _FADE_OUT, 1.0)
            if dark < 1:
                picture = cv.to_bytes(picture, dark)
            lines.draw(picture, seconds)
            card.draw(picture, seconds)
            encoder.write(cv.i420(picture))


def looped(ffmpeg: str, clip: Path, form: VideoFormat) -> Iterator[Picture]:
    """A clip's frames without end, (height, width, 3) BGR, each an array of its own.

    One that does not lead into itself is dissolved into its beginning. It is decoded anew each
    time round, so memory does not grow with it.
    """
    found = decode.probe(ffmpeg, clip)
    count = max(1, round(found.duration_seconds * form.fps))
    overlap = 0 if _is_loop(ffmpeg, clip, found.duration_seconds, form) else _overlap(count, form)
    head: list[Picture] = []
    while True:
        before, tail = len(head), head
        head = []
        ended: list[Picture] = []
        for index, frame in enumerate(_decoded(ffmpeg, clip, form)):
            picture = frame.copy()
            if index < before:
                share = (index + 1) / (before + 1)
                picture = cv.weighted(tail[index], 1 - share, picture, share)
            ended.append(picture)
            if len(ended) > overlap:
                yield ended.pop(0)
        head = ended


def _decoded(ffmpeg: str, clip: Path, form: VideoFormat) -> Iterator[Picture]:
    return decode.frames(ffmpeg, clip, form.width, form.height, form.fps)


def _overlap(count: int, form: VideoFormat) -> int:
    return min(round(_DISSOLVE * form.fps), count // 4)


def _is_loop(ffmpeg: str, clip: Path, seconds: float, form: VideoFormat) -> bool:
    """Whether the clip's last frame leads into its first, as that does into the second."""
    times = (0.0, 1 / form.fps, max(seconds - 1.5 / form.fps, 0.0))
    first, second, end = (
        still.astype(np.int16) for still in decode.stills(ffmpeg, clip, times, 160, 160)
    )
    step, seam = (float(np.abs(first - other).mean()) for other in (second, end))
    return seam <= max(_SEAM, 2 * step)


def _card_dark(card: float, seconds: float) -> float:
    """The share of light that is left behind the title card at a moment."""
    if seconds >= card:
        return 1.0
    away = min(max((seconds - card + _CARD_FADE) / _CARD_FADE, 0.0), 1.0)
    return _CARD_DARK + (1 - _CARD_DARK) * away * away * (3 - 2 * away)
