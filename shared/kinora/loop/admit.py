"""Admit: an uploaded file is looked at and becomes the video of its run."""

from __future__ import annotations

from pathlib import Path

from kinora.language.interpret import interpret
from kinora.language.reading import clean
from kinora.loop import keys
from kinora.loop.assemble import POSTER_AT, described
from kinora.loop.pick import newest_snapshot
from kinora.loop.stage import Stage
from kinora.loop.uploads import MOST_BYTES, looks_like_mp4
from kinora.media import decode
from kinora.media.audible import loudness
from kinora.model.base import Frozen
from kinora.model.errors import InvalidPrompt, UnreadableMedia
from kinora.model.format import MAX_HEIGHT, MAX_SECONDS, MAX_WIDTH, MIN_SECONDS, VideoFormat
from kinora.model.run import Picked, RunRequest, Video
from kinora.model.taxonomy import PromptSource

_SLACK = 0.05
"""Seconds by which a header may differ from the limits."""


class Admit(Frozen):
    """Input of the state."""

    run_id: str
    started_at: str
    request: RunRequest


class Admitted(Frozen):
    """Output of Admit: the run, and its video as Assemble would describe it."""

    run: Picked
    video: Video


def admit(event: Admit, stage: Stage) -> Admitted:
    """Check the upload, store it and a poster as the run's own, note what the prompt means.

    Raises:
        UnreadableMedia: it is no MP4 that can be read, or longer or larger than what is taken.
        InvalidPrompt: the request has no prompt that can be read.
    """
    request = event.request
    if request.prompt is None:
        raise InvalidPrompt("prompt", "an upload needs one", "what the video shows")
    prompt, snapshot = clean(request.prompt), newest_snapshot(stage)
    with stage.objects.local(keys.upload(event.run_id)) as path, stage.scratch() as folder:
        form, frames = _checked(path, stage.ffmpeg())
        poster = folder / "poster.jpg"
        decode.poster(stage.ffmpeg(), path, form.duration_seconds * POSTER_AT, poster)
        heard = loudness(stage.ffmpeg(), path)
        video = described(event.run_id, form, frames, path, heard)
        stage.objects.put_file(video.key, path)
        stage.objects.put_file(video.poster, poster)
    instruction = interpret(prompt, stage.snapshot(snapshot))
    told = instruction.model_dump_json().encode()
    stage.objects.put(keys.instruction(event.run_id), told)
    run = Picked(
        run_id=event.run_id,
        started_at=event.started_at,
        workflow_type=request.workflow_type,
        prompt=prompt,
        prompt_source=PromptSource.GIVEN,
        reason="the video was made elsewhere",
        seed=0,
        width=form.width,
        height=form.height,
        fps=form.fps,
        duration_seconds=form.duration_seconds,
        usual_seconds=form.duration_seconds,
        snapshot=snapshot,
    )
    stage.objects.put(keys.run(event.run_id), run.model_dump_json().encode())
    return Admitted(run=run, video=video)


def _checked(path: Path, ffmpeg: str) -> tuple[VideoFormat, int]:
    """The file's form and number of frames."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise UnreadableMedia("video", f"{size:,} bytes", f"at most {MOST_BYTES:,} bytes")
    with path.open("rb") as file:
        if not looks_like_mp4(file.read(12)):
            raise UnreadableMedia("video", "it is no MP4 file", "MP4")
    found = decode.probe(ffmpeg, path)
    seconds = found.duration_seconds
    if found.fps <= 0 or not MIN_SECONDS - _SLACK <= seconds <= MAX_SECONDS + _SLACK:
        allowed = f"{MIN_SECONDS:g} to {MAX_SECONDS:g} seconds"
        raise UnreadableMedia("video", f"{seconds:.2f} seconds long", allowed)
    if found.width > MAX_WIDTH or found.height > MAX_HEIGHT:
        problem = f"{found.width}x{found.height} pixels"
        raise UnreadableMedia("video", problem, f"at most {MAX_WIDTH}x{MAX_HEIGHT}")
    form = VideoFormat(
        width=found.width,
        height=found.height,
        fps=max(1, round(found.fps)),
        duration_seconds=seconds,
    )
    return form, max(1, round(seconds * found.fps))
