"""Grow: measures become observations, and the run becomes its record."""

from __future__ import annotations

from kinora.language.names import cell_name, narrative_name
from kinora.language.narrative import tell
from kinora.loop import keys
from kinora.loop.beat import counted
from kinora.loop.outcome import judge
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.features import Features
from kinora.model.instruction import Instruction
from kinora.model.observation import Observation
from kinora.model.record import RunFigures, RunRecord, digest
from kinora.model.run import Grown, Picked, Video
from kinora.registry.observe import observe


class Grow(Frozen):
    """Input of the state."""

    run: Picked
    spec: str
    video: Video
    features: str


def grow(event: Grow, stage: Stage) -> Grown:
    """Write the run record, once and for all.

    What the video tells is read from the instruction that it was made by.

    Raises:
        ObjectConflict: another record already stands under this run's id.
    """
    run, spec = event.run, stage.spec(event.spec)
    features = stage.read(event.features, Features)
    instruction = stage.read(keys.instruction(run.run_id), Instruction)
    observations = observe(
        counted(features, spec.sound.tempo_bpm), tell(instruction, spec), cell_name, narrative_name
    )
    record = RunRecord(
        run_id=run.run_id,
        started_at=run.started_at,
        workflow_type=run.workflow_type,
        prompt=run.prompt,
        prompt_source=run.prompt_source,
        seed=run.seed,
        spec_sha256=spec.sha256,
        snapshot=run.snapshot,
        video=event.video,
        outcome=judge(features, spec),
        learned=spec.learned,
        observations=observations,
        figures=_figures(features, observations),
    )
    key, data = keys.record(run.run_id, run.started_at), record.canonical()
    stage.put_once(key, data, f"run {run.run_id} already has another record")
    return Grown(record=key, record_sha256=digest(data), outcome=record.outcome)


def _figures(features: Features, observations: tuple[Observation, ...]) -> RunFigures:
    colour = next(seen for seen in observations if seen.category == "learned_colors")
    whole = features.whole
    return RunFigures(
        motion=whole.motion.level, brightness=whole.light.brightness, palette=colour.name
    )
