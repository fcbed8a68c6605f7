"""Sound files: the one place where pydub is used."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.media import decode, ffmpeg
from kinora.model.errors import (
    DISK_FULL,
    DecoderFailed,
    EncoderFailed,
    InvalidInput,
    StorageFull,
    UnreadableMedia,
)


class _Format(NamedTuple):
    """ffmpeg's container and codec, and the bitrate where the codec loses anything."""

    container: str
    codec: str | None = None
    bitrate: str | None = None


_FORMATS = {
    ".wav": _Format("wav"),
    ".flac": _Format("flac", "flac"),
    ".mp3": _Format("mp3", "libmp3lame", "256k"),
    ".m4a": _Format("ipod", "aac", "192k"),
}
SUFFIXES = tuple(_FORMATS)
_FULL_SCALE = 32_767
_DITHER_SEED = 16


def checked_track(path: Path) -> Path:
    """The path, if a track can be written there.

    Raises:
        InvalidInput: the suffix names no known format, or the folder does not exist.
    """
    allowed = "a file ending in " + ", ".join(SUFFIXES)
    if path.suffix.lower() not in _FORMATS:
        raise InvalidInput("out", f"{path.name} names no sound format", allowed)
    if not path.parent.is_dir():
        raise InvalidInput("out", f"no folder {path.parent}", "a file in an existing folder")
    if path.is_dir():
        raise InvalidInput("out", f"{path} is a folder", allowed)
    return path


def write_track(
    program: str, samples: NDArray[np.float32], path: Path, tags: Mapping[str, str]
) -> None:
    """Write a sound file; the suffix of ``path`` names the format.

    The file appears only when it is complete.

    Args:
        program: the ffmpeg to use.
        samples: (n, 2), left and right, full scale at 1, at 48 kHz; kept with 16 bits, dithered.
        path: ends in one of ``SUFFIXES``.
        tags: title, comment and the like.

    Raises:
        InvalidInput: as for :func:`checked_track`.
        EncoderFailed: ffmpeg refused the sound.
        StorageFull: the disk has no room left.
    """
    form = _FORMATS[checked_track(path).suffix.lower()]
    with warnings.catch_warnings():
        # It warns of an ffmpeg that is not on the path, and of its own use of audioop.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment  # noqa: PLC0415 - only this function pays for it
        from pydub.exceptions import CouldntEncodeError  # noqa: PLC0415

    segment = AudioSegment(
        data=_sixteen_bit(samples), sample_width=2, frame_rate=SAMPLE_RATE, channels=2
    )
    segment.converter = program
    partial = path.with_name(path.name + ".part")
    try:
        whole = io.BytesIO()
        segment.export(
            whole, form.container, codec=form.codec, bitrate=form.bitrate, tags=dict(tags)
        )
        partial.write_bytes(whole.getbuffer())
        partial.replace(path)
    except CouldntEncodeError as error:
        raise ffmpeg.explain(str(error).encode(), EncoderFailed) from error
    except OSError as error:
        if error.errno in DISK_FULL:
            raise StorageFull("the disk is full: the sound could not be written") from error
        raise
    finally:
        partial.unlink(missing_ok=True)


def read_track(program: str, path: Path) -> NDArray[np.float32]:
    """The sound of any sound file, (n, 2) at 48 kHz; mono is heard on both sides.

    ffmpeg brings it to our rate in floating point, which pydub would do in 16 bits.

    Raises:
        UnreadableMedia: there is no such file, or no sound can be read from it.
    """
    if not path.is_file():
        raise UnreadableMedia("sound", f"no file at {path}", "the path of a sound file")
    try:
        return decode.sound(program, path)
    except DecoderFailed as error:
        allowed = "a complete file with sound"
        raise UnreadableMedia("sound", f"{path.name} is not readable as sound", allowed) from error


def _sixteen_bit(samples: NDArray[np.float32]) -> bytes:
    """Interleaved little-endian samples with triangular dither, so that fades end in silence."""
    chance = np.random.Generator(np.random.PCG64(_DITHER_SEED))
    noise = chance.random(samples.shape, np.float32) - chance.random(samples.shape, np.float32)
    rounded = np.rint(samples * np.float32(_FULL_SCALE) + noise)
    return np.clip(rounded, -_FULL_SCALE - 1, _FULL_SCALE).astype("<i2").tobytes()
