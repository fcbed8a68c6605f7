"""Assemble: segments and sound into the finished video, refused when nothing can be heard."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinora import __version__
from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.media import decode
from kinora.media.audible import audible
from kinora.media.join import join
from kinora.model.base import Frozen
from kinora.model.errors import DISK_FULL, InvalidSpec, StorageFull
from kinora.model.format import VideoFormat
from kinora.model.run import Rendered, Video
from kinora.model.spec import SceneSpec
from kinora.sound import Track

POSTER_AT = 0.4
"""Which share of a video has passed where its poster is taken."""
_SPOOL_BYTES = 2**19
"""Bytes of kept sound that are read at a time: 1.4 s."""


class Assemble(Frozen):
    """Input of the state."""

    run_id: str
    spec: str
    spec_sha256: str
    segments: tuple[Rendered, ...]


def assemble(event: Assemble, stage: Stage) -> Video:
    """Make the sound for the whole, mux it with the joined segments, store video and poster.

    Raises:
        InvalidSpec: the stored spec is not the one that was decided.
        SilentVideo: the result has no audible audio track.
        EncoderFailed, StorageFull: as ffmpeg says.
    """
    spec = stage.spec(event.spec)
    if spec.sha256 != event.spec_sha256:
        raise InvalidSpec("spec", "the stored spec is not the decided one", event.spec_sha256)
    with stage.scratch() as folder:
        path, poster = folder / "video.mp4", folder / "poster.jpg"
        with ExitStack() as held:
            ordered = sorted(event.segments, key=lambda segment: segment.index)
            parts = [held.enter_context(stage.objects.local(part.key)) for part in ordered]
            loudness = finish(spec, parts, path, stage.ffmpeg())
        at = spec.format.frames / spec.format.fps * POSTER_AT
        decode.poster(stage.ffmpeg(), path, at, poster)
        video = described(event.run_id, spec.format, spec.format.frames, path, loudness)
        stage.objects.put_file(video.key, path)
        stage.objects.put_file(video.poster, poster)
    return video


def finish(spec: SceneSpec, parts: Sequence[Path], out: Path, ffmpeg: str) -> float | None:
    """Join the parts with the spec's sound; the loudness of the finished file in LUFS.

    The sound lies beside ``out`` until its level is known, so memory does not grow with the clip.

    Raises:
        SilentVideo: the finished file has no audible audio track.
        StorageFull: the disk has no room left.
    """
    comment = f"spec_sha256={spec.sha256}; seed={spec.seed}; kinora={__version__}"
    track, spool = Track(spec), out.with_name(out.name + ".mix")
    try:
        _keep(track.mix(), spool)
        sound = track.master(_kept(spool))
        join(ffmpeg, parts, sound, out, {"title": spec.prompt[:200], "comment": comment})
    finally:
        spool.unlink(missing_ok=True)
    return audible(ffmpeg, out)


def _keep(pieces: Iterable[NDArray[np.float32]], path: Path) -> None:
    """Write the pieces to a file of raw samples.

    Raises:
        StorageFull: the disk has no room left.
    """
    try:
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece.data)
    except OSError as error:
        if error.errno in DISK_FULL:
            raise StorageFull("the disk is full: the sound could not be written") from error
        raise


def _kept(path: Path) -> Iterator[NDArray[np.float32]]:
    with path.open("rb") as file:
        while block := file.read(_SPOOL_BYTES):
            yield np.frombuffer(block, dtype=np.float32).reshape(-1, 2)


def described(
    run_id: str, form: VideoFormat, frames: int, path: Path, loudness: float | None
) -> Video:
    """A run's video by its file; ``loudness`` in LUFS, None for silence."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Video(
        key=keys.video(run_id),
        poster=keys.poster(run_id),
        format=form,
        frames=frames,
        bytes=path.stat().st_size,
        sha256=sha256,
        loudness_lufs=None if loudness is None else round(loudness, 2),
    )
