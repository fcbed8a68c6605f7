"""Ratings in the object store: found by listing, applied to the tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pydantic import ValidationError

from kinora.loop import keys
from kinora.loop.records import read_record
from kinora.loop.stage import Stage
from kinora.model.errors import ObjectMissing, RecordRefused
from kinora.model.rating import Rating
from kinora.registry import rating as ratings
from kinora.stores.objects import walk
from kinora.stores.sql import SqlStore

_PAGE = 500


def apply_ratings(stage: Stage, tables: SqlStore) -> int:
    """Apply every rating whose run is applied and which the tables lack; how many there were.

    A rating whose record is gone since waits: it has nothing to move.

    Raises:
        StorageError, StorageFull: the tables or the object store refused.
    """
    applied = 0
    found = listed(stage)
    while page := list(islice(found, _PAGE)):
        for row in tables.query(ratings.pending(page)):
            key = keys.record(row["run_id"], row.pop("started_at"))
            try:
                record = read_record(key, stage.objects.get(key))
            except (ObjectMissing, RecordRefused):
                continue
            tables.batch(ratings.rate(Rating.model_validate(row), record))
            applied += 1
    return applied


def listed(stage: Stage, run_id: str | None = None) -> Iterator[Rating]:
    """All ratings, or those of one run, the oldest first; keys that name none are passed over."""
    for info in walk(stage.objects, keys.RATINGS if run_id is None else keys.ratings_of(run_id)):
        _, run, told = (*info.key.split("/"), "", "")[:3]
        rated_at, _, value = told.removesuffix(".json").rpartition("-")
        try:
            yield Rating.model_validate({"run_id": run, "rating": value, "rated_at": rated_at})
        except ValidationError:
            continue
