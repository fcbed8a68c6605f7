"""Segments and sound into one MP4, the picture untouched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.media import ffmpeg
from kinora.model.errors import EncoderFailed

AUDIO_BITRATE = "160k"


def join(
    program: str,
    segments: Sequence[Path],
    samples: NDArray[np.float32],
    out: Path,
    metadata: Mapping[str, str],
) -> None:
    """Concatenate the segments without re-encoding, add the sound as AAC, write ``out``.

    ``samples`` is (n, 2) float32 at 48 kHz. The file appears only when it is complete.

    Raises:
        EncoderFailed: ffmpeg refused a segment or the sound.
        StorageFull: the disk has no room left.
    """
    partial = out.with_name(out.name + ".part")
    listing = out.with_name(out.name + ".segments")
    quoted = ("file '" + str(path.resolve()).replace("'", "'\\''") + "'\n" for path in segments)
    picture = ["-f", "concat", "-safe", "0", "-i", str(listing)]
    sound = ["-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "2", "-i", "pipe:0"]
    codecs = [
        "-map",
        "0:v:0",
        "-map",
        "1:a:0",
        "-c:v",
        "copy",
        "-c:a",
        "aac",
        "-b:a",
        AUDIO_BITRATE,
    ]
    labels = [part for key, value in metadata.items() for part in ("-metadata", f"{key}={value}")]
    target = ["-movflags", "+faststart", "-f", "mp4", "-y", str(partial)]
    try:
        listing.write_text("".join(quoted))
        feed = np.ascontiguousarray(samples, dtype="<f4").tobytes()
        arguments = [*picture, *sound, *codecs, *labels, *target]
        ffmpeg.run(program, arguments, EncoderFailed, feed=feed)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
        listing.unlink(missing_ok=True)
