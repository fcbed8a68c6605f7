"""Sync: fold what is pending into the tables and publish what is known now."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from kinora.loop import keys
from kinora.loop.interpretations import apply_interpretations
from kinora.loop.linguistic import apply_linguistic
from kinora.loop.postings import catch_up_postings
from kinora.loop.publish import publish
from kinora.loop.ratings import apply_ratings
from kinora.loop.records import read_record
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import RecordRefused, RowRefused
from kinora.model.record import RECORD_FORMAT, digest
from kinora.model.run import Discoveries, Synced
from kinora.registry import fold, origins
from kinora.registry.primitives import primitives
from kinora.stores.objects import walk
from kinora.stores.sql import Row, SqlStore

_PAGE = 500


class Sync(Frozen):
    """Input of the state: the record of the run that asks; None to catch up and publish alone."""

    record: str | None


class CaughtUp(NamedTuple):
    """How many records a catching up applied, and how many it set aside."""

    applied: int
    set_aside: int


def sync(event: Sync, stage: Stage) -> Synced:
    """Apply all that is not applied yet, then publish a snapshot.

    A record that cannot be applied is set aside with its reason and blocks no other.

    Raises:
        RecordRefused: the asking run's own record cannot be applied.
        StorageError, StorageFull: the tables or the object store refused.
    """
    tables = stage.tables()
    discoveries = Discoveries()
    if event.record is not None:
        discoveries = _apply(tables, stage, event.record)
    others = catch_up(stage, tables)
    return Synced(
        snapshot=publish(stage, tables),
        applied=(event.record is not None) + others.applied,
        set_aside=others.set_aside,
        discoveries=discoveries,
    )


def catch_up(stage: Stage, tables: SqlStore) -> CaughtUp:
    """Make the tables hold what the object store holds.

    These are primitives, records, ratings, interpretations and mappings.

    Raises:
        StorageError, StorageFull: the tables or the object store refused.
    """
    if tables.query(origins.lacking(primitives()))[0]["lacking"]:
        tables.batch([origins.seed(primitives())])
    applied = refused = 0
    for key in _pending(stage, tables):
        try:
            _apply(tables, stage, key)
            applied += 1
        except RecordRefused as error:
            _set_aside(stage, tables, key, str(error))
            refused += 1
    apply_ratings(stage, tables)
    apply_interpretations(stage, tables)
    apply_linguistic(stage, tables)
    catch_up_postings(stage, tables)
    return CaughtUp(applied, refused)


def _pending(stage: Stage, tables: SqlStore) -> Iterator[str]:
    """Keys of all records that the tables lack, a page at a time."""
    infos = walk(stage.objects, keys.RECORDS)
    while page := list(islice(infos, _PAGE)):
        by_run = {keys.run_of_record(info.key): info.key for info in page}
        rows = tables.query(fold.missing(list(by_run), RECORD_FORMAT))
        yield from sorted(by_run[row["run_id"]] for row in rows)


def _apply(tables: SqlStore, stage: Stage, key: str) -> Discoveries:
    """Fold one record into the tables, unless it is there already; what it found."""
    data = stage.objects.get(key)
    record, sha256 = read_record(key, data), digest(data)
    try:
        results = tables.batch(fold.fold(record, sha256))
    except RowRefused as error:
        raise RecordRefused(f"{key}: {error}") from error
    _, entries, _, ((applied),) = results
    if applied["sha256"] != sha256:
        raise RecordRefused(f"run {record.run_id} was applied with another record")
    if record.observations and not entries:
        entries = tables.query(fold.novelty(record))
    return _discoveries(entries)


def _set_aside(stage: Stage, tables: SqlStore, key: str, reason: str) -> None:
    run_id = keys.run_of_record(key)
    note = json.dumps({"record": key, "reason": reason}).encode()
    stage.objects.put(keys.set_aside(run_id), note)
    tables.batch([fold.set_aside(run_id, RECORD_FORMAT, reason)])


def _discoveries(entries: list[Row]) -> Discoveries:
    seen = Counter(str(row["registry"]) for row in entries)
    new = sum(row["new"] for row in entries)
    return Discoveries(**seen, new=new, known=len(entries) - new)
