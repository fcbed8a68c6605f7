"""Publish what is known now, for the runs to come."""

from __future__ import annotations

from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.registry import knowledge
from kinora.stores.objects import walk
from kinora.stores.sql import SqlStore

_KEPT = 32
"""Snapshots that stay for the runs that still read them."""


def publish(stage: Stage, tables: SqlStore) -> str:
    """Store a snapshot of the tables, drop the oldest ones; its key."""
    snapshot = knowledge.snapshot(tables.batch(knowledge.snapshot_statements()))
    key = keys.snapshot(snapshot.version)
    stage.objects.put(key, snapshot.model_dump_json().encode())
    for info in list(walk(stage.objects, keys.SNAPSHOTS))[:-_KEPT]:
        stage.objects.delete(info.key)
    return key
