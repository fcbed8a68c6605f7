"""Contribute: what another program saw becomes observations, and grows the registries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kinora.language.names import cell_name, narrative_name
from kinora.language.tracing import traced
from kinora.loop.postings import CONTRIBUTIONS, post, stamp
from kinora.loop.stage import Stage
from kinora.model.errors import InvalidInput
from kinora.model.narrative import Narrative
from kinora.model.observation import Observation
from kinora.model.posting import Contribution
from kinora.registry.codebook import Cell
from kinora.registry.observe import observed
from kinora.registry.offered import Offered, cell_of, measured_categories
from kinora.stores.sql import SqlStore


class Seen(NamedTuple):
    """One value of a measured category, and how often it was seen."""

    value: Offered
    times: int


class Taken(NamedTuple):
    """What became of one category: values recorded, and the entries that they are."""

    recorded: int
    new: int
    known: int


class Contributed(NamedTuple):
    """The contribution's id, and by category what became of it."""

    id: str
    categories: dict[str, Taken]


def observations_of(
    discoveries: Mapping[str, Sequence[Seen]], narrative: Mapping[Narrative, Sequence[str]]
) -> tuple[Observation, ...]:
    """Values quantised, named and broken down as those of a run are.

    Raises:
        InvalidInput: a category is not known, a value names no cell, or a text is no words.
    """
    counted = Counter[tuple[str, str, Cell]]()
    for category, values in discoveries.items():
        if category not in measured_categories():
            allowed = ", ".join(measured_categories())
            raise InvalidInput(f"discoveries.{category[:60]}", "no measured category", allowed)
        for number, seen in enumerate(values):
            domain, cell = cell_of(category, seen.value, f"discoveries.{category}.{number}.value")
            counted[category, domain, cell] += seen.times
    told = [traced(category, text) for category, texts in narrative.items() for text in texts]
    return observed(counted, told, cell_name, narrative_name)


def contribute(
    observations: tuple[Observation, ...],
    job_id: str | None,
    now: datetime,
    chance: str,
    stage: Stage,
    tables: SqlStore,
) -> Contributed:
    """Store a contribution, and fold it.

    Raises:
        StorageError, StorageFull: it was not stored, or is stored and will be folded later.
    """
    mark = stamp(CONTRIBUTIONS, now, chance)
    posting = Contribution(id=mark.id, at=mark.at, job_id=job_id, observations=observations)
    _, entries, _ = post(CONTRIBUTIONS, posting, stage, tables)
    recorded, new = Counter[str](), Counter[str]()
    for entry in observations:
        recorded[entry.category] += entry.count
    for row in entries:
        new[row["category"]] += row["new"]
    distinct = Counter(entry.category for entry in observations)
    taken = {
        category: Taken(recorded[category], new[category], number - new[category])
        for category, number in distinct.items()
    }
    return Contributed(posting.id, taken)
