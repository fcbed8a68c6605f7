"""Ratings in the object store: found by listing, applied to the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from pydantic import ValidationError

from kinora.loop import keys
from kinora.loop.folding.applying import Prepared, groups
from kinora.loop.folding.archives import content
from kinora.loop.folding.log import Fold
from kinora.loop.records import read_record
from kinora.loop.stage import Stage
from kinora.model.errors import ObjectMissing, RecordRefused
from kinora.model.rating import Rating
from kinora.registry import rating as ratings
from kinora.stores.objects import walk
from kinora.stores.sql import SqlStore

_PAGE = 500


def apply_ratings(stage: Stage, tables: SqlStore, told: Callable[[int], None]) -> int:
    """Apply every rating whose run is applied and which the tables lack; how many there were.

    A rating whose record is gone since waits: it has nothing to move.

    Raises:
        StorageError, StorageFull: the tables or the object store refused.
    """
    applied = 0
    for group in groups(_prepared(stage, tables)):
        tables.batch([one for each in group for one in each.fold.statements])
        applied += len(group)
        told(len(group))
    return applied


def waiting(stage: Stage, tables: SqlStore) -> Iterator[Rating]:
    """Ratings whose run is applied and which the tables lack."""
    for rating, _ in _pending(stage, tables):
        yield rating


def _prepared(stage: Stage, tables: SqlStore) -> Iterator[Prepared]:
    for rating, key in _pending(stage, tables):
        try:
            record = read_record(key, content(stage.objects, key))
        except (ObjectMissing, RecordRefused):
            continue
        yield Prepared(key, Fold(ratings.rate(rating, record)))


def _pending(stage: Stage, tables: SqlStore) -> Iterator[tuple[Rating, str]]:
    """With the keys of the runs' records."""
    found = listed(stage)
    while page := list(islice(found, _PAGE)):
        for row in tables.query(ratings.pending(page)):
            key = keys.record(row["run_id"], row.pop("started_at"))
            yield Rating.model_validate(row), key


def listed(stage: Stage, run_id: str | None = None) -> Iterator[Rating]:
    """All ratings, or those of one run, the oldest first; keys that name none are passed over."""
    for info in walk(stage.objects, keys.RATINGS if run_id is None else keys.ratings_of(run_id)):
        _, run, told = (*info.key.split("/"), "", "")[:3]
        rated_at, _, value = told.removesuffix(".json").rpartition("-")
        try:
            yield Rating.model_validate({"run_id": run, "rating": value, "rated_at": rated_at})
        except ValidationError:
            continue
