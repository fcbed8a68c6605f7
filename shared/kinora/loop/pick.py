"""PickPrompt: what this run is about. Only this choice differs between the workflow types."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from random import Random
from typing import NamedTuple

from kinora.language.prompts import generate
from kinora.language.reading import clean
from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import ObjectConflict, ObjectMissing
from kinora.model.format import DEFAULT_SECONDS, VideoFormat
from kinora.model.knowledge import LoopState, Snapshot
from kinora.model.loop_config import LoopConfig, LoopSettings
from kinora.model.run import Decision, Picked, RunRequest
from kinora.model.taxonomy import PromptSource, WorkflowType
from kinora.seeding import derive, stream
from kinora.stores.objects import walk

RECENT = 150
"""How many of the newest prompts are recent."""
INTERPRETED_SHARE = 0.35
"""How often ``main`` takes a queued prompt when it explores."""
REPETITIVE, REPETITIVE_RATIO, FEWEST_RUNS = 0.35, 0.5, 5
"""From which repetition on the exploit ratio is at most what, and from how many runs on."""
BARREN, BARREN_RATIO = 0.2, 0.4
"""Below which discovery the exploit ratio is at most what."""
_UNLIKE = 60
"""A new prompt is no near-repeat of that many of the newest."""
_NONE_GOOD = "no prompt has come out well yet"


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
    decision: Decision = Decision.RUN


def pick(event: PickPrompt, stage: Stage) -> Picked:
    """Fix prompt, seed, format and snapshot for the whole run, once: a second call finds them.

    Raises:
        InvalidPrompt: the request's own prompt cannot be read.
        InvalidFormat: its size, rate or duration is out of range.
        ObjectConflict: another request was picked under this run id.
    """
    request = event.request
    seconds = request.duration_seconds or DEFAULT_SECONDS
    VideoFormat.of(request.width, request.height, request.fps, seconds, request.quality)
    key = keys.run(event.run_id)
    try:
        picked = stage.read(key, Picked)
    except ObjectMissing:
        stage.objects.put_if_absent(key, _picked(event, stage).model_dump_json().encode())
        picked = stage.read(key, Picked)
    if not _answers(picked, request):
        raise ObjectConflict(f"run {event.run_id} was already picked for another request")
    return picked


def _picked(event: PickPrompt, stage: Stage) -> Picked:
    request = event.request
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
        decision=choice.decision,
    )


def _answers(picked: Picked, request: RunRequest) -> bool:
    """Whether that is what this request would have been picked to, as far as it says."""
    same = ("workflow_type", "width", "height", "fps", "quality", "duration_seconds")
    given = request.prompt is not None and picked.decision is Decision.RUN
    return (
        all(getattr(picked, name) == getattr(request, name) for name in same)
        and request.seed in {None, picked.seed}
        and not (given and picked.prompt != clean(request.prompt or ""))
    )


def choose(request: RunRequest, config: LoopSettings, knowledge: Snapshot, seed: int) -> Choice:
    """The prompt: the requested one, or one by workflow type; none where its loop is paused."""
    kind = request.workflow_type
    if request.scheduled_at is not None and not config.enabled:
        reason = f"skipped: the {kind} loop was paused before this scheduled run began"
        return Choice("", PromptSource.GENERATED, reason, Decision.SKIP)
    if request.prompt is not None:
        return Choice(clean(request.prompt), PromptSource.GIVEN, "asked for by this request")
    rng, loop = stream(seed, "pick"), knowledge.loop
    if kind is WorkflowType.EXPLOITER:
        return _good(loop, rng, "ratio 1") or _new(knowledge, seed, f"{_NONE_GOOD}: a new one")
    if kind is WorkflowType.MAIN:
        return _balanced(config.exploit_ratio, knowledge, rng, seed)
    return _new(knowledge, seed, "exploring (exploit ratio 0)")


def _balanced(asked: float, knowledge: Snapshot, rng: Random, seed: int) -> Choice:
    """What ``main`` takes: a good prompt as often as the ratio says, else a queued or a new one."""
    loop = knowledge.loop
    ratio, said = exploit_ratio(asked, loop)
    reason = f"exploring ({said})"
    if rng.random() < ratio:
        good = _good(loop, rng, said)
        if good is not None:
            return good
        reason = _NONE_GOOD
    if rng.random() < INTERPRETED_SHARE:
        waiting = _not_recent([queued.prompt for queued in knowledge.interpreted], loop)
        if waiting:
            queued = f"{reason}: one that was queued"
            return Choice(rng.choice(waiting), PromptSource.INTERPRETED, queued)
    return _new(knowledge, seed, f"{reason}: a new one")


def exploit_ratio(asked: float, loop: LoopState) -> tuple[float, str]:
    """The ratio that ``main`` keeps, and why: lowered while its work repeats or finds little."""
    ratio, causes = asked, []
    repetition, discovery = loop.repetition, loop.discovery
    if repetition is not None and loop.run_count >= FEWEST_RUNS and repetition > REPETITIVE:
        ratio = min(ratio, REPETITIVE_RATIO)
        causes.append(f"repetition {repetition:.2f} is above {REPETITIVE:g}")
    if discovery is not None and discovery < BARREN:
        ratio = min(ratio, BARREN_RATIO)
        causes.append(f"discovery {discovery:.2f} is below {BARREN:g}")
    if ratio == asked:
        return asked, f"exploit ratio {asked:g}"
    return ratio, f"exploit ratio {asked:g} lowered to {ratio:g}: {' and '.join(causes)}"


def _good(loop: LoopState, rng: Random, said: str) -> Choice | None:
    """A good prompt that is not recent; of recent ones, one of those that rested longest."""
    good = loop.good_prompts
    if not good:
        return None
    age = {prompt: place for place, prompt in enumerate(loop.recent_prompts)}
    rested = sorted(good, key=lambda prompt: -age.get(prompt, len(age)))
    pool = _not_recent(good, loop) or rested[: (len(rested) + 1) // 2]
    return Choice(rng.choice(pool), PromptSource.GOOD, f"came out well before ({said})")


def _not_recent(prompts: Sequence[str], loop: LoopState) -> list[str]:
    recent = set(loop.recent_prompts[:RECENT])
    return [prompt for prompt in prompts if prompt not in recent]


def _new(knowledge: Snapshot, seed: int, reason: str) -> Choice:
    """A procedural prompt that none of the stored ones equals."""
    loop = knowledge.loop
    queued = (one.prompt for one in knowledge.interpreted)
    stored = {*loop.good_prompts, *loop.recent_prompts, *queued}
    avoid = loop.recent_prompts[:_UNLIKE]
    # The grammar makes far more prompts than a snapshot holds, so this ends.
    tries = (seed if n == 0 else derive(seed, "prompt", n) for n in count())
    prompts = (generate(knowledge, each, avoid) for each in tries)
    new = next(prompt for prompt in prompts if prompt not in stored)
    return Choice(new, PromptSource.GENERATED, reason)


def newest_snapshot(stage: Stage) -> str | None:
    """Key of the newest snapshot, or None before the first run."""
    found = [info.key for info in walk(stage.objects, keys.SNAPSHOTS)]
    return found[-1] if found else None


def loop_config(stage: Stage) -> LoopConfig:
    """What people set for the loops; the defaults before they set anything."""
    try:
        return stage.read(keys.LOOP_CONFIG, LoopConfig)
    except ObjectMissing:
        return LoopConfig()
