"""All measures of a decoded video, put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.measure.audio import Semantics
from kinora.measure.colour import whole_colour
from kinora.measure.composition import composition
from kinora.measure.gradient import gradient
from kinora.measure.graphics import graphics
from kinora.measure.heard import Heard
from kinora.measure.light import light
from kinora.measure.listening import listen
from kinora.measure.looking import WINDOW_SECONDS, Seen, look, window_of
from kinora.measure.motion import motion
from kinora.measure.moving import cameras
from kinora.measure.temporal import seen_between, shots, temporal
from kinora.model.errors import UnreadableMedia
from kinora.model.features import (
    CameraMeasure,
    DepthMeasure,
    Features,
    FrameMeasure,
    VideoFacts,
    WholeMeasure,
    WindowMeasure,
)
from kinora.model.taxonomy import CameraKind, TransitionKind

Floats: TypeAlias = NDArray[np.float32]
Bytes: TypeAlias = NDArray[np.uint8]

ANALYSIS_WIDTH = 160
"""Width in pixels that frames are brought to (by area) before they are measured."""


def measure(facts: VideoFacts, frames: Iterable[Bytes], pieces: Iterable[Floats]) -> Features:
    """Measure a decoded video.

    Args:
        facts: what the container says; ``fps`` gives the frames their times.
        frames: (h, w, 3) BGR, or (h, w, 4) with alpha and the colours multiplied by it; every frame
            in order, about ``ANALYSIS_WIDTH`` wide; read once, and none is kept.
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
    seen = look(frames, facts.fps)
    if not seen.colours:
        raise UnreadableMedia("video", "it holds no frames")
    instants = np.arange(len(seen.colours)) / facts.fps
    sounds = heard.sounds(len(seen.colours))
    semantics = Semantics(heard)
    windows = tuple(_windows(seen, semantics, facts.fps))
    return Features(
        video=facts,
        frames=tuple(
            FrameMeasure(at=float(at), colour=colour.measure, sound=sound)
            for at, colour, sound in zip(instants, seen.colours, sounds, strict=True)
        ),
        windows=windows,
        whole=_whole(seen, windows, facts.fps, semantics, heard.loudness_lufs),
    )


def _whole(
    seen: Seen,
    windows: Sequence[WindowMeasure],
    fps: float,
    semantics: Semantics,
    loudness: float | None,
) -> WholeMeasure:
    count, audio = len(seen.colours), semantics.whole()
    length, luma = count / fps, seen.luma.value()
    steps = [
        step
        for window in seen.windows.values()
        for step in window.moves.without(seen.transitions).motions
    ]
    moved = motion(steps)
    every_shot = shots(seen.transitions, length)
    return WholeMeasure(
        colour=whole_colour(seen.colours),
        palette=seen.palette,
        motion=moved,
        camera=_longest(windows),
        light=light(seen.colours),
        composition=composition(luma),
        gradient=gradient(luma),
        graphics=graphics(seen.edges / count, luma),
        temporal=temporal(seen.transitions, moved.level, every_shot, length, length),
        depth=_deepest(windows),
        transitions=seen.transitions,
        audio=audio,
        tempo_bpm=audio.tempo_bpm,
        loudness_lufs=loudness,
        cuts=tuple(one.at for one in seen.transitions if one.kind is TransitionKind.CUT),
    )


def _windows(seen: Seen, semantics: Semantics, fps: float) -> Iterator[WindowMeasure]:
    """Put the windows together; one that no frame falls into (under 1 fps) is left out."""
    length = len(seen.colours) / fps
    every_shot = shots(seen.transitions, length)
    every_move = [window.moves.without(seen.transitions) for window in seen.windows.values()]
    middles = [min((at + 0.5) * WINDOW_SECONDS, length) for at in seen.windows]
    shown = [sum(begin <= middle for begin, _ in every_shot) for middle in middles]
    read = zip(seen.windows.items(), every_move, cameras(every_move, shown), strict=True)
    for (index, window), moves, (camera, depth) in read:
        here = slice(window.first, window.first + window.frames)
        start = index * WINDOW_SECONDS
        duration = min(WINDOW_SECONDS, length - start)
        moved, luma = motion(moves.motions), window.luma.value()
        began = tuple(one for one in seen.transitions if window_of_time(one.at, fps) == index)
        visible = seen_between(every_shot, start, start + duration)
        yield WindowMeasure(
            start=start,
            duration=duration,
            motion=moved,
            camera=camera,
            light=light(seen.colours[here]),
            composition=composition(luma),
            gradient=gradient(luma),
            graphics=graphics(window.edges / window.frames, luma),
            audio=semantics.window(start, duration),
            temporal=temporal(began, moved.level, visible, duration, length),
            depth=depth,
            transitions=began,
        )


def window_of_time(at: float, fps: float) -> int:
    """The window in which something begins: that of the frame nearest to it."""
    return window_of(round(at * fps), fps)


def _longest(windows: Sequence[WindowMeasure]) -> CameraMeasure:
    """The kind of camera that lasted longest, and its mean speed."""
    seconds = dict.fromkeys(CameraKind, 0.0)
    for window in windows:
        seconds[window.camera.kind] += window.duration
    kind = max(CameraKind, key=seconds.__getitem__)
    moved = sum(w.camera.speed * w.duration for w in windows if w.camera.kind is kind)
    return CameraMeasure(kind=kind, speed=moved / seconds[kind])


def _deepest(windows: Sequence[WindowMeasure]) -> DepthMeasure:
    """Mean parallax of the windows under a camera that shows it, and their usual layers."""
    shown = [window for window in windows if window.depth.parallax > 0]
    if not shown:
        return DepthMeasure(parallax=0.0, layers=1)
    seconds = sum(window.duration for window in shown)
    parallax = sum(window.depth.parallax * window.duration for window in shown) / seconds
    layers = float(np.median([window.depth.layers for window in shown]))
    return DepthMeasure(parallax=parallax, layers=round(layers))
