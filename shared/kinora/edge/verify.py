"""Verify: whether tables are what the log makes of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kinora.loop.folding.catch_up import catch_up
from kinora.loop.stage import Stage
from kinora.registry.digests import FOLDS, TableDigest, digest, first_difference
from kinora.stores.sql import SqlStore

Told = Callable[[str, int], None]
LOG = "log"
_ATTEMPTS = 3


class Compared(NamedTuple):
    """One table on all sides."""

    table: str
    sides: dict[str, TableDigest]
    differs_at: str | None
    """The least key at which two sides differ; None where they are equal."""

    @property
    def equal(self) -> bool:
        return len(set(self.sides.values())) == 1


def verify(
    stage: Stage,
    sides: Mapping[str, SqlStore],
    new_tables: Callable[[Path], SqlStore],
    told: Told = lambda *_: None,
) -> list[Compared]:
    """Fold the log anew and compare all tables with it, by digest.

    Runs may go on meanwhile: where something differs, what came in since is folded too and all is
    compared again.

    Args:
        stage: where the log lies.
        sides: the stores to compare, by name.
        new_tables: opens an empty store on a file.
        told: progress: what is read, and how many objects or rows.

    Raises:
        StorageError: a store could not be reached.
    """
    with _folded(stage, new_tables, told) as log:
        for _ in range(_ATTEMPTS):
            found = compare({LOG: log, **sides}, told)
            if all(each.equal for each in found) or not _grown(stage, log, told):
                break
        return found


def _grown(stage: Stage, log: SqlStore, told: Told) -> bool:
    """Whether something came into the log since it was folded; it is folded now."""
    done = catch_up(stage, log, told=lambda _, count: told(LOG, count))
    return any(each.applied or each.set_aside for each in done.values())


def compare(sides: Mapping[str, SqlStore], told: Told = lambda *_: None) -> list[Compared]:
    """Compare stores by the digests of their tables."""
    found = []
    for table in FOLDS:
        digests = {
            name: digest(store.query, table, lambda n, name=name: told(name, n))  # type: ignore[misc]
            for name, store in sides.items()
        }
        found.append(Compared(table, digests, _where(table, digests, sides)))
    return found


def _where(
    table: str, digests: Mapping[str, TableDigest], sides: Mapping[str, SqlStore]
) -> str | None:
    first, *others = sides
    for name in others:
        if digests[name] != digests[first]:
            key = first_difference(sides[first].query, sides[name].query, table)
            return None if key is None else " ".join(map(str, key))
    return None


@contextmanager
def _folded(stage: Stage, new_tables: Callable[[Path], SqlStore], told: Told) -> Iterator[SqlStore]:
    """Tables of their own, with the whole log folded into them."""
    with tempfile.TemporaryDirectory() as folder:
        tables = new_tables(Path(folder) / "log.sqlite")
        try:
            _grown(stage, tables, told)
            yield tables
        finally:
            tables.close()
