"""Where ffmpeg is, how it is called, and what its complaints mean."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from kinora.model.errors import InvalidInput, KinoraError, MediaError, StorageFull

_NO_ROOM = ("No space left on device", "Disk quota exceeded")
_QUIET = ("-hide_banner", "-nostdin", "-loglevel", "error")


def locate(override: str | None = None) -> str:
    """The ffmpeg to use: the override, or the one that imageio-ffmpeg ships.

    Raises:
        InvalidInput: the override is not a file.
        MediaError: no ffmpeg comes with this platform's imageio-ffmpeg.
    """
    if override:
        if not Path(override).is_file():
            raise InvalidInput("ffmpeg", f"no program at {override}", "the path of an ffmpeg")
        return override
    import imageio_ffmpeg  # noqa: PLC0415 - only media functions pay for it

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise MediaError(f"no ffmpeg for this platform: {error}") from error


def command(ffmpeg: str, arguments: Sequence[str]) -> list[str]:
    """The whole command line, quiet but for errors and never reading the terminal."""
    return [ffmpeg, *_QUIET, *arguments]


def run(
    ffmpeg: str, arguments: Sequence[str], failure: type[KinoraError], feed: bytes | None = None
) -> bytes:
    """Run to the end and return standard output.

    Raises:
        StorageFull: the disk has no room for the output.
        KinoraError: of the class ``failure``, with ffmpeg's last words.
    """
    line = command(ffmpeg, arguments)
    done = subprocess.run(line, input=feed or b"", capture_output=True, check=False)
    if done.returncode:
        raise explain(done.stderr, failure)
    return done.stdout


def explain(stderr: bytes, failure: type[KinoraError]) -> KinoraError:
    """The error that ffmpeg's messages stand for."""
    text = stderr.decode(errors="replace").strip()
    if any(phrase in text for phrase in _NO_ROOM):
        return StorageFull("the disk is full: the video could not be written")
    last = text.splitlines()[-1] if text else "it stopped without a word"
    if issubclass(failure, InvalidInput):
        return failure("video", f"cannot be decoded ({last})", "a complete video file")
    return failure(f"ffmpeg failed: {last}")
