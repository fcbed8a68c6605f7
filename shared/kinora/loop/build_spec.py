"""BuildSpec: every choice made, once; from here on the spec is only read."""

from __future__ import annotations

from kinora.loop import keys
from kinora.loop.segments import spans
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.format import VideoFormat
from kinora.model.instruction import Instruction
from kinora.model.run import Built, Picked, Segment
from kinora.scene.compose import compose


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
    form = VideoFormat.of(run.width, run.height, run.fps, seconds, run.quality)
    spec = compose(instruction, stage.snapshot(run.snapshot), run.seed, form)
    key = keys.spec(run.run_id)
    stage.put_once(key, spec.canonical(), f"run {run.run_id} already has another spec")
    segments = cut(form, run.run_id)
    return Built(spec=key, spec_sha256=spec.sha256, segments=segments)


def cut(form: VideoFormat, run_id: str) -> tuple[Segment, ...]:
    """The segments of a run's clip and where they will lie."""
    return tuple(
        Segment(index=index, first_frame=first, frames=count, key=keys.segment(run_id, index))
        for index, (first, count) in enumerate(spans(form))
    )
