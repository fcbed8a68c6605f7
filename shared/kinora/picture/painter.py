"""The painter: any frame of a clip, from its spec and its number alone."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kinora.model.format import MIN_SIDE, VideoFormat
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Quality, TransitionKind
from kinora.picture.film import transitions
from kinora.picture.film.camera import Camera
from kinora.picture.film.grade import Finish
from kinora.picture.film.roll import Roller
from kinora.picture.film.tempo import Moment, Tempo
from kinora.picture.graphics.overlay import Overlay
from kinora.picture.paint import cv
from kinora.picture.paint.memory import give_back_memory, keep_freed_memory
from kinora.picture.paint.tones import Tones
from kinora.picture.places import build
from kinora.picture.plate import Canvas
from kinora.picture.stack import Stack
from kinora.picture.stage import Stage
from kinora.picture.words.text import Caption

_MOST_PIXELS = {Quality.DRAFT: 3.7e6, Quality.STANDARD: 1.5e6, Quality.HIGH: 3.7e6}
"""Larger frames are drawn at this size and enlarged; words are always set at full size.

1920x1080 is enlarged by a sixth at the usual quality, which takes a quarter off its time.
"""
_DRAFT = 0.5
"""Size at which drafts are drawn, against the frame's."""


class Painter:
    """Draws the frames of one clip.

    A frame depends on the spec and its number only: no state is carried from frame to frame, so
    segments of a clip can be drawn by different processes and join without a seam. A painter is
    not for use by two threads at once. Building one sets OpenCV to a single thread: frames this
    small lose more to waking a second thread than they gain, and segments run in parallel anyway.
    """

    def __init__(self, spec: SceneSpec) -> None:
        """Draw all still layers of the clip.

        Raises:
            InvalidFormat: the spec's size, rate or length is out of range.
        """
        cv.single_thread()
        keep_freed_memory()
        spec.format.checked()
        self._spec = spec
        width, height = _working_size(spec.format)
        self._stage = Stage.of(spec, width, height)
        self._tempo = Tempo(spec)
        self._layers = Stack(build(spec, self._stage, Tones(spec)))
        self._finish = Finish(spec, width, height)
        self._roller = Roller(width, height)
        self._canvas = Canvas(width, height)
        self._overlay = Overlay(spec.figure, spec) if spec.figure else None
        self._caption = Caption(spec.text, spec) if spec.text else None
        self._cameras = [
            Camera(spec, self._stage, shot, index) for index, shot in enumerate(spec.shots)
        ]
        give_back_memory()

    def frame(self, index: int) -> NDArray[np.uint8]:
        """Draw one frame.

        Args:
            index: 0 to ``spec.format.frames`` - 1.

        Returns:
            (height, width, 3) blue, green, red; a new array.

        Raises:
            IndexError: there is no such frame.
        """
        if not 0 <= index < self._spec.format.frames:
            raise IndexError(f"frame {index} of {self._spec.format.frames}")
        canvas, moment = self._composed(index)
        picture = self._finish.develop(canvas, moment)
        size = (self._spec.format.width, self._spec.format.height)
        if (canvas.width, canvas.height) != size:
            picture = cv.resize(picture, size, how=cv.CUBIC)
        if self._overlay is not None:
            self._overlay.draw(picture, index)
        if self._caption is not None:
            self._caption.draw(picture, index)
        return picture

    def i420(self, index: int) -> NDArray[np.uint8]:
        """Draw one frame for the encoder.

        Returns:
            (height * 3 // 2, width) planar yuv420p, ITU-R BT.601 matrix, limited range.

        Raises:
            IndexError: there is no such frame.
        """
        return cv.i420(self.frame(index))

    @cached_property
    def _other(self) -> Canvas:
        """The shot that goes, while the next one comes."""
        return Canvas(self._canvas.width, self._canvas.height, self._canvas.scratch)

    def _composed(self, index: int) -> tuple[Canvas, Moment]:
        """The picture in linear light with its transition, and the moment it shows."""
        cue = transitions.cue(self._spec, index)
        canvas, progress = self._canvas, cue.progress
        if cue.kind is TransitionKind.FADE and cue.shot > 0:
            fading_out = progress < 0.5
            moment = self._shot(canvas, cue.shot - fading_out, index)
            transitions.darken(canvas.pixels, abs(2 * progress - 1))
            return canvas, moment
        moment = self._shot(canvas, cue.shot, index)
        if cue.kind is TransitionKind.CUT:
            return canvas, moment
        if cue.shot == 0 and cue.kind is not TransitionKind.WIPE:
            transitions.darken(canvas.pixels, progress)
            return canvas, moment
        if cue.shot > 0:
            self._shot(self._other, cue.shot - 1, index)
        else:
            self._other.pixels[:] = 0
        join = transitions.wipe if cue.kind is TransitionKind.WIPE else transitions.dissolve
        join(self._other.pixels, canvas.pixels, progress)
        return canvas, moment

    def _shot(self, canvas: Canvas, number: int, index: int) -> Moment:
        """Draw a shot as it stands at a frame of the clip, which may lie past the shot's end."""
        pose = self._cameras[number].pose(index - self._spec.shots[number].first_frame)
        moment = self._tempo.moment(index, pose)
        self._layers.draw(canvas, moment)
        self._roller.turn(canvas, pose.roll)
        return moment


def _working_size(form: VideoFormat) -> tuple[int, int]:
    width, height = form.width, form.height
    shrink = min(1.0, math.sqrt(_MOST_PIXELS[form.quality] / (width * height)))
    if form.quality is Quality.DRAFT:
        shrink = max(shrink * _DRAFT, MIN_SIDE / min(width, height))
    if shrink == 1.0:
        return width, height
    return round(width * shrink / 2) * 2, round(height * shrink / 2) * 2
