"""Frames straight into the encoder: memory does not grow with the length of the clip."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

from kinora.media import ffmpeg
from kinora.model.errors import EncoderFailed
from kinora.model.format import VideoFormat
from kinora.model.taxonomy import Quality

_PRESETS = {
    Quality.DRAFT: ("ultrafast", 27),
    Quality.STANDARD: ("veryfast", 17),
    Quality.HIGH: ("medium", 16),
}
"""x264's preset and constant rate factor."""
_LARGE, _LARGE_PRESET = 1_000_000, ("superfast", 22)
"""Pixels of a frame from which the usual quality spends bits rather than time: at 1920x1080 half
the time and half as many bits again, for the same structural similarity."""
_MOST_BITS = {Quality.DRAFT: 2.4, Quality.STANDARD: 3.2, Quality.HIGH: 8.0}
"""Mbit/s at 512x512 and 24 frames a second that no second of a clip exceeds by much."""


def x264(form: VideoFormat) -> tuple[str, ...]:
    """The encoder's settings.

    Bits go to the dark parts first (``aq-mode 3``): night skies are where blocks show. One thread:
    with more, a bitrate's limit makes two runs differ, and drawing keeps the other core busy.
    """
    preset, factor = _PRESETS[form.quality]
    if form.quality is Quality.STANDARD and form.width * form.height >= _LARGE:
        preset, factor = _LARGE_PRESET
    scale = (form.width * form.height / 512**2) ** 0.8 * (form.fps / 24) ** 0.6
    most = f"{max(round(_MOST_BITS[form.quality] * scale * 1000), 64)}k"
    return (
        *("-c:v", "libx264", "-preset", preset, "-crf", str(factor), "-aq-mode", "3"),
        *("-maxrate", most, "-bufsize", most, "-threads", "1"),
    )


COLOURS = (
    *("-color_range", "tv", "-colorspace", "smpte170m"),
    *("-color_primaries", "bt709", "-color_trc", "bt709"),
)
"""The painter's frames are in the BT.601 matrix, limited range; players go by these tags."""


class VideoEncoder:
    """Writes an MP4 without sound, frame by frame.

    The file appears under its name only when all frames are in; on any error nothing is left.
    """

    def __init__(self, program: str, path: Path, form: VideoFormat) -> None:
        self._path = path
        self._partial = path.with_name(path.name + ".part")
        self._size = form.width * form.height * 3 // 2
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the encoder
        self._process = subprocess.Popen(
            self.command(program, form, "pipe:0", str(self._partial)),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )

    @staticmethod
    def command(program: str, form: VideoFormat, source: str, target: str) -> list[str]:
        """The encoder's command line for raw planar 4:2:0 frames from ``source``."""
        size, rate = f"{form.width}x{form.height}", str(form.fps)
        raw = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", size, "-r", rate, "-i", source)
        out = ("-an", *x264(form), *COLOURS, "-f", "mp4", "-y", target)
        # Not ffmpeg.command: standard input is the frames and must stay open.
        return [program, "-hide_banner", "-loglevel", "error", *raw, *out]

    def write(self, frame: NDArray[np.uint8]) -> None:
        """Append one frame, planar 4:2:0, ``(height * 3 // 2, width)`` uint8.

        Raises:
            EncoderFailed: the frame has another size, or the encoder has stopped.
            StorageFull: the disk has no room left.
        """
        if frame.size != self._size:
            raise EncoderFailed(f"a frame has {frame.size} bytes, expected {self._size}")
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(np.ascontiguousarray(frame).data)
        except (BrokenPipeError, OSError) as error:
            raise self._failure() from error

    def close(self) -> None:
        """Finish the file and give it its name.

        Raises:
            EncoderFailed, StorageFull: as for :meth:`write`.
        """
        try:
            assert self._process.stdin is not None
            self._process.stdin.close()
        except OSError as error:
            raise self._failure() from error
        if self._process.wait() != 0:
            raise self._failure()
        self._errors.close()
        self._partial.replace(self._path)

    def abort(self) -> None:
        """Stop the encoder and remove what it wrote; safe to call at any time."""
        self._process.kill()
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._process.wait()
        self._errors.close()
        self._partial.unlink(missing_ok=True)

    def _failure(self) -> Exception:
        self._process.wait()
        self._errors.seek(0)
        return ffmpeg.explain(self._errors.read(), EncoderFailed)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            try:
                self.close()
            except BaseException:
                self.abort()
                raise
        else:
            self.abort()
