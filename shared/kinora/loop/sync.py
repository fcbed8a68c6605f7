"""Sync: fold pending records into the tables and publish what is known now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from pydantic import ValidationError

from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import RecordRefused
from kinora.model.record import RECORD_FORMAT, RunRecord, digest
from kinora.model.run import Discoveries, Synced
from kinora.registry import fold, knowledge
from kinora.stores.objects import walk
from kinora.stores.sql import SqlStore

_PAGE = 500
_KEPT_SNAPSHOTS = 32


class Sync(Frozen):
    """Input of the state: the record of the run that asks."""

    record: str


def sync(event: Sync, stage: Stage) -> Synced:
    """Apply every record that is not applied yet, then publish a snapshot.

    A record that cannot be applied is set aside with its reason and blocks no other.

    Raises:
        RecordRefused: the asking run's own record cannot be applied.
        StorageError, StorageFull: the tables or the object store refused.
    """
    tables = stage.tables()
    own = _apply(tables, stage, event.record)
    applied, set_aside = 1, 0
    for key in _pending(stage, tables):
        try:
            _apply(tables, stage, key)
            applied += 1
        except RecordRefused as error:
            reason = json.dumps({"record": key, "reason": str(error)}).encode()
            stage.objects.put(keys.set_aside(keys.run_of_record(key)), reason)
            set_aside += 1
    return Synced(
        snapshot=_publish(stage, tables),
        applied=applied,
        set_aside=set_aside,
        discoveries=_discoveries(tables, own),
    )


def _pending(stage: Stage, tables: SqlStore) -> Iterator[str]:
    """Keys of all records that the tables lack, a page at a time."""
    infos = walk(stage.objects, keys.RECORDS)
    while page := list(islice(infos, _PAGE)):
        by_run = {keys.run_of_record(info.key): info.key for info in page}
        rows = tables.query(fold.missing(list(by_run)))
        yield from sorted(by_run[row["run_id"]] for row in rows)


def _apply(tables: SqlStore, stage: Stage, key: str) -> RunRecord:
    """Fold one record into the tables, unless it is there already; the record."""
    data = stage.objects.get(key)
    record, sha256 = _read(key, data), digest(data)
    for row in tables.query(fold.applied_digest(record.run_id)):
        if row["sha256"] != sha256:
            raise RecordRefused(f"run {record.run_id} was applied with another record")
        return record
    tables.batch(fold.fold(record, sha256))
    return record


def _read(key: str, data: bytes) -> RunRecord:
    try:
        version = json.loads(data).get("format")
        if version != RECORD_FORMAT:
            raise RecordRefused(f"{key}: format {version}, this version reads {RECORD_FORMAT}")
        record = RunRecord.model_validate_json(data)
    except (ValidationError, ValueError, AttributeError) as error:
        raise RecordRefused(f"{key}: not a run record") from error
    if record.run_id != keys.run_of_record(key):
        raise RecordRefused(f"{key}: holds the record of {record.run_id}")
    return record


def _discoveries(tables: SqlStore, record: RunRecord) -> Discoveries:
    rows = tables.query(fold.novelty(record))
    new = sum(row["new"] for row in rows)
    return Discoveries(
        **{row["registry"]: row["seen"] for row in rows},
        new=new,
        known=sum(row["seen"] for row in rows) - new,
    )


def _publish(stage: Stage, tables: SqlStore) -> str:
    snapshot = knowledge.snapshot(tables.batch(knowledge.snapshot_statements()))
    key = keys.snapshot(snapshot.version)
    stage.objects.put(key, snapshot.model_dump_json().encode())
    for info in list(walk(stage.objects, keys.SNAPSHOTS))[:-_KEPT_SNAPSHOTS]:
        stage.objects.delete(info.key)
    return key
