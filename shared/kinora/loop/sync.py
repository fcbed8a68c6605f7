"""Sync: fold what is pending into the tables and publish what is known now."""

from __future__ import annotations

from collections import Counter

from kinora.loop import keys
from kinora.loop.interpretations import apply_interpretations
from kinora.loop.linguistic import apply_linguistic
from kinora.loop.postings import catch_up_postings
from kinora.loop.publish import publish
from kinora.loop.ratings import apply_ratings
from kinora.loop.records import read_record
from kinora.loop.stage import Stage
from kinora.loop.unfolded import CaughtUp, Log, fold_missing
from kinora.model.base import Frozen
from kinora.model.errors import RecordRefused, RowRefused
from kinora.model.record import RECORD_FORMAT, digest
from kinora.model.run import Discoveries, Synced
from kinora.registry import fold, origins
from kinora.registry.primitives import primitives
from kinora.stores.sql import Row, SqlStore

_RECORDS = Log(keys.RECORDS, RECORD_FORMAT, fold.missing)


class Sync(Frozen):
    """Input of the state: the record of the run that asks; None to catch up and publish alone."""

    record: str | None


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
    """Make the tables hold what the object store holds; how many records were new to them.

    Beside records these are ratings, interpretations, mappings, postings, and our own primitives.

    Raises:
        StorageError, StorageFull: the tables or the object store refused.
    """
    if tables.query(origins.lacking(primitives()))[0]["lacking"]:
        tables.batch([origins.seed(primitives())])
    caught_up = fold_missing(_RECORDS, stage, tables, lambda key: _apply(tables, stage, key))
    apply_ratings(stage, tables)
    apply_interpretations(stage, tables)
    apply_linguistic(stage, tables)
    catch_up_postings(stage, tables)
    return caught_up


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


def _discoveries(entries: list[Row]) -> Discoveries:
    seen = Counter(str(row["registry"]) for row in entries)
    new = sum(row["new"] for row in entries)
    return Discoveries(**seen, new=new, known=len(entries) - new)
