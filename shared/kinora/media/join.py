"""Segments and sound into one MP4, the picture untouched."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.media import ffmpeg
from kinora.model.errors import EncoderFailed

_AAC = (
    *("-c:a", "aac", "-b:a", "192k"),
    *("-aac_coder", "fast", "-aac_pns", "0", "-aac_is", "0"),
)
"""The quick coder takes half the time of the thorough one and needs a little more room for the same
sound; without the noise and intensity tricks it keeps every band's level within 0.3 dB."""


def join(
    program: str,
    segments: Sequence[Path],
    sound: Iterable[NDArray[np.float32]],
    out: Path,
    metadata: Mapping[str, str],
) -> None:
    """Concatenate the segments without re-encoding, add the sound as AAC, write ``out``.

    ``sound`` comes in pieces, (n, 2) float32 at 48 kHz, of which one is held at a time. The file
    appears only when it is complete; an error that ``sound`` raises passes through.

    Raises:
        EncoderFailed: ffmpeg refused a segment or the sound.
        StorageFull: the disk has no room left.
    """
    partial = out.with_name(out.name + ".part")
    listing = out.with_name(out.name + ".segments")
    quoted = ("file '" + str(path.resolve()).replace("'", "'\\''") + "'\n" for path in segments)
    picture = ["-f", "concat", "-safe", "0", "-i", str(listing)]
    pieces = ["-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "2", "-i", "pipe:0"]
    codecs = ["-map", "0:v:0", "-map", "1:a:0", "-c:v", "copy", *_AAC]
    labels = [part for key, value in metadata.items() for part in ("-metadata", f"{key}={value}")]
    target = ["-movflags", "+faststart", "-f", "mp4", "-y", str(partial)]
    try:
        listing.write_text("".join(quoted))
        _feed(program, [*picture, *pieces, *codecs, *labels, *target], sound)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
        listing.unlink(missing_ok=True)


def _feed(program: str, arguments: Sequence[str], sound: Iterable[NDArray[np.float32]]) -> None:
    """Run ffmpeg while writing the sound to its standard input.

    It writes to files only, so neither side can wait for the other to read.
    """
    # Not ffmpeg.command: standard input is the sound and must stay open.
    line = [program, "-hide_banner", "-loglevel", "error", *arguments]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors
        ) as process,
    ):
        assert process.stdin is not None
        try:
            with suppress(BrokenPipeError):  # ffmpeg has stopped: its exit code says why
                for piece in sound:
                    process.stdin.write(np.ascontiguousarray(piece, dtype="<f4").data)
            with suppress(BrokenPipeError):
                process.stdin.close()
            failed = process.wait() != 0
        except BaseException:
            process.kill()
            with suppress(OSError):
                process.stdin.close()
            raise
        if failed:
            errors.seek(0)
            raise ffmpeg.explain(errors.read(), EncoderFailed)
