"""PickPrompt: what this run is about. Only this choice differs between the workflow types."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from kinora.language.prompts import generate
from kinora.language.reading import clean
from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import ObjectMissing
from kinora.model.format import DEFAULT_SECONDS, VideoFormat
from kinora.model.knowledge import LoopState, Snapshot
from kinora.model.loop_config import LoopConfig, LoopSettings
from kinora.model.run import Picked, RunRequest
from kinora.model.taxonomy import PromptSource, WorkflowType
from kinora.seeding import derive, stream
from kinora.stores.objects import walk


class PickPrompt(Frozen):
    """Input of the state."""

    run_id: str
    started_at: str
    request: RunRequest


class Choice(NamedTuple):
    """A prompt, where it comes from, and why it was taken."""

    prompt: str
    source: PromptSource
    reason: str


def pick(event: PickPrompt, stage: Stage) -> Picked:
    """Fix prompt, seed, format and snapshot for the whole run.

    Raises:
        InvalidPrompt: the request's own prompt cannot be read.
        InvalidFormat: its size, rate or duration is out of range.
    """
    request = event.request
    seconds = request.duration_seconds or DEFAULT_SECONDS
    VideoFormat.of(request.width, request.height, request.fps, seconds, request.quality)
    snapshot_key = newest_snapshot(stage)
    seed = request.seed if request.seed is not None else derive(event.run_id, "seed") % 2**32
    config = loop_config(stage).of(request.workflow_type)
    choice = choose(request, config, stage.snapshot(snapshot_key), seed)
    return Picked(
        run_id=event.run_id,
        started_at=event.started_at,
        workflow_type=request.workflow_type,
        prompt=choice.prompt,
        prompt_source=choice.source,
        reason=choice.reason,
        seed=seed,
        width=request.width,
        height=request.height,
        fps=request.fps,
        quality=request.quality,
        duration_seconds=request.duration_seconds,
        usual_seconds=config.duration_seconds,
        snapshot=snapshot_key,
    )


def choose(request: RunRequest, config: LoopSettings, knowledge: Snapshot, seed: int) -> Choice:
    """The prompt: the requested one, or by workflow type a good one or a new one."""
    if request.prompt is not None:
        return Choice(clean(request.prompt), PromptSource.GIVEN, "asked for by this request")
    rng = stream(seed, "pick")
    ratios = {WorkflowType.EXPLORER: 0.0, WorkflowType.EXPLOITER: 1.0}
    ratio = ratios.get(request.workflow_type, config.exploit_ratio)
    loop = knowledge.loop
    if rng.random() < ratio:
        good = _fresh_good_prompt(loop, rng)
        if good is not None:
            return Choice(good, PromptSource.GOOD, f"came out well before (ratio {ratio:g})")
        reason = "no prompt has come out well yet, so a new one"
    else:
        reason = f"exploring (exploit ratio {ratio:g})"
    prompt = generate(knowledge, seed, loop.recent_prompts[:60])
    return Choice(prompt, PromptSource.GENERATED, reason)


def newest_snapshot(stage: Stage) -> str | None:
    """Key of the newest snapshot, or None before the first run."""
    found = [info.key for info in walk(stage.objects, keys.SNAPSHOTS)]
    return found[-1] if found else None


def _fresh_good_prompt(loop: LoopState, rng: Random) -> str | None:
    """A good prompt, one that is not among the last used where there is such a one."""
    if not loop.good_prompts:
        return None
    recent = set(loop.recent_prompts[: max(1, len(loop.good_prompts) // 2)])
    return rng.choice([p for p in loop.good_prompts if p not in recent] or list(loop.good_prompts))


def loop_config(stage: Stage) -> LoopConfig:
    """What people set for the loops; the defaults before they set anything."""
    try:
        return stage.read(keys.LOOP_CONFIG, LoopConfig)
    except ObjectMissing:
        return LoopConfig()
