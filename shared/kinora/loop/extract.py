"""Extract: what is really in the finished video, each stream decoded once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinora.loop import keys
from kinora.loop.contact_sheet import contact_sheet
from kinora.loop.stage import Stage
from kinora.measure import ANALYSIS_WIDTH, listen, measure_heard
from kinora.media import decode
from kinora.model.base import Frozen
from kinora.model.errors import UnreadableMedia
from kinora.model.features import Features, VideoFacts
from kinora.model.run import Extracted

_TALLEST = 2 * ANALYSIS_WIDTH
_WHOLE = 0.9
"""Share of the promised length that picture or sound must reach for a file to be complete."""


class Extract(Frozen):
    """Input of the state."""

    run_id: str
    video: str


def extract(event: Extract, stage: Stage) -> Extracted:
    """Measure the stored video; store the features and a contact sheet.

    Raises:
        UnreadableMedia: the video cannot be decoded.
    """
    with stage.scratch() as folder:
        sheet = folder / "sheet.png"
        with stage.objects.local(event.video) as path:
            features, envelope = extract_file(path, stage.ffmpeg())
            contact_sheet(path, features, envelope, stage.ffmpeg(), sheet)
        stage.objects.put_file(keys.sheet(event.run_id), sheet)
    key = keys.features(event.run_id)
    stage.objects.put(key, features.model_dump_json().encode())
    return Extracted(features=key)


def extract_file(path: Path, ffmpeg: str) -> tuple[Features, NDArray[np.float32]]:
    """All measures of any video file, and its sound's peaks in time.

    Returns:
        The features, and (n,) peaks of full scale as :class:`kinora.measure.envelope.PeakEnvelope`
        keeps them, from the first frame on; none without sound.

    Raises:
        UnreadableMedia: no video, truncated, or without frames.
        DecoderFailed: there is an audio track that cannot be decoded.
    """
    found = decode.probe(ffmpeg, path)
    if found.fps <= 0:
        raise UnreadableMedia(
            "video", f"{path.name} states no frame rate", "a video, not a picture"
        )
    width, height = analysis_size(found.width, found.height)
    facts = VideoFacts(
        width=found.width,
        height=found.height,
        fps=found.fps,
        frames=max(1, round(found.duration_seconds * found.fps)),
        duration_seconds=found.duration_seconds,
        has_audio=found.has_audio,
    )
    pieces = decode.sound_pieces(ffmpeg, path, found.picture_begins) if found.has_audio else ()
    heard = listen(pieces, found.fps)
    evenly = None if found.constant_rate else found.fps
    pictures = decode.frames(
        ffmpeg, path, width, height, evenly, alpha=found.has_alpha, decoder=found.decoder
    )
    features = measure_heard(facts, pictures, heard)
    facts = _checked(path, found, facts, len(features.frames), heard.seconds)
    return features.model_copy(update={"video": facts}), heard.envelope


def _checked(
    path: Path, found: decode.Probe, facts: VideoFacts, counted: int, heard_seconds: float
) -> VideoFacts:
    """The facts with what was decoded: the header's length is only a hint.

    Raises:
        UnreadableMedia: much less was decoded than the header promises.
    """
    if counted >= _WHOLE * facts.frames:
        return facts.model_copy(update={"frames": counted})
    # Sound may outlast the picture, and some containers count the time before the first frame.
    seconds = counted / found.fps
    reached = found.picture_begins - found.begins + max(seconds, heard_seconds)
    if reached < _WHOLE * (found.duration_seconds - max(0.0, found.begins)):
        problem = f"{path.name} breaks off after {counted} of {facts.frames} frames"
        raise UnreadableMedia("video", problem, "a complete video file")
    return facts.model_copy(update={"frames": counted, "duration_seconds": seconds})


def analysis_size(width: int, height: int) -> tuple[int, int]:
    """The size at which frames are measured: proportional, both sides even and at least 16.

    Wide and ordinary frames get the analysis width; very tall ones are bounded in height instead.
    """
    scale = min(ANALYSIS_WIDTH / width, _TALLEST / height)
    return _even(width * scale), _even(height * scale)


def _even(side: float) -> int:
    return max(16, round(side / 2) * 2)
