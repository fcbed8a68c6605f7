"""What creation knows, where the loops stand and how much there is, published as values.

Every value carries the version of the fold that it was read from. It only rises: a reader that
meets several copies, as a value store spreads them in a minute or so, keeps the highest.
"""

from __future__ import annotations

import json

from pydantic import BaseModel, ValidationError

from kinora.edge.edge import Edge
from kinora.model.errors import StorageError
from kinora.model.knowledge import SNAPSHOT_FORMAT, Snapshot
from kinora.registry import knowledge, published
from kinora.stores.sql import SqlStore
from kinora.stores.values import ValueStore

PREFIX = "snapshots/"
CREATION, LOOP, TOTALS = f"{PREFIX}creation", f"{PREFIX}loop", f"{PREFIX}totals"
"""What the next videos may draw on; where the loops stand; entries by registry and category."""


class _Head(BaseModel):
    """What every published value begins with."""

    format: int
    version: int


def publish(edge: Edge) -> int | None:
    """Publish what the edge's tables tell, if it is newer than what is published; its version.

    Raises:
        StorageError: tables or values could not be reached; what was published stays.
    """
    shown = version_of(edge.values)
    if shown >= folded_version(edge.tables):
        return None
    snapshot = knowledge.snapshot(edge.tables.batch(knowledge.snapshot_statements()))
    if snapshot.version <= shown or not _claimed(edge.tables, snapshot.version):
        return None
    edge.values.put_many(values_of(snapshot))
    return snapshot.version


def folded_version(tables: SqlStore) -> int:
    """The version that a snapshot of the tables would have."""
    return int(tables.query(knowledge.version_statement())[0]["version"])


def version_of(values: ValueStore) -> int:
    """The version that is published; 0 where none is, or one of another format.

    Raises:
        StorageError: the value is none of ours.
    """
    content = values.get(LOOP)
    if content is None:
        return 0
    try:
        head = _Head.model_validate_json(content)
    except ValidationError as error:
        raise StorageError(f"{LOOP}: what is published there is no snapshot") from error
    return head.version if head.format == SNAPSHOT_FORMAT else 0


def values_of(snapshot: Snapshot) -> dict[str, bytes]:
    """The values that tell a snapshot, by key. The one that is asked for its version comes last."""
    whole = snapshot.model_dump(mode="json")
    head = {
        "format": snapshot.format,
        "version": snapshot.version,
        "as_of_run": snapshot.loop.last_run_id,
    }
    creation = {name: whole[name] for name in ("entries", "interpreted", "linguistic")}
    parts = {CREATION: creation, TOTALS: {"totals": whole["totals"]}, LOOP: whole["loop"]}
    return {key: json.dumps({**head, **part}).encode() for key, part in parts.items()}


def _claimed(tables: SqlStore, version: int) -> bool:
    """Whether no newer version is published or about to be."""
    ((row,),) = tables.batch([published.claim("snapshots", version)])
    return int(row["version"]) == version
