"""The queue of prompts to interpret, and what became of them, in the object store.

A prompt goes by the beginning of its sha256, so it is interpreted once. Who asked first stands
under ``asked``; ``pending`` lists what waits, by priority and time. An entry goes only after the
prompt's ``told`` or ``refused`` is stored: what a crash leaves behind, the next pass clears away.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from kinora.control.instants import exact
from kinora.language.reading import clean
from kinora.loop import keys
from kinora.loop.folding.log import Fold, Log
from kinora.loop.linguistic import hear
from kinora.loop.stage import Stage, parsed
from kinora.model.errors import ObjectMissing, RecordRefused
from kinora.model.instruction import Instruction
from kinora.model.interpretation import (
    INTERPRETATION_FORMAT,
    Asked,
    Refused,
    Source,
    Standing,
    Told,
)
from kinora.registry import interpretations as registry

_ID = re.compile(r"[0-9a-f]{16}")
_WAITING = re.compile(r"[01]\d{8}T\d{12}Z-([0-9a-f]{16})\.json")
_MOST_REASON = 1_000


class Waiting(NamedTuple):
    """An entry of the queue: its key, and the id of its prompt."""

    key: str
    id: str


def id_of(prompt: str) -> str:
    """The id of a cleaned prompt: 16 hexadecimal digits."""
    return hashlib.sha256(prompt.encode()).hexdigest()[:16]


def pending_key(asked: Asked) -> str:
    """Where a prompt waits: prompts from the web sort before others, then the oldest first."""
    priority = 0 if asked.source is Source.WEB else 1
    return f"{keys.PENDING}{priority}{re.sub('[-:.]', '', asked.asked_at)}-{asked.id}.json"


def queue(prompt: str, source: Source, now: datetime, stage: Stage) -> tuple[Asked, Standing]:
    """Put a prompt into the queue, unless it was there before; what stands of it now.

    Raises:
        InvalidPrompt: it cannot be read.
    """
    text = clean(prompt)
    first = Asked(id=id_of(text), prompt=text, source=source, asked_at=exact(now))
    key = keys.asked(first.id)
    if not stage.objects.put_if_absent(key, _json(first)):
        first = stage.read(key, Asked)
    standing = exists(first.id, stage) or Standing.PENDING
    if standing is Standing.PENDING:
        # Also for one that was asked before: it may not have come as far as this.
        stage.objects.put(pending_key(first), _json(first))
    return first, standing


def exists(interpretation: str, stage: Stage) -> Standing | None:
    """What became of a prompt; None for one that nobody asked for."""
    if _ID.fullmatch(interpretation) is None:
        return None
    for key, standing in (
        (keys.told(interpretation), Standing.DONE),
        (keys.refused(interpretation), Standing.REFUSED),
        (keys.asked(interpretation), Standing.PENDING),
    ):
        with suppress(ObjectMissing):
            stage.objects.head(key)
            return standing
    return None


def told(interpretation: str, stage: Stage) -> Told | None:
    """What a prompt means, if that is known."""
    with suppress(ObjectMissing):
        return stage.read(keys.told(interpretation), Told)
    return None


def asked(interpretation: str, stage: Stage) -> Asked | None:
    """Who asked for a prompt, if somebody did and it can be read."""
    with suppress(ObjectMissing, RecordRefused):
        return stage.read(keys.asked(interpretation), Asked)
    return None


def waiting(stage: Stage, after: str = "") -> Iterator[Waiting]:
    """The queue in order, behind the entry of that name; keys that are none are passed over."""
    key = f"{keys.PENDING}{after}.json" if after else ""
    while page := stage.objects.list(keys.PENDING, after=key, limit=200):
        for info in page:
            found = _WAITING.fullmatch(info.key.removeprefix(keys.PENDING))
            if found:
                yield Waiting(info.key, found[1])
        key = page[-1].key


def tell(given: Asked, instruction: Instruction, now: datetime, stage: Stage) -> Told:
    """Store what a prompt means, once; what stands there, which may be told by somebody else.

    The words that it was understood by are stored before it, so that no crash parts them.
    """
    first = asked(given.id, stage) or given
    facts = first.model_dump() | {"told_at": exact(now), "instruction": instruction}
    telling = Told.model_validate(facts)
    if exists(given.id, stage) is not Standing.DONE:
        hear(telling, stage)
        stage.objects.put_if_absent(keys.told(given.id), _json(telling))
    stored = stage.read(keys.told(given.id), Told)
    stage.objects.delete(pending_key(first))
    return stored


def refuse(
    interpretation: str, pending: str | None, reason: str, now: datetime, stage: Stage
) -> None:
    """Store why a prompt was not interpreted, and take it from the queue."""
    first = asked(interpretation, stage)
    prompt = None if first is None else first.prompt
    refused = Refused(
        id=interpretation, prompt=prompt, reason=reason[:_MOST_REASON], refused_at=exact(now)
    )
    stage.objects.put_if_absent(keys.refused(interpretation), _json(refused))
    if pending is not None:
        stage.objects.delete(pending)


def _fold(key: str, data: bytes) -> Fold:
    found = parsed(key, data, Told)
    if not found.id == id_of(found.prompt) == keys.id_of(key):
        raise RecordRefused(f"{key}: holds another prompt")
    return Fold(registry.tell(found))


TOLD = Log(
    "interpretations",
    keys.TOLD,
    INTERPRETATION_FORMAT,
    registry.missing,
    _fold,
    aside="told-",
)


def _json(thing: Asked | Refused) -> bytes:
    return thing.model_dump_json().encode()
