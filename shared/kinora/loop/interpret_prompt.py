"""InterpretPrompt and RefusePrompt: what one prompt means, or why nobody can say."""

from __future__ import annotations

from datetime import datetime

from kinora.control.instants import exact
from kinora.language.interpret import interpret
from kinora.language.reading import clean
from kinora.language.taught import is_junk
from kinora.loop import keys
from kinora.loop.failure import Caught
from kinora.loop.interpretations import exists, id_of, refuse, tell, told
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import InvalidPrompt, RecordRefused
from kinora.model.instruction import Instruction
from kinora.model.interpretation import Answered, Asked, Item, Source, Standing
from kinora.model.knowledge import Snapshot


class InterpretPrompt(Frozen):
    """Input of the state. ``now`` is when it was entered, ISO 8601."""

    item: Item
    snapshot: str | None
    now: datetime


class RefusePrompt(Frozen):
    """Input of the state."""

    item: Item
    error: Caught
    now: datetime


def interpret_prompt(event: InterpretPrompt, stage: Stage) -> Answered:
    """Store the instruction of one prompt, and which words it was understood by.

    Raises:
        InvalidPrompt: the prompt cannot be read, or holds nothing but junk.
        ObjectMissing, RecordRefused: the queue's entry is not one that this version wrote.
    """
    found = told(event.item.id, stage)
    if found is None:
        asked = _asked(event, stage)
        instruction = meaning(asked.prompt, stage.snapshot(event.snapshot))
        found = tell(asked, instruction, event.now, stage)
    if event.item.pending is not None:
        stage.objects.delete(event.item.pending)
    return Answered(id=found.id, status=Standing.DONE)


def refuse_prompt(event: RefusePrompt, stage: Stage) -> Answered:
    """Store why one prompt was not interpreted, so that it blocks no other."""
    item, error = event.item, event.error
    if exists(item.id, stage) is Standing.DONE:
        return Answered(id=item.id, status=Standing.DONE)
    reason = f"{error.error}: {error.cause}" if error.cause else error.error
    refuse(item.id, item.pending, reason, event.now, stage)
    return Answered(id=item.id, status=Standing.REFUSED)


def meaning(prompt: str, knowledge: Snapshot) -> Instruction:
    """What a prompt asks for.

    Raises:
        InvalidPrompt: it cannot be read, or most of its words are none.
    """
    if is_junk(clean(prompt)):
        raise InvalidPrompt("prompt", "most of its words are none", "words that say something")
    return interpret(prompt, knowledge)


def _asked(event: InterpretPrompt, stage: Stage) -> Asked:
    item = event.item
    if item.prompt is not None:
        source, at = Source.BACKFILL, exact(event.now)
        asked = Asked(id=item.id, prompt=item.prompt, source=source, asked_at=at)
    else:
        asked = stage.read(keys.asked(item.id), Asked)
    if id_of(asked.prompt) != item.id:
        raise RecordRefused(f"interpretation {item.id}: it holds another prompt")
    return asked
