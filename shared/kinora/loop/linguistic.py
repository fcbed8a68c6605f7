"""The linguistic registry's batches in the object store."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from kinora.language import taught
from kinora.loop import keys
from kinora.loop.folding.log import Fold, Log
from kinora.loop.stage import Stage, parsed
from kinora.model.errors import InvalidInput, RecordRefused
from kinora.model.interpretation import INTERPRETATION_FORMAT, Told
from kinora.model.linguistic import HEARD, MOST_MAPPINGS, Batch, Mapping
from kinora.model.statement import Statement
from kinora.registry import linguistic as registry


def post(batch_id: str, at: str, items: Iterable[Mapping], stage: Stage) -> Batch:
    """Store a batch of mappings for good; spans as prompts are read, and each once with its count.

    Raises:
        InvalidInput: a span has no word, or its variant type is the one of what was only heard.
        ObjectConflict: another batch has that id.
    """
    mappings = []
    for index, item in enumerate(items):
        span = taught.spelled(item.span)
        if not span:
            raise InvalidInput(f"items.{index}.span", "it has no word", "words of letters")
        if item.variant_type == HEARD:
            problem = f"{HEARD!r} is for words that prompts used"
            raise InvalidInput(f"items.{index}.variant_type", problem, "slang, synonym, dialect, …")
        mappings.append(item.model_copy(update={"span": span}))
    batch = Batch(id=batch_id, at=at, items=_once_each(mappings))
    key = keys.linguistic(batch_id)
    stage.put_once(key, batch.model_dump_json().encode(), f"{key} holds another batch")
    return batch


def hear(told: Told, stage: Stage) -> None:
    """Store which words an interpretation understood, once for its prompt."""
    found = [
        Mapping(span=span, domain=domain, canonical=canonical, variant_type=HEARD)
        for span, domain, canonical in islice(taught.heard(told.instruction), MOST_MAPPINGS)
    ]
    if found:
        batch = Batch(id=heard_id(told.id), at=told.told_at, items=_once_each(found))
        stage.objects.put_if_absent(keys.linguistic(batch.id), batch.model_dump_json().encode())


def heard_id(interpretation: str) -> str:
    """The id of the batch of words that an interpretation understood."""
    return f"heard-{interpretation}"


def learn(batch: Batch) -> list[Statement]:
    """The statements that fold a batch, as one atomic batch."""
    return registry.learn(batch, _usable)


def _fold(key: str, data: bytes) -> Fold:
    batch = parsed(key, data, Batch)
    if batch.id != keys.id_of(key):
        raise RecordRefused(f"{key}: holds batch {batch.id}")
    return Fold(learn(batch))


def _usable(item: Mapping) -> bool:
    return taught.usable(item.span, item.domain, item.canonical)


def _once_each(items: Iterable[Mapping]) -> tuple[Mapping, ...]:
    """Of mappings of one span and domain the last one, with all their counts."""
    found: dict[tuple[str, str], Mapping] = {}
    for item in items:
        place = (item.domain, item.span)
        count = item.count + (found[place].count if place in found else 0)
        found[place] = item.model_copy(update={"count": count})
    return tuple(found.values())


BATCHES = Log(
    "linguistic",
    keys.LINGUISTIC,
    INTERPRETATION_FORMAT,
    registry.missing,
    _fold,
    aside="linguistic-",
)
