"""Grow: measures become observations, and the run becomes its record."""

from __future__ import annotations

from typing import NamedTuple

from kinora.language.names import cell_name, narrative_name
from kinora.language.narrative import tell
from kinora.loop import keys
from kinora.loop.beat import counted
from kinora.loop.outcome import judge, judge_alone
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.features import Features
from kinora.model.instruction import Instruction
from kinora.model.knowledge import Snapshot
from kinora.model.narrative import Narrative, Told
from kinora.model.observation import Observation
from kinora.model.record import RunFigures, RunRecord, digest
from kinora.model.run import Grown, Outcome, Picked, Video
from kinora.model.spec import Learned, SceneSpec
from kinora.registry.observe import observe
from kinora.scene.compose import compose


class Grow(Frozen):
    """Input of the state. ``spec`` is None for a video that was made elsewhere."""

    run: Picked
    spec: str | None
    video: Video
    features: str


def grow(event: Grow, stage: Stage) -> Grown:
    """Write the run record, once and for all.

    What the video tells is read from the instruction that it was made by.

    Raises:
        ObjectConflict: another record already stands under this run's id.
    """
    run = event.run
    features = stage.read(event.features, Features)
    instruction = stage.read(keys.instruction(run.run_id), Instruction)
    if event.spec is None:
        account = _elsewhere(features, instruction, event.video, stage.snapshot(run.snapshot))
    else:
        account = _ours(features, instruction, stage.spec(event.spec))
    record = RunRecord(
        run_id=run.run_id,
        started_at=run.started_at,
        workflow_type=run.workflow_type,
        prompt=run.prompt,
        prompt_source=run.prompt_source,
        seed=run.seed,
        spec_sha256=account.spec_sha256,
        snapshot=run.snapshot,
        video=event.video,
        outcome=account.outcome,
        learned=account.learned,
        observations=account.observations,
        figures=_figures(features, account.observations),
    )
    key, data = keys.record(run.run_id, run.started_at), record.canonical()
    stage.put_once(key, data, f"run {run.run_id} already has another record")
    return Grown(record=key, record_sha256=digest(data), outcome=record.outcome)


class _Account(NamedTuple):
    """What differs between a video of ours and one that was made elsewhere."""

    spec_sha256: str | None
    outcome: Outcome
    learned: tuple[Learned, ...]
    observations: tuple[Observation, ...]


def _ours(features: Features, instruction: Instruction, spec: SceneSpec) -> _Account:
    heard = counted(features, spec.sound.tempo_bpm)
    observations = observe(heard, tell(instruction, spec), cell_name, narrative_name)
    return _Account(spec.sha256, judge(features, spec), spec.learned, observations)


def _elsewhere(
    features: Features, instruction: Instruction, video: Video, knowledge: Snapshot
) -> _Account:
    """Nothing was decided about it: it tells only what its prompt says in so many words."""
    spec = compose(instruction, knowledge, 0, video.format)
    told = (item for item in tell(instruction, spec) if _said(item, instruction))
    observations = observe(features, told, cell_name, narrative_name)
    return _Account(None, judge_alone(features), (), observations)


def _said(item: Told, instruction: Instruction) -> bool:
    """Whether the prompt itself speaks of what the item tells."""
    field = _FIELDS.get(item.category)
    return field is not None and bool(getattr(instruction, field))


_FIELDS = {
    Narrative.GENRE: "genre",
    Narrative.MOOD: "mood",
    Narrative.THEMES: "themes",
    Narrative.SETTINGS: "place",
    Narrative.STYLE: "style",
}


def _figures(features: Features, observations: tuple[Observation, ...]) -> RunFigures:
    colour = next(seen for seen in observations if seen.category == "learned_colors")
    whole = features.whole
    return RunFigures(
        motion=whole.motion.level, brightness=whole.light.brightness, palette=colour.name
    )
