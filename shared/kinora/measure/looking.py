"""The pass over the picture: every frame is looked at once and then let go."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kinora.measure.colour import FrameColour, frame_colour
from kinora.measure.graphics import edge_density
from kinora.measure.luma import LumaMean, luma_map
from kinora.measure.moving import Movement, Moves
from kinora.measure.palette import PaletteMeter
from kinora.measure.transitions import TransitionFinder
from kinora.model.features import ColourShare, TransitionMeasure

Bytes: TypeAlias = NDArray[np.uint8]

WINDOW_SECONDS = 1.0


@dataclass(slots=True)
class Window:
    """What is remembered of a second of picture: sums, and what moved."""

    moves: Moves
    luma: LumaMean = field(default_factory=LumaMean)
    edges: float = 0.0
    first: int = 0
    frames: int = 0


@dataclass(slots=True)
class Seen:
    """What is remembered of the whole picture.

    ``windows`` holds only those into which frames fall, by their number.
    """

    colours: list[FrameColour] = field(default_factory=list)
    windows: dict[int, Window] = field(default_factory=dict)
    luma: LumaMean = field(default_factory=LumaMean)
    edges: float = 0.0
    transitions: tuple[TransitionMeasure, ...] = ()
    palette: tuple[ColourShare, ...] = ()


def look(frames: Iterable[Bytes], fps: float) -> Seen:
    """Pass over the frames, keeping scalars, the windows' sums and a few seconds of thumbnails.

    Args:
        frames: (h, w, 3) BGR, or (h, w, 4) with alpha, the colours multiplied by it.
        fps: gives the frames their times.
    """
    seen, movement, palette = Seen(), Movement(fps), PaletteMeter()
    finder = TransitionFinder(fps, movement.log)
    for number, whole in enumerate(frames):
        frame, opacity = _opaque(whole)
        index = window_of(number, fps)
        if index not in seen.windows:
            seen.windows[index] = Window(moves=movement.window(), first=number)
        window = seen.windows[index]
        window.frames += 1
        grey: Bytes = np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        seen.colours.append(frame_colour(frame, opacity))
        luma, edges = luma_map(grey), edge_density(grey)
        for total in (seen, window):
            total.luma.add(luma)
            total.edges += edges
        thumbnail = finder.add(frame)
        palette.add(thumbnail.coarse)
        if finder.jumped():
            movement.restart()
        movement.add(number, grey)
    movement.finish()
    seen.transitions, seen.palette = finder.transitions(), palette.palette()
    return seen


def window_of(number: int, fps: float) -> int:
    """The window that a frame belongs to, by its true time."""
    return math.floor(number / fps / WINDOW_SECONDS + 1e-9)


def _opaque(frame: Bytes) -> tuple[Bytes, float]:
    """The frame on black, and its mean alpha."""
    if frame.shape[2] == 3:
        return frame, 1.0
    return np.ascontiguousarray(frame[..., :3]), float(frame[..., 3].mean()) / 255
