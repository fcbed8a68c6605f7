"""Sync: fold what is pending into the tables and publish what is known now."""

from __future__ import annotations

from collections import Counter
from datetime import date

from kinora.loop.folding.catch_up import catch_up
from kinora.loop.publish import publish
from kinora.loop.records import RECORDS, read_record
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import RecordRefused, RowRefused
from kinora.model.record import RunRecord, digest
from kinora.model.run import Discoveries, Synced
from kinora.registry import fold
from kinora.stores.sql import Row, SqlStore


class Sync(Frozen):
    """Input of the state: the record of the run that asks; None to catch up and publish alone."""

    record: str | None


def sync(event: Sync, stage: Stage, today: date | None = None) -> Synced:
    """Apply all that is not applied yet, then publish a snapshot.

    A record that cannot be applied is set aside with its reason and blocks no other. ``today``
    (UTC) spares listing all of the log each time; see :func:`catch_up`.

    Raises:
        RecordRefused: the asking run's own record cannot be applied.
        StorageError, StorageFull: the tables or the object store refused.
    """
    tables = stage.tables()
    record = entries = None
    if event.record is not None:
        record, entries = _apply(tables, stage, event.record)
    others = catch_up(stage, tables, today)[RECORDS.name]
    if record is not None and (others.applied or not entries):
        # What others had found by then, or an earlier try of this very step.
        entries = tables.query(fold.novelty(record))
    return Synced(
        snapshot=publish(stage, tables),
        applied=(record is not None) + others.applied,
        set_aside=others.set_aside,
        discoveries=_discoveries(entries or []),
    )


def _apply(tables: SqlStore, stage: Stage, key: str) -> tuple[RunRecord, list[Row]]:
    """Fold one record into the tables; the record, and its entries if it was not there already."""
    data = stage.objects.get(key)
    record, sha256 = read_record(key, data), digest(data)
    try:
        results = tables.batch(fold.fold(record, sha256))
    except RowRefused as error:
        raise RecordRefused(f"{key}: {error}") from error
    _, entries, _, ((applied),) = results
    if applied["sha256"] != sha256:
        raise RecordRefused(f"run {record.run_id} was applied with another record")
    return record, entries


def _discoveries(entries: list[Row]) -> Discoveries:
    seen = Counter(str(row["registry"]) for row in entries)
    new = sum(row["new"] for row in entries)
    return Discoveries(**seen, new=new, known=len(entries) - new)
