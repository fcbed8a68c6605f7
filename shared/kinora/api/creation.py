"""What creation draws on, as the API answers it: from the newest snapshot, written once for each.

A snapshot holds a sample of every category, which is what our own runs draw on. Where a client
asks for more of a list than the sample holds, and there is more, the tables give the heaviest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from kinora.loop.pick import newest_snapshot
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.knowledge import Entry, Snapshot
from kinora.model.narrative import Narrative
from kinora.model.observation import Value
from kinora.model.taxonomy import CameraKind, GradientKind, MotionKind
from kinora.registry.catalogue import shelf
from kinora.registry.export import decoded
from kinora.registry.interpretations import queued
from kinora.registry.knowledge import weight
from kinora.registry.listing import Order, page
from kinora.stores.sql import SqlStore

LISTS = {
    "learned_colors": "learned_colors",
    "learned_motion": "learned_motion",
    "learned_audio": "audio_semantic",
    "learned_gradient": "gradient",
    "learned_camera": "camera",
}
"""Lists that go beyond the sample where asked: their category by their field."""
SAMPLED = {
    "learned_lighting": "lighting",
    "learned_composition": "composition",
    "learned_transition": "transition",
    "learned_depth": "depth",
    "learned_blends": "learned_blends",
    "static_colors": "static_colors",
    "static_sound": "static_sound",
}
"""Lists that are the sample."""


class Known(Frozen):
    """An entry as creation sees it; ``weight`` grows with how often and how well it came out."""

    key: str
    name: str
    value: Value
    count: int
    weight: float


class Origins(Frozen):
    """The closed lists that everything starts from."""

    gradients: tuple[str, ...] = tuple(GradientKind)
    cameras: tuple[str, ...] = tuple(CameraKind)
    motions: tuple[str, ...] = tuple(MotionKind)


class InterpretedPrompt(Frozen):
    """A prompt that people queued, and what it was read to mean."""

    prompt: str
    instruction: dict[str, Any]


class ForCreation(Frozen):
    """Knowledge as of one snapshot; lists begin with the heaviest."""

    version: int
    totals: dict[str, dict[str, int]]
    """Entries by registry and category."""
    learned_colors: tuple[Known, ...] = ()
    learned_motion: tuple[Known, ...] = ()
    learned_audio: tuple[Known, ...] = ()
    learned_gradient: tuple[Known, ...] = ()
    learned_camera: tuple[Known, ...] = ()
    learned_lighting: tuple[Known, ...] = ()
    learned_composition: tuple[Known, ...] = ()
    learned_transition: tuple[Known, ...] = ()
    learned_depth: tuple[Known, ...] = ()
    learned_blends: tuple[Known, ...] = ()
    static_colors: tuple[Known, ...] = ()
    static_sound: tuple[Known, ...] = ()
    narrative: dict[Narrative, tuple[Known, ...]]
    origins: Origins
    interpretation_prompts: tuple[InterpretedPrompt, ...]


def for_creation(
    stage: Stage, tables: Callable[[], SqlStore], limit: int, interpretation_limit: int
) -> str:
    """JSON of :class:`ForCreation`, at most ``limit`` entries a list."""
    key = newest_snapshot(stage)
    return _written(stage, tables, key, limit, interpretation_limit)


@lru_cache(maxsize=8)
def _written(
    stage: Stage,
    tables: Callable[[], SqlStore],
    key: str | None,
    limit: int,
    interpretation_limit: int,
) -> str:
    snapshot = stage.snapshot(key)
    lists = {
        field: _known(_more(category, snapshot, tables, limit), limit)
        for field, category in LISTS.items()
    }
    lists |= {field: _known(snapshot.of(name), limit) for field, name in SAMPLED.items()}
    told = {category: _known(snapshot.of(category), limit) for category in Narrative}
    return ForCreation(
        version=snapshot.version,
        totals=snapshot.totals,
        narrative=told,
        origins=Origins(),
        interpretation_prompts=_interpreted(tables(), interpretation_limit),
        **lists,
    ).model_dump_json()


def _more(
    category: str, snapshot: Snapshot, tables: Callable[[], SqlStore], limit: int
) -> Iterable[Entry]:
    """The sample of a category or, where there is more and it is asked for, the heaviest."""
    sample, found = snapshot.of(category), shelf(category)
    assert found is not None
    held = snapshot.totals.get(found.registry, {}).get(category, 0)
    if len(sample) >= min(limit, held):
        return sample
    place = (str(found.registry), category)
    listed = page(tables().query, place, Order.WEIGHT, limit)
    return [_entry(decoded(row)) for row in listed.rows]


def _entry(row: dict[str, Any]) -> Entry:
    told = {field: row[field] for field in Entry.model_fields if field != "weight"}
    return Entry(**told, weight=weight(row["count"], row["good"]))


def _known(entries: Iterable[Entry], limit: int) -> tuple[Known, ...]:
    ranked = sorted(entries, key=lambda entry: (-entry.weight, entry.key))[:limit]
    return tuple(
        Known(key=e.key, name=e.name, value=e.value, count=e.count, weight=e.weight) for e in ranked
    )


def _interpreted(tables: SqlStore, limit: int) -> tuple[InterpretedPrompt, ...]:
    rows = tables.query(queued(limit))
    return tuple(
        InterpretedPrompt(prompt=row["prompt"], instruction=json.loads(row["instruction"]))
        for row in rows
    )
