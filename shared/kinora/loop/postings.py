"""Postings: stored as an object first, then folded; what the tables lack is folded later.

One way for contributions, accounts and events alike. The object is the truth: whatever happens
after it stands, a later catching up brings it into the tables, once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from kinora.loop import keys
from kinora.loop.folding.log import Fold, Log, same
from kinora.loop.stage import Stage
from kinora.model.errors import RecordRefused
from kinora.model.posting import POSTING_FORMAT, Account, Contribution, Posting, StudioEvent
from kinora.model.record import RECORD_FORMAT, digest
from kinora.model.seal import format_of, opened
from kinora.model.statement import Statement
from kinora.registry import postings as tables_of
from kinora.registry.contributions import contribute
from kinora.stores.sql import Row, SqlStore

P = TypeVar("P", bound=Posting)


@dataclass(frozen=True)
class Kind(Generic[P]):
    """One kind of posting: where its objects lie, and how one becomes rows of its table."""

    word: str
    prefix: str
    model: type[P]
    format: int
    table: str
    apply: Callable[[P, str], list[Statement]]
    """The last of the statements answers the ``sha256`` that holds."""


CONTRIBUTIONS: Kind[Contribution] = Kind(
    "contribution", "contributions/", Contribution, RECORD_FORMAT, "contributions", contribute
)
LEARNING: Kind[Account] = Kind(
    "account", "learning/", Account, POSTING_FORMAT, "learning", tables_of.account
)
EVENTS: Kind[StudioEvent] = Kind(
    "event", "events/", StudioEvent, POSTING_FORMAT, "events", tables_of.event
)
KINDS: tuple[Kind[Any], ...] = (CONTRIBUTIONS, LEARNING, EVENTS)


class Stamp(NamedTuple):
    """Id and time of a posting."""

    id: str
    at: str


def stamp(kind: Kind[Any], now: datetime, chance: str) -> Stamp:
    """Those of a new one: ``20261120T094512123456Z-event-4f7a2c``."""
    moment = now.astimezone(UTC)
    return Stamp(
        id=f"{moment:%Y%m%dT%H%M%S%fZ}-{kind.word}-{chance}",
        at=f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}",
    )


def post(kind: Kind[P], posting: P, stage: Stage, tables: SqlStore) -> list[list[Row]]:
    """Store a posting and fold it; the rows of its statements.

    Raises:
        ObjectConflict: its id is taken by another one.
        StorageError, StorageFull: the object store refused, and nothing is kept; or the tables
            did, and the next catching up folds it.
    """
    data = posting.canonical()
    key = keys.posting(kind.prefix, posting.id, posting.at)
    stage.put_once(key, data, f"{posting.id} is another {kind.word}")
    return tables.batch(kind.apply(posting, digest(data)))


def _log(kind: Kind[Any]) -> Log:
    def fold(key: str, data: bytes) -> Fold:
        posting, sha256 = _read(kind, key, data), digest(data)
        return Fold(kind.apply(posting, sha256), same(sha256, posting.id))

    missing = partial(tables_of.missing, kind.table)
    return Log(kind.table, kind.prefix, kind.format, missing, fold, dated=True)


def _read(kind: Kind[P], key: str, data: bytes) -> P:
    """The posting under a key.

    Raises:
        RecordRefused: it is of another format, malformed, altered, or another one's.
    """
    version = format_of(data)
    if version not in {None, kind.format}:
        raise RecordRefused(f"{key}: format {version}, this version reads {kind.format}")
    try:
        posting = kind.model.model_validate_json(opened(data))
    except ValidationError as error:
        raise RecordRefused(f"{key}: not a posting of its kind") from error
    except RecordRefused as error:
        raise RecordRefused(f"{key}: {error}") from error
    if posting.id != keys.id_of(key):
        raise RecordRefused(f"{key}: holds {posting.id}")
    return posting


POSTINGS = tuple(map(_log, KINDS))
