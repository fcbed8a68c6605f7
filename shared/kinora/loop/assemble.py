"""Assemble: segments and sound into the finished video, refused when nothing can be heard."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinora import __version__
from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.loudness import integrated
from kinora.media import decode
from kinora.media.join import join
from kinora.model.base import Frozen
from kinora.model.errors import InvalidSpec, SilentVideo
from kinora.model.run import Rendered, Video
from kinora.model.spec import SceneSpec
from kinora.sound import render as render_sound

AUDIBLE = 10 ** (-75 / 20)
"""RMS of full scale (-75 dBFS) below which a track counts as silent; room tone is far above."""
_POSTER_AT = 0.4


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
        at = spec.format.frames / spec.format.fps * _POSTER_AT
        decode.poster(stage.ffmpeg(), path, at, poster)
        video = _describe(event.run_id, spec, path, loudness)
        stage.objects.put_file(video.key, path)
        stage.objects.put_file(video.poster, poster)
    return video


def finish(spec: SceneSpec, parts: Sequence[Path], out: Path, ffmpeg: str) -> float | None:
    """Join the parts with the spec's sound; the loudness of the finished file in LUFS.

    Raises:
        SilentVideo: the finished file has no audible audio track.
    """
    comment = f"spec_sha256={spec.sha256}; seed={spec.seed}; kinora={__version__}"
    join(ffmpeg, parts, render_sound(spec), out, {"title": spec.prompt[:200], "comment": comment})
    samples = audible(ffmpeg, out)
    return integrated(samples)


def audible(ffmpeg: str, path: Path) -> NDArray[np.float32]:
    """The decoded sound of a file.

    Raises:
        SilentVideo: there is no audio track, or nothing can be heard on it.
    """
    if not decode.probe(ffmpeg, path).has_audio:
        raise SilentVideo(f"{path.name} has no audio track")
    samples = decode.sound(ffmpeg, path)
    level = float(np.sqrt(np.mean(np.square(samples)))) if samples.size else 0.0
    if level < AUDIBLE:
        raise SilentVideo(f"{path.name} has a silent audio track (RMS {level:.6f} of full scale)")
    return samples


def _describe(run_id: str, spec: SceneSpec, path: Path, loudness: float | None) -> Video:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Video(
        key=keys.video(run_id),
        poster=keys.poster(run_id),
        format=spec.format,
        frames=spec.format.frames,
        bytes=path.stat().st_size,
        sha256=sha256,
        loudness_lufs=None if loudness is None else round(loudness, 2),
    )
