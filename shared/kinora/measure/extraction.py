"""One pass over a decoded video: every frame is looked at once and then let go."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kinora.measure.audio import Semantics
from kinora.measure.camera import FrameCamera, camera, frame_camera
from kinora.measure.colour import FrameColour, frame_colour, whole_colour
from kinora.measure.composition import composition
from kinora.measure.cuts import CutFinder
from kinora.measure.flow import FlowMeter
from kinora.measure.gradient import gradient
from kinora.measure.graphics import edge_density, graphics
from kinora.measure.heard import Heard
from kinora.measure.light import light
from kinora.measure.listening import listen
from kinora.measure.luma import LumaMap, LumaMean, luma_map
from kinora.measure.motion import FrameMotion, frame_motion, motion
from kinora.model.errors import UnreadableMedia
from kinora.model.features import (
    Features,
    FrameMeasure,
    VideoFacts,
    WholeMeasure,
    WindowMeasure,
)

Floats: TypeAlias = NDArray[np.float32]
Bytes: TypeAlias = NDArray[np.uint8]

ANALYSIS_WIDTH = 160
"""Width in pixels that frames are brought to (by area) before they are measured."""
_WINDOW_SECONDS = 1.0
_FLOWS_A_SECOND = 8


@dataclass(slots=True)
class _Window:
    """What is remembered of a second of picture."""

    luma: LumaMean = field(default_factory=LumaMean)
    edges: float = 0.0
    motions: list[FrameMotion] = field(default_factory=list)
    cameras: list[FrameCamera] = field(default_factory=list)


@dataclass(slots=True)
class _Seen:
    """What is remembered of the whole picture."""

    colours: list[FrameColour] = field(default_factory=list)
    windows: list[_Window] = field(default_factory=list)
    cuts: tuple[int, ...] = ()


def measure(facts: VideoFacts, frames: Iterable[Bytes], pieces: Iterable[Floats]) -> Features:
    """Measure a decoded video.

    Args:
        facts: what the container says; ``fps`` gives the frames their times.
        frames: (h, w, 3) BGR, every frame in order, about ``ANALYSIS_WIDTH`` wide; read once, and
            none is kept.
        pieces: the sound from the first frame on, each (n, 2) float32 at 48 kHz, in order and of
            any length; none without sound. Read once, before the frames, and none is kept.

    Raises:
        UnreadableMedia: there is not a single frame.
    """
    return measure_heard(facts, frames, listen(pieces, facts.fps))


def measure_heard(facts: VideoFacts, frames: Iterable[Bytes], heard: Heard) -> Features:
    """Measure a video whose sound was heard already, see :func:`measure`.

    Raises:
        UnreadableMedia: there is not a single frame.
    """
    seen = _look(frames, facts.fps)
    if not seen.colours:
        raise UnreadableMedia("video", "it holds no frames")
    instants = np.arange(len(seen.colours)) / facts.fps
    sounds = heard.sounds(len(seen.colours))
    semantics = Semantics(heard)
    audio = semantics.whole()
    steps = [step for window in seen.windows for step in window.motions]
    colours = [item.measure for item in seen.colours]
    return Features(
        video=facts,
        frames=tuple(
            FrameMeasure(at=float(at), colour=colour, sound=sound)
            for at, colour, sound in zip(instants, colours, sounds, strict=True)
        ),
        windows=tuple(_windows(seen, semantics, facts.fps)),
        whole=WholeMeasure(
            colour=whole_colour(seen.colours),
            motion=motion(steps),
            light=light(colours),
            audio=audio,
            tempo_bpm=audio.tempo_bpm,
            loudness_lufs=heard.loudness_lufs,
            cuts=tuple(number / facts.fps for number in seen.cuts),
        ),
    )


def _look(frames: Iterable[Bytes], fps: float) -> _Seen:
    """Pass over the frames, keeping scalars, the window's sums and one earlier grey frame."""
    seen, finder, movement = _Seen(), CutFinder(fps), _Movement(fps)
    for number, frame in enumerate(frames):
        while len(seen.windows) <= window_of(number, fps):
            seen.windows.append(_Window())
        window = seen.windows[-1]
        grey: Bytes = np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        seen.colours.append(frame_colour(frame))
        window.luma.add(luma_map(grey))
        window.edges += edge_density(grey)
        finder.add(frame)
        if finder.jumped():
            movement.restart()
        movement.add(grey, window)
    seen.cuts = finder.cuts()
    return seen


class _Movement:
    """Measures flow eight times a second, however many frames lie between.

    Over an eighth of a second even a slow drift moves the picture by more than grain does. A pair
    counts for the window of its later frame; no pair spans a cut.
    """

    def __init__(self, fps: float) -> None:
        self._meter = FlowMeter()
        self._gap = max(1, round(fps / _FLOWS_A_SECOND))
        self._seconds = self._gap / fps
        self._reference: Bytes | None = None
        self._waited = 0

    def restart(self) -> None:
        self._reference = None

    def add(self, grey: Bytes, window: _Window) -> None:
        self._waited += 1
        if self._reference is not None and self._waited < self._gap:
            return
        if self._reference is not None:
            flow = self._meter.between(self._reference, grey)
            window.motions.append(frame_motion(flow, self._seconds))
            window.cameras.append(frame_camera(flow, self._seconds))
        self._reference, self._waited = grey, 0


def window_of(number: int, fps: float) -> int:
    """The window that a frame belongs to, by its true time."""
    return math.floor(number / fps / _WINDOW_SECONDS + 1e-9)


def _windows(seen: _Seen, semantics: Semantics, fps: float) -> Iterable[WindowMeasure]:
    """Put the windows together; one that no frame falls into (under 1 fps) is left out."""
    length = len(seen.colours) / fps
    members: dict[int, list[int]] = {}
    for number in range(len(seen.colours)):
        members.setdefault(window_of(number, fps), []).append(number)
    for index, numbers in members.items():
        window, here = seen.windows[index], slice(numbers[0], numbers[-1] + 1)
        start = index * _WINDOW_SECONDS
        duration = min(_WINDOW_SECONDS, length - start)
        luma: LumaMap = window.luma.value()
        yield WindowMeasure(
            start=start,
            duration=duration,
            motion=motion(window.motions),
            camera=camera(window.cameras),
            light=light([item.measure for item in seen.colours[here]]),
            composition=composition(luma),
            gradient=gradient(luma),
            graphics=graphics(window.edges / len(numbers), luma),
            audio=semantics.window(start, duration),
        )
