"""Render: one segment's frames, straight from the painter into the encoder."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from threading import Event

from kinora.loop.segments import spans
from kinora.loop.stage import Stage
from kinora.media.encode import VideoEncoder
from kinora.model.base import Frozen
from kinora.model.run import Rendered, Segment
from kinora.model.spec import SceneSpec

_LARGE = 600_000
"""Pixels of a frame from which two painters in threads do not wait for Python's lock."""


class Render(Frozen):
    """Input of the state, one for each segment."""

    spec: str
    segment: Segment


def render(event: Render, stage: Stage) -> Rendered:
    """Draw and encode the segment, then store it whole.

    Raises:
        EncoderFailed: the encoder stopped.
        StorageFull: the disk has no room; nothing is left behind.
    """
    segment = event.segment
    with stage.scratch() as folder:
        path = folder / "segment.mp4"
        spec = stage.spec(event.spec)
        encode_frames(spec, segment.first_frame, segment.frames, path, stage.ffmpeg())
        stage.objects.put_file(segment.key, path)
        size = path.stat().st_size
    return Rendered(index=segment.index, key=segment.key, frames=segment.frames, bytes=size)


def encode_frames(
    spec: SceneSpec,
    first: int,
    count: int,
    path: Path,
    ffmpeg: str,
    drawn: Callable[[], None] = lambda: None,
) -> None:
    """Draw ``count`` frames from ``first`` on into an MP4 without sound.

    ``drawn`` is called after each frame.
    """
    from kinora.picture import Painter  # noqa: PLC0415 - light functions must not load OpenCV

    painter = Painter(spec)
    with VideoEncoder(ffmpeg, path, spec.format) as encoder:
        for index in range(first, first + count):
            encoder.write(painter.i420(index))
            drawn()


def encode_clip(
    spec: SceneSpec, folder: Path, ffmpeg: str, drawn: Callable[[], None] = lambda: None
) -> list[Path]:
    """Draw a whole clip into one MP4, or into several side by side, to be joined in their order.

    ``drawn`` is called after each frame.
    """
    form = spec.format
    large = form.width * form.height >= _LARGE and (os.cpu_count() or 1) > 1
    parts = spans(form) if large else [(0, form.frames)]
    paths = [folder / f"part-{index}.mp4" for index in range(len(parts))]
    given_up = Event()

    def count() -> None:
        if given_up.is_set():
            raise CancelledError
        drawn()

    with ThreadPoolExecutor(max_workers=2) as pool:
        started = [
            pool.submit(encode_frames, spec, first, frames, path, ffmpeg, count)
            for (first, frames), path in zip(parts, paths, strict=True)
        ]
        try:
            for part in started:
                part.result()
        except BaseException:
            given_up.set()
            pool.shutdown(cancel_futures=True)
            raise
    return paths
