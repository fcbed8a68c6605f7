"""Render: one segment's frames, straight from the painter into the encoder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kinora.loop.stage import Stage
from kinora.media.encode import VideoEncoder
from kinora.model.base import Frozen
from kinora.model.run import Rendered, Segment
from kinora.model.spec import SceneSpec


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
