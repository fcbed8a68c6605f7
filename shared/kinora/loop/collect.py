"""CollectPrompts: which prompts this pass of the interpretation workflow reads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kinora.language.reading import clean
from kinora.language.taught import is_junk
from kinora.loop.interpretations import exists, id_of, waiting
from kinora.loop.pick import loop_config, newest_snapshot
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import InvalidPrompt
from kinora.model.interpretation import Collected, InterpretationRequest, Item, Standing
from kinora.model.loop_config import Workflow
from kinora.model.run import Decision

MOST_QUEUED, MOST_BACKFILLED = 20, 30
_MOST_BYTES = 100_000
"""Of run prompts in one pass: they travel by value, and a state's input has a limit."""
_ENDED = frozenset({Standing.DONE, Standing.REFUSED})


class CollectPrompts(Frozen):
    """Input of the state."""

    request: InterpretationRequest


def collect(event: CollectPrompts, stage: Stage) -> Collected:
    """The queue's first prompts, then runs' prompts that nobody has interpreted.

    Entries of the queue whose prompts were told or refused already are cleared away.
    """
    snapshot = newest_snapshot(stage)
    enabled = loop_config(stage).of(Workflow.INTERPRETATION).enabled
    if event.request.scheduled_at is not None and not enabled:
        reason = "skipped: interpretation was paused before this scheduled pass began"
        return Collected(decision=Decision.SKIP, reason=reason, snapshot=snapshot, prompts=())
    queued = tuple(islice(_queued(stage), MOST_QUEUED))
    seen = {item.id for item in queued}
    recent = stage.snapshot(snapshot).loop.recent_prompts
    runs = tuple(islice(_of_runs(recent, seen, stage), MOST_BACKFILLED))
    return Collected(
        decision=Decision.RUN,
        reason=f"{len(queued)} from the queue, {len(runs)} of runs",
        snapshot=snapshot,
        prompts=(*queued, *runs),
    )


def _queued(stage: Stage) -> Iterator[Item]:
    for entry in waiting(stage):
        if exists(entry.id, stage) in _ENDED:
            stage.objects.delete(entry.key)
        else:
            yield Item(id=entry.id, pending=entry.key)


def _of_runs(prompts: tuple[str, ...], seen: set[str], stage: Stage) -> Iterator[Item]:
    room = _MOST_BYTES
    for prompt in prompts:
        interpretation = id_of(prompt)
        if interpretation in seen or is_junk(prompt) or not _clean(prompt):
            continue
        room -= len(prompt.encode())
        if room < 0:
            return
        if exists(interpretation, stage) not in _ENDED:
            yield Item(id=interpretation, prompt=prompt)


def _clean(prompt: str) -> bool:
    """Whether it is as ``clean`` leaves it; older versions read prompts otherwise."""
    try:
        return clean(prompt) == prompt
    except InvalidPrompt:
        return False
