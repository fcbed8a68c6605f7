"""Objects that the tables lack: found by listing, folded one by one, set aside where unreadable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from kinora.loop.stage import Stage
from kinora.model.errors import KinoraError, ObjectMissing, RecordRefused, RowRefused
from kinora.model.interpretation import INTERPRETATION_FORMAT
from kinora.model.statement import Statement
from kinora.registry import fold
from kinora.stores.objects import walk
from kinora.stores.sql import SqlStore

_PAGE = 500


def fold_each(
    stage: Stage,
    tables: SqlStore,
    prefix: str,
    missing: Callable[[Sequence[str], int], Statement],
    statements: Callable[[str], list[Statement]],
) -> int:
    """Fold every object below ``prefix`` that the tables lack; how many there were.

    ``missing`` says which of some names are, ``statements`` reads one and says how to fold it. One
    that cannot be read is set aside with its reason and blocks no other.

    Raises:
        StorageError, StorageFull: the tables or the object store refused.
    """
    applied = 0
    for name in _missing(stage, tables, prefix, missing):
        try:
            tables.batch(statements(name))
            applied += 1
        except ObjectMissing:
            continue
        except (RecordRefused, RowRefused) as error:
            _set_aside(stage, tables, prefix, name, error)
    return applied


def _missing(
    stage: Stage,
    tables: SqlStore,
    prefix: str,
    missing: Callable[[Sequence[str], int], Statement],
) -> Iterator[str]:
    infos = walk(stage.objects, prefix)
    while page := list(islice(infos, _PAGE)):
        names = [info.key.removeprefix(prefix).removesuffix(".json") for info in page]
        rows = tables.query(missing(names, INTERPRETATION_FORMAT))
        yield from sorted(row["id"] for row in rows)


def _set_aside(stage: Stage, tables: SqlStore, prefix: str, name: str, error: KinoraError) -> None:
    kind = prefix.rstrip("/").rpartition("/")[2]
    note = json.dumps({"object": f"{prefix}{name}.json", "reason": str(error)}).encode()
    stage.objects.put(f"deadletters/{kind}-{name}.json", note)
    tables.batch([fold.set_aside(f"{kind}-{name}", INTERPRETATION_FORMAT, str(error))])
