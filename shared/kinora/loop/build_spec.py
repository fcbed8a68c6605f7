"""BuildSpec: every choice made, once; from here on the spec is only read."""

from __future__ import annotations

from math import ceil

from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.format import VideoFormat
from kinora.model.instruction import Instruction
from kinora.model.run import Built, Picked, Segment
from kinora.scene.compose import compose

SEGMENT_SECONDS = 10.0
_WORTH_HALVING_SECONDS = 4.0


class BuildSpec(Frozen):
    """Input of the state."""

    run: Picked
    instruction: str


def build_spec(event: BuildSpec, stage: Stage) -> Built:
    """Compose the spec, store it for good, and cut it into segments for rendering.

    Raises:
        InvalidFormat: the format is out of range.
        ObjectConflict: the run already has another spec.
    """
    run = event.run
    instruction = stage.read(event.instruction, Instruction)
    seconds = run.duration_seconds or instruction.duration_seconds or run.usual_seconds
    form = VideoFormat.of(run.width, run.height, run.fps, seconds)
    spec = compose(instruction, stage.snapshot(run.snapshot), run.seed, form)
    key = keys.spec(run.run_id)
    stage.put_once(key, spec.canonical(), f"run {run.run_id} already has another spec")
    segments = cut(form, run.run_id)
    return Built(spec=key, spec_sha256=spec.sha256, segments=segments)


def cut(form: VideoFormat, run_id: str) -> tuple[Segment, ...]:
    """Segments of equal length, at most ten seconds; two at least where two cores would help."""
    least = 2 if form.duration_seconds >= _WORTH_HALVING_SECONDS else 1
    count = min(max(least, ceil(form.duration_seconds / SEGMENT_SECONDS)), form.frames)
    edges = [round(form.frames * index / count) for index in range(count + 1)]
    return tuple(
        Segment(
            index=index,
            first_frame=edges[index],
            frames=edges[index + 1] - edges[index],
            key=keys.segment(run_id, index),
        )
        for index in range(count)
    )
