"""Objects that the tables lack: found by listing, folded one by one, set aside where unreadable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.model.errors import ObjectMissing, RecordRefused, RowRefused
from kinora.model.statement import Statement
from kinora.registry import fold
from kinora.stores.objects import walk
from kinora.stores.sql import SqlStore

_PAGE = 500


@dataclass(frozen=True)
class Log:
    """One kind of object that tables are a fold of.

    Attributes:
        prefix: where the objects lie.
        format: what this version reads; what another version refused is tried again.
        missing: says which of some ids the tables lack, and no version that reads the format has
            set aside; in a column ``id``.
        aside: stands before an id among what is set aside, where other kinds have such ids too.
    """

    prefix: str
    format: int
    missing: Callable[[Sequence[str], int], Statement]
    aside: str = ""


class CaughtUp(NamedTuple):
    """How many objects a catching up applied, and how many it set aside."""

    applied: int
    set_aside: int


def fold_missing(
    log: Log, stage: Stage, tables: SqlStore, apply: Callable[[str], object]
) -> CaughtUp:
    """Fold every object of a kind that the tables lack.

    ``apply`` folds the one under a key. One that is refused is set aside with the reason and blocks
    no other.

    Raises:
        StorageError, StorageFull: the tables or the object store refused.
    """
    applied = refused = 0
    for key in _missing(log, stage, tables):
        try:
            apply(key)
            applied += 1
        except ObjectMissing:
            continue
        except (RecordRefused, RowRefused) as error:
            _set_aside(log, key, str(error), stage, tables)
            refused += 1
    return CaughtUp(applied, refused)


def _missing(log: Log, stage: Stage, tables: SqlStore) -> Iterator[str]:
    """The keys, a page at a time."""
    infos = walk(stage.objects, log.prefix)
    while page := list(islice(infos, _PAGE)):
        by_id = {keys.id_of(info.key): info.key for info in page}
        rows = tables.query(log.missing(list(by_id), log.format))
        yield from sorted(by_id[row["id"]] for row in rows)


def _set_aside(log: Log, key: str, reason: str, stage: Stage, tables: SqlStore) -> None:
    name = f"{log.aside}{keys.id_of(key)}"
    note = json.dumps({"object": key, "reason": reason}).encode()
    stage.objects.put(keys.set_aside(name), note)
    tables.batch([fold.set_aside(name, log.format, reason)])
